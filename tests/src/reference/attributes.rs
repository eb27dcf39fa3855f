//! Attributes: what the language knows by itself, what is written, inherited or defaulted.

use zcc_syntax::ast::{Block, BlockKind, Head, MemberKind, TypeKind};

use super::evaluate::World;
use super::model::Model;
use super::rules::{last, path_text, written};
use super::truth::Truth;
use super::value::{Entity, Set, Value, constant, version};

/// The attributes of the language itself that are sets.
const SETS: &[&str] = &[
    "components",
    "boundary",
    "channels",
    "zones",
    "conduits",
    "crossings",
    "network",
    "shares_network_with",
    "kind",
    "address",
    "speaks",
];

/// The attributes of the language itself that nobody has to state.
const STRUCTURE: &[&str] = &[
    "components",
    "boundary",
    "channels",
    "zones",
    "conduits",
    "crossings",
    "shares_network_with",
    "name",
    "trust",
    "place",
];

impl<'a> World<'a> {
    /// What something says of itself.
    pub(super) fn block(&self, entity: Entity) -> &'a Block {
        match entity {
            Entity::Site => self.model.site.as_ref().expect("there is a site"),
            Entity::Zone(_) | Entity::Conduit(_) => &self.model.place(entity).block,
            Entity::Component(at) => &self.model.components[at].block,
            Entity::Channel(at) => &self.model.channels[at].block,
            Entity::Product(at) | Entity::Protocol(at) => &self.rules.libraries[at].0,
        }
    }

    /// The zone or conduit that something is or is in.
    pub(super) fn place_of(&self, entity: Entity) -> Entity {
        match entity {
            Entity::Component(at) => self.model.components[at].place,
            Entity::Channel(at) => self.model.channels[at].place,
            other => other,
        }
    }

    /// Whether an attribute of this name is a set, whoever has it.
    pub(super) fn is_set(&self, name: &str) -> bool {
        SETS.contains(&name)
            || self.rules.attributes.iter().any(|one| one.name == name && matches!(one.ty.kind, TypeKind::SetOf(_)))
    }

    /// `of.name`; of what is unknown, everything is unknown.
    pub(super) fn attribute_of(&self, of: &Value, name: &str) -> Value {
        let value = match of {
            Value::Entity(entity) => self.attribute(*entity, name),
            Value::Unknown => Value::Unknown,
            other => panic!("{other:?} has no {name}"),
        };
        if self.is_set(name) { Value::Set(value.set()) } else { value }
    }

    /// `of.name is stated`
    pub(super) fn is_stated(&self, of: &Value, name: &str) -> bool {
        let Value::Entity(entity) = of else { return false };
        if STRUCTURE.contains(&name) && !(name == "zones" && matches!(entity, Entity::Component(_))) {
            return true;
        }
        match self.attribute(*entity, name) {
            Value::Unknown => false,
            Value::Set(set) => set != Set::unknown(),
            _ => true,
        }
    }

    /// Whether a network of one zone is also one of the other, or in one. What is cut out for a zone within is not.
    fn share_a_network(&self, a: usize, b: usize) -> bool {
        let within = |inner: usize, outer: usize| {
            let networks = |zone| self.attribute_of(&Value::Entity(Entity::Zone(zone)), "network").set();
            let outer = networks(outer);
            networks(inner).members.iter().any(|(network, _)| outer.contains(network) == Truth::True)
        };
        (within(a, b) && !self.model.lies_in(a, b)) || (within(b, a) && !self.model.lies_in(b, a))
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, entity: Entity, name: &str) -> Value {
        let model = self.model;
        let entities = |list: Vec<Entity>| Value::Set(Set::of(list.into_iter().map(Value::Entity)));
        match (name, entity) {
            ("name", _) => Value::Text(match entity {
                Entity::Product(at) | Entity::Protocol(at) => super::rules::name_of(&self.rules.libraries[at].0),
                _ => model.path(entity),
            }),
            ("title", _) => {
                self.block(entity).title.as_ref().map_or(Value::Unknown, |title| Value::Text(title.value.to_string()))
            }
            ("zones" | "conduits" | "components", Entity::Site) => {
                entities(model.all(self.rules, name.trim_end_matches('s')))
            }
            ("components" | "boundary", Entity::Zone(_) | Entity::Conduit(_)) => {
                entities(model.components_of(entity).into_iter().map(Entity::Component).collect())
            }
            ("channels", Entity::Zone(_) | Entity::Conduit(_)) => {
                entities(model.channels_of(entity).into_iter().map(Entity::Channel).collect())
            }
            ("channels", Entity::Component(own)) => {
                let ends_here =
                    |at: &usize| model.channels[*at].ends.is_some_and(|(from, to)| from == own || to == own);
                entities((0..model.channels.len()).filter(ends_here).map(Entity::Channel).collect())
            }
            ("zones", Entity::Zone(_) | Entity::Conduit(_)) => {
                entities(model.place(entity).zones.iter().map(|zone| Entity::Zone(*zone)).collect())
            }
            ("conduits", Entity::Zone(zone)) => {
                entities(model.conduits_at(zone).into_iter().map(Entity::Conduit).collect())
            }
            ("crossings", Entity::Zone(zone)) => {
                entities(model.crossings(zone).into_iter().map(Entity::Conduit).collect())
            }
            ("crossings", Entity::Conduit(_)) => entities(vec![entity]),
            ("shares_network_with", Entity::Zone(zone)) => {
                let nested = |inner: usize, outer: usize| model.shares_with(inner) == Some(outer);
                let shares = |other: &usize| {
                    let nested = nested(zone, *other) || nested(*other, zone);
                    *other != zone && (nested || self.share_a_network(zone, *other))
                };
                entities((0..model.zones.len()).filter(shares).map(Entity::Zone).collect())
            }
            ("trust", Entity::Zone(zone)) => {
                Value::Variant(if model.is_untrusted(zone) { "untrusted" } else { "trusted" }.to_owned())
            }
            ("parent", Entity::Zone(zone)) => {
                model.zones[zone].parent.map_or(Value::Unknown, |parent| Value::Entity(Entity::Zone(parent)))
            }
            ("target", Entity::Zone(zone)) => self.target_of_zone(zone),
            ("place", Entity::Component(_) | Entity::Channel(_)) => Value::Entity(self.place_of(entity)),
            ("zone", Entity::Component(_) | Entity::Channel(_)) => match self.place_of(entity) {
                zone @ Entity::Zone(_) => Value::Entity(zone),
                _ => Value::Unknown,
            },
            ("product", Entity::Component(_)) => {
                self.rules.base_of(self.block(entity)).map_or(Value::Unknown, |at| Value::Entity(Entity::Product(at)))
            }
            ("protocol", Entity::Channel(_)) => {
                self.rules.base_of(self.block(entity)).map_or(Value::Unknown, |at| Value::Entity(Entity::Protocol(at)))
            }
            ("from", Entity::Channel(at)) => {
                model.channels[at].ends.map_or(Value::Unknown, |ends| Value::Entity(Entity::Component(ends.0)))
            }
            ("to", Entity::Channel(at)) => {
                model.channels[at].ends.map_or(Value::Unknown, |ends| Value::Entity(Entity::Component(ends.1)))
            }
            ("speaks", Entity::Component(_) | Entity::Product(_)) => self.spoken(entity),
            _ => self.stated(entity, name),
        }
    }

    fn target_of_zone(&self, zone: usize) -> Value {
        match (written(&self.model.zones[zone].block, "target"), self.model.zones[zone].parent) {
            (Some(target), _) => constant(target),
            (None, Some(parent)) => self.target_of_zone(parent),
            (None, None) => Value::Unknown,
        }
    }

    /// The protocols that a component and its product are said to speak.
    fn spoken(&self, entity: Entity) -> Value {
        let own = self.block(entity);
        let base = self.rules.base_of(own).map(|at| &self.rules.libraries[at].0);
        let mut set = Set::default();
        for member in [Some(own), base].into_iter().flatten().flat_map(|block| &block.members) {
            if let MemberKind::Speaks(spoken) = &member.kind {
                for one in spoken {
                    let protocol =
                        self.rules.library(BlockKind::Protocol, &last(&one.protocol)).expect("the protocol exists");
                    set.add(Value::Entity(Entity::Protocol(protocol)), Truth::True);
                }
            }
        }
        if set.members.is_empty() { Value::Unknown } else { Value::Set(set) }
    }

    /// What is written, inherited from a product or protocol, or the declaration's default.
    fn stated(&self, entity: Entity, name: &str) -> Value {
        let own = self.block(entity);
        let base = self.rules.base_of(own).map(|at| &self.rules.libraries[at].0);
        let declared = self.rules.attribute(Model::kind(entity), name);
        for block in [Some(own), base].into_iter().flatten() {
            if let Some(value) = written(block, name) {
                return self.typed(constant(value), name, declared.map(|attribute| &attribute.ty.kind));
            }
            if name == "kind"
                && let (BlockKind::Product, Head::Of(kinds)) = (block.kind, &block.head)
            {
                return Value::Set(Set::of(kinds.iter().map(|kind| Value::Variant(path_text(kind)))));
            }
        }
        let default = declared.and_then(|attribute| Some((attribute.default.as_ref()?, &attribute.ty.kind)));
        default.map_or(Value::Unknown, |(value, ty)| self.typed(constant(value), name, Some(ty)))
    }

    /// A version is written as a string, and a set may be written as its one member.
    fn typed(&self, value: Value, name: &str, ty: Option<&TypeKind>) -> Value {
        let is_version =
            name == "firmware" || matches!(ty, Some(TypeKind::Named(path)) if path_text(path) == "version");
        match value {
            Value::Text(text) if is_version => Value::Version(version(&text)),
            value if self.is_set(name) => Value::Set(value.set()),
            value => value,
        }
    }
}
