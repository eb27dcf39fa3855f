//! The canonical style, for a document, a range and while one types.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, TextEdit,
};
use zcc_ide::File;

use crate::snapshot::Snapshot;

/// `textDocument/formatting`
pub(crate) fn document(snapshot: &Snapshot, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let file = snapshot.file(&params.text_document)?;
    Ok(Some(edits(snapshot, file, snapshot.analysis.format(file))))
}

/// `textDocument/rangeFormatting`
pub(crate) fn range(snapshot: &Snapshot, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let file = snapshot.file(&params.text_document)?;
    let range = snapshot.text_range(file, params.range);
    Ok(Some(edits(snapshot, file, snapshot.analysis.format_range(file, range))))
}

/// `textDocument/onTypeFormatting`
pub(crate) fn on_type(snapshot: &Snapshot, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let at = snapshot.position(&params.text_document_position)?;
    let typed = snapshot.analysis.format_typed(at.file, at.offset, &params.ch);
    Ok(Some(edits(snapshot, at.file, typed)))
}

fn edits(snapshot: &Snapshot, file: File, edits: Vec<zcc_ide::TextEdit>) -> Vec<TextEdit> {
    let edit = |edit: zcc_ide::TextEdit| TextEdit::new(snapshot.range(file, edit.range), edit.text.into());
    edits.into_iter().map(edit).collect()
}
