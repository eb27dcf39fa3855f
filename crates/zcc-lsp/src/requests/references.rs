//! Where a name is used.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{DocumentHighlight, DocumentHighlightParams, Location, ReferenceParams};

use crate::snapshot::Snapshot;

pub(crate) fn references(_snapshot: &Snapshot, _params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    Ok(None)
}

pub(crate) fn highlights(
    _snapshot: &Snapshot,
    _params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    Ok(None)
}
