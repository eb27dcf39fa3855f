//! What can be done about a place.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeAction, CodeActionParams, CodeActionResponse};

use crate::snapshot::Snapshot;

pub(crate) fn code_actions(_snapshot: &Snapshot, _params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    Ok(None)
}

pub(crate) fn resolve(_snapshots: &[Snapshot], action: CodeAction) -> Result<CodeAction> {
    Ok(action)
}
