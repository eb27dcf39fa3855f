//! What expressions come to while they are evaluated: values of which something may be unknown, and sets whose members
//! are sure or perhaps. Nothing is copied out of the facts that can be pointed to.

use std::sync::Arc;

use zcc_hir::expr::Type;
use zcc_hir::ids::{Entity, EnumId, PlaceId};
use zcc_hir::value::{Truth, Value};

use crate::interval::Interval;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Val<'w> {
    /// Not known (of a type that is neither a truth, a number nor a set).
    Unknown,
    /// A truth.
    Truth(Truth),
    /// A number, date (days), duration (seconds), level, or the position of a variant of an ordered enum.
    Number(Interval),
    /// Something in the model.
    Entity(Entity),
    /// Any other value, where it stands.
    Ref(&'w Value),
    /// Any other value, made on the way.
    Owned(Arc<Value>),
    /// A set.
    Set(SetVal<'w>),
}

/// A set.
#[derive(Clone, Debug, PartialEq)]
pub enum SetVal<'w> {
    /// Nobody stated it: anything may be in it.
    Open,
    /// That many components of a zone or conduit.
    Components(PlaceId, u32),
    /// That many channels of a zone or conduit.
    Channels(PlaceId, u32),
    /// The components of every zone and conduit.
    AllComponents,
    /// The channels of every zone and conduit.
    AllChannels,
    /// The zones numbered from the first to before the second.
    Zones(u32, u32),
    /// The conduits numbered from the first to before the second.
    Conduits(u32, u32),
    /// That many products.
    Products(u32),
    /// That many protocols.
    Protocols(u32),
    /// These zones.
    ZoneList(&'w [PlaceId]),
    /// These conduits.
    ConduitList(&'w [PlaceId]),
    /// These things.
    EntityList(&'w [Entity]),
    /// What a stated set (or single value) holds.
    Stated(&'w Value),
    /// These variants of an enum, as bits by position.
    Variants(EnumId, u64),
    /// What was put together from shards.
    Parts(Arc<Parts>),
    /// Anything else.
    Members(Arc<Members>),
}

/// Members listed one by one, ascending, each with whether it is sure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Things in the model.
    pub entities: Vec<(Entity, bool)>,
    /// Other values.
    pub values: Vec<(Arc<Value>, bool)>,
    /// Whether there may be more that nobody knows.
    pub open: bool,
    /// How many are sure.
    pub(crate) sure: usize,
}

/// How many zones and conduits make up a shard.
pub const PLACES_PER_SHARD: u32 = 10;

/// What a define comes to among the zones and conduits of one shard.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Those members of a set.
    Members(Arc<Members>),
    /// Whether `some`, `every` or `no` holds there.
    Truth(Truth),
    /// How many there are.
    Count(Interval),
}

impl Part {
    /// The members, if it is a set.
    pub(crate) fn members(&self) -> Option<&Arc<Members>> {
        match self {
            Part::Members(members) => Some(members),
            Part::Truth(_) | Part::Count(_) => None,
        }
    }
}

/// Things in the model, shard by shard: every member is in a zone or conduit of its shard, or is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    shards: Vec<Arc<Members>>,
    sure: usize,
    all: usize,
}

impl Parts {
    pub(crate) fn new(shards: Vec<Arc<Members>>) -> Self {
        let (sure, all) = shards.iter().fold((0, 0), |(sure, all), members| {
            let (more_sure, more) = members.count();
            (sure + more_sure, all + more)
        });
        Self { shards, sure, all }
    }

    /// How many are sure, and how many there are with those that are perhaps.
    pub const fn count(&self) -> (usize, usize) {
        (self.sure, self.all)
    }

    /// The members, ascending, each with whether it is sure.
    pub fn entities(&self) -> impl Iterator<Item = (Entity, bool)> + '_ {
        self.shards.iter().flat_map(|members| members.entities.iter().copied())
    }

    fn has_entity(&self, entity: Entity) -> Option<bool> {
        let (Entity::Zone(place) | Entity::Conduit(place) | Entity::Component(place, _) | Entity::Channel(place, _)) =
            entity
        else {
            return None;
        };
        self.shards.get((place.0 / PLACES_PER_SHARD) as usize)?.has_entity(entity)
    }
}

impl Members {
    /// How many are sure, and how many there are with those that are perhaps.
    pub fn count(&self) -> (usize, usize) {
        (self.sure, self.entities.len() + self.values.len())
    }

    /// Adds a member.
    pub fn push(&mut self, member: &Val<'_>, sure: bool) {
        match member {
            Val::Entity(entity) => self.entities.push((*entity, sure)),
            Val::Owned(value) => self.values.push((Arc::clone(value), sure)),
            other => match other.to_value() {
                Some(value) => self.values.push((Arc::new(value), sure)),
                None => self.open = true,
            },
        }
    }

    /// Sorts the members and merges equal ones: sure if one of them is.
    pub fn settle(&mut self) {
        fn merge<T: Ord>(list: &mut Vec<(T, bool)>) {
            if list.is_sorted_by(|a, b| a.0 < b.0) {
                return;
            }
            list.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
            list.dedup_by(|later, kept| later.0 == kept.0);
        }
        merge(&mut self.entities);
        merge(&mut self.values);
        self.sure = self
            .entities
            .iter()
            .map(|member| member.1)
            .chain(self.values.iter().map(|member| member.1))
            .filter(|sure| *sure)
            .count();
    }

    /// The same as bits, where all are variants of one enum and sure.
    fn variants(&self) -> Option<SetVal<'static>> {
        let Value::Variant(id, _) = *self.values.first()?.0 else { return None };
        if self.open || !self.entities.is_empty() {
            return None;
        }
        let bit = |(value, sure): &(Arc<Value>, bool)| match **value {
            Value::Variant(of, position) if of == id && *sure && position < 64 => Some(1 << position),
            _ => None,
        };
        let bits = self.values.iter().map(bit).try_fold(0_u64, |bits, bit| Some(bits | bit?))?;
        Some(SetVal::Variants(id, bits))
    }

    fn has_entity(&self, entity: Entity) -> Option<bool> {
        self.entities.binary_search_by_key(&entity, |(member, _)| *member).ok().map(|at| self.entities[at].1)
    }
}

impl<'w> Val<'w> {
    /// What a stated value is, where a value of type `ty` is expected.
    pub fn stated(value: &'w Value, ty: &Type) -> Self {
        if matches!(ty, Type::Set(_)) {
            return Val::Set(SetVal::Stated(value));
        }
        match value {
            Value::Bool(value) => Val::Truth(Truth::from(*value)),
            Value::Int(value) | Value::Duration(value) => Val::Number(Interval::exactly(*value)),
            Value::Date(value) => Val::Number(Interval::exactly(i64::from(*value))),
            Value::SecurityLevel(level) | Value::MaturityLevel(level) => {
                Val::Number(Interval::exactly(i64::from(*level)))
            }
            Value::Entity(entity) => Val::Entity(*entity),
            other => Val::Ref(other),
        }
    }

    /// What is unknown, of type `ty`.
    pub fn unknown(ty: &Type) -> Self {
        match ty {
            Type::Bool => Val::Truth(Truth::Unknown),
            Type::Int | Type::Date | Type::Duration | Type::SecurityLevel | Type::MaturityLevel => {
                Val::Number(Interval::ANY)
            }
            Type::Set(_) => Val::Set(SetVal::Open),
            _ => Val::Unknown,
        }
    }

    /// The plain value, if it is one and known. Numbers lose whether they were dates or levels: within one set all
    /// members have the same type.
    pub fn to_value(&self) -> Option<Value> {
        match self {
            Val::Unknown | Val::Set(_) | Val::Truth(Truth::Unknown) => None,
            Val::Truth(truth) => Some(Value::Bool(*truth == Truth::True)),
            Val::Number(interval) => interval.single().map(Value::Int),
            Val::Entity(entity) => Some(Value::Entity(*entity)),
            Val::Ref(value) => Some((*value).clone()),
            Val::Owned(value) => Some((**value).clone()),
        }
    }

    /// The plain value behind it, if it is neither a truth, a number, a set nor something in the model.
    pub fn plain(&self) -> Option<&Value> {
        match self {
            Val::Ref(value) => Some(value),
            Val::Owned(value) => Some(value),
            _ => None,
        }
    }

    /// As a truth.
    pub fn truth(&self) -> Truth {
        match self {
            Val::Truth(truth) => *truth,
            Val::Ref(Value::Bool(value)) => Truth::from(*value),
            _ => Truth::Unknown,
        }
    }

    /// As a number; a variant counts by its position.
    pub fn number(&self) -> Interval {
        match self {
            Val::Number(interval) => *interval,
            other => match other.plain() {
                Some(Value::Variant(_, position)) => Interval::exactly(i64::from(*position)),
                Some(Value::Int(value) | Value::Duration(value)) => Interval::exactly(*value),
                Some(Value::Date(value)) => Interval::exactly(i64::from(*value)),
                Some(Value::SecurityLevel(level) | Value::MaturityLevel(level)) => Interval::exactly(i64::from(*level)),
                _ => Interval::ANY,
            },
        }
    }

    /// As a set: a single value stands for the set of it, an unknown one for a set of which nothing is known.
    pub fn into_set(self) -> SetVal<'w> {
        match self {
            Val::Set(set) => set,
            Val::Ref(value) => SetVal::Stated(value),
            Val::Unknown => SetVal::Open,
            other => {
                let mut members = Members::default();
                members.push(&other, true);
                members.settle();
                SetVal::Members(Arc::new(members))
            }
        }
    }

    /// The same, independent of the facts.
    pub fn into_static(self) -> Val<'static> {
        match self {
            Val::Unknown => Val::Unknown,
            Val::Truth(truth) => Val::Truth(truth),
            Val::Number(interval) => Val::Number(interval),
            Val::Entity(entity) => Val::Entity(entity),
            Val::Ref(value) => Val::Owned(Arc::new(value.clone())),
            Val::Owned(value) => Val::Owned(value),
            Val::Set(set) => Val::Set(set.into_static()),
        }
    }
}

impl SetVal<'_> {
    /// The empty set.
    pub fn empty() -> Self {
        SetVal::ZoneList(&[])
    }

    /// The same, independent of the facts.
    pub fn into_static(self) -> SetVal<'static> {
        let entities = |list: &mut dyn Iterator<Item = Entity>| {
            let mut members = Members { entities: list.map(|entity| (entity, true)).collect(), ..Members::default() };
            members.settle();
            SetVal::Members(Arc::new(members))
        };
        match self {
            SetVal::Open => SetVal::Open,
            SetVal::Components(place, count) => SetVal::Components(place, count),
            SetVal::Channels(place, count) => SetVal::Channels(place, count),
            SetVal::AllComponents => SetVal::AllComponents,
            SetVal::AllChannels => SetVal::AllChannels,
            SetVal::Zones(first, end) => SetVal::Zones(first, end),
            SetVal::Conduits(first, end) => SetVal::Conduits(first, end),
            SetVal::Products(count) => SetVal::Products(count),
            SetVal::Protocols(count) => SetVal::Protocols(count),
            SetVal::ZoneList(list) => entities(&mut list.iter().map(|place| Entity::Zone(*place))),
            SetVal::ConduitList(list) => entities(&mut list.iter().map(|place| Entity::Conduit(*place))),
            SetVal::EntityList(list) => entities(&mut list.iter().copied()),
            SetVal::Stated(value) => {
                let mut members = Members::default();
                for_stated(value, |member| {
                    members.push(&member.into_static(), true);
                    true
                });
                members.settle();
                SetVal::Members(Arc::new(members))
            }
            SetVal::Variants(id, bits) => SetVal::Variants(id, bits),
            SetVal::Parts(parts) => SetVal::Parts(parts),
            SetVal::Members(members) => members.variants().unwrap_or(SetVal::Members(members)),
        }
    }

    /// Whether nobody knows what else may be in it.
    pub fn is_open(&self) -> bool {
        match self {
            SetVal::Open => true,
            SetVal::Members(members) => members.open,
            _ => false,
        }
    }

    /// The variants that it holds, where it is known to hold nothing else.
    pub(crate) fn variants(&self) -> Option<(EnumId, u64)> {
        match *self {
            SetVal::Variants(id, bits) | SetVal::Stated(&Value::Variants(id, bits)) => Some((id, bits)),
            _ => None,
        }
    }

    /// Whether something in the model is in it.
    pub fn contains_entity(&self, entity: Entity) -> Truth {
        let listed = match (self, entity) {
            (SetVal::Open, _) => return Truth::Unknown,
            (SetVal::Components(place, count), Entity::Component(at, index))
            | (SetVal::Channels(place, count), Entity::Channel(at, index)) => *place == at && index < *count,
            (SetVal::AllComponents, Entity::Component(..)) | (SetVal::AllChannels, Entity::Channel(..)) => true,
            (SetVal::Zones(first, end), Entity::Zone(place))
            | (SetVal::Conduits(first, end), Entity::Conduit(place)) => (*first..*end).contains(&place.0),
            (SetVal::Products(count), Entity::Product(product)) => product.0 < *count,
            (SetVal::Protocols(count), Entity::Protocol(protocol)) => protocol.0 < *count,
            (SetVal::ZoneList(list), Entity::Zone(place)) | (SetVal::ConduitList(list), Entity::Conduit(place)) => {
                list.contains(&place)
            }
            (SetVal::EntityList(list), entity) => list.contains(&entity),
            (SetVal::Stated(Value::Entity(member)), entity) => *member == entity,
            (SetVal::Stated(Value::Set(members)), entity) => members.contains(&Value::Entity(entity)),
            (SetVal::Parts(parts), entity) => {
                return match parts.has_entity(entity) {
                    Some(true) => Truth::True,
                    Some(false) => Truth::Unknown,
                    None => Truth::False,
                };
            }
            (SetVal::Members(members), entity) => {
                return match members.has_entity(entity) {
                    Some(true) => Truth::True,
                    Some(false) => Truth::Unknown,
                    None if members.open => Truth::Unknown,
                    None => Truth::False,
                };
            }
            _ => false,
        };
        Truth::from(listed)
    }
}

/// Calls `each` with the members of a stated set, or with the single value, until it returns false. Returns whether it
/// never did.
pub(crate) fn for_stated<'w>(value: &'w Value, mut each: impl FnMut(Val<'w>) -> bool) -> bool {
    match value {
        Value::Set(members) => members.iter().all(|member| each(Val::stated(member, &Type::Error))),
        Value::Variants(id, bits) => for_variants(*id, *bits, each),
        single => each(Val::stated(single, &Type::Error)),
    }
}

/// Calls `each` with the variants of a set, until it returns false. Returns whether it never did.
pub(crate) fn for_variants<'w>(id: EnumId, bits: u64, mut each: impl FnMut(Val<'w>) -> bool) -> bool {
    (0..64_u16)
        .filter(|position| bits >> position & 1 == 1)
        .all(|position| each(Val::Owned(Arc::new(Value::Variant(id, position)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_evaluation_is_small() {
        assert!(size_of::<Val<'_>>() <= 32, "{}", size_of::<Val<'_>>());
    }

    #[test]
    fn equal_members_are_merged_and_sure_wins() {
        let mut members = Members::default();
        let zone = Val::Entity(Entity::Zone(PlaceId(3)));
        members.push(&zone, false);
        members.push(&Val::Entity(Entity::Zone(PlaceId(1))), false);
        members.push(&zone, true);
        members.settle();
        assert_eq!(members.entities, [(Entity::Zone(PlaceId(1)), false), (Entity::Zone(PlaceId(3)), true)]);
    }
}
