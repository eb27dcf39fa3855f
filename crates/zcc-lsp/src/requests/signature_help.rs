//! What a function or a claim takes, while it is written.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{SignatureHelp, SignatureHelpParams};

use crate::snapshot::Snapshot;

pub(crate) fn signature_help(_snapshot: &Snapshot, _params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
    Ok(None)
}
