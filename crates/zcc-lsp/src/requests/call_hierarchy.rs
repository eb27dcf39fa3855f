//! Who calls whom, and which zone reaches which.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
};

use crate::snapshot::Snapshot;

pub(crate) fn prepare(
    _snapshot: &Snapshot,
    _params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    Ok(None)
}

pub(crate) fn incoming(
    _snapshot: &Snapshot,
    _params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    Ok(None)
}

pub(crate) fn outgoing(
    _snapshot: &Snapshot,
    _params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    Ok(None)
}
