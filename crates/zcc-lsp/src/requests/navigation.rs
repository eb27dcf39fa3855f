//! From a use to what it means: definition, declaration, type definition, implementation.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
    GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp::lsp_types::{GotoDefinitionParams, GotoDefinitionResponse};

use crate::snapshot::Snapshot;

pub(crate) fn definition(
    _snapshot: &Snapshot,
    _params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    Ok(None)
}

pub(crate) fn declaration(
    _snapshot: &Snapshot,
    _params: GotoDeclarationParams,
) -> Result<Option<GotoDeclarationResponse>> {
    Ok(None)
}

pub(crate) fn type_definition(
    _snapshot: &Snapshot,
    _params: GotoTypeDefinitionParams,
) -> Result<Option<GotoTypeDefinitionResponse>> {
    Ok(None)
}

pub(crate) fn implementation(
    _snapshot: &Snapshot,
    _params: GotoImplementationParams,
) -> Result<Option<GotoImplementationResponse>> {
    Ok(None)
}
