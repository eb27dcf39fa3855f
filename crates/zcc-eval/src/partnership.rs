//! `offers C with D`: which claims count because another component has what they need.

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::facts::{CapabilityTable, Mode, With};
use zcc_hir::ids::{CapabilityId, Entity, PlaceId};
use zcc_hir::value::Truth;

use crate::flow::place_reaches;
use crate::partners::{Claim, Partners};
use crate::world::World;

/// A claim with a partner: what it needs, and whether it counts by itself, in each mode.
pub(crate) type PartnerClaim = (Claim, With, [Truth; 3]);

/// Works out for the whole model which claims with a partner count.
pub(crate) fn partners(world: &dyn World) -> Partners {
    let mut nodes = Vec::new();
    claims_of_site(world, &mut nodes);
    for place in (0..world.place_count()).map(PlaceId) {
        world.checkpoint();
        claims_in(world, place, &mut nodes);
    }
    partners_among(world, &nodes)
}

/// The claims with a partner that the site itself has.
pub(crate) fn claims_of_site(world: &dyn World, nodes: &mut Vec<PartnerClaim>) {
    with_partners(world, Entity::Site, &world.site().capabilities, nodes);
}

/// Those that a zone or conduit has and what is in it.
pub(crate) fn claims_in(world: &dyn World, place: PlaceId, nodes: &mut Vec<PartnerClaim>) {
    for_place(world, place, &mut |entity, table| with_partners(world, entity, table, nodes));
}

fn with_partners(world: &dyn World, entity: Entity, table: &CapabilityTable, nodes: &mut Vec<PartnerClaim>) {
    let mendings = world.mendings();
    for entry in table.entries() {
        let entry = mendings.and_then(|known| known.get(&(entity, entry.capability))).unwrap_or(entry);
        for (position, claim) in entry.mechanisms.iter().enumerate() {
            if let Some(with) = claim.with {
                nodes.push(((entity, entry.capability, position as u32), with, claim.counts));
            }
        }
    }
}

/// Works out which of these claims, all that there are, count.
pub(crate) fn partners_among(world: &dyn World, nodes: &[PartnerClaim]) -> Partners {
    let mut claims: FxHashMap<Claim, [Truth; 3]> =
        nodes.iter().map(|(claim, ..)| (*claim, [Truth::False; 3])).collect();
    if !nodes.is_empty() {
        for mode in [Mode::Achieved, Mode::Harmful] {
            by_partner(world, nodes, mode, &mut claims);
        }
        by_anybody(world, nodes, &mut claims);
    }
    let about = nodes.iter().flat_map(|((_, capability, _), with, _)| [*capability, with.needs]).collect();
    Partners::new(claims, about)
}

fn for_everything(world: &dyn World, each: &mut dyn FnMut(Entity, &CapabilityTable)) {
    each(Entity::Site, &world.site().capabilities);
    for place in (0..world.place_count()).map(PlaceId) {
        world.checkpoint();
        for_place(world, place, each);
    }
}

fn for_place(world: &dyn World, place: PlaceId, each: &mut dyn FnMut(Entity, &CapabilityTable)) {
    let Some(facts) = world.place(place) else { return };
    each(world.place_entity(place), &facts.capabilities);
    for (index, component) in facts.components.iter().enumerate() {
        each(Entity::Component(place, index as u32), &component.capabilities);
    }
    for (index, channel) in facts.channels.iter().enumerate() {
        each(Entity::Channel(place, index as u32), &channel.capabilities);
    }
}

/// Whether something has a capability, as far as its claims with partners are known by now.
fn had(
    world: &dyn World,
    claims: &FxHashMap<Claim, [Truth; 3]>,
    entity: Entity,
    capability: CapabilityId,
    mode: Mode,
) -> Truth {
    let Some(entry) = world.claims_of(entity, capability) else { return Truth::Unknown };
    entry.mechanisms.iter().enumerate().fold(Truth::False, |any, (position, claim)| {
        let partner = match claim.with {
            Some(_) => {
                claims.get(&(entity, capability, position as u32)).map_or(Truth::False, |truths| truths[mode as usize])
            }
            None => Truth::True,
        };
        any.or(claim.counts[mode as usize].and(partner))
    })
}

/// Whether something can send to a component.
pub(crate) fn reaches(world: &dyn World, from: Entity, to: Entity) -> bool {
    let place = |entity: Entity| match entity {
        Entity::Component(place, _) | Entity::Channel(place, _) => world.place_entity(place),
        other => other,
    };
    from == Entity::Site || place_reaches(world, place(from), place(to))
}

/// As the switches are set: the component that `enable C with …` names.
fn by_partner(
    world: &dyn World,
    nodes: &[(Claim, With, [Truth; 3])],
    mode: Mode,
    claims: &mut FxHashMap<Claim, [Truth; 3]>,
) {
    let mut dependents: FxHashMap<(Entity, CapabilityId), Vec<usize>> = FxHashMap::default();
    let mut work = Vec::new();
    for (at, (claim, with, _)) in nodes.iter().enumerate() {
        if let Some(partner) = with.partner
            && partner != claim.0
            && matches!(partner, Entity::Component(..))
            && reaches(world, claim.0, partner)
        {
            dependents.entry((partner, with.needs)).or_default().push(at);
            work.push((at, partner));
        }
    }
    while let Some((at, partner)) = work.pop() {
        let (claim, with, counts) = nodes[at];
        let truth = had(world, claims, partner, with.needs, mode);
        let Some(known) = claims.get_mut(&claim) else { continue };
        if truth <= known[mode as usize] {
            continue;
        }
        known[mode as usize] = truth;
        if counts[mode as usize] != Truth::False
            && let Some(waiting) = dependents.get(&(claim.0, claim.1))
        {
            work.extend(waiting.iter().map(|dependent| (*dependent, claim.0)));
        }
    }
}

/// As the switches could be set: any other component of the site.
fn by_anybody(world: &dyn World, nodes: &[(Claim, With, [Truth; 3])], claims: &mut FxHashMap<Claim, [Truth; 3]>) {
    const MODE: Mode = Mode::Helpful;
    let needed: FxHashSet<CapabilityId> = nodes.iter().map(|(_, with, _)| with.needs).collect();
    // How many components have it for sure, and how many perhaps.
    let mut tally: FxHashMap<CapabilityId, [u32; 3]> = needed.iter().map(|needs| (*needs, [0; 3])).collect();
    let mut components = Vec::new();
    for_everything(world, &mut |entity, _| {
        if matches!(entity, Entity::Component(..)) {
            components.push(entity);
        }
    });
    for needs in &needed {
        let mut count = [0; 3];
        for component in &components {
            count[had(world, claims, *component, *needs, MODE) as usize] += 1;
        }
        tally.insert(*needs, count);
    }
    let mut waiting: FxHashMap<CapabilityId, Vec<usize>> = FxHashMap::default();
    for (at, (_, with, _)) in nodes.iter().enumerate() {
        waiting.entry(with.needs).or_default().push(at);
    }
    let mut work: Vec<usize> = (0..nodes.len()).collect();
    while let Some(at) = work.pop() {
        let (claim, with, _) = nodes[at];
        let mut others = tally.get(&with.needs).copied().unwrap_or_default();
        if matches!(claim.0, Entity::Component(..)) {
            let own = had(world, claims, claim.0, with.needs, MODE) as usize;
            others[own] = others[own].saturating_sub(1);
        }
        let truth = if others[Truth::True as usize] > 0 {
            Truth::True
        } else if others[Truth::Unknown as usize] > 0 {
            Truth::Unknown
        } else {
            Truth::False
        };
        if claims.get(&claim).is_none_or(|known| truth <= known[MODE as usize]) {
            continue;
        }
        let counted = matches!(claim.0, Entity::Component(..)) && needed.contains(&claim.1);
        let before = if counted { had(world, claims, claim.0, claim.1, MODE) } else { Truth::False };
        if let Some(known) = claims.get_mut(&claim) {
            known[MODE as usize] = truth;
        }
        if !counted {
            continue;
        }
        let after = had(world, claims, claim.0, claim.1, MODE);
        if after != before
            && let Some(count) = tally.get_mut(&claim.1)
        {
            count[before as usize] = count[before as usize].saturating_sub(1);
            count[after as usize] += 1;
            // A third component that has it changes nothing for anybody.
            if count[after as usize] <= 2 {
                work.extend(waiting.get(&claim.1).into_iter().flatten().copied());
            }
        }
    }
}
