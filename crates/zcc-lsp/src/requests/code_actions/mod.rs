//! What can be done about a place: about what does not compile or is odd, and about findings.

mod findings;
mod problems;

use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeAction, CodeActionParams, CodeActionResponse};

use crate::snapshot::Snapshot;

pub(crate) fn code_actions(snapshot: &Snapshot, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let mut found = problems::actions(snapshot, &params)?;
    found.extend(findings::actions(snapshot, &params)?);
    Ok(Some(found))
}

/// Works out the edit of an action that was offered without. Its `data` says by `part` which of the two offered it.
pub(crate) fn resolve(snapshots: &[Snapshot], action: CodeAction) -> Result<CodeAction> {
    let part = action.data.as_ref().and_then(|data| data.pointer("/part")).and_then(Value::as_str);
    // What mends problems comes with its edits.
    if part == Some("findings") { findings::resolve(snapshots, action) } else { Ok(action) }
}
