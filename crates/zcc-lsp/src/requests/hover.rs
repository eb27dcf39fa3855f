//! What a name means, in Markdown.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Hover, HoverParams};

use crate::snapshot::Snapshot;

pub(crate) fn hover(_snapshot: &Snapshot, _params: HoverParams) -> Result<Option<Hover>> {
    Ok(None)
}
