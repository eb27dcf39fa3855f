//! What is declared in the root package and what its zones, conduits, components and channels are called, as queries.
//! They read names alone.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::sync::Arc;

use zcc_base::Anchor;
use zcc_db::{Db, File, Item, Workspace, item_of, items, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{self, Block, BlockKind, ItemKind};

use super::blocks::place_blocks;
use super::names::{MemberNames, PlaceName, PlaceTable, SiteNames};
use super::roots::Roots;
use crate::ids::{Entity, PlaceId};
use crate::settled::Settled;

/// Whether a file may hold tests only.
pub(crate) fn is_test_file(db: &dyn Db, file: File) -> bool {
    file.path(db).ends_with("_test.zc")
}

/// The files of the root package, tests' aside.
pub(super) fn model_files(db: &dyn Db) -> impl Iterator<Item = File> + '_ {
    Workspace::get(db).root(db).files(db).iter().copied().filter(move |file| !is_test_file(db, *file))
}

/// The declarations of one kind in the root package, tests' files aside, file by file.
pub(crate) fn root_items(db: &dyn Db, kind: BlockKind) -> impl Iterator<Item = Item<'_>> {
    model_files(db)
        .flat_map(move |file| items(db, file))
        .copied()
        .filter(move |item| item.kind(db) == Some(DeclarationKind::Block(kind)))
}

/// The block of an item, if it is one.
pub(crate) fn block_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<&'db Block> {
    match &tree(db, item).kind {
        ItemKind::Block(block) => Some(block),
        _ => None,
    }
}

#[salsa::tracked]
pub(crate) fn roots_now(db: &dyn Db) -> Arc<Roots> {
    let covers = root_items(db, BlockKind::Waiver).chain(root_items(db, BlockKind::Countermeasure));
    Arc::new(Roots {
        site: root_items(db, BlockKind::Site).next().map(Item::anchor),
        covers: covers.map(Item::anchor).collect(),
    })
}

fn roots(db: &dyn Db) -> &Roots {
    match Settled::try_get(db) {
        Some(settled) => settled.roots(db),
        None => roots_now(db),
    }
}

/// The declaration of the site; the first where there are several.
pub fn site_item(db: &dyn Db) -> Option<Item<'_>> {
    roots(db).site.map(|anchor| item_of(db, anchor))
}

/// The declarations of waivers, then of countermeasures.
pub(crate) fn cover_items(db: &dyn Db) -> impl Iterator<Item = Item<'_>> {
    roots(db).covers.iter().map(|anchor| item_of(db, *anchor))
}

/// A zone or conduit as the key of queries.
#[salsa::interned]
pub(super) struct PlaceKey<'db> {
    #[returns(copy)]
    pub id: PlaceId,
}

#[salsa::tracked]
fn place_names<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[PlaceName]> {
    place_blocks(tree(db, item)).iter().map(PlaceName::of).collect()
}

#[salsa::tracked]
fn all_member_names<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[Arc<MemberNames>]> {
    place_blocks(tree(db, item)).iter().map(|place| Arc::new(MemberNames::of(place.block))).collect()
}

/// Asks for the names that stand in a declaration, its own and those of what is in it.
pub(super) fn prepare_names<'db>(db: &'db dyn Db, item: Item<'db>) {
    place_names(db, item);
    all_member_names(db, item);
}

/// All zones and conduits of the site, by names alone.
pub fn places(db: &dyn Db) -> &PlaceTable {
    match Settled::try_get(db) {
        Some(settled) => settled.places(db),
        None => places_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn places_now(db: &dyn Db) -> Arc<PlaceTable> {
    let declarations = model_files(db).flat_map(|file| names_in(db, file));
    Arc::new(PlaceTable::new(declarations.map(|(anchor, names)| (*anchor, &**names))))
}

/// The names of the zones and conduits of a file, declaration by declaration.
#[salsa::tracked(returns(deref))]
fn names_in(db: &dyn Db, file: File) -> Box<[(Anchor, Arc<[PlaceName]>)]> {
    place_items(db, file).map(|item| (item.anchor(), Arc::clone(place_names(db, item)))).collect()
}

/// The declarations of a file that are zones or conduits.
pub(super) fn place_items(db: &dyn Db, file: File) -> impl Iterator<Item = Item<'_>> {
    const PLACES: [Option<DeclarationKind>; 2] =
        [Some(DeclarationKind::Block(BlockKind::Zone)), Some(DeclarationKind::Block(BlockKind::Conduit))];
    items(db, file).iter().copied().filter(|item| PLACES.contains(&item.kind(db)))
}

/// What the components and channels of a place are called.
pub fn member_names(db: &dyn Db, place: PlaceId) -> &Arc<MemberNames> {
    member_names_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn member_names_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Arc<MemberNames> {
    let place = key.id(db);
    let found = places(db)
        .entry(place)
        .and_then(|entry| all_member_names(db, item_of(db, entry.anchor)).get(entry.position as usize).cloned());
    found.unwrap_or_default()
}

/// What a path means, written inside the place of path `from` (empty at package level): a zone, a conduit, what is in
/// one, or the site. It is looked for from there outwards.
pub fn resolve_path(db: &dyn Db, from: &str, path: &ast::Path) -> Option<Entity> {
    super::names::resolve(&DatabaseNames(db), from, path)
}

/// The names of the database's own site.
pub(crate) struct DatabaseNames<'db>(pub &'db dyn Db);

impl SiteNames for DatabaseNames<'_> {
    fn table(&self) -> &PlaceTable {
        places(self.0)
    }

    fn members(&self, place: PlaceId) -> &MemberNames {
        member_names(self.0, place)
    }

    fn site(&self) -> &str {
        site_item(self.0).map_or("", |item| item.name(self.0))
    }
}
