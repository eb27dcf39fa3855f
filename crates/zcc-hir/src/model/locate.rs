//! Where the elements of the model stand, for findings and editors.

use zcc_base::{Anchor, Place, TextRange};
use zcc_db::{Db, File, Item, Workspace, item_of, items, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Block, BlockKind, MemberKind};

use super::blocks::{channels_of, claims_of, components_of, counted_claims, own_claim_count, place_blocks, top_blocks};
use super::names::PlaceTable;
use super::site_names::{places, prepare_names, site_item};
use super::source::{Finder, Part, attribute_range, claim_place, name_range};
use super::tested::TestModel;
use crate::facts::Origin;
use crate::ids::{CapabilityId, Entity, PlaceId, ProductId, ProtocolId};
use crate::names::{Entry, Scope, libraries};

/// Where an entity of the site, a product or a protocol is named.
pub fn entity_place(db: &dyn Db, entity: Entity) -> Place {
    library_place(db, entity)
        .or_else(|| match entity {
            Entity::Site => site_item(db).map(|item| whole(db, item)),
            _ => name_place(db, entity),
        })
        .unwrap_or_else(|| somewhere(db))
}

/// The file in which an entity of the site, a product or a protocol is named. It costs no look at any text.
pub fn entity_file(db: &dyn Db, entity: Entity) -> File {
    let declared = library_entry(db, entity).map(|entry| entry.anchor).or_else(|| match entity {
        Entity::Site => site_item(db).map(Item::anchor),
        _ => places(db).entry(entity.place()?).map(|entry| entry.anchor),
    });
    item_of(db, declared.unwrap_or_else(|| somewhere(db).anchor)).file(db)
}

/// Where a zone or conduit and what is in it are named.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NameRanges {
    own: TextRange,
    components: Box<[TextRange]>,
    channels: Box<[TextRange]>,
}

/// The names in a declaration, by position of the zone or conduit.
#[salsa::tracked(returns(deref))]
fn name_ranges<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[NameRanges]> {
    place_blocks(tree(db, item))
        .into_iter()
        .map(|place| NameRanges {
            own: name_range(place.block),
            components: components_of(place.block).map(name_range).collect(),
            channels: channels_of(place.block).map(name_range).collect(),
        })
        .collect()
}

/// Parses a declaration and takes from it what every other may need: its names, and where they stand. [`places`] asks all
/// declarations for theirs, one after the other; whoever has threads to spare does this for many at once before.
pub fn prepare<'db>(db: &'db dyn Db, item: Item<'db>) {
    if let Some(DeclarationKind::Block(BlockKind::Zone | BlockKind::Conduit)) = item.kind(db) {
        prepare_names(db, item);
        name_ranges(db, item);
    }
}

/// The zones and conduits of a declaration, an outer one before those in it. One whose path another took is left out.
pub fn places_of<'db>(db: &'db dyn Db, item: Item<'db>) -> impl Iterator<Item = PlaceId> + 'db {
    let count = match item.kind(db) {
        Some(DeclarationKind::Block(BlockKind::Zone | BlockKind::Conduit)) => name_ranges(db, item).len() as u32,
        _ => 0,
    };
    (0..count).filter_map(move |position| places(db).at(item.anchor(), position))
}

fn name_place(db: &dyn Db, entity: Entity) -> Option<Place> {
    let entry = places(db).entry(entity.place()?)?;
    let names = name_ranges(db, item_of(db, entry.anchor)).get(entry.position as usize)?;
    let range = match entity {
        Entity::Component(_, at) => *names.components.get(at as usize)?,
        Entity::Channel(_, at) => *names.channels.get(at as usize)?,
        _ => names.own,
    };
    Some(Place { anchor: entry.anchor, range })
}

/// Where the target of a zone or conduit is stated: its own, that of the zone it inherits it from, else its name.
pub fn target_place(db: &dyn Db, place: PlaceId) -> Place {
    target_among(db, places(db), place).unwrap_or_else(|| somewhere(db))
}

/// Where a claim or switch stands.
pub fn origin_place(db: &dyn Db, origin: Origin) -> Place {
    claim_place(db, origin).unwrap_or_else(|| whole(db, item_of(db, origin.anchor)))
}

/// Where an entity of a test is named.
pub fn test_entity_place<'db>(db: &'db dyn Db, item: Item<'db>, test: &TestModel, entity: Entity) -> Place {
    let tree = tree(db, item);
    let block = |kind, name: &str| {
        let blocks = top_blocks(tree);
        let mut found = blocks.iter().filter(|(block, _)| block.kind == kind);
        let found = found.find(|(block, _)| block.name.as_ref().is_some_and(|own| own.text == name));
        found.map(|(block, _)| Place { anchor: item.anchor(), range: name_range(block) })
    };
    let found = match entity {
        Entity::Site => block(BlockKind::Site, &test.site.name),
        Entity::Product(id) if id.0 >= test.first_product => block(BlockKind::Product, &test.path(db, entity)),
        Entity::Protocol(id) if id.0 >= test.first_protocol => block(BlockKind::Protocol, &test.path(db, entity)),
        Entity::Product(_) | Entity::Protocol(_) => library_place(db, entity),
        _ => Finder::new(db, &test.names.table).place(entity, Part::Name),
    };
    found.unwrap_or_else(|| whole(db, item))
}

/// The `enable` or `disable` that sets a capability of a component, a channel, a zone, a conduit or the site, if one is
/// written on it: the switch that names the capability, else `enable all`.
pub fn switch_origin(db: &dyn Db, entity: Entity, capability: CapabilityId) -> Option<Origin> {
    switch_among(db, places(db), entity, capability)
}

/// The same for an entity of a test.
pub fn test_switch_origin(db: &dyn Db, test: &TestModel, entity: Entity, capability: CapabilityId) -> Option<Origin> {
    switch_among(db, &test.names.table, entity, capability)
}

fn switch_among(db: &dyn Db, table: &PlaceTable, entity: Entity, capability: CapabilityId) -> Option<Origin> {
    let entry = table.entry(entity.place()?)?;
    let item = item_of(db, entry.anchor);
    let blocks = place_blocks(tree(db, item));
    let outer = blocks.get(entry.position as usize)?;
    let (block, first) = match entity {
        Entity::Component(_, at) => {
            nth(outer.block, at, |kind| matches!(kind, BlockKind::Component | BlockKind::Boundary))?
        }
        Entity::Channel(_, at) => nth(outer.block, at, |kind| matches!(kind, BlockKind::Channel))?,
        _ => (outer.block, 0),
    };
    let scope = Scope::of(db, item);
    let mut next = Origin::first(entry.anchor, outer.number).after(first);
    let mut all = None;
    for member in &block.members {
        if let MemberKind::Switch { enable, switches } = &member.kind {
            for (switch, at) in switches.iter().zip(0..) {
                let origin = next.after(at);
                match &switch.capability {
                    None if *enable => all = all.or(Some(origin)),
                    Some(path) if scope.capability(db, path).is_ok_and(|named| named == capability) => {
                        return Some(origin);
                    }
                    _ => {}
                }
            }
        }
        next = next.after(claims_of(member));
    }
    all
}

/// The block at a position among those of a kind, with the index of its first claim.
fn nth(outer: &Block, at: u32, wanted: impl Fn(BlockKind) -> bool) -> Option<(&Block, u32)> {
    let mut next = own_claim_count(outer);
    let mut left = at;
    for member in &outer.members {
        let MemberKind::Block(block) = &member.kind else { continue };
        if wanted(block.kind) {
            if left == 0 {
                return Some((block, next));
            }
            left -= 1;
        }
        next += counted_claims(block);
    }
    None
}

fn target_among(db: &dyn Db, table: &PlaceTable, place: PlaceId) -> Option<Place> {
    let mut finder = Finder::new(db, table);
    let mut zone = Some(place);
    while let Some(id) = zone {
        let (anchor, block) = finder.block(table.entity(id))?;
        if let Some(range) = attribute_range(block, "target") {
            return Some(Place { anchor, range });
        }
        zone = table.entry(id)?.parent;
    }
    finder.place(table.entity(place), Part::Name)
}

fn library_entry(db: &dyn Db, entity: Entity) -> Option<&Entry> {
    let all = libraries(db);
    match entity {
        Entity::Product(ProductId(id)) => all.products.entries().get(id as usize),
        Entity::Protocol(ProtocolId(id)) => all.protocols.entries().get(id as usize),
        _ => None,
    }
}

fn library_place(db: &dyn Db, entity: Entity) -> Option<Place> {
    library_entry(db, entity).map(|entry| whole(db, entry.item(db)))
}

/// Where a declaration is named.
fn whole(db: &dyn Db, item: Item<'_>) -> Place {
    Place { anchor: item.anchor(), range: crate::names::name_range(tree(db, item)) }
}

/// A place to point at for what has none, such as the site of a package without one.
fn somewhere(db: &dyn Db) -> Place {
    let workspace = Workspace::get(db);
    let packages = workspace.packages(db).iter().rev();
    let first = packages.flat_map(|package| package.files(db).iter()).flat_map(|file| items(db, *file)).next();
    first.map_or(Place { anchor: Anchor(0), range: TextRange::default() }, |item| whole(db, *item))
}
