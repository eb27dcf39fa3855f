//! Which attribute a name means on a kind of entity: the language's own, then those that libraries declare.

use zcc_base::{Code, Diagnostic, Place, nearest};
use zcc_db::Db;

use super::declarations::attribute;
use super::types::type_name;
use crate::expr::{AttributeRef, Builtin, Type};
use crate::ids::{AttributeId, EntityKind, EntityKinds, EnumId};
use crate::names::{tables, visible_packages};

/// What a name means on a kind of entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAttribute {
    /// Which.
    pub attribute: AttributeRef,
    /// Its type.
    pub ty: Type,
}

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

/// What is stated of things but is no value that rules could read, and what to do instead.
const UNREADABLE: [(EntityKind, &str, &str); 3] = [
    (
        EntityKind::Product,
        "versions",
        "every component's firmware is held against them before any rule runs; read `firmware` of the component",
    ),
    (EntityKind::Product, "assess", "what a product is held against decides what is judged, not how"),
    (EntityKind::Site, "assess", "what the site is held against decides what is judged, not how"),
];

/// The language's own attribute of this name.
pub fn builtin_attribute(kind: EntityKind, name: &str) -> Option<Builtin> {
    let owner = 1 << kind as u8;
    BUILTIN.iter().find(|(known, owners, _)| *known == name && owners & owner != 0).map(|(_, _, builtin)| *builtin)
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

/// Whether a declared attribute can be read on, and stated by, things of a kind: a product speaks for its components, a
/// protocol for its channels.
pub(crate) fn belongs(owners: EntityKinds, kind: EntityKind) -> bool {
    owners.contains(kind)
        || (kind == EntityKind::Product && owners.contains(EntityKind::Component))
        || (kind == EntityKind::Protocol && owners.contains(EntityKind::Channel))
}

enum Lookup {
    None,
    One(FoundAttribute),
    /// Two dependencies declare it.
    Several(AttributeId, AttributeId),
}

fn lookup(db: &dyn Db, package: u32, kind: EntityKind, name: &str) -> Lookup {
    if let Some(builtin) = builtin_attribute(kind, name) {
        return Lookup::One(FoundAttribute { attribute: AttributeRef::Builtin(builtin), ty: type_of_builtin(builtin) });
    }
    let mut found: Option<AttributeId> = None;
    for (at, seen) in visible_packages(db, package).iter().enumerate() {
        // The package's own and, at last, the standard library's do not compete with those of dependencies.
        if found.is_some() && *seen == 0 {
            break;
        }
        let (first, entries) = tables(db).attributes.named(*seen, name);
        let here = (first..)
            .zip(entries)
            .map(|(number, _)| AttributeId(number as u16))
            .find(|id| belongs(attribute(db, *id).owners, kind));
        match (found, here) {
            (Some(earlier), Some(later)) => return Lookup::Several(earlier, later),
            (None, Some(id)) => {
                found = Some(id);
                if at == 0 {
                    break;
                }
            }
            (_, None) => {}
        }
    }
    found.map_or(Lookup::None, |id| {
        Lookup::One(FoundAttribute { attribute: AttributeRef::Declared(id), ty: attribute(db, id).ty.clone() })
    })
}

/// The attribute that `name` means on entities of `kinds`, as seen from a package; it must mean the same on each.
pub fn attribute_named(
    db: &dyn Db,
    package: u32,
    kinds: EntityKinds,
    name: &str,
    place: Place,
) -> Result<FoundAttribute, Box<Diagnostic>> {
    let mut found: Option<(EntityKind, FoundAttribute)> = None;
    for kind in kinds.iter() {
        match lookup(db, package, kind, name) {
            Lookup::One(one) => match &found {
                None => found = Some((kind, one)),
                Some((_, earlier)) if *earlier == one => {}
                Some((earlier, _)) => {
                    let (a, b) = (earlier.word(), kind.word());
                    let message = format!("`{name}` of a {a} and `{name}` of a {b} are two attributes");
                    return Err(Box::new(
                        Diagnostic::new(Code::AMBIGUOUS_NAME, place, message)
                            .help(format!("declare one for both: `attribute {a} or {b}.{name}: …`")),
                    ));
                }
            },
            Lookup::Several(a, b) => {
                let packages = [a, b].map(|id| package_name(db, tables(db).attributes.entries()[id.index()].package));
                let message = format!("`{name}` could be the attribute of `{}` or of `{}`", packages[0], packages[1]);
                return Err(Box::new(Diagnostic::new(Code::AMBIGUOUS_NAME, place, message)));
            }
            Lookup::None => return Err(Box::new(unknown(db, package, kinds, kind, name, place))),
        }
    }
    match found {
        Some((_, found)) => Ok(found),
        None => Err(Box::new(Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, format!("nothing has `{name}` here")))),
    }
}

fn package_name(db: &dyn Db, package: u32) -> String {
    let workspace = zcc_db::Workspace::get(db);
    workspace.packages(db).get(package as usize).map_or_else(String::new, |package| package.name(db).to_string())
}

/// The names of all attributes of a kind of entity, the language's own first.
pub fn attribute_names(db: &dyn Db, package: u32, kind: EntityKind) -> Vec<&str> {
    let owner = 1 << kind as u8;
    let mut names: Vec<&str> =
        BUILTIN.iter().filter(|(_, owners, _)| owners & owner != 0).map(|(name, _, _)| *name).collect();
    for seen in visible_packages(db, package) {
        let all = &tables(db).attributes;
        let first = all.entries().partition_point(|entry| entry.package < *seen);
        for (number, entry) in (first..).zip(all.of_package(*seen)) {
            if belongs(attribute(db, AttributeId(number as u16)).owners, kind) {
                names.push(&entry.name);
            }
        }
    }
    names
}

fn unknown(db: &dyn Db, package: u32, kinds: EntityKinds, kind: EntityKind, name: &str, place: Place) -> Diagnostic {
    if let Some((_, _, help)) = UNREADABLE.iter().find(|(of, unreadable, _)| *of == kind && *unreadable == name) {
        let message = format!("rules cannot read the `{name}` of a {}", kind.word());
        return Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, message).help(*help);
    }
    let told = Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, format!("a {} has no attribute `{name}`", kind.word()));
    if let Some(near) = nearest(name, attribute_names(db, package, kind)) {
        return told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near);
    }
    let others: Vec<&str> = EntityKind::ALL
        .into_iter()
        .filter(|other| !matches!(lookup(db, package, *other, name), Lookup::None))
        .map(EntityKind::word)
        .collect();
    if others.is_empty() {
        told.help(format!("declare it in the package: `attribute {}.{name}: …`", kind.word()))
    } else if kinds != EntityKinds::only(kind) {
        let union = type_name(db, &Type::Entity(kinds));
        told.help(format!("what is `{union}` has only what each of them has; `{name}` is of {}", others.join(", ")))
    } else {
        told.help(format!("`{name}` is an attribute of {}", others.join(", ")))
    }
}
