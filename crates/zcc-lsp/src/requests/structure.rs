//! How a document hangs together: folds, selections, links.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentLink, DocumentLinkParams, FoldingRange, FoldingRangeKind, FoldingRangeParams, SelectionRange,
    SelectionRangeParams, Url,
};
use zcc_ide::{FoldKind, LinkTarget};

use crate::snapshot::Snapshot;

/// `textDocument/foldingRange`
pub(crate) fn folding_ranges(snapshot: &Snapshot, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let file = snapshot.file(&params.text_document)?;
    let text_document = snapshot.shared.client.text_document.as_ref();
    let folding = text_document.and_then(|one| one.folding_range.as_ref());
    let whole_lines = folding.and_then(|one| one.line_folding_only) == Some(true);
    let most = folding.and_then(|one| one.range_limit).map_or(usize::MAX, |most| most as usize);
    let folds = snapshot.analysis.folds(file).into_iter().filter_map(|fold| {
        let range = snapshot.range(file, fold.range);
        // Where whole lines are folded, that of the closing bracket is to stay.
        let closing = whole_lines && fold.kind == FoldKind::Block;
        let end_line = if closing { range.end.line.checked_sub(1)? } else { range.end.line };
        (end_line > range.start.line).then_some(FoldingRange {
            start_line: range.start.line,
            start_character: (!whole_lines).then_some(range.start.character + u32::from(fold.kind == FoldKind::Block)),
            end_line,
            end_character: (!whole_lines)
                .then(|| range.end.character.saturating_sub(u32::from(fold.kind == FoldKind::Block))),
            kind: match fold.kind {
                FoldKind::Block => None,
                FoldKind::Comment => Some(FoldingRangeKind::Comment),
                FoldKind::Imports => Some(FoldingRangeKind::Imports),
            },
            collapsed_text: None,
        })
    });
    Ok(Some(folds.take(most).collect()))
}

/// `textDocument/selectionRange`
pub(crate) fn selection_ranges(
    snapshot: &Snapshot,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let file = snapshot.file(&params.text_document)?;
    let chains = params.positions.into_iter().map(|position| {
        let ranges = snapshot.analysis.selection_ranges(file, snapshot.offset(file, position));
        let outermost_first = ranges.into_iter().rev();
        let chain = outermost_first.fold(None, |parent: Option<SelectionRange>, range| {
            Some(SelectionRange { range: snapshot.range(file, range), parent: parent.map(Box::new) })
        });
        chain.unwrap_or(SelectionRange {
            range: tower_lsp::lsp_types::Range { start: position, end: position },
            parent: None,
        })
    });
    Ok(Some(chains.collect()))
}

/// `textDocument/documentLink`
pub(crate) fn document_links(snapshot: &Snapshot, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let file = snapshot.file(&params.text_document)?;
    let links = snapshot.analysis.links(file).into_iter().filter_map(|link| {
        let target = match link.target {
            LinkTarget::Web(address) => Url::parse(&address).ok()?,
            LinkTarget::File(target) => snapshot.uri(target)?,
        };
        let range = snapshot.range(file, link.range);
        Some(DocumentLink { range, target: Some(target), tooltip: None, data: None })
    });
    Ok(Some(links.collect()))
}
