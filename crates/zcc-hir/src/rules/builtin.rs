//! The language's own attributes.

use crate::expr::{Builtin, Type};
use crate::ids::{EntityKind, EntityKinds, EnumId};

const SITE: u8 = 1 << EntityKind::Site as u8;
const ZONE: u8 = 1 << EntityKind::Zone as u8;
const CONDUIT: u8 = 1 << EntityKind::Conduit as u8;
const COMPONENT: u8 = 1 << EntityKind::Component as u8;
const CHANNEL: u8 = 1 << EntityKind::Channel as u8;
const PRODUCT: u8 = 1 << EntityKind::Product as u8;
const EVERY: u8 = 0x7f;

/// The language's own attributes: the name, who has it, which it is.
const BUILTIN: [(&str, u8, Builtin); 24] = [
    ("address", COMPONENT, Builtin::Address),
    ("boundary", CONDUIT, Builtin::Boundary),
    ("channels", ZONE | CONDUIT | COMPONENT, Builtin::Channels),
    ("components", SITE | ZONE | CONDUIT, Builtin::Components),
    ("conduits", SITE | ZONE, Builtin::Conduits),
    ("crossings", ZONE | CONDUIT, Builtin::Crossings),
    ("firmware", COMPONENT, Builtin::Firmware),
    ("from", CHANNEL, Builtin::From),
    ("kind", COMPONENT | PRODUCT, Builtin::Kind),
    ("name", EVERY, Builtin::Name),
    ("network", ZONE, Builtin::Network),
    ("parent", ZONE, Builtin::Parent),
    ("place", COMPONENT | CHANNEL, Builtin::Place),
    ("product", COMPONENT, Builtin::Product),
    ("protocol", CHANNEL, Builtin::Protocol),
    ("shares_network_with", ZONE, Builtin::SharesNetworkWith),
    ("speaks", COMPONENT | PRODUCT, Builtin::Speaks),
    ("supplier", PRODUCT | COMPONENT, Builtin::Supplier),
    ("target", SITE | ZONE | CONDUIT | PRODUCT, Builtin::Target),
    ("title", EVERY, Builtin::Title),
    ("to", CHANNEL, Builtin::To),
    ("trust", ZONE, Builtin::Trust),
    ("zone", COMPONENT | CHANNEL, Builtin::Zone),
    ("zones", SITE | ZONE | CONDUIT, Builtin::Zones),
];

/// How one of the language's own attributes is called.
pub fn builtin_name(builtin: Builtin) -> &'static str {
    BUILTIN.iter().find(|(_, _, known)| *known == builtin).map_or("", |(name, _, _)| name)
}

/// The language's own attribute of this name.
pub fn builtin_attribute(kind: EntityKind, name: &str) -> Option<Builtin> {
    let owner = 1 << kind as u8;
    BUILTIN.iter().find(|(known, owners, _)| *known == name && owners & owner != 0).map(|(_, _, builtin)| *builtin)
}

/// The names of the language's own attributes of a kind of entity.
pub(crate) fn builtin_names(kind: EntityKind) -> impl Iterator<Item = &'static str> {
    let owner = 1 << kind as u8;
    BUILTIN.iter().filter(move |(_, owners, _)| owners & owner != 0).map(|(name, _, _)| *name)
}

/// The type of one of the language's own attributes.
pub(crate) fn type_of_builtin(builtin: Builtin) -> Type {
    let one = |kind| Type::Entity(EntityKinds::only(kind));
    let many = |kind| Type::Set(Box::new(one(kind)));
    match builtin {
        Builtin::Name | Builtin::Title | Builtin::Supplier => Type::String,
        Builtin::Target => Type::Vector,
        Builtin::Trust => Type::Enum(EnumId::TRUST),
        Builtin::Network => Type::Set(Box::new(Type::Network)),
        Builtin::Components | Builtin::Boundary => many(EntityKind::Component),
        Builtin::Channels => many(EntityKind::Channel),
        Builtin::Zones | Builtin::SharesNetworkWith => many(EntityKind::Zone),
        Builtin::Parent | Builtin::Zone => one(EntityKind::Zone),
        Builtin::Crossings | Builtin::Conduits => many(EntityKind::Conduit),
        Builtin::Product => one(EntityKind::Product),
        Builtin::Kind => Type::Set(Box::new(Type::Enum(EnumId::COMPONENT_KIND))),
        Builtin::Firmware => Type::Version,
        Builtin::Address => Type::Set(Box::new(Type::Address)),
        Builtin::Place => {
            Type::Entity(EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit)))
        }
        Builtin::Speaks => many(EntityKind::Protocol),
        Builtin::From | Builtin::To => one(EntityKind::Component),
        Builtin::Protocol => one(EntityKind::Protocol),
    }
}
