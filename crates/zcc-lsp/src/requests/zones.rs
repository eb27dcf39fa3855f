//! `zcc/zones`: zones and conduits with their levels and findings, for trees and maps.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::TextDocumentIdentifier;

use crate::backend::Backend;
use crate::snapshot::Snapshot;

/// Of which package: that of a document, else all.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ZonesParams {
    /// The document.
    pub(crate) text_document: Option<TextDocumentIdentifier>,
}

impl Backend {
    /// Answers `zcc/zones`.
    pub(crate) async fn zones(&self, params: ZonesParams) -> Result<Value> {
        match &params.text_document {
            Some(document) => {
                self.of_document(document.uri.clone(), params, |snapshot, _| zones(std::slice::from_ref(snapshot)))
                    .await
            }
            None => self.of_workspace(params, |snapshots, _| zones(snapshots)).await,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of all answers")]
fn zones(_snapshots: &[Snapshot]) -> Result<Value> {
    Ok(Value::Null)
}
