//! Attributes, those of the language itself among them.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_hir::expr::{AttributeRef, Builtin, Expr, ExprKind, Type};
use zcc_hir::facts::Graph;
use zcc_hir::ids::{Entity, EnumId, PlaceId};
use zcc_hir::value::Value;

use crate::display::path;
use crate::eval::Eval;
use crate::val::{Members, SetVal, Val};

impl<'w> Eval<'w> {
    /// `of.attribute`, of type `ty`. Of what is unknown, everything is unknown.
    pub(crate) fn attribute(&mut self, of: &Val<'w>, attribute: AttributeRef, ty: &Type) -> Val<'w> {
        let Val::Entity(entity) = *of else { return Val::unknown(ty) };
        if let AttributeRef::Builtin(builtin) = attribute
            && let Some(value) = self.structure(entity, builtin)
        {
            return value;
        }
        let attributes = match entity {
            Entity::Component(place, index) => self.component(place, index).map(|component| &*component.attributes),
            _ => self.world.attributes_of(entity),
        };
        match attributes.and_then(|attributes| attributes.get(attribute)) {
            Some(value) => Val::stated(value, ty),
            None => Val::unknown(ty),
        }
    }

    /// The set of variants that is stated of a bound component, where `expr` reads one.
    #[inline]
    pub(crate) fn stated(&mut self, expr: &'w Expr) -> Option<&'w Value> {
        let ExprKind::Attribute { of, attribute: attribute @ AttributeRef::Declared(_) } = &expr.kind else {
            return None;
        };
        let Some(Entity::Component(place, index)) = self.bound(of) else { return None };
        self.component(place, index)?.attributes.get(*attribute)
    }

    /// What the language itself knows of an entity without anybody having to state it; `None` for what is stated like any
    /// other attribute.
    fn structure(&mut self, entity: Entity, builtin: Builtin) -> Option<Val<'w>> {
        let world = self.world;
        Some(match (builtin, entity) {
            (Builtin::Name, _) => Val::Owned(Arc::new(Value::Text(SmolStr::new(path(world, entity))))),
            (Builtin::Title, _) => text(self.title(entity)),
            (Builtin::Target, Entity::Site | Entity::Zone(_) | Entity::Conduit(_) | Entity::Product(_)) => {
                match world.target_of(entity) {
                    Some(target) => Val::Owned(Arc::new(Value::Vector(target))),
                    None => Val::Unknown,
                }
            }
            (Builtin::Trust, Entity::Zone(zone)) => Val::Ref(trust(world.head(zone)?.untrusted)),
            (Builtin::Components, Entity::Site) => Val::Set(SetVal::AllComponents),
            (Builtin::Zones, Entity::Site) => Val::Set(SetVal::Zones(0, world.graph().zone_count)),
            (Builtin::Conduits, Entity::Site) => {
                Val::Set(SetVal::Conduits(world.graph().zone_count, world.place_count()))
            }
            (Builtin::Components | Builtin::Boundary, Entity::Zone(place) | Entity::Conduit(place)) => {
                Val::Set(SetVal::Components(place, self.place(place).map_or(0, |facts| facts.components.len() as u32)))
            }
            (Builtin::Channels, Entity::Zone(place) | Entity::Conduit(place)) => {
                Val::Set(SetVal::Channels(place, self.place(place).map_or(0, |facts| facts.channels.len() as u32)))
            }
            (Builtin::Channels, Entity::Component(place, index)) => {
                Val::Set(SetVal::EntityList(world.component_channels(place, index)))
            }
            (Builtin::Zones, Entity::Zone(place)) => Val::Set(SetVal::ZoneList(&world.head(place)?.children)),
            (Builtin::Zones, Entity::Conduit(place)) => Val::Set(SetVal::ZoneList(&world.head(place)?.joined)),
            (Builtin::SharesNetworkWith, Entity::Zone(place)) => Val::Set(sharers(world.graph(), place)),
            (Builtin::Conduits, Entity::Zone(place)) => Val::Set(SetVal::ConduitList(&world.head(place)?.joined)),
            (Builtin::Crossings, Entity::Zone(place)) => Val::Set(SetVal::ConduitList(&world.head(place)?.crossings)),
            (Builtin::Crossings, Entity::Conduit(place)) => Val::Set(SetVal::Conduits(place.0, place.0 + 1)),
            (Builtin::Parent, Entity::Zone(place)) => zone(world.head(place)?.parent),
            (Builtin::Place, Entity::Component(place, _) | Entity::Channel(place, _)) => {
                Val::Entity(world.place_entity(place))
            }
            (Builtin::Zone, Entity::Component(place, _) | Entity::Channel(place, _)) => {
                match world.place_entity(place) {
                    Entity::Zone(place) => zone(Some(place)),
                    _ => Val::Unknown,
                }
            }
            (Builtin::Product, Entity::Component(place, index)) => self
                .component(place, index)?
                .product
                .map_or(Val::Unknown, |product| Val::Entity(Entity::Product(product))),
            (Builtin::Speaks, Entity::Component(place, index)) => spoken(&self.component(place, index)?.speaks),
            (Builtin::Speaks, Entity::Product(product)) => spoken(&world.product(product)?.speaks),
            (Builtin::From | Builtin::To | Builtin::Protocol, Entity::Channel(place, index)) => {
                let channel = self.place(place)?.channels.get(index as usize)?;
                let end = match builtin {
                    Builtin::From => channel.from,
                    Builtin::To => channel.to,
                    _ => channel.protocol.map(Entity::Protocol),
                };
                end.map_or(Val::Unknown, Val::Entity)
            }
            _ => return None,
        })
    }

    /// The title of something, if it has one.
    pub(crate) fn title(&mut self, entity: Entity) -> Option<&'w SmolStr> {
        let world = self.world;
        match entity {
            Entity::Site => world.site().title.as_ref(),
            Entity::Zone(place) | Entity::Conduit(place) => world.head(place)?.title.as_ref(),
            Entity::Component(place, index) => self.component(place, index)?.title.as_ref(),
            Entity::Channel(place, index) => self.place(place)?.channels.get(index as usize)?.title.as_ref(),
            Entity::Product(product) => world.product(product)?.title.as_ref(),
            Entity::Protocol(protocol) => world.protocol(protocol)?.title.as_ref(),
        }
    }

    /// `of.attribute is stated`: written, inherited or defaulted. Nothing is stated of what is unknown.
    pub(crate) fn is_stated(&mut self, of: &Val<'w>, attribute: AttributeRef) -> bool {
        let Val::Entity(entity) = *of else { return false };
        if let AttributeRef::Builtin(builtin) = attribute
            && let Some(value) = self.structure(entity, builtin)
        {
            return !matches!(value, Val::Unknown | Val::Set(SetVal::Open));
        }
        self.world.is_stated(entity, attribute)
    }
}

/// The variant of the language's own enum.
fn trust(untrusted: bool) -> &'static Value {
    const TRUSTED: &Value = &Value::Variant(EnumId::TRUST, 0);
    const UNTRUSTED: &Value = &Value::Variant(EnumId::TRUST, 1);
    if untrusted { UNTRUSTED } else { TRUSTED }
}

fn text<'w>(title: Option<&SmolStr>) -> Val<'w> {
    title.map_or(Val::Unknown, |title| Val::Owned(Arc::new(Value::Text(title.clone()))))
}

fn zone<'w>(zone: Option<PlaceId>) -> Val<'w> {
    zone.map_or(Val::Unknown, |zone| Val::Entity(Entity::Zone(zone)))
}

/// The zones on the network of `zone`.
fn sharers<'w>(graph: &Graph, zone: PlaceId) -> SetVal<'w> {
    let Some(zones) = graph.shares_network_with(zone) else { return SetVal::Open };
    let entities = zones.into_iter().map(|zone| (Entity::Zone(zone), true)).collect();
    let mut members = Members { entities, ..Members::default() };
    members.settle();
    SetVal::Members(Arc::new(members))
}

/// The protocols that something is said to speak; not known where it is silent.
fn spoken<'w>(spoken: &[zcc_hir::facts::Spoken]) -> Val<'w> {
    if spoken.is_empty() {
        return Val::Set(SetVal::Open);
    }
    let mut members = Members {
        entities: spoken.iter().map(|spoken| (Entity::Protocol(spoken.protocol), true)).collect(),
        ..Members::default()
    };
    members.settle();
    Val::Set(SetVal::Members(Arc::new(members)))
}
