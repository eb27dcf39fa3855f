//! Zones and conduits with their levels and findings: what trees and maps of editors show.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::Severity;
use zcc_db::Db;
use zcc_eval::findings::{Group, clause_view};
use zcc_eval::{Finding, SubjectReport, assess_parallel, assessed_catalogs};
use zcc_hir::ids::{Entity, EntityKind, PlaceId};
use zcc_hir::model::{entity_path, entity_place, graph, place_facts, places, site_facts};
use zcc_hir::names::libraries;
use zcc_hir::rules::catalog;

use super::levels::{graded, is_short};
use crate::host::Analysis;
use crate::target::FileRange;

/// What a subject reaches in a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyView {
    /// Its short name.
    pub name: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// What is aimed at, could be reached, is reached, and is reached where countermeasures count.
    pub levels: zcc_eval::FamilyLevels,
    /// Whether a target is missed.
    pub is_short: bool,
}

/// A finding in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingView {
    /// How it is called: sixteen digits.
    pub fingerprint: String,
    /// The clause's id and its title.
    pub clause: SmolStr,
    /// The clause's title.
    pub title: SmolStr,
    /// The catalogue's name.
    pub catalog: SmolStr,
    /// The family's short name.
    pub family: SmolStr,
    /// The words for the kind of gap.
    pub gap: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where to act.
    pub at: FileRange,
}

/// A component or boundary device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentView {
    /// Its name.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Its product's name, if it has one.
    pub product: Option<SmolStr>,
    /// Its name in the text.
    pub at: FileRange,
}

/// The site, a zone or a conduit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneView {
    /// Its path.
    pub id: SmolStr,
    /// What it is.
    pub kind: &'static str,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Whether it is outside the system under consideration.
    pub untrusted: bool,
    /// The zone it is nested in.
    pub parent: Option<SmolStr>,
    /// The zones that a conduit joins.
    pub joins: Vec<SmolStr>,
    /// Whether a conduit carries in one direction only.
    pub one_way: bool,
    /// Its name in the text.
    pub at: FileRange,
    /// Its levels, by name of the catalogue.
    pub levels: Vec<(SmolStr, Vec<FamilyView>)>,
    /// What falls short in it.
    pub findings: Vec<FindingView>,
    /// What is in it.
    pub components: Vec<ComponentView>,
}

impl Analysis {
    /// The site (where there is one that was judged), the zones and the conduits, in the order of their paths.
    pub fn zones(&self) -> Vec<ZoneView> {
        let db = self.db();
        let assessment = assess_parallel(&self.db);
        let mut findings: FxHashMap<Option<PlaceId>, Vec<&Finding>> = FxHashMap::default();
        for finding in assessment.findings() {
            if !matches!(finding.subject, Entity::Product(_) | Entity::Protocol(_)) {
                findings.entry(finding.subject.place()).or_default().push(finding);
            }
        }
        let reports: FxHashMap<Entity, &SubjectReport> =
            assessment.subjects().map(|report| (report.entity, report)).collect();
        let site = reports.contains_key(&Entity::Site).then_some(Entity::Site);
        let all = site.into_iter().chain(places(db).ids().map(|place| places(db).entity(place)));
        all.map(|subject| {
            let of_place = findings.remove(&subject.place()).unwrap_or_default();
            view(db, subject, reports.get(&subject).copied(), &of_place)
        })
        .collect()
    }
}

fn view(db: &dyn Db, subject: Entity, report: Option<&SubjectReport>, findings: &[&Finding]) -> ZoneView {
    let head = subject.place().and_then(|place| graph(db).places.get(place.index()));
    let path = |place: &PlaceId| entity_path(db, places(db).entity(*place));
    let is_conduit = subject.kind() == EntityKind::Conduit;
    ZoneView {
        id: entity_path(db, subject),
        kind: subject.kind().word(),
        title: match head {
            Some(head) => head.title.clone(),
            None => site_facts(db).title.clone(),
        },
        untrusted: head.is_some_and(|head| head.untrusted),
        parent: head.and_then(|head| head.parent.as_ref().map(path)),
        joins: head.filter(|_| is_conduit).map(|head| head.joined.iter().map(path).collect()).unwrap_or_default(),
        one_way: head.is_some_and(|head| is_conduit && head.one_way),
        at: FileRange::of(db, entity_place(db, subject)),
        levels: report.map(|report| levels(db, report)).unwrap_or_default(),
        findings: findings.iter().map(|finding| finding_view(db, finding)).collect(),
        components: subject.place().map(|place| components(db, place)).unwrap_or_default(),
    }
}

fn levels(db: &dyn Db, report: &SubjectReport) -> Vec<(SmolStr, Vec<FamilyView>)> {
    let plans = assessed_catalogs(db);
    let of_catalog = graded(plans, report).map(|(plan, of_catalog)| {
        let declared = &catalog(db, plan.summary.catalog).families;
        let families = declared.iter().zip(&of_catalog.families).map(|(family, levels)| FamilyView {
            name: family.name.clone(),
            title: family.title.clone(),
            levels: *levels,
            is_short: is_short(*levels),
        });
        (plan.summary.name.clone(), families.collect())
    });
    of_catalog.collect()
}

/// A finding in a line.
pub(crate) fn finding_view(db: &dyn Db, finding: &Finding) -> FindingView {
    let clause = clause_view(db, finding.clause);
    let declared = catalog(db, finding.catalog);
    let line = Group::of(&finding).line(db);
    FindingView {
        fingerprint: finding.digits(),
        clause: clause.id,
        title: clause.title,
        catalog: declared.name.clone(),
        family: declared.families.get(clause.family).map(|family| family.name.clone()).unwrap_or_default(),
        gap: finding.gap.word(),
        severity: line.severity,
        message: Group::of(&finding).sentence(db),
        at: FileRange::of(db, line.primary.place),
    }
}

fn components(db: &dyn Db, place: PlaceId) -> Vec<ComponentView> {
    let products = &libraries(db).products;
    let view = |(at, facts): (u32, &zcc_hir::facts::ComponentFacts)| ComponentView {
        name: facts.name.clone(),
        title: facts.title.clone(),
        product: facts.product.and_then(|id| products.entries().get(id.index())).map(|entry| entry.name.clone()),
        at: FileRange::of(db, entity_place(db, Entity::Component(place, at))),
    };
    (0..).zip(&place_facts(db, place).components).map(view).collect()
}
