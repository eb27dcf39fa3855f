//! Other names for things, everywhere they are used.

use std::collections::HashMap;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::{
    DocumentChanges, LinkedEditingRangeParams, LinkedEditingRanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    PrepareRenameResponse, RenameParams, TextDocumentEdit, TextDocumentPositionParams, TextEdit, Url, WorkspaceEdit,
};
use zcc_ide::{File, Refusal};

use crate::snapshot::Snapshot;

/// What the protocol calls a request that was understood and cannot be carried out.
const REQUEST_FAILED: i64 = -32803;

fn refused(why: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: why.0.into(), data: None }
}

pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let position = snapshot.position(&params)?;
    let Some(found) = snapshot.analysis.prepare_rename(position).map_err(refused)? else { return Ok(None) };
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(position.file, found.word),
        placeholder: found.name,
    }))
}

pub(crate) fn rename(snapshot: &Snapshot, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let position = snapshot.position(&params.text_document_position)?;
    let changes = snapshot.analysis.rename(position, &params.new_name).map_err(refused)?;
    let mut edits: Vec<(File, Vec<TextEdit>)> = Vec::new();
    for change in changes {
        let edit = TextEdit { range: snapshot.range(change.target.file, change.target.range), new_text: change.text };
        match edits.last_mut() {
            Some((file, list)) if *file == change.target.file => list.push(edit),
            _ => edits.push((change.target.file, vec![edit])),
        }
    }
    Ok(Some(workspace_edit(snapshot, edits)))
}

/// Edits by file as the client takes them: with the versions they are meant for, if it knows of those.
fn workspace_edit(snapshot: &Snapshot, edits: Vec<(File, Vec<TextEdit>)>) -> WorkspaceEdit {
    let client = snapshot.shared.client.workspace.as_ref();
    let versioned = client.and_then(|client| client.workspace_edit.as_ref()).and_then(|one| one.document_changes);
    if versioned == Some(true) {
        let document = |(file, edits): (File, Vec<TextEdit>)| {
            let text_document =
                OptionalVersionedTextDocumentIdentifier { uri: snapshot.uri(file)?, version: snapshot.version(file) };
            Some(TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() })
        };
        let all = edits.into_iter().filter_map(document).collect();
        return WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(all)), ..WorkspaceEdit::default() };
    }
    let all: HashMap<Url, Vec<TextEdit>> =
        edits.into_iter().filter_map(|(file, edits)| Some((snapshot.uri(file)?, edits))).collect();
    WorkspaceEdit { changes: Some(all), ..WorkspaceEdit::default() }
}

pub(crate) fn linked_ranges(
    snapshot: &Snapshot,
    params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let position = snapshot.position(&params.text_document_position_params)?;
    let Some(found) = snapshot.analysis.linked_ranges(position) else { return Ok(None) };
    let ranges = found.into_iter().map(|range| snapshot.range(position.file, range)).collect();
    Ok(Some(LinkedEditingRanges { ranges, word_pattern: Some("[A-Za-z_][A-Za-z0-9_]*".to_owned()) }))
}
