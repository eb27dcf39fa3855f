//! What mends what does not compile or is odd.

use std::collections::HashMap;

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, NumberOrString, TextEdit, Url,
    WorkspaceEdit,
};
use zcc_ide::{Edit, File, FileRange};

use crate::snapshot::Snapshot;

/// Applies all safe fixes of a document.
const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.zcc");

/// The actions at a range.
pub(super) fn actions(snapshot: &Snapshot, params: &CodeActionParams) -> Result<Vec<CodeActionOrCommand>> {
    let file = snapshot.file(&params.text_document)?;
    let analysis = &snapshot.analysis;
    let mut found = Vec::new();
    if analysis.is_standard(file) {
        return Ok(found);
    }
    let only = params.context.only.as_deref();
    // What changes a whole document is offered to those who ask for it.
    let asks = |kind: &CodeActionKind| only.is_some_and(|only| only.iter().any(|wanted| is_within(kind, wanted)));
    if only.is_none() || asks(&CodeActionKind::QUICKFIX) {
        let range = snapshot.text_range(file, params.range);
        for action in analysis.fixes(FileRange { file, range }) {
            let code = action.problem.code.to_string();
            let place = snapshot.range(file, analysis.locate(action.problem.primary.place).range);
            let is_about = |told: &&Diagnostic| {
                told.range == place && matches!(&told.code, Some(NumberOrString::String(own)) if *own == code)
            };
            let about: Vec<Diagnostic> = params.context.diagnostics.iter().filter(is_about).cloned().collect();
            let mut title = action.title.chars();
            let title = title.next().map(|first| first.to_uppercase().chain(title).collect()).unwrap_or_default();
            let offered = CodeAction {
                title,
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: (!about.is_empty()).then_some(about),
                edit: changes(snapshot, &action.edits),
                is_preferred: action.is_preferred.then_some(true),
                ..CodeAction::default()
            };
            found.push(offered.into());
        }
    }
    let sources: [Source; 2] = [
        (FIX_ALL, "Fix all that is safe to fix", |snapshot, file| snapshot.analysis.fix_all(file)),
        (CodeActionKind::SOURCE_ORGANIZE_IMPORTS, "Organize imports", |snapshot, file| {
            snapshot.analysis.organize_imports(file)
        }),
    ];
    for (kind, title, edits) in sources {
        if !asks(&kind) {
            continue;
        }
        let edits = edits(snapshot, file);
        if !edits.is_empty() {
            let edit = changes(snapshot, &edits);
            let action = CodeAction { title: title.to_owned(), kind: Some(kind), edit, ..CodeAction::default() };
            found.push(action.into());
        }
    }
    Ok(found)
}

/// An action on a whole file: its kind, its title, and its edits.
type Source = (CodeActionKind, &'static str, fn(&Snapshot, File) -> Vec<Edit>);

/// Whether a kind is one that is asked for, or below it: `source.fixAll.zcc` is below `source.fixAll`.
fn is_within(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    wanted.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Edits in the protocol's types; `None` where a file has no name with the client.
fn changes(snapshot: &Snapshot, edits: &[Edit]) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let file = edit.target.file;
        let range = snapshot.range(file, edit.target.range);
        changes.entry(snapshot.uri(file)?).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}
