//! From raw verdicts to what is said of them: covers, levels, findings. Pure.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use zcc_hir::facts::Cover;
use zcc_hir::ids::{CatalogId, ClauseId, Entity, EntityKind, EntityKinds, ProductId, RequirementIndex};
use zcc_hir::program::LevelKind;

use crate::cover::{Candidates, CoverIndex, problems};
use crate::display::path;
use crate::report::{
    Assessment, CatalogReport, CatalogSummary, Counts, CoveredWitness, FamilyLevels, Finding, FindingSeverity,
    Judgement, ShardReport, SubjectReport, Verdict, Witness, fingerprint,
};
use crate::shard::{RawVerdicts, Shard, judge_shard, places_of, products_against, shards, subjects_of};
use crate::world::World;

/// What assembling needs to know of a catalogue, worked out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogPlan {
    /// For print.
    pub summary: CatalogSummary,
    /// What it grades with.
    pub levels: Option<LevelKind>,
    /// How many families it has.
    pub families: u8,
    /// Whether the site is held against it (or else only products are).
    pub for_site: bool,
    /// By clause.
    pub clauses: Box<[ClausePlan]>,
    /// What its requirements are about.
    pub kinds: EntityKinds,
}

/// What assembling needs to know of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClausePlan {
    /// The family.
    pub family: u8,
    /// The level.
    pub level: Option<u8>,
    /// Whether it is a recommendation.
    pub should: bool,
}

/// The raw verdicts of a group of requirements of one catalogue, in one shard.
pub struct GroupVerdicts<'a> {
    /// Position of the catalogue.
    pub catalog: u32,
    /// The position of each of the group's clauses among the catalogue's.
    pub positions: &'a [u32],
    /// The verdicts.
    pub verdicts: &'a RawVerdicts,
}

/// Looks a catalogue through.
pub fn plan_catalog(world: &dyn World, catalog: CatalogId, for_site: bool) -> CatalogPlan {
    let (mut ids, mut clauses, mut plans) = (Vec::new(), Vec::new(), Vec::new());
    let mut kinds = EntityKinds::default();
    for index in world.requirements_of(catalog) {
        let Some(requirement) = world.requirement(*index) else { continue };
        kinds = kinds.union(requirement.subject);
        for (at, clause) in requirement.clauses.iter().enumerate() {
            clauses.push(ClauseId { requirement: *index, clause: at as u16 });
            ids.push(clause.id.clone());
            plans.push(ClausePlan { family: requirement.family, level: clause.level, should: clause.should });
        }
    }
    let declaration = world.catalog(catalog);
    let families: Box<[_]> = declaration
        .map(|catalog| catalog.families.iter().map(|family| family.name.clone()).collect())
        .unwrap_or_default();
    CatalogPlan {
        levels: declaration.and_then(|catalog| catalog.levels),
        families: families.len() as u8,
        for_site,
        clauses: plans.into_boxed_slice(),
        kinds,
        summary: CatalogSummary {
            catalog,
            name: declaration.map(|catalog| catalog.name.clone()).unwrap_or_default(),
            title: declaration.map(|catalog| catalog.title.clone()).unwrap_or_default(),
            families,
            clauses: clauses.into(),
            ids: ids.into(),
        },
    }
}

/// The catalogues to judge against: the site's as written, then those that only products are held against.
pub fn catalogs_of(world: &dyn World, site: &[CatalogId], products: &[ProductId]) -> Vec<CatalogPlan> {
    let mut list: Vec<CatalogId> = Vec::new();
    for catalog in site {
        if !list.contains(catalog) {
            list.push(*catalog);
        }
    }
    let own = list.len();
    let mut others: Vec<CatalogId> = products
        .iter()
        .filter_map(|product| world.product(*product))
        .flat_map(|product| product.assess.iter().copied())
        .filter(|catalog| !list.contains(catalog))
        .collect();
    others.sort_unstable();
    others.dedup();
    list.extend(others);
    list.into_iter().enumerate().map(|(at, catalog)| plan_catalog(world, catalog, at < own)).collect()
}

/// The highest level that a family reaches, given the least level of a clause that fails; `None` if nothing applies.
#[derive(Clone, Copy)]
struct Reached {
    fails_at: u8,
    applies: bool,
}

impl Reached {
    const NOTHING: Self = Self { fails_at: 5, applies: false };

    fn count(&mut self, level: u8, verdict: Verdict, compensation: bool) {
        self.applies |= verdict != Verdict::NotApplicable;
        if !(verdict.holds() || compensation && verdict == Verdict::Compensated) {
            self.fails_at = self.fails_at.min(level);
        }
    }

    fn level(self) -> Option<u8> {
        self.applies.then(|| self.fails_at.saturating_sub(1))
    }
}

/// The levels of each family, from the final judgements on all clauses of a catalogue.
pub fn levels(plan: &CatalogPlan, judgements: &[Judgement], target: impl Fn(u8) -> Option<u8>) -> Box<[FamilyLevels]> {
    if plan.levels.is_none() {
        return Box::default();
    }
    let mut reached = vec![[Reached::NOTHING; 3]; usize::from(plan.families)];
    for (clause, judgement) in plan.clauses.iter().zip(judgements) {
        let (Some(level), false) = (clause.level, clause.should) else { continue };
        let Some([capable, achieved, compensated]) = reached.get_mut(usize::from(clause.family)) else { continue };
        if let Some(verdict) = judgement.capable() {
            capable.count(level, verdict, false);
        }
        if let Some(verdict) = judgement.achieved() {
            achieved.count(level, verdict, false);
            compensated.count(level, verdict, true);
        }
    }
    reached
        .into_iter()
        .enumerate()
        .map(|(family, [capable, achieved, compensated])| FamilyLevels {
            target: target(family as u8),
            capable: capable.level(),
            achieved: achieved.level(),
            achieved_with_compensation: compensated.level(),
        })
        .collect()
}

/// What covers make of a clause that is not met.
struct Covered {
    verdict: Verdict,
    rest: Vec<Witness>,
    taken: Vec<CoveredWitness>,
}

fn apply_covers(
    world: &dyn World,
    all: &[Cover],
    candidates: Option<&Candidates>,
    subject: Entity,
    verdict: Verdict,
    witnesses: Vec<Witness>,
    used: &mut Vec<u32>,
) -> Covered {
    let Some(candidates) = candidates else { return Covered { verdict, rest: witnesses, taken: Vec::new() } };
    let mut known = FxHashSet::default();
    let mut first_of = |entity: Entity| {
        let mut first: Option<(bool, u32)> = None;
        for (scope, covers) in candidates.of(world, entity) {
            if known.insert(scope) {
                used.extend(covers);
            }
            let here = covers.first().and_then(|at| Some((all.get(*at as usize)?.waiver, *at)));
            first = first.into_iter().chain(here).min();
        }
        first
    };
    let of_subject = if witnesses.is_empty() { None } else { first_of(subject) };
    let (mut rest, mut covered) = (Vec::new(), Vec::new());
    let mut waived = false;
    for witness in witnesses {
        let of_bound =
            witness.entities(subject).into_iter().filter(|bound| *bound != subject).filter_map(&mut first_of);
        match of_bound.chain(of_subject).min() {
            Some((waiver, cover)) => {
                waived |= waiver;
                covered.push(CoveredWitness { witness, cover });
            }
            None => rest.push(witness),
        }
    }
    let verdict = if !rest.is_empty() || covered.is_empty() {
        verdict
    } else if waived {
        Verdict::Accepted
    } else {
        Verdict::Compensated
    };
    Covered { verdict, rest, taken: covered }
}

/// What the covers of the world make of one clause that is not met, for one subject.
pub fn covered_verdict(
    world: &dyn World,
    catalog: CatalogId,
    clause: &str,
    subject: Entity,
    verdict: Verdict,
    witnesses: &[Witness],
) -> Verdict {
    if !matches!(verdict, Verdict::Unmet | Verdict::Unproven) {
        return verdict;
    }
    let all = world.covers();
    let names = |cover: &Cover| cover.clauses.iter().any(|(home, id)| *home == catalog && id == clause);
    let candidates = Candidates::new(all, world.as_of(), names);
    apply_covers(world, all, Some(&candidates), subject, verdict, witnesses.to_vec(), &mut Vec::new()).verdict
}

/// Puts together what is said of the subjects of a shard. `groups` are all groups of all catalogues.
pub fn report_shard(
    world: &dyn World,
    shard: Shard,
    catalogs: &[CatalogPlan],
    groups: &[GroupVerdicts<'_>],
    products: &[ProductId],
    index: &CoverIndex,
) -> ShardReport {
    let kinds = catalogs
        .iter()
        .filter(|catalog| catalog.for_site || shard == Shard::Products)
        .fold(EntityKinds::default(), |kinds, catalog| kinds.union(catalog.kinds));
    let all_covers = world.covers();
    let mut report = ShardReport::default();
    let (mut subjects, mut findings, mut used) = (Vec::new(), Vec::new(), Vec::new());
    let mut counts = count_places(world, shard);
    // Where each group stands: its next subject and its next gap.
    let mut next = vec![(0_usize, 0_usize); groups.len()];
    for subject in subjects_of(world, shard, kinds, products) {
        let product = matches!(subject, Entity::Product(_));
        let target = world.target_of(subject);
        let path = path(world, subject);
        let mut reports = Vec::new();
        let mut group = 0;
        for (at, catalog) in catalogs.iter().enumerate() {
            let mut judgements = vec![Judgement::NOT_ASKED; catalog.clauses.len()];
            let mut asked = false;
            // The gaps of all groups of this catalogue, in the order of its clauses.
            let mut gaps: Vec<(u32, usize, usize)> = Vec::new();
            while let Some(of_group) = groups.get(group).filter(|of_group| of_group.catalog as usize == at) {
                let (row, gap) = &mut next[group];
                if of_group.verdicts.subjects.get(*row) == Some(&subject) {
                    let start = *row * of_group.verdicts.clauses as usize;
                    for (clause, judgement) in of_group.positions.iter().zip(&of_group.verdicts.judgements[start..]) {
                        judgements[*clause as usize] = *judgement;
                        asked |= *judgement != Judgement::NOT_ASKED;
                    }
                    while let Some(found) = of_group.verdicts.gaps.get(*gap).filter(|gap| gap.subject as usize == *row)
                    {
                        gaps.push((of_group.positions[found.clause as usize], group, *gap));
                        *gap += 1;
                    }
                    *row += 1;
                }
                group += 1;
            }
            if !asked {
                continue;
            }
            gaps.sort_unstable();
            let target_of = |family: u8| match catalog.levels {
                Some(LevelKind::Security) => {
                    let name = catalog.summary.families.get(usize::from(family))?;
                    target.as_ref().map(|target| target.of(name))
                }
                _ => None,
            };
            for (clause, group, gap) in gaps {
                let raw = groups[group].verdicts;
                let judgement = judgements[clause as usize];
                let Some(verdict) = (if product { judgement.capable() } else { judgement.achieved() }) else {
                    continue;
                };
                let candidates = if product { None } else { index.of(at as u32, clause) };
                let plan = catalog.clauses[clause as usize];
                let asked_for =
                    plan.level.is_none_or(|level| target_of(plan.family).is_some_and(|target| level <= target));
                if candidates.is_none() && !asked_for {
                    continue;
                }
                let witnesses = raw.witnesses_of(gap);
                let covered = apply_covers(world, all_covers, candidates, subject, verdict, witnesses, &mut used);
                if let (false, Some(capable)) = (product, judgement.capable()) {
                    judgements[clause as usize] = Judgement::new(Some(covered.verdict), capable);
                }
                if !asked_for || !matches!(covered.verdict, Verdict::Unmet | Verdict::Unproven) {
                    continue;
                }
                findings.push(Finding {
                    catalog: catalog.summary.catalog,
                    clause: catalog.summary.clauses[clause as usize],
                    subject,
                    verdict: covered.verdict,
                    gap: raw.gaps[gap].gap,
                    severity: if plan.should { FindingSeverity::Warning } else { FindingSeverity::Error },
                    witnesses: covered.rest.into_boxed_slice(),
                    covered: covered.taken.into_boxed_slice(),
                    fingerprint: fingerprint([&*catalog.summary.name, &*catalog.summary.ids[clause as usize], &*path]),
                });
            }
            for judgement in &judgements {
                let verdict = if product { judgement.capable() } else { judgement.achieved() };
                if let Some(verdict) = verdict {
                    counts.judgements += 1;
                    counts.verdicts[verdict as usize] += 1;
                }
            }
            reports.push(CatalogReport {
                catalog: at as u32,
                families: levels(catalog, &judgements, target_of),
                judgements: judgements.into_boxed_slice(),
            });
        }
        if !reports.is_empty() {
            counts.subjects += 1;
            counts.products += u32::from(product);
            subjects.push(SubjectReport {
                entity: subject,
                path: path.into(),
                title: title_of(world, subject),
                catalogs: reports.into_boxed_slice(),
            });
        }
    }
    used.sort_unstable();
    used.dedup();
    report.subjects = subjects.into_boxed_slice();
    report.findings = findings.into_boxed_slice();
    report.covers_used = used.into_boxed_slice();
    report.counts = counts;
    report
}

fn title_of(world: &dyn World, entity: Entity) -> Option<smol_str::SmolStr> {
    crate::eval::Eval::new(world).title(entity).cloned()
}

fn count_places(world: &dyn World, shard: Shard) -> Counts {
    let mut counts = Counts::default();
    for place in places_of(world, shard) {
        let untrusted = world.head(place).is_none_or(|head| head.untrusted);
        match world.place_entity(place).kind() {
            EntityKind::Zone if untrusted => {
                counts.untrusted_zones += 1;
                continue;
            }
            EntityKind::Zone => counts.zones += 1,
            _ => counts.conduits += 1,
        }
        if let Some(facts) = world.place(place) {
            counts.components += facts.components.len() as u32;
            counts.channels += facts.channels.len() as u32;
        }
    }
    counts
}

/// Puts the shards together.
pub fn collect(world: &dyn World, catalogs: &[CatalogPlan], shards: Vec<Arc<ShardReport>>) -> Assessment {
    let mut counts = Counts::default();
    let mut used: Vec<u32> = Vec::new();
    for shard in &shards {
        counts.add(&shard.counts);
        used.extend(&shard.covers_used);
    }
    counts.clauses = catalogs.iter().map(|catalog| catalog.clauses.len() as u32).sum();
    used.sort_unstable();
    used.dedup();
    Assessment {
        date: world.as_of(),
        catalogs: catalogs.iter().map(|catalog| catalog.summary.clone()).collect(),
        shards: shards.into_boxed_slice(),
        covers: problems(world.covers(), &used, world.as_of()),
        counts,
    }
}

/// Judges a whole world, one shard after the other: against `catalogs` the site and what is in it, and `products`
/// against their own.
pub fn assess_world(world: &dyn World, catalogs: &[CatalogId], products: &[ProductId]) -> Assessment {
    let plans = catalogs_of(world, catalogs, products);
    let summaries: Vec<CatalogSummary> = plans.iter().map(|plan| plan.summary.clone()).collect();
    let index = CoverIndex::new(world.covers(), &summaries, world.as_of());
    let reports = shards(world)
        .into_iter()
        .map(|shard| {
            let judged: Vec<(u32, Vec<u32>, RawVerdicts)> = plans
                .iter()
                .enumerate()
                .filter(|(_, plan)| plan.for_site || shard == Shard::Products)
                .map(|(at, plan)| {
                    let requirements: Vec<RequirementIndex> = world.requirements_of(plan.summary.catalog).to_vec();
                    let held = products_against(world, products, plan.summary.catalog);
                    let verdicts = judge_shard(world, &requirements, shard, &held);
                    (at as u32, (0..plan.clauses.len() as u32).collect(), verdicts)
                })
                .collect();
            let groups: Vec<GroupVerdicts<'_>> = judged
                .iter()
                .map(|(catalog, positions, verdicts)| GroupVerdicts { catalog: *catalog, positions, verdicts })
                .collect();
            Arc::new(report_shard(world, shard, &plans, &groups, products, &index))
        })
        .collect();
    collect(world, &plans, reports)
}
