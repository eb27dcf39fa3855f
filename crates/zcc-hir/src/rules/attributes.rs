//! Which attribute a name means on a kind of entity: the language's own, then those that libraries declare.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, meant};
use zcc_db::Db;

use super::builtin::{builtin_attribute, builtin_names, type_of_builtin};
use super::defaults::attribute;
use super::types::type_name;
use crate::expr::{AttributeRef, Type};
use crate::ids::{AttributeId, EntityKind, EntityKinds};
use crate::names::{tables, visible_packages};

/// What a name means on a kind of entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAttribute {
    /// Which.
    pub attribute: AttributeRef,
    /// Its type.
    pub ty: Type,
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

/// What others call an attribute, and its name here.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("version", "firmware"),
    ("firmware_version", "firmware"),
    ("ip", "address"),
    ("ip_address", "address"),
    ("addresses", "address"),
    ("subnet", "network"),
    ("level", "target"),
    ("security_level", "target"),
    ("sl", "target"),
    ("sl_t", "target"),
    ("manufacturer", "supplier"),
    ("vendor", "supplier"),
    ("type", "kind"),
    ("catalogs", "assess"),
];

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

/// The names of the attributes of a kind of entity, the language's own first; of very many not all.
pub fn attribute_names(db: &dyn Db, package: u32, kind: EntityKind) -> Vec<&str> {
    const MANY: usize = 1024;
    let mut names: Vec<&str> = builtin_names(kind).collect();
    for seen in visible_packages(db, package) {
        let all = &tables(db).attributes;
        let first = all.entries().partition_point(|entry| entry.package < *seen);
        for (number, entry) in (first..).zip(all.of_package(*seen)).take(MANY) {
            if belongs(attribute(db, AttributeId(number as u16)).owners, kind) {
                names.push(&entry.name);
            }
        }
    }
    names
}

/// The attributes of a kind of entity by name, the language's own first, then those that packages declare, each once. A
/// name that could mean two is left out.
pub fn attributes_of(db: &dyn Db, package: u32, kind: EntityKind) -> Vec<(SmolStr, FoundAttribute)> {
    let mut known: FxHashSet<&str> = FxHashSet::default();
    let mut found = Vec::new();
    for name in attribute_names(db, package, kind) {
        if known.insert(name)
            && let Lookup::One(attribute) = lookup(db, package, kind, name)
        {
            found.push((SmolStr::new(name), attribute));
        }
    }
    found
}

fn unknown(db: &dyn Db, package: u32, kinds: EntityKinds, kind: EntityKind, name: &str, place: Place) -> Diagnostic {
    if let Some((_, _, help)) = UNREADABLE.iter().find(|(of, unreadable, _)| *of == kind && *unreadable == name) {
        let message = format!("rules cannot read the `{name}` of a {}", kind.word());
        return Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, message).help(*help);
    }
    let told = Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, format!("a {} has no attribute `{name}`", kind.word()));
    let unreadable = UNREADABLE.iter().filter(|(of, ..)| *of == kind).map(|(_, name, _)| *name);
    let known: Vec<&str> = attribute_names(db, package, kind).into_iter().chain(unreadable).collect();
    let other = OTHER_NAMES.iter().filter(|(other, _)| *other == name).map(|(_, own)| *own);
    let other: Vec<&str> = other.filter(|own| known.contains(own)).take(1).collect();
    let near = if other.is_empty() { meant(name, known) } else { other };
    if !near.is_empty() {
        return told.did_you_mean(place, &near);
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
