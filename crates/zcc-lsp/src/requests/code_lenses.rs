//! What is shown above declarations.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeLens, CodeLensParams, Command, Url};
use zcc_ide::FindingsLens;

use super::commands::{EXPLAIN, RUN_TEST};
use crate::snapshot::Snapshot;

/// The client's own command that shows the findings of a zone.
const CLIENT_SHOW_FINDINGS: &str = "zcc.client.showFindings";
/// The client's own command for [`RUN_TEST`].
const CLIENT_RUN_TEST: &str = "zcc.client.runTest";

/// `textDocument/codeLens`
pub(crate) fn code_lenses(snapshot: &Snapshot, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    if !snapshot.config.code_lenses {
        return Ok(None);
    }
    let file = snapshot.file(&params.text_document)?;
    let uri = &params.text_document.uri;
    let findings = snapshot.analysis.findings_lenses(file).into_iter().map(|lens| CodeLens {
        range: snapshot.range(file, lens.range),
        command: Some(findings_command(snapshot, uri, &lens)),
        data: None,
    });
    let tests = snapshot.analysis.tests(file).into_iter().map(|test| CodeLens {
        range: snapshot.range(file, test.at.range),
        command: None,
        data: Some(json!({ "kind": "test", "uri": uri, "name": test.name.as_str() })),
    });
    Ok(Some(findings.chain(tests).collect()))
}

/// `codeLens/resolve`: what takes longer than to find where it stands.
pub(crate) fn resolve(snapshots: &[Snapshot], lens: CodeLens) -> Result<CodeLens> {
    let text = |name| lens.data.as_ref().and_then(|data| data.get(name)).and_then(Value::as_str);
    let (Some("test"), Some(name), Some(uri)) =
        (text("kind"), text("name"), text("uri").and_then(|uri| Url::parse(uri).ok()))
    else {
        return Ok(lens);
    };
    let run = |snapshot: &Snapshot| {
        let result = snapshot.analysis.run_test(snapshot.file_at(&uri).ok()?, name)?;
        let own = snapshot.shared.has_command(CLIENT_RUN_TEST);
        Some(Command {
            title: format!("run test · {}", if result.passed { "✓ passes" } else { "✗ fails" }),
            command: if own { CLIENT_RUN_TEST } else { RUN_TEST }.to_owned(),
            arguments: Some(vec![json!({ "uri": uri, "name": name })]),
        })
    };
    let command = snapshots.iter().find_map(run);
    Ok(CodeLens { command, ..lens })
}

fn findings_command(snapshot: &Snapshot, uri: &Url, lens: &FindingsLens) -> Command {
    let mut parts = Vec::new();
    for (count, word) in [(lens.unmet, "unmet"), (lens.unproven, "unproven")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    let counts = parts.join(" · ");
    if snapshot.shared.has_command(CLIENT_SHOW_FINDINGS) {
        let arguments = vec![json!(lens.subject.as_str()), json!(uri)];
        return Command {
            title: format!("{counts} · show"),
            command: CLIENT_SHOW_FINDINGS.to_owned(),
            arguments: Some(arguments),
        };
    }
    Command {
        title: format!("{counts} · explain"),
        command: EXPLAIN.to_owned(),
        arguments: Some(vec![json!({ "fingerprint": lens.first, "uri": uri })]),
    }
}
