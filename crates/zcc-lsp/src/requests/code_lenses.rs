//! What is shown above declarations.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeLens, CodeLensParams};

use crate::snapshot::Snapshot;

pub(crate) fn code_lenses(_snapshot: &Snapshot, _params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    Ok(None)
}
