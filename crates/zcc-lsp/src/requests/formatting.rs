//! The canonical style, for a document, a range and while one types.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, TextEdit,
};

use crate::snapshot::Snapshot;

pub(crate) fn document(_snapshot: &Snapshot, _params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    Ok(None)
}

pub(crate) fn range(_snapshot: &Snapshot, _params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    Ok(None)
}

pub(crate) fn on_type(_snapshot: &Snapshot, _params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    Ok(None)
}
