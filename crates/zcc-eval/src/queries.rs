//! The assessment as queries.
//!
//! Raw verdicts are kept by (group of requirements, shard) and read no waivers; what is said of them is put together by
//! shard, and then for the workspace. So an edit of a component judges its shard again and puts that shard's report
//! together; one of a waiver judges nothing.

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rustc_hash::{FxHashSet, FxHasher};
use zcc_db::{Db, File, Item, Workspace, item_of};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId, ProductId, RequirementIndex};
use zcc_hir::model::{assessed, covers, places, test_model};
use zcc_hir::names::{libraries, tables};

use crate::assembly::{CatalogPlan, GroupVerdicts, catalogs_of, collect, report_shard};
use crate::cover::CoverIndex;
use crate::database::{DbWorld, TestWorld};
use crate::expectations::run;
use crate::report::{Assessment, CatalogSummary, CoverReport, Explanation, ShardReport, SubjectReport, TestOutcome};
use crate::shard::{RawVerdicts, Shard, judge_shard, places_of, products_against, shards};
use crate::val::PLACES_PER_SHARD;
use crate::walk::is_global;
use crate::world::World as _;

/// What requirements are judged together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum GroupKey {
    /// Those of one family of the standard library or a dependency, that look beyond their subject or that do not.
    Family(CatalogId, u8, bool),
    /// One of the package that is being written.
    Own(CatalogId, RequirementIndex),
}

/// A catalogue as the key of queries.
#[salsa::interned]
struct CatalogName<'db> {
    #[returns(copy)]
    id: CatalogId,
}

/// A group as the key of queries.
#[salsa::interned]
struct GroupName<'db> {
    #[returns(copy)]
    key: GroupKey,
}

/// A shard as the key of queries.
#[salsa::interned]
pub(crate) struct ShardName<'db> {
    #[returns(copy)]
    pub shard: Shard,
}

/// A group with its requirements, and the positions of their clauses among the catalogue's.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    key: GroupKey,
    requirements: Arc<[RequirementIndex]>,
    positions: Box<[u32]>,
}

/// The products of the package that are held against something.
#[salsa::tracked(returns(deref))]
fn judged_products(db: &dyn Db) -> Box<[ProductId]> {
    let root = Workspace::get(db).packages(db).len().saturating_sub(1) as u32;
    let world = DbWorld(db);
    libraries(db)
        .products
        .entries()
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.package == root)
        .map(|(at, _)| ProductId(at as u32))
        .filter(|product| world.product(*product).is_some_and(|facts| !facts.assess.is_empty()))
        .collect()
}

#[salsa::tracked(returns(deref))]
pub(crate) fn plans(db: &dyn Db) -> Box<[CatalogPlan]> {
    catalogs_of(&DbWorld(db), assessed(db), judged_products(db)).into_boxed_slice()
}

fn groups(db: &dyn Db, catalog: CatalogId) -> &[Group] {
    groups_of(db, CatalogName::new(db, catalog))
}

#[salsa::tracked(returns(deref))]
fn groups_of<'db>(db: &'db dyn Db, name: CatalogName<'db>) -> Box<[Group]> {
    let catalog = name.id(db);
    let world = DbWorld(db);
    let root = Workspace::get(db).packages(db).len().saturating_sub(1) as u32;
    let mut found: Vec<(GroupKey, Vec<RequirementIndex>, Vec<u32>)> = Vec::new();
    let mut position = 0;
    for index in world.requirements_of(catalog) {
        let Some(requirement) = world.requirement(*index) else { continue };
        let own = tables(db).requirements.entries().get(index.index()).is_none_or(|entry| entry.package == root);
        let key = if own {
            GroupKey::Own(catalog, *index)
        } else {
            GroupKey::Family(catalog, requirement.family, is_global(&world, requirement))
        };
        let at = found.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
            found.push((key, Vec::new(), Vec::new()));
            found.len() - 1
        });
        let group = &mut found[at];
        group.1.push(*index);
        let end = position + requirement.clauses.len() as u32;
        group.2.extend(position..end);
        position = end;
    }
    found
        .into_iter()
        .map(|(key, requirements, positions)| Group {
            key,
            requirements: requirements.into(),
            positions: positions.into_boxed_slice(),
        })
        .collect()
}

/// The requirements of a group: apart, so that a change of one group leaves the others alone.
#[salsa::tracked]
fn requirements_in<'db>(db: &'db dyn Db, group: GroupName<'db>) -> Arc<[RequirementIndex]> {
    let key = group.key(db);
    let (GroupKey::Family(catalog, ..) | GroupKey::Own(catalog, _)) = key;
    let group = groups(db, catalog).iter().find(|group| group.key == key);
    group.map(|group| Arc::clone(&group.requirements)).unwrap_or_default()
}

#[salsa::tracked]
fn raw_verdicts<'db>(db: &'db dyn Db, group: GroupName<'db>, shard: ShardName<'db>) -> Arc<RawVerdicts> {
    let (key, shard) = (group.key(db), shard.shard(db));
    let (GroupKey::Family(catalog, ..) | GroupKey::Own(catalog, _)) = key;
    let world = DbWorld(db);
    let products =
        if shard == Shard::Products { products_against(&world, judged_products(db), catalog) } else { Vec::new() };
    Arc::new(judge_shard(&world, requirements_in(db, group), shard, &products))
}

#[salsa::tracked]
fn cover_index(db: &dyn Db) -> CoverIndex {
    let summaries: Vec<CatalogSummary> = plans(db).iter().map(|plan| plan.summary.clone()).collect();
    CoverIndex::new(covers(db), &summaries, Workspace::get(db).as_of(db))
}

/// More zones and conduits than this in files that are open are judged like all others.
const MOST_ALONE: usize = 300;

/// All shards, in order. What shares a shard with something in a file that is open is judged alone: it will be judged again
/// and again.
#[salsa::tracked(returns(deref))]
pub(crate) fn all_shards(db: &dyn Db) -> Box<[Shard]> {
    let all = shards(&DbWorld(db));
    let open: FxHashSet<File> =
        Workspace::get(db).root(db).files(db).iter().copied().filter(|file| file.open(db)).collect();
    if open.is_empty() {
        return all.into();
    }
    let table = places(db);
    let is_open =
        |place: PlaceId| table.entry(place).is_some_and(|entry| open.contains(&item_of(db, entry.anchor).file(db)));
    if table.ids().filter(|place| is_open(*place)).count() > MOST_ALONE {
        return all.into();
    }
    let world = DbWorld(db);
    all.into_iter()
        .flat_map(|shard| {
            let places: Vec<PlaceId> = places_of(&world, shard).collect();
            if places.iter().any(|place| is_open(*place)) {
                places.into_iter().map(Shard::Place).collect()
            } else {
                vec![shard]
            }
        })
        .collect()
}

/// What is said of the subjects of a shard. An editor asks this of the file that is open before it asks for the rest.
pub fn shard_report(db: &dyn Db, shard: Shard) -> &Arc<ShardReport> {
    report_of(db, ShardName::new(db, shard))
}

/// The shard that something is judged in; `None` for what is in none.
pub fn shard_of(db: &dyn Db, subject: Entity) -> Option<Shard> {
    match subject {
        Entity::Site => Some(Shard::Site),
        Entity::Product(_) => Some(Shard::Products),
        _ => {
            let place = subject.place()?;
            let all = all_shards(db);
            let first = |shard: &Shard| match shard {
                Shard::Site => None,
                Shard::Places(number) => Some(number.saturating_mul(PLACES_PER_SHARD)),
                Shard::Place(place) => Some(place.0),
                Shard::Products => Some(u32::MAX),
            };
            let after = all.partition_point(|shard| first(shard).is_none_or(|first| first <= place.0));
            all.get(after.checked_sub(1)?).copied()
        }
    }
}

/// What is said of the site, a zone, a conduit or a product, its verdicts and levels with it: an editor asks this of those
/// in the file that is open. `None` if nothing is asked of it.
pub fn report_on(db: &dyn Db, subject: Entity) -> Option<&SubjectReport> {
    shard_report(db, shard_of(db, subject)?).subjects.iter().find(|report| report.entity == subject)
}

/// The catalogues that something is held against, in the order in which reports number them.
pub fn assessed_catalogs(db: &dyn Db) -> &[CatalogPlan] {
    plans(db)
}

/// A product as the key of queries.
#[salsa::interned]
struct ProductName<'db> {
    #[returns(copy)]
    id: ProductId,
}

/// A product held against the catalogues that it names, of whatever package it is, with the plans that its report numbers.
/// `None` if it names none or nothing is asked of it.
pub fn product_report(db: &dyn Db, product: ProductId) -> Option<&(Box<[CatalogPlan]>, SubjectReport)> {
    product_report_of(db, ProductName::new(db, product)).as_ref()
}

#[salsa::tracked(returns(ref))]
fn product_report_of<'db>(db: &'db dyn Db, name: ProductName<'db>) -> Option<(Box<[CatalogPlan]>, SubjectReport)> {
    let (world, product) = (DbWorld(db), [name.id(db)]);
    let plans = catalogs_of(&world, &[], &product).into_boxed_slice();
    let judged: Vec<(Vec<u32>, RawVerdicts)> = plans
        .iter()
        .map(|plan| {
            let requirements = world.requirements_of(plan.summary.catalog);
            let verdicts = judge_shard(&world, requirements, Shard::Products, &product);
            ((0..plan.clauses.len() as u32).collect(), verdicts)
        })
        .collect();
    let groups: Vec<GroupVerdicts<'_>> = (0..)
        .zip(&judged)
        .map(|(catalog, (positions, verdicts))| GroupVerdicts { catalog, positions, verdicts })
        .collect();
    let summaries: Vec<CatalogSummary> = plans.iter().map(|plan| plan.summary.clone()).collect();
    let index = CoverIndex::new(&[], &summaries, Workspace::get(db).as_of(db));
    let report = report_shard(&world, Shard::Products, &plans, &groups, &product, &index);
    let subject = report.subjects.into_iter().next()?;
    Some((plans, subject))
}

#[salsa::tracked]
fn report_of<'db>(db: &'db dyn Db, name: ShardName<'db>) -> Arc<ShardReport> {
    let shard = name.shard(db);
    let plans = plans(db);
    let mut judged = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        if plan.for_site || shard == Shard::Products {
            for group in groups(db, plan.summary.catalog) {
                judged.push(GroupVerdicts {
                    catalog: at as u32,
                    positions: &group.positions,
                    verdicts: raw_verdicts(db, GroupName::new(db, group.key), name),
                });
            }
        }
    }
    let products = if shard == Shard::Products { judged_products(db) } else { &[] };
    Arc::new(report_shard(&DbWorld(db), shard, plans, &judged, products, cover_index(db)))
}

/// A number that changes when a level or a finding of anything does. After an edit only what it judged again is looked at.
pub fn digest(db: &dyn Db) -> u64 {
    let mut hasher = FxHasher::default();
    for shard in all_shards(db) {
        digest_of(db, ShardName::new(db, *shard)).hash(&mut hasher);
    }
    hasher.finish()
}

#[salsa::tracked(returns(copy))]
fn digest_of<'db>(db: &'db dyn Db, name: ShardName<'db>) -> u64 {
    let mut hasher = FxHasher::default();
    let report = shard_report(db, name.shard(db));
    for subject in &report.subjects {
        for catalog in subject.catalogs.iter().filter(|catalog| !catalog.families.is_empty()) {
            (&subject.path, catalog.catalog, &catalog.families).hash(&mut hasher);
        }
    }
    for finding in &report.findings {
        (finding.fingerprint, finding.gap, finding.witnesses.len()).hash(&mut hasher);
    }
    hasher.finish()
}

/// The whole assessment.
#[salsa::tracked]
pub fn assess(db: &dyn Db) -> Arc<Assessment> {
    let world = DbWorld(db);
    let reports = all_shards(db).iter().map(|shard| Arc::clone(shard_report(db, *shard))).collect();
    Arc::new(collect(&world, plans(db), reports))
}

/// The waivers and countermeasures that ought to be looked at, apart from the rest of the assessment.
#[salsa::tracked(returns(deref))]
pub(crate) fn cover_reports(db: &dyn Db) -> Box<[CoverReport]> {
    assess(db).covers.clone()
}

/// The whole assessment, shards side by side on rayon's threads. It is the same as that of [`assess`].
pub fn assess_parallel<D: Db + Clone + Send>(db: &D) -> &Arc<Assessment> {
    assess_watched(db, &|| ())
}

/// Like [`assess_parallel`]; `judged` is called, on any thread, each time that one of the [`shards`] is done.
pub fn assess_watched<'db, D: Db + Clone + Send>(db: &'db D, judged: &(dyn Fn() + Sync)) -> &'db Arc<Assessment> {
    let shared: &dyn Db = db;
    // What all shards need is worked out first, so that none waits for another.
    let _ = (plans(shared), cover_index(shared));
    let all = all_shards(shared);
    let handles: Vec<D> = all.iter().map(|_| db.clone()).collect();
    all.iter().zip(handles).collect::<Vec<_>>().into_par_iter().for_each(|(shard, db)| {
        shard_report(&db, *shard);
        judged();
    });
    assess(db)
}

/// Why a clause comes out as it does for a subject. `None` if there is no such clause or it is not about such a subject.
pub fn explain(db: &dyn Db, clause: ClauseId, subject: Entity, capable: bool) -> Option<Explanation> {
    crate::explain::explain(&DbWorld(db), clause, subject, capable)
}

/// Runs a `test` block. One with errors in it is not run: its diagnostics tell why.
#[salsa::tracked]
pub fn run_test<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<TestOutcome> {
    let model = test_model(db, item);
    Arc::new(run(&TestWorld::new(db, model), model))
}
