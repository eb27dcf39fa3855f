//! The document for programs, schema `zcc/check/1`, described in `docs/json.md`. It is written as it is made, in the order of
//! the assessment, so it takes no memory of its own and is the same on every run.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use zcc_base::{Diagnostic, Severity};
use zcc_db::{Db, LoadError, locate};
use zcc_eval::{CatalogReport, Counts, CoverReport, Finding, FindingSeverity, SubjectReport, Verdict, Witness};

use crate::date::Date;
use crate::human::findings::cover_texts;
use crate::view::{Located, Report, fingerprint};

/// The name and version of the schema.
pub(crate) const SCHEMA: &str = "zcc/check/1";

/// One package in the document.
pub(crate) struct Package<'a> {
    /// Its name; empty where it could not be loaded.
    pub(crate) name: &'a str,
    /// Its folder or file, as named on the command line.
    pub(crate) path: &'a str,
    /// What became of it: `judged`, `library`, `broken` or `empty`.
    pub(crate) status: &'a str,
    /// What could not be loaded.
    pub(crate) load_errors: &'a [LoadError],
    /// What does not compile, and what is odd.
    pub(crate) diagnostics: &'a [Diagnostic],
    /// To find the places of diagnostics.
    pub(crate) db: Option<&'a dyn Db>,
    /// The result, if it was judged.
    pub(crate) report: Option<&'a Report<'a>>,
    /// Leave out subjects and findings: what `zcc levels` writes has the first, not the second.
    pub(crate) with_findings: bool,
}

/// Writes the document. `packages` are asked for one after the other.
pub(crate) fn write(out: &mut dyn Write, as_of: Date, exit: u8, packages: &[Package<'_>]) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::new(&mut *out);
    let document = Document { as_of, exit, packages };
    document.serialize(&mut serializer)?;
    writeln!(out)
}

struct Document<'a> {
    as_of: Date,
    exit: u8,
    packages: &'a [Package<'a>],
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("zcc", env!("CARGO_PKG_VERSION"))?;
        map.serialize_entry("standard_library", zcc_std::CONTENT_HASH)?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("exit", &self.exit)?;
        map.serialize_entry("packages", self.packages)?;
        map.end()
    }
}

impl Serialize for Package<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("path", self.path)?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry(
            "diagnostics",
            &Each(|| {
                let loading = self.load_errors.iter().map(Problem::of_load_error);
                let compiling =
                    self.diagnostics.iter().filter_map(|diagnostic| Some(Problem::new(self.db?, diagnostic)));
                loading.chain(compiling)
            }),
        )?;
        let Some(report) = self.report else { return map.end() };
        let assessment = report.assessment;
        map.serialize_entry("judged", &judged(&assessment.counts))?;
        map.serialize_entry(
            "catalogs",
            &Each(|| {
                assessment.catalogs.iter().map(|catalog| Catalog {
                    name: &catalog.name,
                    title: &catalog.title,
                    families: catalog.families.iter().map(AsRef::as_ref).collect(),
                    clauses: catalog.ids.iter().map(AsRef::as_ref).collect(),
                })
            }),
        )?;
        map.serialize_entry("subjects", &Each(|| assessment.subjects().map(|subject| Subject { report, subject })))?;
        if self.with_findings {
            map.serialize_entry(
                "findings",
                &Each(|| assessment.findings().map(|finding| FindingEntry::new(report, finding))),
            )?;
            map.serialize_entry(
                "covers",
                &Each(|| assessment.covers.iter().map(|cover| CoverEntry::new(report, cover))),
            )?;
        }
        map.end()
    }
}

/// A sequence that is made while it is written.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for element in self.0() {
            sequence.serialize_element(&element)?;
        }
        sequence.end()
    }
}

/// A place: lines and columns count characters from 1, offsets count bytes from 0.
#[derive(Serialize)]
struct PlaceEntry {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    offset: u32,
    length: u32,
}

impl PlaceEntry {
    fn new(at: &Located<'_>) -> Self {
        let start = at.lines.line_character(at.text, at.range.start);
        let end = at.lines.line_character(at.text, at.range.end);
        Self {
            path: at.path.to_owned(),
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
            offset: at.range.start,
            length: at.range.len(),
        }
    }
}

#[derive(Serialize)]
struct LabelEntry {
    place: PlaceEntry,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

/// A diagnostic of loading or compiling.
#[derive(Serialize)]
struct Problem {
    code: String,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary: Option<LabelEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secondary: Vec<LabelEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry>,
}

#[derive(Serialize)]
struct FixEntry {
    title: String,
    place: PlaceEntry,
    replacement: String,
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl Problem {
    fn new(db: &dyn Db, diagnostic: &Diagnostic) -> Self {
        let place = |place| {
            let (file, range) = locate(db, place);
            PlaceEntry::new(&Located {
                path: file.path(db),
                text: file.text(db),
                lines: zcc_db::line_index(db, file),
                range,
            })
        };
        let label = |label: &zcc_base::Label| LabelEntry { place: place(label.place), message: label.text.clone() };
        Self {
            code: diagnostic.code.to_string(),
            severity: severity(diagnostic.severity),
            message: diagnostic.message.clone(),
            path: None,
            primary: Some(label(&diagnostic.primary)),
            secondary: diagnostic.secondary.iter().map(label).collect(),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| FixEntry {
                    title: fix.title.clone(),
                    place: place(fix.place),
                    replacement: fix.replacement.to_string(),
                })
                .collect(),
        }
    }

    fn of_load_error(error: &LoadError) -> Self {
        let primary = error.source.as_ref().map(|(text, range)| {
            let lines = zcc_base::LineIndex::new(text);
            let at = Located { path: &error.path, text, lines: &lines, range: *range };
            LabelEntry { place: PlaceEntry::new(&at), message: String::new() }
        });
        Self {
            code: error.code.to_string(),
            severity: severity(error.code.severity()),
            message: error.message.clone(),
            path: Some(error.path.clone()),
            primary,
            secondary: Vec::new(),
            notes: Vec::new(),
            help: error.help.clone(),
            fixes: Vec::new(),
        }
    }
}

#[derive(Serialize)]
struct Judged {
    zones: u32,
    untrusted_zones: u32,
    conduits: u32,
    components: u32,
    channels: u32,
    products: u32,
    clauses: u32,
    subjects: u32,
    judgements: u64,
    verdicts: Verdicts,
}

#[derive(Serialize)]
struct Verdicts {
    met: u64,
    unmet: u64,
    unproven: u64,
    not_applicable: u64,
    compensated: u64,
    accepted: u64,
}

fn judged(counts: &Counts) -> Judged {
    let [met, unmet, unproven, not_applicable, compensated, accepted] = counts.verdicts;
    Judged {
        zones: counts.zones,
        untrusted_zones: counts.untrusted_zones,
        conduits: counts.conduits,
        components: counts.components,
        channels: counts.channels,
        products: counts.products,
        clauses: counts.clauses,
        subjects: counts.subjects,
        judgements: counts.judgements,
        verdicts: Verdicts { met, unmet, unproven, not_applicable, compensated, accepted },
    }
}

#[derive(Serialize)]
struct Catalog<'a> {
    name: &'a str,
    title: &'a str,
    families: Vec<&'a str>,
    clauses: Vec<&'a str>,
}

/// The word for a verdict, as programs read it.
pub(crate) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "not_applicable",
        other => other.word(),
    }
}

struct Subject<'a> {
    report: &'a Report<'a>,
    subject: &'a SubjectReport,
}

impl Serialize for Subject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let subject = self.subject;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", subject.kind().word())?;
        map.serialize_entry("path", subject.path.as_str())?;
        if let Some(title) = &subject.title {
            map.serialize_entry("title", title.as_str())?;
        }
        if let Some(at) = self.report.names.place(subject.entity) {
            map.serialize_entry("place", &PlaceEntry::new(&at))?;
        }
        map.serialize_entry(
            "catalogs",
            &Each(|| subject.catalogs.iter().map(|of| SubjectCatalog { report: self.report, of })),
        )?;
        map.end()
    }
}

struct SubjectCatalog<'a> {
    report: &'a Report<'a>,
    of: &'a CatalogReport,
}

#[derive(Serialize)]
struct Level<'a> {
    family: &'a str,
    target: Option<u8>,
    capable: Option<u8>,
    achieved: Option<u8>,
    achieved_with_compensation: Option<u8>,
}

#[derive(Serialize)]
struct VerdictEntry<'a> {
    clause: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    achieved: Option<&'static str>,
    capable: Option<&'static str>,
}

impl Serialize for SubjectCatalog<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let catalog = self.report.assessment.catalogs.get(self.of.catalog as usize);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("catalog", catalog.map_or("", |catalog| catalog.name.as_str()))?;
        map.serialize_entry(
            "levels",
            &Each(|| {
                self.of.families.iter().enumerate().map(|(family, levels)| Level {
                    family: catalog.and_then(|catalog| catalog.families.get(family)).map_or("", |name| name.as_str()),
                    target: levels.target,
                    capable: levels.capable,
                    achieved: levels.achieved,
                    achieved_with_compensation: levels.achieved_with_compensation,
                })
            }),
        )?;
        map.serialize_entry(
            "verdicts",
            &Each(|| {
                self.of.judgements.iter().enumerate().filter(|(_, judgement)| judgement.capable().is_some()).map(
                    |(clause, judgement)| VerdictEntry {
                        clause: catalog.and_then(|catalog| catalog.ids.get(clause)).map_or("", |id| id.as_str()),
                        achieved: judgement.achieved().map(word),
                        capable: judgement.capable().map(word),
                    },
                )
            }),
        )?;
        map.end()
    }
}

#[derive(Serialize)]
struct WitnessEntry {
    elements: Vec<String>,
    verdict: &'static str,
    gap: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    covered_by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enable: Vec<EnableEntry>,
}

#[derive(Serialize)]
struct EnableEntry {
    line: String,
    at: String,
}

impl WitnessEntry {
    fn new(report: &Report<'_>, finding: &Finding, witness: &Witness, cover: Option<u32>) -> Self {
        let entities = witness.entities(finding.subject);
        let unmet = witness.truth == zcc_hir::value::Truth::False;
        Self {
            elements: entities.iter().map(|entity| report.names.path(*entity).to_string()).collect(),
            verdict: word(if unmet { Verdict::Unmet } else { Verdict::Unproven }),
            gap: gap(witness.gap),
            message: report.names.message(finding, witness),
            place: entities.first().and_then(|entity| report.names.place(*entity)).map(|at| PlaceEntry::new(&at)),
            covered_by: cover.map(|cover| report.names.cover(cover)),
            enable: report
                .names
                .switches(finding, witness)
                .into_iter()
                .map(|switch| EnableEntry { line: switch.line, at: switch.path.to_string() })
                .collect(),
        }
    }
}

const fn gap(gap: zcc_eval::Gap) -> &'static str {
    match gap {
        zcc_eval::Gap::NotEnabled => "not_enabled",
        zcc_eval::Gap::NotCapable => "not_capable",
        zcc_eval::Gap::Unproven => "unproven",
    }
}

/// The registered code of a kind of gap.
pub(crate) const fn code_of(gap: zcc_eval::Gap) -> zcc_base::Code {
    match gap {
        zcc_eval::Gap::NotEnabled => zcc_base::Code::NOT_ENABLED,
        zcc_eval::Gap::NotCapable => zcc_base::Code::NOT_CAPABLE,
        zcc_eval::Gap::Unproven => zcc_base::Code::UNPROVEN,
    }
}

#[derive(Serialize)]
struct FindingEntry {
    fingerprint: String,
    code: String,
    severity: &'static str,
    catalog: String,
    clause: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    subject: SubjectName,
    verdict: &'static str,
    gap: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<PlaceEntry>,
    witnesses: Vec<WitnessEntry>,
    covered: Vec<WitnessEntry>,
}

#[derive(Serialize)]
struct SubjectName {
    kind: &'static str,
    path: String,
}

impl FindingEntry {
    fn new(report: &Report<'_>, finding: &Finding) -> Self {
        let names = report.names;
        let clause = names.clause(finding.clause);
        Self {
            fingerprint: fingerprint(finding),
            code: code_of(finding.gap).to_string(),
            severity: match finding.severity {
                FindingSeverity::Error => "error",
                FindingSeverity::Warning => "warning",
            },
            catalog: report
                .assessment
                .catalog(finding.catalog)
                .map_or_else(String::new, |catalog| catalog.name.to_string()),
            clause: clause.id.to_string(),
            title: clause.title.to_string(),
            level: clause.level,
            subject: SubjectName { kind: finding.subject.kind().word(), path: names.path(finding.subject).to_string() },
            verdict: word(finding.verdict),
            gap: gap(finding.gap),
            remedy: clause.remedy,
            place: names.place(finding.subject).map(|at| PlaceEntry::new(&at)),
            rule: names.clause_place(finding.clause).map(|at| PlaceEntry::new(&at)),
            witnesses: finding
                .witnesses
                .iter()
                .map(|witness| WitnessEntry::new(report, finding, witness, None))
                .collect(),
            covered: finding
                .covered
                .iter()
                .map(|covered| WitnessEntry::new(report, finding, &covered.witness, Some(covered.cover)))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct CoverEntry {
    code: String,
    kind: &'static str,
    name: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceEntry>,
}

impl CoverEntry {
    fn new(report: &Report<'_>, cover: &CoverReport) -> Self {
        let (code, message, _) = cover_texts(cover);
        Self {
            code: code.to_string(),
            kind: if cover.waiver { "waiver" } else { "countermeasure" },
            name: cover.name.to_string(),
            message,
            until: cover.until.map(|until| Date(until).to_string()),
            place: report.names.cover_place(cover.cover).map(|at| PlaceEntry::new(&at)),
        }
    }
}
