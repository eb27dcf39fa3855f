//! What is shown above declarations.

use serde::Deserialize;
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeLens, CodeLensParams, Command, Location, Position, Url};
use zcc_ide::{FilePosition, FindingsLens, Role};

use crate::commands::{EXPLAIN, RUN_TEST};
use crate::snapshot::Snapshot;

/// The client's own command that shows the findings of a zone.
const CLIENT_SHOW_FINDINGS: &str = "zcc.client.showFindings";
/// The client's own command for [`RUN_TEST`].
const CLIENT_RUN_TEST: &str = "zcc.client.runTest";

/// The client's own command that shows places.
const CLIENT_SHOW_REFERENCES: &str = "zcc.client.showReferences";

/// What a lens is to be resolved to.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Unresolved {
    /// What a test comes to.
    Test { uri: Url, name: String },
    /// Where a name is used.
    References { uri: Url, position: Position },
}

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
    // Only the client itself can show places.
    let shows = snapshot.shared.has_command(CLIENT_SHOW_REFERENCES);
    let declared = if shows { snapshot.analysis.declared_names(file) } else { Vec::new() };
    let references = declared.into_iter().map(|name| {
        let range = snapshot.range(file, name);
        CodeLens {
            range,
            command: None,
            data: Some(json!({ "kind": "references", "uri": uri, "position": range.start })),
        }
    });
    Ok(Some(findings.chain(tests).chain(references).collect()))
}

/// `codeLens/resolve`: what takes longer than to find where it stands.
pub(crate) fn resolve(snapshots: &[Snapshot], lens: CodeLens) -> Result<CodeLens> {
    let asked = lens.data.clone().and_then(|data| serde_json::from_value::<Unresolved>(data).ok());
    let command = asked.and_then(|asked| snapshots.iter().find_map(|snapshot| command(snapshot, &asked)));
    Ok(CodeLens { command, ..lens })
}

fn command(snapshot: &Snapshot, asked: &Unresolved) -> Option<Command> {
    match asked {
        Unresolved::Test { uri, name } => {
            let result = snapshot.analysis.run_test(snapshot.file_at(uri).ok()?, name)?;
            let own = snapshot.shared.has_command(CLIENT_RUN_TEST);
            Some(Command {
                title: format!("run test · {}", if result.passed { "✓ passes" } else { "✗ fails" }),
                command: if own { CLIENT_RUN_TEST } else { RUN_TEST }.to_owned(),
                arguments: Some(vec![json!({ "uri": uri, "name": name })]),
            })
        }
        Unresolved::References { uri, position } => {
            let file = snapshot.file_at(uri).ok()?;
            let at = FilePosition { file, offset: snapshot.offset(file, *position) };
            let uses = snapshot.analysis.references(at).unwrap_or_default();
            let uses = uses.iter().filter(|one| one.role != Role::Declaration);
            let places: Vec<Location> = uses.filter_map(|one| snapshot.location(one.target)).collect();
            let word = if places.len() == 1 { "reference" } else { "references" };
            Some(Command {
                title: format!("{} {word}", places.len()),
                command: CLIENT_SHOW_REFERENCES.to_owned(),
                arguments: Some(vec![json!(uri), json!(position), json!(places)]),
            })
        }
    }
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
