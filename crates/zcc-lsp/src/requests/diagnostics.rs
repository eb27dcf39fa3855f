//! Diagnostics in the protocol's types, pushed by the server and pulled by the client.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, NumberOrString, Range,
    RelatedFullDocumentDiagnosticReport, Url, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult,
};
use zcc_ide::{File, LoadError, Severity};

use crate::snapshot::Snapshot;

/// What is to be said of a file, with how many errors, warnings, unmet and unproven findings are in it.
pub(crate) fn file_diagnostics(snapshot: &Snapshot, file: File) -> (Vec<Diagnostic>, [usize; 4]) {
    let mut counts = [0; 4];
    let mut told = Vec::new();
    for problem in snapshot.analysis.problems(file) {
        counts[usize::from(problem.severity == Severity::Warning)] += 1;
        told.push(diagnostic(snapshot, file, &problem));
    }
    if snapshot.config.findings {
        for finding in snapshot.analysis.findings(file) {
            counts[2 + usize::from(finding.code == zcc_base::Code::UNPROVEN)] += 1;
            told.push(diagnostic(snapshot, file, &finding));
        }
    }
    (told, counts)
}

/// A diagnostic in the protocol's types.
fn diagnostic(snapshot: &Snapshot, file: File, told: &zcc_ide::Diagnostic) -> Diagnostic {
    let primary = snapshot.analysis.locate(told.primary.place);
    let mut message = told.message.clone();
    if !told.primary.text.is_empty() {
        message.push_str(&format!("\n{}", told.primary.text));
    }
    for note in &told.notes {
        message.push_str(&format!("\nnote: {note}"));
    }
    if let Some(help) = &told.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let related: Vec<DiagnosticRelatedInformation> = told
        .secondary
        .iter()
        .filter_map(|label| {
            let location = snapshot.location(snapshot.analysis.locate(label.place))?;
            Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
        })
        .collect();
    let code = told.clause.as_ref().map_or_else(|| told.code.to_string(), ToString::to_string);
    Diagnostic {
        range: snapshot.range(file, primary.range),
        severity: Some(match told.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(code)),
        source: Some("zcc".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// What could not be read, at the file it is about.
pub(crate) fn load_error(_snapshot: &Snapshot, error: &LoadError) -> Option<(Url, Diagnostic)> {
    let uri = Url::from_file_path(&error.path).ok()?;
    let told = Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(error.code.to_string())),
        source: Some("zcc".to_owned()),
        message: error.message.clone(),
        ..Diagnostic::default()
    };
    Some((uri, told))
}

/// `textDocument/diagnostic`
pub(crate) fn document(
    snapshot: &Snapshot,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let file = snapshot.file(&params.text_document)?;
    let (items, _) = file_diagnostics(snapshot, file);
    let report = FullDocumentDiagnosticReport { result_id: None, items };
    let full = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: report };
    Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(full)))
}

/// `workspace/diagnostic`
pub(crate) fn workspace(
    _snapshots: &[Snapshot],
    _params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items: Vec::new() }))
}
