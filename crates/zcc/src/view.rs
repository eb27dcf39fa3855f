//! What the numbers of a report stand for, as every output needs to know it.

use std::collections::HashMap;

use smol_str::SmolStr;
use zcc_base::{LineIndex, TextRange};
use zcc_eval::{Assessment, Explanation, FamilyLevels, Finding, Reference, SubjectReport, Witness};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId};

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'a> {
    /// How the file is called.
    pub(crate) path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its lines.
    pub(crate) lines: &'a LineIndex,
    /// Where in it.
    pub(crate) range: TextRange,
}

/// A clause as people know it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClauseView {
    /// Its id: `SR 1.1 RE 2`.
    pub(crate) id: SmolStr,
    /// Its title.
    pub(crate) title: SmolStr,
    /// Its family, by position in the catalogue.
    pub(crate) family: usize,
    /// The level from which it is required, as written: `SL 2`.
    pub(crate) level: Option<String>,
    /// What to do about a finding.
    pub(crate) remedy: Option<String>,
}

/// Something that could be switched on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Switch {
    /// What to write: `enable session_lock`.
    pub(crate) line: String,
    /// Where: `control.panel`.
    pub(crate) path: SmolStr,
}

/// What the numbers of a report stand for.
pub(crate) trait Names {
    /// The path of something: `control.plc`.
    fn path(&self, entity: Entity) -> SmolStr;
    /// Its title, if it has one.
    fn title(&self, entity: Entity) -> Option<SmolStr>;
    /// Whether a place is a zone or a conduit.
    fn of_place(&self, place: PlaceId) -> Entity;
    /// Where its name is written.
    fn place(&self, entity: Entity) -> Option<Located<'_>>;
    /// A clause.
    fn clause(&self, clause: ClauseId) -> ClauseView;
    /// Where a clause begins.
    fn clause_place(&self, clause: ClauseId) -> Option<Located<'_>>;
    /// What the clause says of a witness.
    fn message(&self, finding: &Finding, witness: &Witness) -> String;
    /// What could be switched on to mend it.
    fn switches(&self, finding: &Finding, witness: &Witness) -> Vec<Switch>;
    /// The capabilities that the clause asks for, of which nobody said enough to decide about the witness.
    fn undecided(&self, finding: &Finding, witness: &Witness) -> Vec<String>;
    /// What a cover is called: `waiver panel_lock`.
    fn cover(&self, cover: u32) -> String;
    /// Why a clause comes out as it does for a subject.
    fn explain(&self, clause: ClauseId, subject: Entity, capable: bool) -> Option<Explanation>;
    /// Where the reader of an explanation may look: `site.zc:12`. What the rule itself says is no news.
    fn reference(&self, reference: Reference) -> Option<String>;
    /// Where a cover's name is written.
    fn cover_place(&self, cover: u32) -> Option<Located<'_>>;
}

/// A report with what its numbers stand for.
pub(crate) struct Report<'a> {
    /// The result.
    pub(crate) assessment: &'a Assessment,
    /// What its numbers stand for.
    pub(crate) names: &'a dyn Names,
    /// Where the package lies, to ask for more with; empty where no path is needed.
    pub(crate) path: &'a str,
    subjects: HashMap<Entity, &'a SubjectReport>,
}

impl<'a> Report<'a> {
    /// The same, of the package at `path`.
    pub(crate) fn at(self, path: &'a str) -> Self {
        Self { path: if path == "." { "" } else { path }, ..self }
    }

    /// A report of an assessment.
    pub(crate) fn new(assessment: &'a Assessment, names: &'a dyn Names) -> Self {
        let subjects = assessment.subjects().map(|subject| (subject.entity, subject)).collect();
        Self { assessment, names, path: "", subjects }
    }

    /// The levels of one family of a subject.
    pub(crate) fn levels(&self, subject: Entity, catalog: CatalogId, family: usize) -> Option<&'a FamilyLevels> {
        let reports = &self.subjects.get(&subject)?.catalogs;
        let at = self.assessment.catalogs.iter().position(|summary| summary.catalog == catalog)?;
        reports.iter().find(|report| report.catalog as usize == at)?.families.get(family)
    }
}

/// How a finding is called: sixteen digits, of which eight are shown.
pub(crate) fn fingerprint(finding: &Finding) -> String {
    format!("{:016x}", finding.fingerprint)
}

/// A number with its thousands apart: `1,100`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 zone`, `2 zones`.
pub(crate) fn counted(number: u64, singular: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {singular}{plural}", grouped(number))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_easily() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "zone"), "1 zone");
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
