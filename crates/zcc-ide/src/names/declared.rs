//! Where symbols are declared, and how they are called.

use smol_str::SmolStr;
use zcc_base::{Anchor, Place};
use zcc_db::{Db, Item, Workspace, item_of};
use zcc_hir::expr::AttributeRef;
use zcc_hir::ids::{Entity, PlaceId};
use zcc_hir::model::{member_names, names::split, places, site_item, test_model};
use zcc_hir::names::{Table, imports, libraries, tables};
use zcc_hir::rules::{builtin_name, capability, catalog, enum_item, enumeration, requirement};

use super::lookup::names_in;
use super::symbol::{Role, Symbol};

/// The declaration in which a symbol's name is declared; none for what the language itself gives.
pub(crate) fn declaring_item<'db>(db: &'db dyn Db, symbol: Symbol) -> Option<Item<'db>> {
    let of = |table: &'db Table, number: u32| table.entries().get(number as usize).map(|entry| entry.item(db));
    let all = || tables(db);
    match symbol {
        Symbol::Alias(anchor)
        | Symbol::Entity(Some(anchor), _)
        | Symbol::Profile(Some(anchor), _)
        | Symbol::Named(_, Place { anchor, .. })
        | Symbol::Variable(Place { anchor, .. }) => Some(item_of(db, anchor)),
        Symbol::Entity(None, entity) => match entity {
            Entity::Site => site_item(db),
            Entity::Product(id) => of(&libraries(db).products, id.0),
            Entity::Protocol(id) => of(&libraries(db).protocols, id.0),
            _ => Some(item_of(db, places(db).entry(entity.place()?)?.anchor)),
        },
        Symbol::Profile(None, id) => of(&libraries(db).profiles, id.0),
        Symbol::Capability(id) | Symbol::Parameter(id, _) => of(&all().capabilities, u32::from(id.0)),
        Symbol::Enum(id) | Symbol::Variant(id, _) => enum_item(db, id),
        Symbol::Attribute(AttributeRef::Declared(id)) => of(&all().attributes, u32::from(id.0)),
        Symbol::Catalog(id) | Symbol::Family(id, _) => of(&all().catalogs, u32::from(id.0)),
        Symbol::Requirement(index) => of(&all().requirements, index.0),
        Symbol::Clause(clause) => of(&all().requirements, clause.requirement.0),
        Symbol::Function(id) => of(&all().functions, id.0),
        Symbol::Package(_)
        | Symbol::Attribute(AttributeRef::Builtin(_))
        | Symbol::Set(_)
        | Symbol::Call(_)
        | Symbol::Type(_)
        | Symbol::Field(..)
        | Symbol::Verdict(_)
        | Symbol::Level(..)
        | Symbol::Keyword(_) => None,
    }
}

/// Where a symbol's name is declared; none for what the language itself gives.
pub(crate) fn declaration(db: &dyn Db, symbol: Symbol) -> Option<Place> {
    if let Symbol::Variable(place) | Symbol::Named(_, place) = symbol {
        return Some(place);
    }
    let item = declaring_item(db, symbol)?;
    let declares = |role: Role| role == Role::Declaration;
    let found = names_in(db, item).iter().find(|one| one.symbol == symbol && declares(one.role))?;
    Some(Place { anchor: item.anchor(), range: found.range })
}

/// How a symbol is called where it is declared, without back-quotes; empty for what cannot be named.
pub(crate) fn spelled(db: &dyn Db, symbol: Symbol) -> SmolStr {
    let of = |table: &Table, number: u32| {
        table.entries().get(number as usize).map(|entry| entry.name.clone()).unwrap_or_default()
    };
    match symbol {
        Symbol::Package(number) => {
            let packages = Workspace::get(db).packages(db);
            packages.get(number as usize).map(|package| package.name(db).clone()).unwrap_or_default()
        }
        Symbol::Alias(anchor) => {
            let known = imports(db, item_of(db, anchor).file(db));
            known.iter().find(|import| import.anchor == anchor).map(|import| import.alias.clone()).unwrap_or_default()
        }
        Symbol::Entity(home, entity) => entity_name(db, home, entity),
        Symbol::Profile(None, id) => of(&libraries(db).profiles, id.0),
        Symbol::Profile(Some(_), _) | Symbol::Named(..) | Symbol::Variable(_) => {
            declaration(db, symbol).map(|place| text_at(db, place)).unwrap_or_default()
        }
        Symbol::Capability(id) => of(&tables(db).capabilities, u32::from(id.0)),
        Symbol::Parameter(id, at) => {
            capability(db, id).parameters.get(usize::from(at)).map(|one| one.name.clone()).unwrap_or_default()
        }
        Symbol::Enum(id) => enumeration(db, id).name.clone(),
        Symbol::Variant(id, at) => enumeration(db, id).variants.get(usize::from(at)).cloned().unwrap_or_default(),
        Symbol::Attribute(AttributeRef::Declared(id)) => of(&tables(db).attributes, u32::from(id.0)),
        Symbol::Attribute(AttributeRef::Builtin(builtin)) => SmolStr::new_static(builtin_name(builtin)),
        Symbol::Catalog(id) => of(&tables(db).catalogs, u32::from(id.0)),
        Symbol::Family(id, at) => {
            catalog(db, id).families.get(usize::from(at)).map(|one| one.name.clone()).unwrap_or_default()
        }
        Symbol::Requirement(index) => of(&tables(db).requirements, index.0),
        Symbol::Clause(clause) => requirement(db, clause.requirement)
            .clauses
            .get(usize::from(clause.clause))
            .map(|clause| clause.id.clone())
            .unwrap_or_default(),
        Symbol::Function(id) => of(&tables(db).functions, id.0),
        Symbol::Call(word) | Symbol::Type(word) | Symbol::Field(_, word) => SmolStr::new_static(word),
        Symbol::Set(_) | Symbol::Verdict(_) | Symbol::Level(..) | Symbol::Keyword(_) => SmolStr::default(),
    }
}

/// The last name of an entity's path.
fn entity_name(db: &dyn Db, home: Option<Anchor>, entity: Entity) -> SmolStr {
    let last = |path: &str| split(path).last().map(SmolStr::new).unwrap_or_default();
    if let Some(anchor) = home {
        let test = test_model(db, item_of(db, anchor));
        return match entity {
            Entity::Site | Entity::Product(_) | Entity::Protocol(_) => test.path(db, entity),
            _ => last(&test.path(db, entity)),
        };
    }
    let member = |place: PlaceId, at: u32, component: bool| {
        let names = member_names(db, place);
        let list = if component { &names.components } else { &names.channels };
        list.get(at as usize).cloned().unwrap_or_default()
    };
    let all = libraries(db);
    match entity {
        Entity::Site => site_item(db).map(|item| item.name(db).clone()).unwrap_or_default(),
        Entity::Zone(place) | Entity::Conduit(place) => {
            places(db).entry(place).map(|entry| last(&entry.path)).unwrap_or_default()
        }
        Entity::Component(place, at) => member(place, at, true),
        Entity::Channel(place, at) => member(place, at, false),
        Entity::Product(id) => {
            all.products.entries().get(id.index()).map(|entry| entry.name.clone()).unwrap_or_default()
        }
        Entity::Protocol(id) => {
            all.protocols.entries().get(id.index()).map(|entry| entry.name.clone()).unwrap_or_default()
        }
    }
}

/// The name at a place, without its back-quotes.
pub(crate) fn text_at(db: &dyn Db, place: Place) -> SmolStr {
    let text = item_of(db, place.anchor).text(db);
    SmolStr::new(text.get(place.range.to_usize()).unwrap_or_default().trim_matches('`'))
}
