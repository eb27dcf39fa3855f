//! What a name means, in Markdown.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::snapshot::Snapshot;

pub(crate) fn hover(snapshot: &Snapshot, params: HoverParams) -> Result<Option<Hover>> {
    let position = snapshot.position(&params.text_document_position_params)?;
    let found = snapshot.analysis.hover(position);
    Ok(found.map(|found| Hover {
        range: Some(snapshot.range(position.file, found.word)),
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: found.markdown }),
    }))
}
