//! What a document and the workspace declare.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{DocumentSymbolParams, DocumentSymbolResponse, SymbolInformation, WorkspaceSymbolParams};

use crate::snapshot::Snapshot;

pub(crate) fn document_symbols(
    _snapshot: &Snapshot,
    _params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    Ok(None)
}

pub(crate) fn workspace_symbols(
    _snapshots: &[Snapshot],
    _params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    Ok(None)
}
