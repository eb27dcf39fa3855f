//! Commands that the server carries out, for every editor.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{ExecuteCommandParams, MessageType, ShowDocumentParams, TextDocumentIdentifier, Url};

use super::explain::{ExplainDocument, ExplainParams, explain};
use crate::backend::Backend;
use crate::commands::{EXPLAIN, RUN_TEST};
use crate::snapshot::Snapshot;

/// Which finding.
#[derive(Clone, Debug, Deserialize)]
struct FindingArgument {
    fingerprint: String,
    uri: Option<Url>,
}

/// Which test.
#[derive(Clone, Debug, Deserialize)]
struct TestArgument {
    uri: Url,
    name: String,
}

/// Carries out a command.
pub(crate) async fn execute(backend: &Backend, params: ExecuteCommandParams) -> Result<Option<Value>> {
    match params.command.as_str() {
        EXPLAIN => show_page(backend, argument(params)?).await.map(Some),
        RUN_TEST => run_test(backend, argument(params)?).await.map(Some),
        other => Err(Error::invalid_params(format!("there is no command `{other}`"))),
    }
}

fn argument<T: for<'de> Deserialize<'de>>(params: ExecuteCommandParams) -> Result<T> {
    let first = params.arguments.into_iter().next().unwrap_or_default();
    serde_json::from_value(first).map_err(|error| Error::invalid_params(format!("{}: {error}", params.command)))
}

/// The page on a finding, where it was written to, and whether the client can open it.
fn write(snapshots: &[Snapshot], params: &ExplainParams) -> Result<(ExplainDocument, Option<Url>, bool)> {
    let page = explain(snapshots, params)?;
    let plain = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "_");
    let name = format!("explained/{}-{}.md", plain(&page.title), plain(&params.fingerprint));
    let first = snapshots.first();
    let uri = first.and_then(|snapshot| snapshot.shared.standard.write_page(&name, &page.markdown));
    let shows = first.is_some_and(|snapshot| {
        let window = snapshot.shared.client.window.as_ref();
        window.and_then(|window| window.show_document.as_ref()).is_some_and(|show| show.support)
    });
    Ok((page, uri, shows))
}

/// Writes the page on a finding into the cache and has the client open it.
async fn show_page(backend: &Backend, finding: FindingArgument) -> Result<Value> {
    let params =
        ExplainParams { text_document: finding.uri.map(TextDocumentIdentifier::new), fingerprint: finding.fingerprint };
    let (page, uri, shows) = match &params.text_document {
        Some(document) => {
            let uri = document.uri.clone();
            backend.of_document(uri, params, |snapshot, params| write(std::slice::from_ref(snapshot), &params)).await?
        }
        None => backend.of_workspace(params, |snapshots, params| write(snapshots, &params)).await?,
    };
    match &uri {
        Some(uri) if shows => backend.outbox().show_document(ShowDocumentParams {
            uri: uri.clone(),
            external: Some(false),
            take_focus: Some(true),
            selection: None,
        }),
        Some(uri) => backend.outbox().show(MessageType::INFO, format!("{} is explained in {uri}", page.title)),
        None => backend.outbox().show(MessageType::WARNING, "the page could not be written to zcc's cache"),
    }
    Ok(json!({ "title": page.title, "uri": uri }))
}

/// Runs a test and says what came of it.
async fn run_test(backend: &Backend, test: TestArgument) -> Result<Value> {
    let run = |snapshot: &Snapshot, test: TestArgument| {
        let file = snapshot.file_at(&test.uri)?;
        let result = snapshot.analysis.run_test(file, &test.name);
        result.ok_or_else(|| Error::invalid_params(format!("there is no test `{}` in {}", test.name, test.uri)))
    };
    let result = backend.of_document(test.uri.clone(), test, run).await?;
    let kind = if result.passed { MessageType::INFO } else { MessageType::WARNING };
    backend.outbox().show(kind, result.message.clone());
    Ok(json!({ "passed": result.passed, "message": result.message }))
}
