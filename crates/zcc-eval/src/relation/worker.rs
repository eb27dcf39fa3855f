//! Going through every way to satisfy a rule.

use rustc_hash::FxHashMap;
use zcc_hir::expr::{Builtin, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, EntityKind, EntityKinds, PlaceId};
use zcc_hir::value::{Truth, Value};

use super::rules::Step;
use crate::eval::Eval;
use crate::extent::place_of;
use crate::sets::for_members;
use crate::val::{SetVal, Val};
use crate::world::World;

/// Everything of a type that can be gone through; `None` where nobody can.
pub(super) fn domain<'w>(world: &'w dyn World, ty: &Type, each: &mut dyn FnMut(Val<'w>)) -> Option<()> {
    match ty {
        Type::Bool => {
            each(Val::Truth(Truth::False));
            each(Val::Truth(Truth::True));
        }
        Type::Enum(id) => {
            let count = world.enumeration(*id)?.variants.len() as u16;
            for position in 0..count {
                each(Val::Owned(std::sync::Arc::new(Value::Variant(*id, position))));
            }
        }
        Type::SecurityLevel => (0..=4).for_each(|level| each(Val::Number(crate::interval::Interval::exactly(level)))),
        Type::MaturityLevel => (1..=4).for_each(|level| each(Val::Number(crate::interval::Interval::exactly(level)))),
        Type::Entity(kinds) => {
            let zones = world.graph().zone_count;
            for kind in kinds.iter() {
                let set = match kind {
                    EntityKind::Site => {
                        each(Val::Entity(Entity::Site));
                        continue;
                    }
                    EntityKind::Zone => SetVal::Zones(0, zones),
                    EntityKind::Conduit => SetVal::Conduits(zones, world.place_count()),
                    EntityKind::Component => SetVal::AllComponents,
                    EntityKind::Channel => SetVal::AllChannels,
                    EntityKind::Product => SetVal::Products(world.product_count()),
                    EntityKind::Protocol => SetVal::Protocols(world.protocol_count()),
                };
                for_members(world, &set, |member, _| {
                    each(member);
                    true
                });
            }
        }
        _ => return None,
    }
    Some(())
}

/// Goes through the ways to satisfy rules, one after another.
pub(super) struct Worker<'w> {
    pub(super) eval: Eval<'w>,
    pub(super) mode: Mode,
    /// By entry: the zones that are entered there.
    pub(super) by_entry: FxHashMap<PlaceId, Vec<PlaceId>>,
    /// By attribute and kinds of owner: the owners of each member; `None` where they cannot be enumerated.
    owners: FxHashMap<(Builtin, EntityKinds), Option<Owners>>,
    /// Whether something could not be enumerated.
    pub(super) open: bool,
}

impl<'w> Worker<'w> {
    pub(super) fn new(world: &'w dyn World, mode: Mode) -> Self {
        let mut by_entry: FxHashMap<PlaceId, Vec<PlaceId>> = FxHashMap::default();
        for zone in (0..world.graph().zone_count).map(PlaceId) {
            for entry in world.head(zone).map(|head| &*head.entered).unwrap_or_default() {
                by_entry.entry(*entry).or_default().push(zone);
            }
        }
        Self { eval: Eval::new(world), mode, by_entry, owners: FxHashMap::default(), open: false }
    }

    /// Goes through every way to satisfy the steps, and calls `each` with how true it is.
    pub(super) fn run(&mut self, steps: &[Step<'w>], truth: Truth, each: &mut dyn FnMut(&mut Eval<'w>, Truth)) {
        let Some((step, rest)) = steps.split_first() else {
            each(&mut self.eval, truth);
            return;
        };
        let world = self.eval.world;
        match step {
            Step::Check(atom) => {
                let truth = truth.and(self.eval.truth(atom, self.mode));
                if truth != Truth::False {
                    self.run(rest, truth, each);
                }
            }
            Step::Members(binder) => {
                let set = self.eval.set(&binder.source, self.mode);
                for_members(world, &set, |member, sure| {
                    self.eval.set_slot(binder.slot, member);
                    self.run(rest, if sure { truth } else { truth.and(Truth::Unknown) }, each);
                    true
                });
                if set.is_open() {
                    self.eval.set_slot(binder.slot, Val::Unknown);
                    self.run(rest, truth.and(Truth::Unknown), each);
                }
            }
            Step::Member(binder) => {
                let set = self.eval.set(&binder.source, self.mode);
                let bound = self.eval.slot(binder.slot);
                let truth = truth.and(crate::sets::contains(world, &set, &bound));
                if truth != Truth::False {
                    self.run(rest, truth, each);
                }
            }
            Step::Owners(slot, kinds, builtin, binder) => {
                let Some(member) = place_of(&self.eval.slot(binder.slot)) else {
                    self.eval.set_slot(*slot, Val::Unknown);
                    return self.run(rest, truth.and(Truth::Unknown), each);
                };
                let owners = self
                    .owners
                    .entry((*builtin, *kinds))
                    .or_insert_with(|| owners_of_members(world, *kinds, *builtin))
                    .as_ref()
                    .map(|owners| owners.get(&member).cloned().unwrap_or_default());
                let Some(owners) = owners else {
                    self.open = true;
                    return;
                };
                for owner in owners {
                    self.eval.set_slot(*slot, Val::Entity(owner));
                    self.run(rest, truth, each);
                }
            }
            Step::Domain(slot, ty) => {
                let mut values = Vec::new();
                if domain(world, ty, &mut |value| values.push(value)).is_none() {
                    self.open = true;
                    return;
                }
                for value in values {
                    self.eval.set_slot(*slot, value);
                    self.run(rest, truth, each);
                }
            }
            Step::Carried(slot, conduit, to) => {
                let Some(conduit) = place_of(&self.eval.slot(*conduit)) else {
                    self.eval.set_slot(*slot, Val::Unknown);
                    return;
                };
                let Some(head) = world.head(conduit) else { return };
                let ends: Vec<PlaceId> = if head.one_way {
                    head.joined.get(usize::from(*to)).copied().into_iter().collect()
                } else {
                    head.joined.to_vec()
                };
                for end in ends {
                    let zones = self.by_entry.get(&end).cloned().unwrap_or_default();
                    for zone in zones {
                        self.eval.set_slot(*slot, Val::Entity(Entity::Zone(zone)));
                        self.run(rest, truth, each);
                    }
                }
            }
        }
    }
}

/// For each zone and conduit, whose attribute it is a member of.
type Owners = FxHashMap<PlaceId, Vec<Entity>>;

/// The owners of the members of an attribute that can be read backwards; `None` where what its members are is not known.
fn owners_of_members(world: &dyn World, kinds: EntityKinds, builtin: Builtin) -> Option<Owners> {
    let mut owners = Owners::default();
    let zones = world.graph().zone_count;
    for place in (0..world.place_count()).map(PlaceId) {
        let zone = place.0 < zones;
        let kind = if zone { EntityKind::Zone } else { EntityKind::Conduit };
        let Some(head) = world.head(place).filter(|_| kinds.contains(kind)) else { continue };
        let owner = if zone { Entity::Zone(place) } else { Entity::Conduit(place) };
        let (itself, sharing);
        let members: &[PlaceId] = match (builtin, zone) {
            (Builtin::Zones, true) => &head.children,
            (Builtin::Zones, false) | (Builtin::Conduits, true) => &head.joined,
            (Builtin::Crossings, true) => &head.crossings,
            (Builtin::Crossings, false) => {
                itself = [place];
                &itself
            }
            (Builtin::SharesNetworkWith, true) => {
                sharing = world.graph().shares_network_with(place)?;
                &sharing
            }
            _ => &[],
        };
        for member in members {
            owners.entry(*member).or_default().push(owner);
        }
    }
    Some(owners)
}
