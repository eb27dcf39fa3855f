//! Diagnostics in the protocol's types, pushed by the server and pulled by the client.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    NumberOrString, Range, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Url, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use zcc_ide::{Code, File, LoadError, Severity, without_command};

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
            let kind = match (finding.fingerprint, finding.code) {
                (None, _) => 1,
                (_, Code::UNPROVEN) => 3,
                _ => 2,
            };
            counts[kind] += 1;
            told.push(diagnostic(snapshot, file, finding));
        }
    }
    (told, counts)
}

/// A diagnostic in the protocol's types.
fn diagnostic(snapshot: &Snapshot, file: File, told: &zcc_ide::Diagnostic) -> Diagnostic {
    let primary = snapshot.analysis.locate(told.primary.place);
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
        code_description: page(snapshot, told).map(|href| CodeDescription { href }),
        source: Some("zcc".to_owned()),
        message: message(told),
        related_information: (!related.is_empty()).then_some(related),
        tags: tag(told.code).map(|tag| vec![tag]),
        data: told.fingerprint.map(|fingerprint| json!({ "fingerprint": format!("{fingerprint:016x}") })),
    }
}

/// The words: what is wrong in the first line, which stands alone in a list; then what is known of it, and the way out.
fn message(told: &zcc_ide::Diagnostic) -> String {
    let mut lines = Vec::new();
    if let Some(clause) = &told.clause {
        let (title, gap) = told.message.rsplit_once(": ").unwrap_or((&told.message, ""));
        // What is said of a witness names its kind of gap where that is another than the clause's.
        let own = told.primary.text.strip_suffix(')').and_then(|said| said.rsplit_once(" ("));
        let gaps = ["not enabled", "not capable", "unproven"];
        let (said, gap) = match own.filter(|(_, own)| gaps.contains(own)) {
            Some((said, own)) => (said, own),
            None => (told.primary.text.as_str(), gap),
        };
        lines.push(format!("{clause}: {said} [{gap}]"));
        lines.push(title.to_owned());
    } else {
        lines.push(told.message.clone());
        if !told.primary.text.is_empty() {
            lines.push(told.primary.text.clone());
        }
    }
    lines.extend(told.notes.iter().filter_map(|note| without_command(told, note)));
    for way in told.help.iter().flat_map(|help| help.lines()) {
        lines.push(format!("help: {way}"));
    }
    lines.join("\n")
}

/// What an editor shows faded or struck through.
const fn tag(code: Code) -> Option<DiagnosticTag> {
    match code {
        Code::UNUSED_IMPORT
        | Code::UNUSED_VARIABLE
        | Code::UNUSED_DECLARATION
        | Code::WAIVER_COVERS_NOTHING
        | Code::COUNTERMEASURE_NOT_NEEDED => Some(DiagnosticTag::UNNECESSARY),
        Code::WAIVER_EXPIRED | Code::COUNTERMEASURE_EXPIRED | Code::CERTIFICATE_OUT_OF_DATE => {
            Some(DiagnosticTag::DEPRECATED)
        }
        _ => None,
    }
}

/// Where to read more: the rule of a finding, the page of a code.
fn page(snapshot: &Snapshot, told: &zcc_ide::Diagnostic) -> Option<Url> {
    if let Some(clause) = &told.clause {
        // The last place of a finding is that of its clause.
        let rule = told.secondary.last().filter(|label| label.text.starts_with(clause.as_str()))?;
        let at = snapshot.analysis.locate(rule.place);
        let line = snapshot.analysis.line_index(at.file).line_column(at.range.start).line + 1;
        let mut uri = snapshot.uri(at.file)?;
        uri.set_fragment(Some(&format!("L{line}")));
        return Some(uri);
    }
    snapshot.shared.standard.page_of(told.code)
}

/// What could not be read, at the file it is about.
pub(crate) fn load_error(snapshot: &Snapshot, error: &LoadError) -> Option<(Url, Diagnostic)> {
    let uri = Url::from_file_path(&error.path).ok()?;
    let href = snapshot.shared.standard.page_of(error.code);
    let told = Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(error.code.to_string())),
        code_description: href.map(|href| CodeDescription { href }),
        source: Some("zcc".to_owned()),
        message: error.message.clone(),
        ..Diagnostic::default()
    };
    Some((uri, told))
}

/// What names a list of diagnostics, for as long as it stays the same.
pub(crate) fn result_id(told: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    serde_json::to_string(told).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// `textDocument/diagnostic`
pub(crate) fn document(
    snapshot: &Snapshot,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let file = snapshot.file(&params.text_document)?;
    let is_own = snapshot.analysis.package_files().contains(&file) && !snapshot.analysis.is_standard(file);
    let items = if is_own { file_diagnostics(snapshot, file).0 } else { Vec::new() };
    let id = result_id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// `workspace/diagnostic`
pub(crate) fn workspace(
    snapshots: &[Snapshot],
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let mut before: FxHashMap<Url, String> =
        params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
    let mut items = Vec::new();
    for snapshot in snapshots {
        if snapshot.config.findings {
            snapshot.analysis.assess();
        }
        let mut unreadable: FxHashMap<Url, Vec<Diagnostic>> = FxHashMap::default();
        for (uri, told) in snapshot.errors.iter().filter_map(|error| load_error(snapshot, error)) {
            unreadable.entry(uri).or_default().push(told);
        }
        for file in snapshot.analysis.package_files() {
            let Some(uri) = snapshot.uri(*file).filter(|_| !snapshot.analysis.is_standard(*file)) else { continue };
            let (mut told, _) = file_diagnostics(snapshot, *file);
            told.extend(unreadable.remove(&uri).unwrap_or_default());
            let known = before.remove(&uri);
            items.extend(of_file(uri, snapshot.version(*file), told, known));
        }
        for (uri, told) in unreadable {
            let known = before.remove(&uri);
            items.extend(of_file(uri, None, told, known));
        }
    }
    // What the client still shows of files that are gone.
    items.extend(before.into_iter().filter_map(|(uri, known)| of_file(uri, None, Vec::new(), Some(known))));
    items.sort_by(|a, b| uri_of(a).cmp(uri_of(b)));
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

fn uri_of(report: &WorkspaceDocumentDiagnosticReport) -> &Url {
    match report {
        WorkspaceDocumentDiagnosticReport::Full(report) => &report.uri,
        WorkspaceDocumentDiagnosticReport::Unchanged(report) => &report.uri,
    }
}

/// The report on a file; none where there is nothing to say and nothing was said.
fn of_file(
    uri: Url,
    version: Option<i32>,
    items: Vec<Diagnostic>,
    known: Option<String>,
) -> Option<WorkspaceDocumentDiagnosticReport> {
    if items.is_empty() && known.is_none() {
        return None;
    }
    let version = version.map(i64::from);
    let id = result_id(&items);
    Some(if known.as_ref() == Some(&id) {
        WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    })
}
