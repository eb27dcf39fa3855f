//! What may stand at the cursor.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionParams,
    CompletionResponse, CompletionTextEdit, Documentation, InsertReplaceEdit, InsertTextFormat, InsertTextMode,
    MarkupContent, MarkupKind, TextEdit, Url,
};
use zcc_ide::{Candidate, CandidateKind, Completions, File};

use crate::snapshot::{Shared, Snapshot};

/// The characters after which there is something new to offer.
pub(crate) const TRIGGERS: [&str; 4] = [".", ":", " ", "{"];

/// Asks the editor to offer something at once; it is named among the commands of clients that know it.
const SUGGEST: &str = "editor.action.triggerSuggest";

/// What the client can do with a candidate.
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own in the protocol")]
struct Abilities {
    snippets: bool,
    insert_replace: bool,
    label_details: bool,
    modes: bool,
    suggests: bool,
    markdown: bool,
}

impl Abilities {
    fn of(shared: &Shared) -> Self {
        let item = (shared.client.text_document.as_ref())
            .and_then(|document| document.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let can = |ability: Option<bool>| ability == Some(true);
        let formats = item.and_then(|item| item.documentation_format.as_ref());
        Self {
            snippets: item.is_some_and(|item| can(item.snippet_support)),
            insert_replace: item.is_some_and(|item| can(item.insert_replace_support)),
            label_details: item.is_some_and(|item| can(item.label_details_support)),
            modes: item.is_some_and(|item| item.insert_text_mode_support.is_some()),
            suggests: shared.has_command(SUGGEST),
            markdown: formats.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
        }
    }
}

/// `textDocument/completion`
pub(crate) fn completion(snapshot: &Snapshot, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = snapshot.position(&params.text_document_position)?;
    let typed = params.context.as_ref().and_then(|context| context.trigger_character.as_ref());
    let found = snapshot.analysis.completions(at, typed.and_then(|typed| typed.chars().next()));
    let uri = params.text_document_position.text_document.uri;
    let abilities = Abilities::of(&snapshot.shared);
    let items = (found.candidates.iter().enumerate())
        .map(|(number, candidate)| item(snapshot, &abilities, (&uri, at.file), &found, (number, candidate)))
        .collect();
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: found.is_incomplete, items })))
}

fn item(
    snapshot: &Snapshot,
    abilities: &Abilities,
    (uri, file): (&Url, File),
    found: &Completions,
    (number, candidate): (usize, &Candidate),
) -> CompletionItem {
    let has_holes = candidate.has_holes && abilities.snippets;
    let new_text = if has_holes { candidate.insert.clone() } else { candidate.plain() };
    let insert = snapshot.range(file, found.typed);
    let text_edit = if abilities.insert_replace {
        let replace = snapshot.range(file, found.whole);
        CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text, insert, replace })
    } else {
        CompletionTextEdit::Edit(TextEdit { range: insert, new_text })
    };
    let besides: Vec<TextEdit> = (candidate.besides.iter())
        .map(|(range, text)| TextEdit { range: snapshot.range(file, *range), new_text: text.clone() })
        .collect();
    let mut item = CompletionItem {
        label: candidate.label.clone(),
        kind: Some(kind(candidate.kind)),
        sort_text: Some(format!("{number:05}")),
        filter_text: candidate.filter.clone(),
        insert_text_format: has_holes.then_some(InsertTextFormat::SNIPPET),
        insert_text_mode: (abilities.modes && new_text_is_long(candidate))
            .then_some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(text_edit),
        additional_text_edits: (!besides.is_empty()).then_some(besides),
        commit_characters: commits(candidate.kind),
        data: candidate.docs.as_ref().map(|key| json!({ "uri": uri, "docs": key })),
        ..CompletionItem::default()
    };
    if abilities.label_details {
        item.label_details = Some(CompletionItemLabelDetails {
            detail: candidate.signature.clone(),
            description: candidate.description.clone(),
        });
    } else {
        item.detail.clone_from(&candidate.description);
    }
    if candidate.goes_on && abilities.suggests {
        let title = "suggest".to_owned();
        item.command = Some(Command { title, command: SUGGEST.to_owned(), arguments: None });
    }
    item
}

fn new_text_is_long(candidate: &Candidate) -> bool {
    candidate.insert.contains('\n')
}

/// What one types to take a candidate and go on: a dot behind what has something in it.
fn commits(kind: CandidateKind) -> Option<Vec<String>> {
    match kind {
        CandidateKind::Variable | CandidateKind::Zone | CandidateKind::Conduit | CandidateKind::Catalog => {
            Some(vec![".".to_owned()])
        }
        _ => None,
    }
}

const fn kind(kind: CandidateKind) -> CompletionItemKind {
    match kind {
        CandidateKind::Word => CompletionItemKind::KEYWORD,
        CandidateKind::Snippet => CompletionItemKind::SNIPPET,
        CandidateKind::Attribute => CompletionItemKind::PROPERTY,
        CandidateKind::Field => CompletionItemKind::FIELD,
        CandidateKind::Variant | CandidateKind::Family => CompletionItemKind::ENUM_MEMBER,
        CandidateKind::Value => CompletionItemKind::VALUE,
        CandidateKind::Site | CandidateKind::Zone | CandidateKind::Conduit | CandidateKind::Package => {
            CompletionItemKind::MODULE
        }
        CandidateKind::Component | CandidateKind::Set => CompletionItemKind::CONSTANT,
        CandidateKind::Channel => CompletionItemKind::EVENT,
        CandidateKind::Product | CandidateKind::Protocol | CandidateKind::Type => CompletionItemKind::CLASS,
        CandidateKind::Profile | CandidateKind::Catalog => CompletionItemKind::STRUCT,
        CandidateKind::Capability => CompletionItemKind::INTERFACE,
        CandidateKind::Requirement => CompletionItemKind::REFERENCE,
        CandidateKind::Function => CompletionItemKind::FUNCTION,
        CandidateKind::Variable => CompletionItemKind::VARIABLE,
    }
}

/// `completionItem/resolve`: finds the documentation.
pub(crate) fn resolve(snapshots: &[Snapshot], mut item: CompletionItem) -> Result<CompletionItem> {
    let Some(data) = &item.data else { return Ok(item) };
    let uri = data.pointer("/uri").and_then(Value::as_str).and_then(|uri| Url::parse(uri).ok());
    let key = data.pointer("/docs").and_then(Value::as_str);
    let (Some(uri), Some(key)) = (uri, key) else { return Ok(item) };
    let docs = snapshots
        .iter()
        .find(|snapshot| snapshot.file_at(&uri).is_ok())
        .and_then(|snapshot| Some((snapshot.analysis.candidate_docs(key)?, Abilities::of(&snapshot.shared).markdown)));
    if let Some((value, markdown)) = docs {
        let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        item.documentation = Some(Documentation::MarkupContent(MarkupContent { kind, value }));
    }
    Ok(item)
}
