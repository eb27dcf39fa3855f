//! What stands against a new name: something is called so already where the name is declared, or a name somewhere would
//! come to mean another thing.
//!
//! It is rather refused once too often than meanings changed: what is looked at is whether the new name stands anywhere
//! near, not how each such place would be understood.

use rustc_hash::FxHashSet;
use zcc_base::{Anchor, Place, TextRange};
use zcc_db::{Db, Item, Workspace, item_of, items, tree};
use zcc_hir::expr::AttributeRef;
use zcc_hir::ids::{AttributeId, CapabilityId, Entity, EntityKind, EntityKinds, EnumId};
use zcc_hir::model::names::{MemberNames, PlaceTable};
use zcc_hir::model::{covers, joined, member_names, place_blocks, places, site_item, test_model};
use zcc_hir::names::{Table, imports, libraries, package_of, tables};
use zcc_hir::rules::{attribute, attribute_named, capability, catalog, enumeration, find_clause, type_of_word};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Block, BlockKind, MemberKind};

use super::refusal::Refusal;
use crate::database::Database;
use crate::names::{CALLS, NameUse, Role, Symbol, Use, declaring_item, item_at, names_in};
use crate::target::FilePosition;

/// The language's own sets.
const SETS: [&str; 6] = ["channels", "components", "conduits", "products", "protocols", "zones"];

type Verdict = Result<(), Refusal>;

fn taken(new: &str, by: &str) -> Verdict {
    Err(Refusal(format!("`{new}` is {by} already")))
}

fn captured(new: &str) -> Verdict {
    Err(Refusal(format!("`{new}` means something else already where this name is used")))
}

/// Refuses a new name that would clash; `found` are the uses of the symbol.
pub(super) fn refuse(db: &Database, symbol: Symbol, new: &str, found: &[Use]) -> Verdict {
    let Some(item) = declaring_item(db, symbol) else { return Ok(()) };
    let package = package_of(db, item.file(db));
    match symbol {
        Symbol::Variable(_) => variable(db, item, new),
        Symbol::Function(_) | Symbol::Enum(_) | Symbol::Catalog(_) => {
            rule_name(db, package, new)?;
            if matches!(symbol, Symbol::Function(_)) && (CALLS.contains(&new) || SETS.contains(&new)) {
                return taken(new, "a word of the language itself");
            }
            not_in_rules(db, new)
        }
        Symbol::Capability(_) => {
            if new == "all" {
                return taken(new, "what `enable all` means");
            }
            among(&tables(db).capabilities, package, new, "a capability")
        }
        Symbol::Parameter(id, _) => {
            if capability(db, id).parameters.iter().any(|one| one.name == new) {
                return taken(new, "another parameter of the capability");
            }
            if ["because", "evidence", "since", "until"].contains(&new) {
                return taken(new, "part of every claim");
            }
            not_where_used(db, found, new, is_rule)
        }
        Symbol::Variant(id, _) => variant(db, package, id, new, found),
        Symbol::Attribute(AttributeRef::Declared(id)) => attribute_name(db, package, id, new, item),
        Symbol::Family(..) => {
            let known = (0..tables(db).catalogs.len()).map(|at| zcc_hir::ids::CatalogId(at as u16));
            let mut families = known.flat_map(|id| &catalog(db, id).families);
            if families.any(|family| family.name == new) { taken(new, "a family of a catalogue") } else { Ok(()) }
        }
        Symbol::Requirement(_) => {
            if find_clause(db, new, None).is_empty() {
                Ok(())
            } else {
                taken(new, "a requirement")
            }
        }
        Symbol::Alias(_) => {
            if imports(db, item.file(db)).iter().any(|import| import.alias == new) {
                return taken(new, "imported in this file");
            }
            not_in_file(db, item, new)
        }
        Symbol::Entity(home, Entity::Product(_) | Entity::Protocol(_)) | Symbol::Profile(home, _) => {
            library_name(db, package, home, new, found)
        }
        Symbol::Named(kind, _) => named(db, package, kind, item, new),
        Symbol::Entity(home, entity) => element(db, symbol, home, entity, new, found),
        _ => Ok(()),
    }
}

fn among(table: &Table, package: u32, new: &str, what: &str) -> Verdict {
    if table.find(package, new).is_some() {
        return taken(new, what);
    }
    if package != 0 && table.find(0, new).is_some() {
        return taken(new, &format!("{what} of the standard library"));
    }
    Ok(())
}

fn rule_name(db: &dyn Db, package: u32, new: &str) -> Verdict {
    if type_of_word(new).is_some() || matches!(new, "trust" | "component_kind") {
        return taken(new, "a type of the language itself");
    }
    let all = tables(db);
    among(&all.enums, package, new, "an enum")?;
    among(&all.catalogs, package, new, "a catalogue")?;
    among(&all.functions, package, new, "a define or relation")
}

fn is_rule(item: Item<'_>, db: &dyn Db) -> bool {
    use DeclarationKind::{Define, Relation, Requirement};
    matches!(item.kind(db), Some(Define | Relation | Requirement))
}

/// The names of a declaration that are spelled so and do not follow a dot.
fn spelled_so<'a>(db: &'a dyn Db, item: Item<'a>, new: &'a str) -> impl Iterator<Item = &'a NameUse> {
    let text = item.text(db);
    let holds = text.contains(new);
    names_in(db, item).iter().filter(move |one| {
        holds
            && text.get(one.range.to_usize()).is_some_and(|word| word.trim_matches('`') == new)
            && !after_dot(text, one.range)
    })
}

fn after_dot(text: &str, range: TextRange) -> bool {
    text.get(..range.start as usize).is_some_and(|before| before.trim_end().ends_with('.'))
}

fn not_in(db: &dyn Db, item: Item<'_>, new: &str) -> Verdict {
    if spelled_so(db, item, new).next().is_some() { captured(new) } else { Ok(()) }
}

/// The declarations that uses stand in, each once.
fn holding<'db>(db: &'db dyn Db, found: &[Use]) -> Vec<Item<'db>> {
    let mut seen = FxHashSet::default();
    let at = |one: &Use| item_at(db, FilePosition { file: one.target.file, offset: one.target.range.start });
    found.iter().filter_map(at).filter(|item| seen.insert(*item)).collect()
}

fn not_where_used(db: &dyn Db, found: &[Use], new: &str, matters: fn(Item<'_>, &dyn Db) -> bool) -> Verdict {
    holding(db, found).into_iter().filter(|item| matters(*item, db)).try_for_each(|item| not_in(db, item, new))
}

/// No rule of the package uses the name.
fn not_in_rules(db: &dyn Db, new: &str) -> Verdict {
    let files = Workspace::get(db).root(db).files(db);
    let rules = files.iter().flat_map(|file| items(db, *file)).filter(|item| is_rule(**item, db));
    rules.filter(|item| item.text(db).contains(new)).try_for_each(|item| not_in(db, *item, new))
}

fn not_in_file(db: &dyn Db, item: Item<'_>, new: &str) -> Verdict {
    let all = items(db, item.file(db)).iter();
    all.filter(|other| other.text(db).contains(new)).try_for_each(|other| not_in(db, *other, new))
}

fn variable(db: &dyn Db, item: Item<'_>, new: &str) -> Verdict {
    not_in(db, item, new)?;
    for one in names_in(db, item) {
        if let Symbol::Capability(id) = one.symbol
            && capability(db, id).parameters.iter().any(|parameter| parameter.name == new)
        {
            return taken(new, "a parameter of a capability that is asked for here");
        }
    }
    Ok(())
}

fn variant(db: &dyn Db, package: u32, id: EnumId, new: &str, found: &[Use]) -> Verdict {
    if enumeration(db, id).variants.iter().any(|one| one == new) {
        return taken(new, "another variant of the enum");
    }
    let rules = holding(db, found).into_iter().any(|item| is_rule(item, db));
    if !rules {
        return Ok(());
    }
    not_where_used(db, found, new, is_rule)?;
    if SETS.contains(&new) {
        return taken(new, "a word of the language itself");
    }
    among(&tables(db).functions, package, new, "a define or relation")?;
    let all = tables(db);
    let mut others: Vec<EnumId> = vec![EnumId::TRUST, EnumId::COMPONENT_KIND];
    others.extend((0..all.enums.len() as u32).map(zcc_hir::names::Tables::enum_id));
    for at in 0..all.attributes.len() as u16 {
        others.extend(crate::names::enum_in(&attribute(db, AttributeId(at)).ty));
    }
    for at in 0..all.capabilities.len() as u16 {
        let parameters = &capability(db, CapabilityId(at)).parameters;
        others.extend(parameters.iter().filter_map(|one| crate::names::enum_in(&one.ty)));
    }
    if others.into_iter().any(|other| enumeration(db, other).variants.iter().any(|one| one == new)) {
        return taken(new, "a variant of another enum, and rules name this one without its enum");
    }
    Ok(())
}

fn attribute_name(db: &dyn Db, package: u32, id: AttributeId, new: &str, item: Item<'_>) -> Verdict {
    let owners = attribute(db, id).owners;
    let place = Place { anchor: item.anchor(), range: TextRange::default() };
    for kind in EntityKind::ALL {
        let speaks_for = match kind {
            EntityKind::Product => owners.contains(EntityKind::Component),
            EntityKind::Protocol => owners.contains(EntityKind::Channel),
            _ => false,
        };
        let fields = matches!(
            (kind, new),
            (EntityKind::Product | EntityKind::Site, "assess") | (EntityKind::Product, "versions")
        );
        if (owners.contains(kind) || speaks_for)
            && (fields || attribute_named(db, package, EntityKinds::only(kind), new, place).is_ok())
        {
            return taken(new, &format!("something that a {} has", kind.word()));
        }
    }
    Ok(())
}

fn library_name(db: &dyn Db, package: u32, home: Option<Anchor>, new: &str, found: &[Use]) -> Verdict {
    if enumeration(db, EnumId::COMPONENT_KIND).variants.iter().any(|kind| kind == new) {
        return taken(new, "a kind of component");
    }
    if let Some(anchor) = home {
        return not_in(db, item_of(db, anchor), new);
    }
    library(db, package, new)?;
    let is_test = |item: Item<'_>, db: &dyn Db| item.kind(db) == Some(DeclarationKind::Test);
    not_where_used(db, found, new, is_test)
}

fn library(db: &dyn Db, package: u32, new: &str) -> Verdict {
    let all = libraries(db);
    among(&all.products, package, new, "a product")?;
    among(&all.protocols, package, new, "a protocol")?;
    among(&all.profiles, package, new, "a profile")?;
    among(&all.certificates, package, new, "a certificate")
}

fn named(db: &dyn Db, package: u32, kind: BlockKind, item: Item<'_>, new: &str) -> Verdict {
    if item.kind(db) == Some(DeclarationKind::Test) {
        return not_in(db, item, new);
    }
    match kind {
        BlockKind::Waiver | BlockKind::Countermeasure => {
            if covers(db).iter().any(|cover| cover.name == new) {
                return taken(new, "a waiver or a countermeasure");
            }
            Ok(())
        }
        BlockKind::Certificate | BlockKind::Product | BlockKind::Protocol | BlockKind::Profile => {
            library(db, package, new)
        }
        // Its name was taken by another; whatever it is called now, nothing refers to it.
        _ => Ok(()),
    }
}

/// The names of a site: that of the package or that of a test.
struct Site<'db> {
    db: &'db dyn Db,
    test: Option<&'db zcc_hir::model::TestModel>,
}

impl<'db> Site<'db> {
    fn table(&self) -> &'db PlaceTable {
        self.test.map_or_else(|| places(self.db), |test| &test.names.table)
    }

    fn members(&self, place: zcc_hir::ids::PlaceId) -> Option<&'db MemberNames> {
        match self.test {
            Some(test) => test.names.members.get(place.index()).map(|names| &**names),
            None => Some(member_names(self.db, place)),
        }
    }

    fn name(&self) -> &'db str {
        match self.test {
            Some(test) => &test.names.site,
            None => site_item(self.db).map_or("", |item| item.name(self.db).as_str()),
        }
    }
}

fn element(db: &dyn Db, symbol: Symbol, home: Option<Anchor>, entity: Entity, new: &str, found: &[Use]) -> Verdict {
    let site = Site { db, test: home.map(|anchor| &**test_model(db, item_of(db, anchor))) };
    let table = site.table();
    let outer = match entity {
        Entity::Component(place, _) | Entity::Channel(place, _) => Some(place),
        Entity::Zone(place) | Entity::Conduit(place) => table.entry(place).and_then(|entry| entry.parent),
        _ => None,
    };
    let outer_path = outer.and_then(|place| table.entry(place)).map_or("", |entry| entry.path.as_str());
    let shown = if outer_path.is_empty() { "the site".to_owned() } else { format!("`{outer_path}`") };
    let path = joined(outer_path, new);
    let in_outer = outer.is_some_and(|place| site.members(place).is_some_and(|names| names.find(place, new).is_some()));
    if table.find(&path).is_some() || in_outer {
        return taken(new, &format!("something in {shown}"));
    }
    if outer.is_none() && site.name() == new && entity != Entity::Site {
        return taken(new, "the site");
    }
    nearer(db, outer_path, new, found)?;
    let Some(own) = declaring_item(db, symbol) else { return Ok(()) };
    let within =
        place_blocks(tree(db, own)).into_iter().find(|place| place.path == outer_path).map(|place| extent(place.block));
    for one in spelled_so(db, own, new).filter(|one| one.symbol != symbol && one.role != Role::Declaration) {
        let inside = within.is_some_and(|range| range.start <= one.range.start && one.range.end <= range.end);
        let is_path = matches!(one.symbol, Symbol::Entity(..));
        // In a test, products are looked for after what its model has.
        if is_path && (inside || home.is_some()) {
            return captured(new);
        }
    }
    Ok(())
}

/// Refuses if something nearer to a use has the name.
fn nearer(db: &dyn Db, outer_path: &str, new: &str, found: &[Use]) -> Verdict {
    for item in holding(db, found).into_iter().filter(|item| item.text(db).contains(new)) {
        let blocks = place_blocks(tree(db, item));
        let having: Vec<TextRange> = blocks
            .iter()
            .filter(|place| place.path.len() > outer_path.len() && has_member(place.block, new))
            .map(|place| extent(place.block))
            .collect();
        if having.is_empty() {
            continue;
        }
        let (offset, text) = (item.offset(db), item.text(db));
        for one in found.iter().filter(|one| one.target.file == item.file(db) && one.role != Role::Declaration) {
            let Some(start) = one.target.range.start.checked_sub(offset) else { continue };
            let range = TextRange::new(start, one.target.range.end - offset);
            let inside = having.iter().any(|outer| outer.start <= range.start && range.end <= outer.end);
            if inside && !after_dot(text, range) {
                return captured(new);
            }
        }
    }
    Ok(())
}

fn has_member(block: &Block, name: &str) -> bool {
    block.members.iter().any(|member| match &member.kind {
        MemberKind::Block(inner) => inner.name.as_ref().is_some_and(|own| own.text == name),
        _ => false,
    })
}

fn extent(block: &Block) -> TextRange {
    block.name.as_ref().map_or(block.body, |name| name.range.cover(block.body))
}
