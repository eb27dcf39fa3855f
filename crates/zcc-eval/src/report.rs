//! What an assessment comes to: verdicts, levels, findings, and what was judged. Plain data by dense numbers, for every
//! front door to print.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::Anchor;
use zcc_hir::facts::Origin;
use zcc_hir::ids::{CatalogId, ClauseId, Entity, EntityKind, FunctionId, RequirementIndex};
use zcc_hir::program::BodyPlace;
use zcc_hir::value::{Truth, Value};

/// The verdict on a clause for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The clause is true.
    Met = 0,
    /// It is false.
    Unmet = 1,
    /// It is unknown.
    Unproven = 2,
    /// It has nothing to say of this subject.
    NotApplicable = 3,
    /// Countermeasures cover every witness.
    Compensated = 4,
    /// Waivers, with countermeasures, cover every witness.
    Accepted = 5,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::Unmet, Self::Unproven, Self::NotApplicable, Self::Compensated, Self::Accepted];

    /// The words of the language for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Unproven => "unproven",
            Self::NotApplicable => "not applicable",
            Self::Compensated => "compensated",
            Self::Accepted => "accepted",
        }
    }

    /// Whether it leaves a level standing without any cover.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Met | Self::NotApplicable)
    }
}

/// Both judgements on a clause for a subject, in a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Judgement(u8);

impl Judgement {
    /// The clause is not about this kind of subject.
    pub const NOT_ASKED: Self = Self(0o77);

    /// Both verdicts; `achieved` is `None` for a product.
    pub const fn new(achieved: Option<Verdict>, capable: Verdict) -> Self {
        let achieved = match achieved {
            Some(verdict) => verdict as u8,
            None => 7,
        };
        Self(achieved | (capable as u8) << 3)
    }

    const fn decode(bits: u8) -> Option<Verdict> {
        match bits & 7 {
            0 => Some(Verdict::Met),
            1 => Some(Verdict::Unmet),
            2 => Some(Verdict::Unproven),
            3 => Some(Verdict::NotApplicable),
            4 => Some(Verdict::Compensated),
            5 => Some(Verdict::Accepted),
            _ => None,
        }
    }

    /// As the switches are set; `None` if not asked.
    pub const fn achieved(self) -> Option<Verdict> {
        Self::decode(self.0)
    }

    /// As the switches could be set; `None` if not asked. Never compensated or accepted.
    pub const fn capable(self) -> Option<Verdict> {
        Self::decode(self.0 >> 3)
    }
}

/// Why a clause is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    /// What is there would meet it, if it were switched.
    NotEnabled,
    /// What is there cannot meet it.
    NotCapable,
    /// Nobody stated what would decide it.
    Unproven,
}

impl Gap {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotEnabled => "not enabled",
            Self::NotCapable => "not capable",
            Self::Unproven => "unproven",
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingSeverity {
    /// A requirement within the target.
    Error,
    /// A recommendation within the target.
    Warning,
}

/// What one variable of the outermost quantifier was bound to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// Something in the model.
    Entity(Entity),
    /// Any other value.
    Value(Value),
}

impl Bound {
    /// What it is in the model, if it is anything there.
    pub const fn entity(&self) -> Option<Entity> {
        match self {
            Self::Entity(entity) => Some(*entity),
            Self::Value(_) => None,
        }
    }
}

/// The bindings of a witness.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bindings {
    /// The subject itself: there is no outermost quantifier, or what it ranges over is not known.
    Subject,
    /// One variable, bound to something in the model: by far the most frequent.
    One(Entity),
    /// Anything else, in the order of the binders.
    Many(Arc<[Bound]>),
}

/// Something for which an assertion of a clause is not true.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Witness {
    /// Which assertion, by position.
    pub assertion: u16,
    /// False or unknown.
    pub truth: Truth,
    /// Why it is not true.
    pub gap: Gap,
    /// What it is about.
    pub bindings: Bindings,
}

impl Witness {
    /// What it is about: the things bound, or the subject.
    pub fn entities(&self, subject: Entity) -> Vec<Entity> {
        match &self.bindings {
            Bindings::Subject => vec![subject],
            Bindings::One(entity) => vec![*entity],
            Bindings::Many(bound) => {
                let entities: Vec<Entity> = bound
                    .iter()
                    .filter_map(|bound| match bound {
                        Bound::Entity(entity) => Some(*entity),
                        Bound::Value(_) => None,
                    })
                    .collect();
                if entities.is_empty() { vec![subject] } else { entities }
            }
        }
    }
}

/// A witness that a waiver or a countermeasure covers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CoveredWitness {
    /// The witness.
    pub witness: Witness,
    /// What covers it, by position among the covers: the first countermeasure, or else the first waiver.
    pub cover: u32,
}

/// A clause that a subject does not meet and should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The catalogue.
    pub catalog: CatalogId,
    /// The clause.
    pub clause: ClauseId,
    /// Of what.
    pub subject: Entity,
    /// Unmet or unproven (of a product: as capable).
    pub verdict: Verdict,
    /// The clause's own kind of gap.
    pub gap: Gap,
    /// Error, or warning for a `should`.
    pub severity: FindingSeverity,
    /// What is not covered: at least one.
    pub witnesses: Box<[Witness]>,
    /// What is covered.
    pub covered: Box<[CoveredWitness]>,
    /// Made of catalogue, clause id and the subject's path: the same however the text is moved.
    pub fingerprint: u64,
}

/// The levels of one family of a subject; `None` is n/a.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FamilyLevels {
    /// What is aimed at; `None` where nothing says.
    pub target: Option<u8>,
    /// What could be reached with the switches set right (SL-C).
    pub capable: Option<u8>,
    /// What is reached (SL-A).
    pub achieved: Option<u8>,
    /// What is reached where countermeasures count.
    pub achieved_with_compensation: Option<u8>,
}

/// A subject held against one catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogReport {
    /// Position in [`Assessment::catalogs`].
    pub catalog: u32,
    /// By family; empty for a catalogue without levels.
    pub families: Box<[FamilyLevels]>,
    /// By position in [`CatalogSummary::clauses`].
    pub judgements: Box<[Judgement]>,
}

/// What was judged, and how it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectReport {
    /// What.
    pub entity: Entity,
    /// How it is called: `control.plc`.
    pub path: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Against each catalogue that has something to say of its kind.
    pub catalogs: Box<[CatalogReport]>,
}

impl SubjectReport {
    /// Zone, conduit, component ...
    pub const fn kind(&self) -> EntityKind {
        self.entity.kind()
    }
}

/// A catalogue that was assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogSummary {
    /// Which.
    pub catalog: CatalogId,
    /// Its name.
    pub name: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// Its families' short names; empty for a catalogue without levels or families.
    pub families: Box<[SmolStr]>,
    /// Its clauses in the catalogue's order.
    pub clauses: Arc<[ClauseId]>,
    /// Their ids.
    pub ids: Arc<[SmolStr]>,
}

/// What is wrong with a waiver or a countermeasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoverProblem {
    /// Its last day has passed.
    Expired,
    /// A waiver that covers nothing that is found.
    CoversNothing,
    /// A countermeasure that nobody needs.
    NotNeeded,
}

/// A waiver or countermeasure that ought to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverReport {
    /// Its position among the covers.
    pub cover: u32,
    /// Whether it is a waiver.
    pub waiver: bool,
    /// Its name.
    pub name: SmolStr,
    /// What is wrong.
    pub problem: CoverProblem,
    /// Its last day, in days since 1970-01-01.
    pub until: Option<i32>,
    /// The declaration.
    pub anchor: Anchor,
}

/// What was judged, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Trusted zones.
    pub zones: u32,
    /// Untrusted zones: not judged.
    pub untrusted_zones: u32,
    /// Conduits.
    pub conduits: u32,
    /// Components, boundary devices included, those in untrusted zones not.
    pub components: u32,
    /// Channels.
    pub channels: u32,
    /// Products that were judged.
    pub products: u32,
    /// Clauses of the catalogues assessed.
    pub clauses: u32,
    /// Subjects that at least one clause was judged for.
    pub subjects: u32,
    /// Pairs of clause and subject that were judged.
    pub judgements: u64,
    /// How the judgements came out as achieved (products as capable), by [`Verdict`].
    pub verdicts: [u64; 6],
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.zones += other.zones;
        self.untrusted_zones += other.untrusted_zones;
        self.conduits += other.conduits;
        self.components += other.components;
        self.channels += other.channels;
        self.products += other.products;
        self.clauses += other.clauses;
        self.subjects += other.subjects;
        self.judgements += other.judgements;
        for (sum, more) in self.verdicts.iter_mut().zip(other.verdicts) {
            *sum += more;
        }
    }
}

/// What became of the subjects of one shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShardReport {
    /// Its subjects, ordered.
    pub subjects: Box<[SubjectReport]>,
    /// Their findings: by subject, catalogue, clause.
    pub findings: Box<[Finding]>,
    /// The positions of the covers that covered something, ascending.
    pub covers_used: Box<[u32]>,
    /// What was judged.
    pub counts: Counts,
}

/// The whole result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// The date, in days since 1970-01-01.
    pub date: i32,
    /// The catalogues that something was held against.
    pub catalogs: Box<[CatalogSummary]>,
    /// The subjects, by shard: the site, the places in order, the products.
    pub shards: Box<[Arc<ShardReport>]>,
    /// The waivers and countermeasures that ought to be looked at.
    pub covers: Box<[CoverReport]>,
    /// What was judged.
    pub counts: Counts,
}

impl Assessment {
    /// Every subject, ordered.
    pub fn subjects(&self) -> impl Iterator<Item = &SubjectReport> {
        self.shards.iter().flat_map(|shard| shard.subjects.iter())
    }

    /// Every finding, ordered by subject, catalogue, clause.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.shards.iter().flat_map(|shard| shard.findings.iter())
    }

    /// A catalogue's summary.
    pub fn catalog(&self, catalog: CatalogId) -> Option<&CatalogSummary> {
        self.catalogs.iter().find(|summary| summary.catalog == catalog)
    }

    /// The judgements on one clause for one subject, if it was asked.
    pub fn judgement(&self, clause: ClauseId, subject: Entity) -> Option<Judgement> {
        let report = self.subjects().find(|report| report.entity == subject)?;
        report.catalogs.iter().find_map(|of_catalog| {
            let clauses = &self.catalogs.get(of_catalog.catalog as usize)?.clauses;
            let at = clauses.iter().position(|candidate| *candidate == clause)?;
            of_catalog.judgements.get(at).copied()
        })
    }
}

/// Whose body a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyOwner {
    /// A requirement.
    Requirement(RequirementIndex),
    /// A define or relation.
    Function(FunctionId),
}

/// Where the reader of an explanation may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// In a rule.
    Body(BodyOwner, BodyPlace),
    /// A claim or a switch.
    Origin(Origin),
    /// Something in the model.
    Entity(Entity),
}

/// One step of an explanation: what holds (or not, or is not known), where that is written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is said, as one phrase: `control.panel has session_lock`.
    pub text: String,
    /// Whether it holds.
    pub truth: Truth,
    /// Where to look.
    pub references: Vec<Reference>,
    /// Why.
    pub because: Vec<Reason>,
    /// How many further reasons were left out.
    pub omitted: usize,
}

/// Why a clause came out as it did for a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The clause.
    pub clause: ClauseId,
    /// The subject.
    pub subject: Entity,
    /// Whether it is the capable judgement.
    pub capable: bool,
    /// The verdict, without waivers and countermeasures.
    pub verdict: Verdict,
    /// Where it is not met: the kind of gap.
    pub gap: Option<Gap>,
    /// Why: the `when`, then each assertion.
    pub because: Vec<Reason>,
}

impl Explanation {
    /// The verdict in words, with the kind of gap where that says more: `unmet (not enabled)`.
    pub fn verdict_words(&self) -> String {
        let word = self.verdict.word();
        match (self.gap, self.verdict) {
            (None, _) | (Some(Gap::Unproven), Verdict::Unproven) => word.to_owned(),
            (Some(Gap::Unproven), _) => format!("{word} (whether it is capable is unproven)"),
            (Some(gap), _) => format!("{word} ({})", gap.word()),
        }
    }
}

/// What a `test` block came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestOutcome {
    /// How many expectations it has.
    pub expectations: u32,
    /// Those that did not come true. Empty: the test passed (unless it has no expectation or diagnostics).
    pub misses: Vec<Miss>,
}

impl TestOutcome {
    /// Whether everything came true.
    pub fn passed(&self) -> bool {
        self.misses.is_empty()
    }
}

/// An expectation that did not come true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Which, by position in the test.
    pub expectation: u32,
    /// What was expected, what was found, in a sentence.
    pub message: String,
    /// The verdict found; `None` if the clause was not judged for the subject.
    pub found: Option<Verdict>,
    /// The paths of the witnesses found.
    pub witnesses: Vec<String>,
    /// Why it came out so.
    pub explanation: Option<Box<Explanation>>,
}

/// A hash that never changes between versions and machines (FNV-1a, 64 bits).
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_keeps_both_verdicts() {
        for achieved in Verdict::ALL {
            for capable in Verdict::ALL {
                let judgement = Judgement::new(Some(achieved), capable);
                assert_eq!((judgement.achieved(), judgement.capable()), (Some(achieved), Some(capable)));
            }
        }
        assert_eq!(Judgement::new(None, Verdict::Met).achieved(), None);
        assert_eq!((Judgement::NOT_ASKED.achieved(), Judgement::NOT_ASKED.capable()), (None, None));
    }

    #[test]
    fn a_fingerprint_depends_on_where_its_parts_end() {
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
        assert_eq!(fingerprint(["part_3_3", "SR 1.1", "control"]), fingerprint(["part_3_3", "SR 1.1", "control"]));
    }

    #[test]
    fn a_witness_is_small() {
        assert!(size_of::<Witness>() <= 32, "{}", size_of::<Witness>());
    }
}
