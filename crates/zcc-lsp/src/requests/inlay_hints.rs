//! What is shown between the words: levels, types.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{InlayHint, InlayHintParams};

use crate::snapshot::Snapshot;

pub(crate) fn inlay_hints(_snapshot: &Snapshot, _params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    Ok(None)
}
