//! What is shown between the words: levels, types.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams, InlayHintTooltip, MarkupContent, MarkupKind,
};
use zcc_ide::{HintKind, HintsWanted, TextRange};

use crate::snapshot::Snapshot;

/// `textDocument/inlayHint`
pub(crate) fn inlay_hints(snapshot: &Snapshot, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let file = snapshot.file(&params.text_document)?;
    let config = &snapshot.config;
    let wanted = HintsWanted { levels: config.level_hints, capable: config.capable_hints, types: config.type_hints };
    let range = snapshot.text_range(file, params.range);
    let hints = snapshot.analysis.hints(file, range, wanted);
    let hints = hints.into_iter().map(|hint| InlayHint {
        position: snapshot.range(file, TextRange::empty(hint.offset)).start,
        label: InlayHintLabel::String(hint.text),
        kind: (hint.kind == HintKind::Type).then_some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: (!hint.tooltip.is_empty()).then_some(InlayHintTooltip::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: hint.tooltip,
        })),
        padding_left: Some(hint.kind == HintKind::Levels),
        padding_right: None,
        data: None,
    });
    Ok(Some(hints.collect()))
}
