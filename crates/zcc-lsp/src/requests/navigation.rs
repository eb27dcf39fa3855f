//! Going from a name to what it stands for.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
    GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp::lsp_types::{
    GotoCapability, GotoDefinitionParams, GotoDefinitionResponse, LocationLink, TextDocumentClientCapabilities,
    TextDocumentPositionParams,
};
use zcc_ide::{Analysis, Destinations, FilePosition, FileRange};

use crate::snapshot::Snapshot;

pub(crate) fn definition(snapshot: &Snapshot, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
    let at = &params.text_document_position_params;
    lead(snapshot, at, Analysis::definition, |client| client.definition)
}

pub(crate) fn declaration(
    snapshot: &Snapshot,
    params: GotoDeclarationParams,
) -> Result<Option<GotoDeclarationResponse>> {
    let at = &params.text_document_position_params;
    lead(snapshot, at, Analysis::declaration, |client| client.declaration)
}

pub(crate) fn type_definition(
    snapshot: &Snapshot,
    params: GotoTypeDefinitionParams,
) -> Result<Option<GotoTypeDefinitionResponse>> {
    let at = &params.text_document_position_params;
    lead(snapshot, at, Analysis::type_definition, |client| client.type_definition)
}

pub(crate) fn implementation(
    snapshot: &Snapshot,
    params: GotoImplementationParams,
) -> Result<Option<GotoImplementationResponse>> {
    let at = &params.text_document_position_params;
    lead(snapshot, at, Analysis::implementation, |client| client.implementation)
}

/// Where the word at a position leads, with the word itself for clients that underline it.
fn lead(
    snapshot: &Snapshot,
    at: &TextDocumentPositionParams,
    to: fn(&Analysis, FilePosition) -> Option<Destinations>,
    understands: fn(&TextDocumentClientCapabilities) -> Option<GotoCapability>,
) -> Result<Option<GotoDefinitionResponse>> {
    let position = snapshot.position(at)?;
    let Some(found) = to(&snapshot.analysis, position) else { return Ok(None) };
    let client = snapshot.shared.client.text_document.as_ref();
    if client.and_then(understands).and_then(|one| one.link_support) != Some(true) {
        let places = found.to.iter().map(|one| FileRange { file: one.file, range: one.name });
        return Ok(Some(GotoDefinitionResponse::Array(places.filter_map(|one| snapshot.location(one)).collect())));
    }
    let word = snapshot.range(position.file, found.word);
    let links = found.to.iter().filter_map(|one| {
        Some(LocationLink {
            origin_selection_range: Some(word),
            target_uri: snapshot.uri(one.file)?,
            target_range: snapshot.range(one.file, one.whole),
            target_selection_range: snapshot.range(one.file, one.name),
        })
    });
    Ok(Some(GotoDefinitionResponse::Link(links.collect())))
}
