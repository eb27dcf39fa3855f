//! Which way traffic can go.

use zcc_hir::ids::{Entity, PlaceId};
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::val::Val;
use crate::world::World;

/// The zone at which a zone is entered: itself if a conduit joins it, or else the nearest outer one that a conduit joins.
pub(crate) fn entry(world: &dyn World, zone: PlaceId) -> Option<PlaceId> {
    let mut at = zone;
    // A nesting that goes in circles is refused by lowering; the count keeps this from going on for ever regardless.
    for _ in 0..=world.place_count() {
        let head = world.head(at)?;
        if !head.joined.is_empty() {
            return Some(at);
        }
        at = head.parent?;
    }
    None
}

/// Whether traffic can enter the conduit from a zone at which it ends.
fn takes_from(world: &dyn World, conduit: PlaceId, end: PlaceId) -> bool {
    world
        .head(conduit)
        .is_some_and(|head| if head.one_way { head.joined.first() == Some(&end) } else { head.joined.contains(&end) })
}

/// Whether traffic can leave the conduit into a zone at which it ends.
fn gives_to(world: &dyn World, conduit: PlaceId, end: PlaceId) -> bool {
    world
        .head(conduit)
        .is_some_and(|head| if head.one_way { head.joined.get(1) == Some(&end) } else { head.joined.contains(&end) })
}

/// `conduit carries from to to`, between two zones.
pub(crate) fn conduit_carries(world: &dyn World, conduit: PlaceId, from: PlaceId, to: PlaceId) -> bool {
    match (entry(world, from), entry(world, to)) {
        (Some(from), Some(to)) => from != to && takes_from(world, conduit, from) && gives_to(world, conduit, to),
        _ => false,
    }
}

/// Whether what is in one zone or conduit can send to what is in another: the same place, or a conduit between them;
/// for a boundary device its own conduit, in the directions that it allows.
pub(crate) fn place_reaches(world: &dyn World, from: Entity, to: Entity) -> bool {
    match (from, to) {
        (Entity::Zone(from), Entity::Zone(to)) => {
            from == to
                || entry(world, from)
                    .and_then(|entry| world.head(entry))
                    .is_some_and(|head| head.joined.iter().any(|conduit| conduit_carries(world, *conduit, from, to)))
        }
        (Entity::Zone(from), Entity::Conduit(to)) => {
            entry(world, from).is_some_and(|entry| takes_from(world, to, entry))
        }
        (Entity::Conduit(from), Entity::Zone(to)) => entry(world, to).is_some_and(|entry| gives_to(world, from, entry)),
        (Entity::Conduit(from), Entity::Conduit(to)) => {
            from == to
                || world.head(from).is_some_and(|head| {
                    head.joined.iter().any(|zone| gives_to(world, from, *zone) && takes_from(world, to, *zone))
                })
        }
        _ => false,
    }
}

impl Eval<'_> {
    /// `conduit carries from to to`; unknown where one of them is.
    pub(crate) fn carries(&self, conduit: &Val<'_>, from: &Val<'_>, to: &Val<'_>) -> Truth {
        match (conduit, from, to) {
            (Val::Entity(Entity::Conduit(conduit)), Val::Entity(Entity::Zone(from)), Val::Entity(Entity::Zone(to))) => {
                Truth::from(conduit_carries(self.world, *conduit, *from, *to))
            }
            (Val::Entity(_), Val::Entity(_), Val::Entity(_)) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}
