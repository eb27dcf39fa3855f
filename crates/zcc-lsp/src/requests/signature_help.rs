//! What a function or a claim takes, while it is written.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Documentation, MarkupContent, MarkupKind, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams,
    SignatureInformation,
};
use zcc_ide::TextRange;

use crate::snapshot::{Shared, Snapshot};

/// The characters after which there is something to show.
pub(crate) const TRIGGERS: [&str; 3] = ["(", ",", "{"];

/// `textDocument/signatureHelp`
pub(crate) fn signature_help(snapshot: &Snapshot, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
    let at = snapshot.position(&params.text_document_position_params)?;
    let Some(found) = snapshot.analysis.signature_help(at) else { return Ok(None) };
    let takes_offsets = takes_offsets(&snapshot.shared);
    let parameter = |(range, docs): &(TextRange, Option<String>)| {
        let text = found.label.get(range.to_usize()).unwrap_or_default();
        // The protocol counts these in UTF-16 units, whatever was agreed for positions.
        let units = |end: u32| found.label.get(..end as usize).unwrap_or_default().encode_utf16().count() as u32;
        let label = if takes_offsets {
            ParameterLabel::LabelOffsets([units(range.start), units(range.end)])
        } else {
            ParameterLabel::Simple(text.to_owned())
        };
        ParameterInformation { label, documentation: docs.clone().map(markdown) }
    };
    let active = Some(found.active as u32).filter(|active| (*active as usize) < found.parameters.len());
    let signature = SignatureInformation {
        label: found.label.clone(),
        documentation: found.docs.clone().map(markdown),
        parameters: Some(found.parameters.iter().map(parameter).collect()),
        active_parameter: active,
    };
    Ok(Some(SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active }))
}

fn takes_offsets(shared: &Shared) -> bool {
    (shared.client.text_document.as_ref())
        .and_then(|document| {
            document.signature_help.as_ref()?.signature_information.as_ref()?.parameter_information.as_ref()
        })
        .and_then(|parameters| parameters.label_offset_support)
        == Some(true)
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}
