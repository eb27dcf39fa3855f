//! Waivers and countermeasures: which witnesses they cover.

use rustc_hash::FxHashMap;
use zcc_hir::facts::Cover;
use zcc_hir::ids::{Entity, PlaceId};

use crate::report::{CatalogSummary, CoverProblem, CoverReport};
use crate::world::World;

/// The covers that are valid on the date, by catalogue and clause (both by position).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverIndex {
    by_clause: FxHashMap<(u32, u32), Candidates>,
}

/// The valid covers of one clause by what they are for, countermeasures first: those of a witness are found by going from
/// what it is about outwards, however many there are for other things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Candidates {
    by_scope: FxHashMap<Entity, Vec<u32>>,
}

impl Candidates {
    fn add(&mut self, at: u32, cover: &Cover) {
        for scope in &cover.scope {
            self.by_scope.entry(*scope).or_default().push(at);
        }
    }

    fn sort(&mut self, covers: &[Cover]) {
        for list in self.by_scope.values_mut() {
            list.sort_by_key(|at| (covers[*at as usize].waiver, *at));
            list.dedup();
        }
    }

    /// The covers of one clause: of those that `covers` holds, what is valid on the day and `names` it.
    pub(crate) fn new(covers: &[Cover], as_of: i32, names: impl Fn(&Cover) -> bool) -> Self {
        let mut candidates = Self::default();
        for (at, cover) in covers.iter().enumerate() {
            if !has_expired(cover, as_of) && names(cover) {
                candidates.add(at as u32, cover);
            }
        }
        candidates.sort(covers);
        candidates
    }

    /// What covers something, scope by scope.
    pub(crate) fn of<'a>(
        &'a self,
        world: &'a dyn World,
        entity: Entity,
    ) -> impl Iterator<Item = (Entity, &'a [u32])> + use<'a> {
        outwards(world, entity).filter_map(|scope| Some((scope, self.by_scope.get(&scope)?.as_slice())))
    }
}

pub(crate) fn has_expired(cover: &Cover, as_of: i32) -> bool {
    cover.until.is_some_and(|until| until < as_of)
}

impl CoverIndex {
    /// Finds the clauses that covers name.
    pub fn new(covers: &[Cover], catalogs: &[CatalogSummary], as_of: i32) -> Self {
        let mut clauses = FxHashMap::default();
        for (catalog, summary) in catalogs.iter().enumerate() {
            for (clause, id) in summary.ids.iter().enumerate() {
                clauses.insert((summary.catalog, &**id), (catalog as u32, clause as u32));
            }
        }
        let mut by_clause: FxHashMap<(u32, u32), Candidates> = FxHashMap::default();
        for (at, cover) in covers.iter().enumerate() {
            if has_expired(cover, as_of) {
                continue;
            }
            for (catalog, id) in &cover.clauses {
                if let Some(clause) = clauses.get(&(*catalog, &**id)) {
                    by_clause.entry(*clause).or_default().add(at as u32, cover);
                }
            }
        }
        for candidates in by_clause.values_mut() {
            candidates.sort(covers);
        }
        Self { by_clause }
    }

    /// The valid covers of a clause, if it has any.
    pub(crate) fn of(&self, catalog: u32, clause: u32) -> Option<&Candidates> {
        self.by_clause.get(&(catalog, clause))
    }
}

/// What a cover may be for that covers `entity`: it, the zone or conduit it is in, the zones around that, the site.
fn outwards(world: &dyn World, entity: Entity) -> impl Iterator<Item = Entity> + use<'_> {
    let own = entity.place();
    let first = match entity {
        Entity::Zone(zone) => world.head(zone).and_then(|head| head.parent),
        Entity::Conduit(_) => None,
        _ => own,
    };
    // A zone is nested in fewer zones than there are.
    let most = world.place_count() as usize;
    let places = std::iter::successors(first, |place: &PlaceId| world.head(*place).and_then(|head| head.parent));
    let places = places.take(most).map(|place| world.place_entity(place));
    let site = !matches!(entity, Entity::Site | Entity::Product(_) | Entity::Protocol(_));
    std::iter::once(entity).chain(places).chain(site.then_some(Entity::Site))
}

/// The covers that ought to be looked at, given those that covered something (ascending).
pub(crate) fn problems(covers: &[Cover], used: &[u32], as_of: i32) -> Box<[CoverReport]> {
    covers
        .iter()
        .enumerate()
        .filter_map(|(at, cover)| {
            let problem = if has_expired(cover, as_of) {
                CoverProblem::Expired
            } else if used.binary_search(&(at as u32)).is_ok() {
                return None;
            } else if cover.waiver {
                CoverProblem::CoversNothing
            } else {
                CoverProblem::NotNeeded
            };
            Some(CoverReport {
                cover: at as u32,
                waiver: cover.waiver,
                name: cover.name.clone(),
                problem,
                until: cover.until,
                anchor: cover.anchor,
            })
        })
        .collect()
}
