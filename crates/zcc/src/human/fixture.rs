//! A small assessment made by hand, to look at what people read.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::{Anchor, LineIndex, TextRange};
use zcc_eval::{
    Assessment, Bindings, CatalogReport, CatalogSummary, Counts, CoverProblem, CoverReport, CoveredWitness,
    Explanation, FamilyLevels, Finding, FindingSeverity, Gap, Judgement, Reference, ShardReport, SubjectReport,
    Verdict, Witness,
};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId, RequirementIndex};
use zcc_hir::value::Truth;

use crate::view::{ClauseView, Located, Names, Switch};

const SITE: &str = "zone control \"Basic process control\" {\n  component panel \"Operator panel\": acme.panel_10\n  \
                    component plc: acme.plc_500\n}\n\nconduit feed between control and dmz {\n}\n\nwaiver old {\n}\n";
const RULE: &str = "requirement SR 2.5 \"Session lock\" in part_3_3.UC for zone z {\n  base at SL 1:\n}\n";

/// The names of the fixture.
pub(crate) struct FixtureNames {
    site: LineIndex,
    rule: LineIndex,
}

impl FixtureNames {
    /// The names of the fixture.
    pub(crate) fn new() -> Self {
        Self { site: LineIndex::new(SITE), rule: LineIndex::new(RULE) }
    }

    fn of_site(&self, needle: &str) -> Option<Located<'_>> {
        let start = SITE.find(needle)? as u32;
        let range = TextRange::new(start, start + needle.len() as u32);
        Some(Located { path: "site.zc", text: SITE, lines: &self.site, range })
    }
}

const CONTROL: Entity = Entity::Zone(PlaceId(0));
const FEED: Entity = Entity::Conduit(PlaceId(1));

impl Names for FixtureNames {
    fn path(&self, entity: Entity) -> SmolStr {
        match entity {
            CONTROL => SmolStr::new("control"),
            FEED => SmolStr::new("feed"),
            Entity::Component(_, 0) => SmolStr::new("control.panel"),
            Entity::Component(_, 1) => SmolStr::new("control.plc"),
            Entity::Component(_, number) => SmolStr::from(format!("control.io_{number}")),
            _ => SmolStr::default(),
        }
    }

    fn title(&self, entity: Entity) -> Option<SmolStr> {
        (entity == CONTROL).then(|| SmolStr::new("Basic process control"))
    }

    fn of_place(&self, place: PlaceId) -> Entity {
        if place == PlaceId(0) { CONTROL } else { FEED }
    }

    fn place(&self, entity: Entity) -> Option<Located<'_>> {
        match entity {
            CONTROL => self.of_site("control"),
            FEED => self.of_site("feed"),
            Entity::Component(_, 0) => self.of_site("panel"),
            _ => self.of_site("plc"),
        }
    }

    fn clause(&self, clause: ClauseId) -> ClauseView {
        ClauseView {
            id: SmolStr::new("SR 2.5"),
            title: SmolStr::new("Session lock"),
            family: 1,
            level: Some("SL 1".to_owned()),
            remedy: (clause.clause == 0).then(|| {
                "Let the session lock itself, or give the device a place that is watched at all times.".into()
            }),
        }
    }

    fn clause_place(&self, _clause: ClauseId) -> Option<Located<'_>> {
        let start = RULE.find("base")? as u32;
        let range = TextRange::new(start, start + 4);
        Some(Located { path: "zc-std:/iec62443/use_control.zc", text: RULE, lines: &self.rule, range })
    }

    fn message(&self, finding: &Finding, witness: &Witness) -> String {
        let entity = witness.entities(finding.subject)[0];
        format!("{} leaves an open session to whoever comes by", self.path(entity))
    }

    fn undecided(&self, _: &Finding, _: &Witness) -> Vec<String> {
        Vec::new()
    }

    fn switches(&self, finding: &Finding, witness: &Witness) -> Vec<Switch> {
        if witness.gap != Gap::NotEnabled {
            return Vec::new();
        }
        let path = self.path(witness.entities(finding.subject)[0]);
        vec![Switch { line: "enable session_lock".to_owned(), path }]
    }

    fn cover(&self, _cover: u32) -> String {
        "countermeasure manned_room".to_owned()
    }

    fn explain(&self, _clause: ClauseId, _subject: Entity, _capable: bool) -> Option<Explanation> {
        None
    }

    fn reference(&self, _reference: Reference) -> Option<String> {
        None
    }

    fn cover_place(&self, _cover: u32) -> Option<Located<'_>> {
        self.of_site("old")
    }
}

fn witness(component: u32, gap: Gap) -> Witness {
    let truth = if gap == Gap::Unproven { Truth::Unknown } else { Truth::False };
    Witness { assertion: 0, truth, gap, bindings: Bindings::One(Entity::Component(PlaceId(0), component)) }
}

fn finding(subject: Entity, gap: Gap, witnesses: Vec<Witness>, covered: Vec<Witness>) -> Finding {
    Finding {
        catalog: CatalogId(0),
        clause: ClauseId { requirement: RequirementIndex(gap as u32), clause: 0 },
        subject,
        verdict: if gap == Gap::Unproven { Verdict::Unproven } else { Verdict::Unmet },
        gap,
        severity: FindingSeverity::Error,
        witnesses: witnesses.into(),
        covered: covered.into_iter().map(|witness| CoveredWitness { witness, cover: 0 }).collect(),
        fingerprint: 0x3fa9_2c1b_0011_2233,
    }
}

/// One zone and one conduit, with a finding of each kind; one has many witnesses.
pub(crate) fn assessment() -> Assessment {
    let levels = |target, capable, achieved, compensated| FamilyLevels {
        target: Some(target),
        capable,
        achieved,
        achieved_with_compensation: compensated,
    };
    let report = |families: Vec<FamilyLevels>| {
        let judgements = Box::from([Judgement::new(Some(Verdict::Unmet), Verdict::Met)]);
        Box::from([CatalogReport { catalog: 0, families: families.into(), judgements }])
    };
    let mut families = vec![levels(2, Some(3), Some(2), Some(2)); 7];
    families[1] = levels(2, Some(2), Some(0), Some(1));
    families[4] = levels(3, None, None, None);
    let subjects = Box::from([
        SubjectReport {
            entity: CONTROL,
            path: "control".into(),
            title: Some("Basic process control".into()),
            catalogs: report(families),
        },
        SubjectReport {
            entity: FEED,
            path: "feed".into(),
            title: None,
            catalogs: report(vec![levels(1, Some(0), Some(0), Some(0)); 7]),
        },
    ]);
    let many = (0..12).map(|number| witness(number, Gap::NotEnabled)).collect();
    let findings = Box::from([
        finding(CONTROL, Gap::NotEnabled, many, vec![witness(20, Gap::NotEnabled)]),
        finding(CONTROL, Gap::Unproven, vec![witness(1, Gap::Unproven)], Vec::new()),
        finding(
            FEED,
            Gap::NotCapable,
            vec![Witness { bindings: Bindings::Subject, ..witness(0, Gap::NotCapable) }],
            Vec::new(),
        ),
    ]);
    let counts = Counts {
        zones: 1,
        untrusted_zones: 1,
        conduits: 1,
        components: 12,
        clauses: 100,
        subjects: 2,
        judgements: 200,
        verdicts: [150, 2, 1, 47, 0, 0],
        ..Counts::default()
    };
    Assessment {
        date: 20_000,
        catalogs: Box::from([CatalogSummary {
            catalog: CatalogId(0),
            name: "part_3_3".into(),
            title: "IEC 62443-3-3:2013".into(),
            families: ["IAC", "UC", "SI", "DC", "RDF", "TRE", "RA"].map(SmolStr::new).into(),
            clauses: (0..3).map(|number| ClauseId { requirement: RequirementIndex(number), clause: 0 }).collect(),
            ids: ["SR 2.5"; 3].map(SmolStr::new).into(),
        }]),
        shards: Box::from([Arc::new(ShardReport { subjects, findings, covers_used: Box::default(), counts })]),
        covers: Box::from([CoverReport {
            cover: 0,
            waiver: true,
            name: "old".into(),
            problem: CoverProblem::Expired,
            until: Some(19_999),
            anchor: Anchor(0),
        }]),
        counts,
    }
}
