//! What may stand at the cursor.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CompletionItem, CompletionParams, CompletionResponse};

use crate::snapshot::Snapshot;

pub(crate) fn completion(_snapshot: &Snapshot, _params: CompletionParams) -> Result<Option<CompletionResponse>> {
    Ok(None)
}

pub(crate) fn resolve(_snapshots: &[Snapshot], item: CompletionItem) -> Result<CompletionItem> {
    Ok(item)
}
