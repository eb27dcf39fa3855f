//! Sets and what is in them: going through their members, equality, membership, and what can be made of two.

use std::sync::Arc;

use zcc_hir::expr::Type;
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, PlaceId, ProductId, ProtocolId};
use zcc_hir::value::{LevelVector, Truth, Value};

use crate::val::{Members, SetVal, Val, for_stated, for_variants};
use crate::world::World;

/// Calls `each` with every member that is known and whether it is sure, in a fixed order, until it returns false.
/// Returns whether it never did. What an open set may hold besides is not among them.
pub(crate) fn for_members<'w>(
    world: &'w dyn World,
    set: &SetVal<'w>,
    mut each: impl FnMut(Val<'w>, bool) -> bool,
) -> bool {
    match set {
        SetVal::Open => true,
        SetVal::Components(place, count) => {
            (0..*count).all(|at| each(Val::Entity(Entity::Component(*place, at)), true))
        }
        SetVal::Channels(place, count) => (0..*count).all(|at| each(Val::Entity(Entity::Channel(*place, at)), true)),
        SetVal::AllComponents => (0..world.place_count()).map(PlaceId).all(|place| {
            world.checkpoint();
            let count = world.place(place).map_or(0, |facts| facts.components.len() as u32);
            (0..count).all(|at| each(Val::Entity(Entity::Component(place, at)), true))
        }),
        SetVal::AllChannels => (0..world.place_count()).map(PlaceId).all(|place| {
            world.checkpoint();
            let count = world.place(place).map_or(0, |facts| facts.channels.len() as u32);
            (0..count).all(|at| each(Val::Entity(Entity::Channel(place, at)), true))
        }),
        SetVal::Zones(first, end) => (*first..*end).all(|at| each(Val::Entity(Entity::Zone(PlaceId(at))), true)),
        SetVal::Conduits(first, end) => (*first..*end).all(|at| each(Val::Entity(Entity::Conduit(PlaceId(at))), true)),
        SetVal::Products(count) => (0..*count).all(|at| each(Val::Entity(Entity::Product(ProductId(at))), true)),
        SetVal::Protocols(count) => (0..*count).all(|at| each(Val::Entity(Entity::Protocol(ProtocolId(at))), true)),
        SetVal::ZoneList(list) => list.iter().all(|place| each(Val::Entity(Entity::Zone(*place)), true)),
        SetVal::ConduitList(list) => list.iter().all(|place| each(Val::Entity(Entity::Conduit(*place)), true)),
        SetVal::EntityList(list) => list.iter().all(|entity| each(Val::Entity(*entity), true)),
        SetVal::Stated(value) => for_stated(value, |member| each(member, true)),
        SetVal::Variants(id, bits) => for_variants(*id, *bits, |member| each(member, true)),
        SetVal::Parts(parts) => parts.entities().all(|(entity, sure)| each(Val::Entity(entity), sure)),
        SetVal::Members(members) => {
            members.entities.iter().all(|(entity, sure)| each(Val::Entity(*entity), *sure))
                && members.values.iter().all(|(value, sure)| {
                    let member = match &**value {
                        Value::Bool(_)
                        | Value::Int(_)
                        | Value::Duration(_)
                        | Value::Date(_)
                        | Value::SecurityLevel(_)
                        | Value::MaturityLevel(_) => Val::stated(value, &Type::Error).into_static(),
                        _ => Val::Owned(Arc::clone(value)),
                    };
                    each(member, *sure)
                })
        }
    }
}

/// A level or a vector, as a vector.
pub(crate) fn vector(value: &Val<'_>) -> Option<LevelVector> {
    match value {
        Val::Number(level) => Some(LevelVector::uniform(u8::try_from(level.single()?).ok()?)),
        other => match other.plain()? {
            Value::Vector(vector) => Some(vector.clone()),
            Value::SecurityLevel(level) => Some(LevelVector::uniform(*level)),
            _ => None,
        },
    }
}

/// Whether it is known to be a vector.
pub(crate) fn is_vector(value: &Val<'_>) -> bool {
    matches!(value.plain(), Some(Value::Vector(_)))
}

fn is_numeric(value: &Val<'_>) -> bool {
    matches!(value, Val::Number(_))
}

/// Whether both are the same. Sets count as equal if each holds the other.
pub(crate) fn equal<'w>(world: &'w dyn World, a: &Val<'w>, b: &Val<'w>) -> Truth {
    match (a, b) {
        (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
        (Val::Entity(a), Val::Entity(b)) => Truth::from(a == b),
        (Val::Truth(a), Val::Truth(b)) => match (a, b) {
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            (a, b) => Truth::from(a == b),
        },
        (Val::Ref(Value::Variant(..)), Val::Ref(Value::Variant(..))) => Truth::from(a.plain() == b.plain()),
        (Val::Set(a), Val::Set(b)) => is_subset(world, a, b).and(is_subset(world, b, a)),
        (Val::Set(set), single) | (single, Val::Set(set)) => {
            let single = single.clone().into_set();
            is_subset(world, set, &single).and(is_subset(world, &single, set))
        }
        (a, b) if is_vector(a) || is_vector(b) => match (vector(a), vector(b)) {
            (Some(a), Some(b)) => Truth::from(a == b),
            _ => Truth::Unknown,
        },
        (a, b) if is_numeric(a) || is_numeric(b) => {
            let (a, b) = (a.number(), b.number());
            a.is_at_most(b).and(b.is_at_most(a))
        }
        (a, b) => match (a.plain(), b.plain()) {
            (Some(a), Some(b)) => Truth::from(a == b),
            _ => Truth::False,
        },
    }
}

/// Whether `member` is in `set`. An address is also in the networks that contain it.
pub(crate) fn contains<'w>(world: &'w dyn World, set: &SetVal<'w>, member: &Val<'w>) -> Truth {
    match (set, member) {
        (SetVal::Open, _) | (_, Val::Unknown) => return Truth::Unknown,
        (set, Val::Entity(entity)) => return set.contains_entity(*entity),
        (SetVal::Variants(id, bits) | SetVal::Stated(Value::Variants(id, bits)), member) => {
            if let Some(Value::Variant(other, position)) = member.plain() {
                return Truth::from(id == other && *position < 64 && bits >> position & 1 == 1);
            }
        }
        (SetVal::Members(members), member) => {
            if let Some(variant @ Value::Variant(..)) = member.plain()
                && let Ok(at) = members.values.binary_search_by(|(candidate, _)| (**candidate).cmp(variant))
            {
                return if members.values[at].1 { Truth::True } else { Truth::Unknown };
            }
        }
        _ => {}
    }
    let mut found = if set.is_open() { Truth::Unknown } else { Truth::False };
    for_members(world, set, |candidate, sure| {
        let same = match (member.plain(), candidate.plain()) {
            (Some(Value::Address(address)), Some(Value::Network(network))) => Truth::from(network.contains(*address)),
            (Some(Value::Network(inner)), Some(Value::Network(network))) => {
                Truth::from(inner.prefix >= network.prefix && network.contains(inner.address))
            }
            _ => equal(world, member, &candidate),
        };
        found = found.or(if sure { same } else { same.and(Truth::Unknown) });
        found != Truth::True
    });
    found
}

/// Whether every member of `small` is in `large`.
pub(crate) fn is_subset<'w>(world: &'w dyn World, small: &SetVal<'w>, large: &SetVal<'w>) -> Truth {
    let mut all = if small.is_open() { Truth::Unknown } else { Truth::True };
    for_members(world, small, |member, sure| {
        let inside = contains(world, large, &member);
        all = all.and(if sure { inside } else { inside.or(Truth::Unknown) });
        all != Truth::False
    });
    all
}

fn listed<'w>(world: &'w dyn World, set: &SetVal<'w>) -> Members {
    if let SetVal::Members(members) = set {
        return (**members).clone();
    }
    let mut members = Members { open: set.is_open(), ..Members::default() };
    for_members(world, set, |member, sure| {
        members.push(&member, sure);
        true
    });
    members.settle();
    members
}

/// How sure it is that something is in either, or both, of two sets.
fn merged(a: &Members, b: &Members, keep: impl Fn(Truth, Truth) -> Truth) -> Members {
    fn merge<T: Ord + Clone>(
        a: &[(T, bool)],
        b: &[(T, bool)],
        others: (Truth, Truth),
        keep: impl Fn(Truth, Truth) -> Truth,
    ) -> Vec<(T, bool)> {
        let sure = |sure: bool| if sure { Truth::True } else { Truth::Unknown };
        let mut both: Vec<(T, Truth)> = a
            .iter()
            .map(|(member, is_sure)| {
                let other = match b.binary_search_by(|(candidate, _)| candidate.cmp(member)) {
                    Ok(at) => sure(b[at].1),
                    Err(_) => others.1,
                };
                (member.clone(), keep(sure(*is_sure), other))
            })
            .collect();
        for (member, is_sure) in b {
            if a.binary_search_by(|(candidate, _)| candidate.cmp(member)).is_err() {
                both.push((member.clone(), keep(others.0, sure(*is_sure))));
            }
        }
        both.sort_by(|x, y| x.0.cmp(&y.0));
        both.into_iter()
            .filter(|(_, truth)| *truth != Truth::False)
            .map(|(member, truth)| (member, truth == Truth::True))
            .collect()
    }
    let open = |open: bool| if open { Truth::Unknown } else { Truth::False };
    let others = (open(a.open), open(b.open));
    let mut both = Members {
        entities: merge(&a.entities, &b.entities, others, &keep),
        values: merge(&a.values, &b.values, others, &keep),
        open: keep(others.0, others.1) != Truth::False,
        ..Members::default()
    };
    both.settle();
    both
}

/// How many members are sure and how many there are with those that are perhaps, where that can be told without going
/// through them.
pub(crate) fn size(set: &SetVal<'_>) -> Option<(usize, usize)> {
    let exactly = |count: usize| Some((count, count));
    match set {
        SetVal::Components(_, count)
        | SetVal::Channels(_, count)
        | SetVal::Products(count)
        | SetVal::Protocols(count) => exactly(*count as usize),
        SetVal::Zones(first, end) | SetVal::Conduits(first, end) => exactly(end.saturating_sub(*first) as usize),
        SetVal::ZoneList(list) | SetVal::ConduitList(list) => exactly(list.len()),
        SetVal::EntityList(list) => exactly(list.len()),
        SetVal::Stated(Value::Set(members)) => exactly(members.len()),
        SetVal::Variants(_, bits) | SetVal::Stated(Value::Variants(_, bits)) => exactly(bits.count_ones() as usize),
        SetVal::Stated(_) => exactly(1),
        SetVal::Parts(parts) => Some(parts.count()),
        SetVal::Members(members) => Some(members.count()),
        SetVal::Open | SetVal::AllComponents | SetVal::AllChannels => None,
    }
}

/// What can be made of two sets, member by member.
pub(crate) fn combined<'w>(
    world: &'w dyn World,
    a: &SetVal<'w>,
    b: &SetVal<'w>,
    keep: impl Fn(Truth, Truth) -> Truth,
) -> SetVal<'w> {
    SetVal::Members(Arc::new(merged(&listed(world, a), &listed(world, b), keep)))
}

/// One of two sets, nobody knows which: what is sure in both is sure, what is in one is perhaps.
pub(crate) fn either<'w>(world: &'w dyn World, a: &SetVal<'w>, b: &SetVal<'w>) -> SetVal<'w> {
    combined(world, a, b, |x, y| if x == y { x } else { Truth::Unknown })
}

/// The larger (in helpful mode) or smaller of two sets, member by member.
pub(crate) fn better<'w>(world: &'w dyn World, a: &SetVal<'w>, b: &SetVal<'w>, mode: Mode) -> SetVal<'w> {
    combined(world, a, b, |x, y| if mode == Mode::Helpful { x.or(y) } else { x.and(y) })
}
