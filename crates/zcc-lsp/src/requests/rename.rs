//! Other names for things, everywhere they are used.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    LinkedEditingRangeParams, LinkedEditingRanges, PrepareRenameResponse, RenameParams, TextDocumentPositionParams,
    WorkspaceEdit,
};

use crate::snapshot::Snapshot;

pub(crate) fn prepare(
    _snapshot: &Snapshot,
    _params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    Ok(None)
}

pub(crate) fn rename(_snapshot: &Snapshot, _params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    Ok(None)
}

pub(crate) fn linked_ranges(
    _snapshot: &Snapshot,
    _params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    Ok(None)
}
