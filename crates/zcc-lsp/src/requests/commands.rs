//! Commands that the server carries out, for every editor.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::ExecuteCommandParams;

use crate::backend::Backend;

/// The commands, by name.
pub(crate) const COMMANDS: [&str; 2] = ["zcc.explain", "zcc.runTest"];

/// Carries out a command.
#[expect(clippy::unused_async, reason = "commands wait for their answers")]
pub(crate) async fn execute(_backend: &Backend, params: ExecuteCommandParams) -> Result<Option<Value>> {
    Err(Error::invalid_params(format!("there is no command `{}`", params.command)))
}
