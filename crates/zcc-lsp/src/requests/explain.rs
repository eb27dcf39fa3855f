//! `zcc/explain`: the proof tree of a finding, as a document with links.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::TextDocumentIdentifier;
use zcc_ide::FileRange;

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

/// The page on a finding, from the first package that has it.
pub(crate) fn explain(snapshots: &[Snapshot], params: &ExplainParams) -> Result<ExplainDocument> {
    let found = snapshots.iter().find_map(|snapshot| {
        let linking = |at: FileRange| link(snapshot, at);
        snapshot.analysis.explain_finding(&params.fingerprint, &linking)
    });
    let none = || Error::invalid_params(format!("there is no finding `{}`", params.fingerprint));
    found.map(|page| ExplainDocument { title: page.title, markdown: page.markdown }).ok_or_else(none)
}

/// How a place is called and where it opens: `site.zc:12`, `file:///…/site.zc#L12,3`.
fn link(snapshot: &Snapshot, at: FileRange) -> Option<(String, String)> {
    let uri = snapshot.uri(at.file)?;
    let start = snapshot.analysis.line_index(at.file).line_column(at.range.start);
    let (line, column) = (start.line + 1, start.column + 1);
    let path = snapshot.analysis.files().path(at.file)?;
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    Some((format!("{name}:{line}"), format!("{uri}#L{line},{column}")))
}
