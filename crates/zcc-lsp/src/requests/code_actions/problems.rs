//! What mends what does not compile or is odd.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeAction, CodeActionOrCommand, CodeActionParams};

use crate::snapshot::Snapshot;

/// The actions at a range.
pub(super) fn actions(_snapshot: &Snapshot, _params: &CodeActionParams) -> Result<Vec<CodeActionOrCommand>> {
    Ok(Vec::new())
}

/// Works out the edit of an action.
pub(super) fn resolve(_snapshots: &[Snapshot], action: CodeAction) -> Result<CodeAction> {
    Ok(action)
}
