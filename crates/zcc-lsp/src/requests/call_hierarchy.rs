//! Who calls whom, and which zone reaches which.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, SymbolKind,
};
use zcc_ide::{CallItem, CallKind, File, FilePosition, TextRange};

use crate::snapshot::Snapshot;

pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let position = snapshot.position(&params.text_document_position_params)?;
    let found = snapshot.analysis.call_item(position);
    Ok(found.and_then(|found| item(snapshot, &found)).map(|found| vec![found]))
}

pub(crate) fn incoming(
    snapshot: &Snapshot,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let calls = snapshot.analysis.incoming_calls(position(snapshot, &params.item)?);
    let call = |call: &zcc_ide::Call| {
        let from_ranges = ranges(snapshot, call.other.file, &call.places);
        Some(CallHierarchyIncomingCall { from: item(snapshot, &call.other)?, from_ranges })
    };
    Ok(Some(calls.iter().filter_map(call).collect()))
}

pub(crate) fn outgoing(
    snapshot: &Snapshot,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let position = position(snapshot, &params.item)?;
    let call = |call: &zcc_ide::Call| {
        let from_ranges = ranges(snapshot, position.file, &call.places);
        Some(CallHierarchyOutgoingCall { to: item(snapshot, &call.other)?, from_ranges })
    };
    Ok(Some(snapshot.analysis.outgoing_calls(position).iter().filter_map(call).collect()))
}

fn position(snapshot: &Snapshot, item: &CallHierarchyItem) -> Result<FilePosition> {
    let file = snapshot.file_at(&item.uri)?;
    Ok(FilePosition { file, offset: snapshot.offset(file, item.selection_range.start) })
}

fn ranges(snapshot: &Snapshot, file: File, places: &[TextRange]) -> Vec<tower_lsp::lsp_types::Range> {
    places.iter().map(|place| snapshot.range(file, *place)).collect()
}

fn item(snapshot: &Snapshot, found: &CallItem) -> Option<CallHierarchyItem> {
    Some(CallHierarchyItem {
        name: found.name.clone(),
        kind: match found.kind {
            CallKind::Define => SymbolKind::FUNCTION,
            CallKind::Relation => SymbolKind::OPERATOR,
            CallKind::Requirement => SymbolKind::CONSTANT,
            CallKind::Zone => SymbolKind::NAMESPACE,
        },
        tags: None,
        detail: Some(found.detail.clone()).filter(|detail| !detail.is_empty()),
        uri: snapshot.uri(found.file)?,
        range: snapshot.range(found.file, found.whole),
        selection_range: snapshot.range(found.file, found.word),
        data: None,
    })
}
