//! Waivers and countermeasures: which witnesses they cover.

use rustc_hash::FxHashMap;
use zcc_hir::facts::Cover;
use zcc_hir::ids::{Entity, PlaceId};

use crate::report::{CatalogSummary, CoverProblem, CoverReport, Witness};
use crate::world::World;

/// The covers that are valid on the date, by catalogue and clause (both by position).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverIndex {
    by_clause: FxHashMap<(u32, u32), Vec<u32>>,
}

pub(crate) fn has_expired(cover: &Cover, as_of: i32) -> bool {
    cover.until.is_some_and(|until| until < as_of)
}

impl CoverIndex {
    /// Finds the clauses that covers name. Countermeasures come before waivers.
    pub fn new(covers: &[Cover], catalogs: &[CatalogSummary], as_of: i32) -> Self {
        let mut clauses = FxHashMap::default();
        for (catalog, summary) in catalogs.iter().enumerate() {
            for (clause, id) in summary.ids.iter().enumerate() {
                clauses.insert((summary.catalog, &**id), (catalog as u32, clause as u32));
            }
        }
        let mut by_clause: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
        for (at, cover) in covers.iter().enumerate() {
            if has_expired(cover, as_of) {
                continue;
            }
            for (catalog, id) in &cover.clauses {
                if let Some(clause) = clauses.get(&(*catalog, &**id)) {
                    by_clause.entry(*clause).or_default().push(at as u32);
                }
            }
        }
        for list in by_clause.values_mut() {
            list.sort_by_key(|at| (covers[*at as usize].waiver, *at));
            list.dedup();
        }
        Self { by_clause }
    }

    /// The valid covers of a clause, countermeasures first.
    pub fn of(&self, catalog: u32, clause: u32) -> &[u32] {
        self.by_clause.get(&(catalog, clause)).map_or(&[], |list| list)
    }
}

/// Whether `outer` is `inner` or `inner` is inside it.
fn holds(world: &dyn World, outer: Entity, inner: Entity) -> bool {
    if outer == inner {
        return true;
    }
    match outer {
        Entity::Site => !matches!(inner, Entity::Product(_) | Entity::Protocol(_)),
        Entity::Conduit(conduit) => inner.place() == Some(conduit),
        Entity::Zone(zone) => {
            let mut at: Option<PlaceId> = inner.place();
            for _ in 0..=world.place_count() {
                match at {
                    Some(place) if place == zone => return true,
                    Some(place) => at = world.head(place).and_then(|head| head.parent),
                    None => return false,
                }
            }
            false
        }
        _ => false,
    }
}

/// Whether a cover is for what a witness is about: it, or the subject, lies in the cover's scope.
pub(crate) fn covers(world: &dyn World, cover: &Cover, subject: Entity, witness: &Witness) -> bool {
    cover.scope.iter().any(|scope| {
        holds(world, *scope, subject)
            || witness.entities(subject).into_iter().any(|entity| holds(world, *scope, entity))
    })
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
