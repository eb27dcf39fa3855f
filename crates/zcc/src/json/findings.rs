//! What falls short, what covers it, and what the rest stands on.

use serde::Serialize;
use zcc_eval::findings::{Condition, Remedies, Switch, WayOut, cover_diagnostic, cover_name, message};
use zcc_eval::{CoverReport, Finding, FindingSeverity, Verdict, Witness};

use super::places::PlaceEntry;
use super::report::Report;
use super::subjects::word;
use crate::date::Date;

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

#[derive(Serialize)]
struct EnableEntry {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instead_of: Option<InsteadOf>,
}

#[derive(Serialize)]
struct InsteadOf {
    text: String,
    place: PlaceEntry,
}

impl WitnessEntry {
    fn new(
        report: &Report<'_>,
        remedies: &Remedies<'_>,
        finding: &Finding,
        witness: &Witness,
        cover: Option<u32>,
    ) -> Self {
        let entities = witness.entities(finding.subject);
        let unmet = witness.truth == zcc_hir::value::Truth::False;
        let WayOut { switches, missing } = remedies.of(finding, witness);
        let enable = |switch: Switch| EnableEntry {
            at: switch.path.to_string(),
            line: switch.line,
            instead_of: switch
                .instead_of
                .map(|(text, place)| InsteadOf { text, place: PlaceEntry::new(&report.names.located(place)) }),
        };
        Self {
            elements: entities.iter().map(|entity| report.names.path(*entity).to_string()).collect(),
            verdict: word(if unmet { Verdict::Unmet } else { Verdict::Unproven }),
            gap: gap(witness.gap),
            message: message(report.names.db, finding, witness),
            place: entities.first().map(|entity| PlaceEntry::new(&report.names.place(*entity))),
            covered_by: cover.map(|cover| cover_name(report.names.db, cover)),
            enable: switches.into_iter().map(enable).collect(),
            missing,
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

#[derive(Serialize)]
pub(super) struct FindingEntry {
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
    place: PlaceEntry,
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
    pub(super) fn new(report: &Report<'_>, remedies: &Remedies<'_>, finding: &Finding) -> Self {
        let names = report.names;
        let clause = names.clause(finding.clause);
        Self {
            fingerprint: finding.digits(),
            code: finding.gap.code().to_string(),
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
            place: PlaceEntry::new(&names.place(finding.subject)),
            rule: names.clause_place(finding.clause).map(|at| PlaceEntry::new(&at)),
            witnesses: finding
                .witnesses
                .iter()
                .map(|witness| WitnessEntry::new(report, remedies, finding, witness, None))
                .collect(),
            covered: finding
                .covered
                .iter()
                .map(|covered| WitnessEntry::new(report, remedies, finding, &covered.witness, Some(covered.cover)))
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct CoverEntry {
    code: String,
    kind: &'static str,
    name: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    place: PlaceEntry,
}

impl CoverEntry {
    pub(super) fn new(report: &Report<'_>, cover: &CoverReport) -> Self {
        let told = cover_diagnostic(report.names.db, cover);
        Self {
            code: told.code.to_string(),
            kind: if cover.waiver { "waiver" } else { "countermeasure" },
            name: cover.name.to_string(),
            message: told.message,
            until: cover.until.map(|until| Date(until).to_string()),
            place: PlaceEntry::new(&report.names.located(told.primary.place)),
        }
    }
}

/// A condition of use.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ConditionEntry {
    /// A capability that a product has only with another component.
    Partner { product: String, capability: String, needs: String },
    /// A certificate that counts only under conditions.
    Certificate {
        name: String,
        scheme: String,
        number: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        valid_from: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        valid_until: Option<String>,
        conditions: Vec<String>,
        elements: Vec<String>,
    },
}

impl ConditionEntry {
    pub(super) fn new(condition: Condition) -> Self {
        let texts = |all: &[smol_str::SmolStr]| all.iter().map(ToString::to_string).collect();
        match condition {
            Condition::Partner { product, has, needs } => {
                Self::Partner { product: product.into(), capability: has.into(), needs: needs.into() }
            }
            Condition::Certificate { certificate, paths } => Self::Certificate {
                name: certificate.name.to_string(),
                scheme: certificate.scheme.to_string(),
                number: certificate.number.to_string(),
                valid_from: certificate.valid_from.map(|day| Date(day).to_string()),
                valid_until: certificate.valid_until.map(|day| Date(day).to_string()),
                conditions: texts(&certificate.conditions),
                elements: texts(&paths),
            },
        }
    }
}
