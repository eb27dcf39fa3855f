//! What each word is, for colours.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult,
};

use crate::snapshot::Snapshot;

pub(crate) fn full(_snapshot: &Snapshot, _params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    Ok(None)
}

pub(crate) fn delta(
    _snapshot: &Snapshot,
    _params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    Ok(None)
}

pub(crate) fn range(
    _snapshot: &Snapshot,
    _params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    Ok(None)
}
