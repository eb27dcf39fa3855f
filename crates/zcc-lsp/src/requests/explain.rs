//! `zcc/explain`: the proof tree of a finding, as a document with links.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::TextDocumentIdentifier;

use crate::backend::Backend;
use crate::snapshot::Snapshot;

/// Which finding.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExplainParams {
    /// A document of its package; all packages are looked through without one.
    pub(crate) text_document: Option<TextDocumentIdentifier>,
    /// Its fingerprint: the first digits are enough.
    pub(crate) fingerprint: String,
}

/// The document.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ExplainDocument {
    /// What it is about.
    pub(crate) title: String,
    /// What it says.
    pub(crate) markdown: String,
}

impl Backend {
    /// Answers `zcc/explain`.
    pub(crate) async fn explain(&self, params: ExplainParams) -> Result<ExplainDocument> {
        match &params.text_document {
            Some(document) => {
                let uri = document.uri.clone();
                self.of_document(uri, params, |snapshot, params| explain(std::slice::from_ref(snapshot), &params)).await
            }
            None => self.of_workspace(params, |snapshots, params| explain(snapshots, &params)).await,
        }
    }
}

fn explain(_snapshots: &[Snapshot], params: &ExplainParams) -> Result<ExplainDocument> {
    Err(Error::invalid_params(format!("there is no finding `{}`", params.fingerprint)))
}
