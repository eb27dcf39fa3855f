//! Where a name is used.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};
use zcc_ide::Role;

use crate::snapshot::Snapshot;

pub(crate) fn references(snapshot: &Snapshot, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let position = snapshot.position(&params.text_document_position)?;
    let Some(found) = snapshot.analysis.references(position) else { return Ok(None) };
    let wanted = found.iter().filter(|one| params.context.include_declaration || one.role != Role::Declaration);
    Ok(Some(wanted.filter_map(|one| snapshot.location(one.target)).collect()))
}

pub(crate) fn highlights(
    snapshot: &Snapshot,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let position = snapshot.position(&params.text_document_position_params)?;
    let Some(found) = snapshot.analysis.highlights(position) else { return Ok(None) };
    let highlight = |one: &zcc_ide::Use| DocumentHighlight {
        range: snapshot.range(one.target.file, one.target.range),
        kind: Some(match one.role {
            Role::Declaration | Role::Stated => DocumentHighlightKind::WRITE,
            Role::Provided | Role::Instance | Role::Use => DocumentHighlightKind::READ,
        }),
    };
    Ok(Some(found.iter().map(highlight).collect()))
}
