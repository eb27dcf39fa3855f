//! What raises levels: switches, waivers, countermeasures, explanations.

use std::collections::HashMap;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, Diagnostic, NumberOrString, TextEdit,
    Url, WorkspaceEdit,
};
use zcc_ide::{FileEdits, FindingAction, WayKind};

use crate::commands::EXPLAIN;
use crate::snapshot::Snapshot;

/// The client's own command for [`EXPLAIN`].
const CLIENT_EXPLAIN: &str = "zcc.client.explain";

/// The actions at a range.
pub(super) fn actions(snapshot: &Snapshot, params: &CodeActionParams) -> Result<Vec<CodeActionOrCommand>> {
    let wanted = params.context.only.as_ref();
    if wanted.is_some_and(|only| only.iter().all(|kind| !is_within(&CodeActionKind::QUICKFIX, kind))) {
        return Ok(Vec::new());
    }
    let file = snapshot.file(&params.text_document)?;
    let range = snapshot.text_range(file, params.range);
    let fingerprints: Vec<u64> = params.context.diagnostics.iter().filter_map(fingerprint_of).collect();
    let found = snapshot.analysis.finding_actions(file, range, &fingerprints);
    let uri = &params.text_document.uri;
    let mut preferred: Vec<String> = Vec::new();
    let actions = found.into_iter().map(|action| {
        // Of several switches the first is the nearest.
        let is_preferred = action.kind == WayKind::Switch && !preferred.contains(&action.fingerprint);
        if is_preferred {
            preferred.push(action.fingerprint.clone());
        }
        let made = code_action(snapshot, uri, &params.context.diagnostics, action);
        CodeActionOrCommand::CodeAction(CodeAction { is_preferred: is_preferred.then_some(true), ..made })
    });
    Ok(actions.collect())
}

/// Works out the edit of an action.
pub(super) fn resolve(snapshots: &[Snapshot], action: CodeAction) -> Result<CodeAction> {
    let text = |name| action.data.as_ref().and_then(|data| data.get(name)).and_then(Value::as_str);
    let (Some(uri), Some(subject)) = (text("uri").and_then(|uri| Url::parse(uri).ok()), text("subject")) else {
        return Ok(action);
    };
    let Some(snapshot) = snapshots.iter().find(|snapshot| snapshot.file_at(&uri).is_ok()) else { return Ok(action) };
    let edit = workspace_edit(snapshot, snapshot.analysis.mend_all(subject));
    Ok(CodeAction { edit: Some(edit), ..action })
}

fn code_action(snapshot: &Snapshot, uri: &Url, diagnostics: &[Diagnostic], action: FindingAction) -> CodeAction {
    let fingerprint = u64::from_str_radix(&action.fingerprint, 16).ok();
    let code = NumberOrString::String(action.clause.to_string());
    let tied = |told: &&Diagnostic| fingerprint_of(told) == fingerprint || told.code.as_ref() == Some(&code);
    let diagnostics: Vec<Diagnostic> = diagnostics.iter().filter(tied).cloned().collect();
    let mut made = CodeAction {
        title: action.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        ..CodeAction::default()
    };
    match (action.kind, &action.subject) {
        (WayKind::Explain, _) => {
            let own = snapshot.shared.has_command(CLIENT_EXPLAIN);
            made.command = Some(Command {
                title: action.title,
                command: if own { CLIENT_EXPLAIN } else { EXPLAIN }.to_owned(),
                arguments: Some(vec![json!({ "fingerprint": action.fingerprint, "uri": uri })]),
            });
        }
        (WayKind::MendAll, Some(subject)) if resolves_edits(snapshot) => {
            made.data = Some(json!({ "part": "findings", "uri": uri, "subject": subject }));
        }
        (WayKind::MendAll, Some(subject)) => {
            made.edit = Some(workspace_edit(snapshot, snapshot.analysis.mend_all(subject)));
        }
        _ => made.edit = Some(workspace_edit(snapshot, action.edits)),
    }
    made
}

/// Whether the client asks for the edit of an action once it was chosen.
fn resolves_edits(snapshot: &Snapshot) -> bool {
    let document = snapshot.shared.client.text_document.as_ref();
    let actions = document.and_then(|document| document.code_action.as_ref());
    let resolved = actions.and_then(|actions| actions.resolve_support.as_ref());
    let keeps_data = actions.and_then(|actions| actions.data_support) == Some(true);
    keeps_data && resolved.is_some_and(|resolved| resolved.properties.iter().any(|property| property == "edit"))
}

fn workspace_edit(snapshot: &Snapshot, edits: Vec<FileEdits>) -> WorkspaceEdit {
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for (file, edits) in edits {
        if let Some(uri) = snapshot.uri(file) {
            let edit = |edit: zcc_ide::TextEdit| TextEdit::new(snapshot.range(file, edit.range), edit.text.into());
            changes.entry(uri).or_default().extend(edits.into_iter().map(edit));
        }
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

/// Which finding a diagnostic of ours is about.
fn fingerprint_of(told: &Diagnostic) -> Option<u64> {
    let digits = told.data.as_ref()?.get("fingerprint")?.as_str()?;
    u64::from_str_radix(digits, 16).ok()
}

/// Whether a kind of action is one of those that another stands for.
fn is_within(kind: &CodeActionKind, outer: &CodeActionKind) -> bool {
    let (kind, outer) = (kind.as_str(), outer.as_str());
    outer.is_empty() || kind == outer || kind.starts_with(&format!("{outer}."))
}
