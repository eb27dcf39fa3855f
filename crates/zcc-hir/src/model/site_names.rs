//! What is declared in the root package and what its zones, conduits, components and channels are called, as queries.
//! They read names alone.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::sync::Arc;

use zcc_db::{Db, File, Item, Workspace, item_of, items, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Block, BlockKind, ItemKind};

use super::blocks::place_blocks;
use super::names::{MemberNames, PlaceName, PlaceTable, SiteNames};
use crate::ids::PlaceId;

/// Whether a file may hold tests only.
pub(crate) fn is_test_file(db: &dyn Db, file: File) -> bool {
    file.path(db).ends_with("_test.zc")
}

/// The declarations of one kind in the root package, tests' files aside, file by file.
pub(crate) fn root_items(db: &dyn Db, kind: BlockKind) -> impl Iterator<Item = Item<'_>> {
    let files = Workspace::get(db).root(db).files(db);
    files
        .iter()
        .filter(move |file| !is_test_file(db, **file))
        .flat_map(move |file| items(db, *file))
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

/// The declaration of the site; the first where there are several.
pub(crate) fn site_item(db: &dyn Db) -> Option<Item<'_>> {
    root_items(db, BlockKind::Site).next()
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
#[salsa::tracked]
pub fn places(db: &dyn Db) -> PlaceTable {
    let items = root_items(db, BlockKind::Zone).chain(root_items(db, BlockKind::Conduit));
    PlaceTable::new(items.map(|item| (item.anchor(), &**place_names(db, item))))
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
