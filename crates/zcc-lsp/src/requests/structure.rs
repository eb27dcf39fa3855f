//! How a document hangs together: folds, selections, links.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentLink, DocumentLinkParams, FoldingRange, FoldingRangeParams, SelectionRange, SelectionRangeParams,
};

use crate::snapshot::Snapshot;

pub(crate) fn folding_ranges(_snapshot: &Snapshot, _params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    Ok(None)
}

pub(crate) fn selection_ranges(
    _snapshot: &Snapshot,
    _params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    Ok(None)
}

pub(crate) fn document_links(_snapshot: &Snapshot, _params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    Ok(None)
}
