//! Findings by zone and conduit, then by clause.

use rustc_hash::FxHashMap;
use zcc_base::Severity;
use zcc_hir::ids::{ClauseId, Entity, PlaceId};

use crate::report::{Assessment, CatalogSummary, Finding, FindingSeverity, Witness};

/// The zone or conduit whose part a subject is; what is in none stands for itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    Site,
    Place(PlaceId),
    Apart(Entity),
}

fn home(subject: Entity) -> Home {
    match (subject, subject.place()) {
        (Entity::Site, _) => Home::Site,
        (_, Some(place)) => Home::Place(place),
        _ => Home::Apart(subject),
    }
}

/// Where clauses stand in their catalogues. Their numbers follow their names; people want the order of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClauseOrder(FxHashMap<ClauseId, usize>);

impl ClauseOrder {
    /// The order of these catalogues.
    pub(super) fn new<'c>(catalogs: impl IntoIterator<Item = &'c CatalogSummary>) -> Self {
        Self(catalogs.into_iter().flat_map(|catalog| catalog.clauses.iter().copied().zip(0..)).collect())
    }
}

/// The findings of an assessment, by zone and conduit, in the order of the catalogues.
#[derive(Debug)]
pub struct Findings<'a> {
    sorted: Vec<&'a Finding>,
}

impl<'a> Findings<'a> {
    /// Sorts them.
    pub fn new(assessment: &'a Assessment) -> Self {
        Self::sorted(assessment.findings().collect(), &ClauseOrder::new(&assessment.catalogs))
    }

    /// Sorts some of an assessment's.
    pub(super) fn sorted(mut some: Vec<&'a Finding>, order: &ClauseOrder) -> Self {
        some.sort_by_key(|finding| {
            (home(finding.subject), finding.catalog, order.0.get(&finding.clause).copied(), finding.subject)
        });
        Self { sorted: some }
    }

    /// Those of each zone, conduit and whatever else was judged.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_, 'a>> {
        let sections = self.sorted.chunk_by(|a, b| home(a.subject) == home(b.subject));
        sections.map(|findings| Section { findings })
    }
}

/// The findings of a zone or conduit and of what is in it; at least one.
#[derive(Clone, Copy, Debug)]
pub struct Section<'s, 'a> {
    findings: &'s [&'a Finding],
}

impl<'s, 'a> Section<'s, 'a> {
    /// One of the subjects.
    pub fn subject(self) -> Entity {
        self.findings[0].subject
    }

    /// The findings, clause by clause.
    pub fn groups(self) -> impl Iterator<Item = Group<'s, 'a>> {
        let groups = self.findings.chunk_by(|a, b| (a.catalog, a.clause) == (b.catalog, b.clause));
        groups.map(|findings| Group { findings })
    }
}

/// The findings of one clause in one zone or conduit; at least one.
#[derive(Clone, Copy, Debug)]
pub struct Group<'s, 'a> {
    findings: &'s [&'a Finding],
}

/// A witness with the finding that it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The witness.
    pub witness: &'a Witness,
}

impl Seen<'_> {
    /// What to point at: the first thing bound that is not the subject, else the subject.
    pub fn pointed(self) -> Entity {
        let subject = self.finding.subject;
        let entities = self.witness.entities(subject);
        entities.iter().copied().find(|entity| *entity != subject).unwrap_or(subject)
    }
}

impl<'s, 'a> Group<'s, 'a> {
    /// A group of one.
    pub fn of(finding: &'s &'a Finding) -> Self {
        Self { findings: std::slice::from_ref(finding) }
    }

    /// The findings.
    pub const fn findings(self) -> &'s [&'a Finding] {
        self.findings
    }

    /// The first of them, which stands for all.
    pub const fn first(self) -> &'a Finding {
        self.findings[0]
    }

    /// Everything that falls short and is not covered; at least one.
    pub fn seen(self) -> impl Iterator<Item = Seen<'a>> {
        self.findings.iter().flat_map(|finding| finding.witnesses.iter().map(|witness| Seen { finding, witness }))
    }

    /// How many witnesses there are.
    pub fn count(self) -> usize {
        self.findings.iter().map(|finding| finding.witnesses.len()).sum()
    }

    /// An error if one of them is.
    pub fn severity(self) -> Severity {
        let error = self.findings.iter().any(|finding| finding.severity == FindingSeverity::Error);
        if error { Severity::Error } else { Severity::Warning }
    }
}
