//! Which way traffic can go.

use zcc_hir::ids::{Entity, PlaceId};

use crate::world::World;

/// `conduit carries from to to`, between two zones.
pub(crate) fn conduit_carries(world: &dyn World, conduit: PlaceId, from: PlaceId, to: PlaceId) -> bool {
    match (world.head(conduit), world.head(from), world.head(to)) {
        (Some(conduit), Some(from), Some(to)) => conduit.carries(from, to),
        _ => false,
    }
}

/// Whether what is in one zone or conduit can send to what is in another: the same place, or a conduit between them;
/// for a boundary device its own conduit, in the directions that it allows.
pub(crate) fn place_reaches(world: &dyn World, from: Entity, to: Entity) -> bool {
    let (Some(sender), Some(receiver)) = (from.place(), to.place()) else { return false };
    let (Some(sends), Some(receives)) = (world.head(sender), world.head(receiver)) else { return false };
    match (from, to) {
        (Entity::Zone(_), Entity::Zone(_)) => {
            let conduits = sends.entered.iter().filter_map(|zone| world.head(*zone)).flat_map(|zone| &*zone.joined);
            from == to || conduits.filter_map(|conduit| world.head(*conduit)).any(|one| one.carries(sends, receives))
        }
        (Entity::Zone(_), Entity::Conduit(_)) => sends.entered.iter().any(|zone| receives.takes_from(*zone)),
        (Entity::Conduit(_), Entity::Zone(_)) => receives.entered.iter().any(|zone| sends.gives_to(*zone)),
        (Entity::Conduit(_), Entity::Conduit(_)) => {
            from == to || sends.joined.iter().any(|zone| sends.gives_to(*zone) && receives.takes_from(*zone))
        }
        _ => false,
    }
}
