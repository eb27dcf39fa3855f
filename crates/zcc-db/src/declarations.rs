//! From files to declarations: each is an [`Item`] of its own, so that typing in one leaves the others alone.

use std::sync::Arc;

use salsa::plumbing::{AsId, FromId};
use smol_str::SmolStr;
use zcc_base::{Anchor, Diagnostic, LineIndex, Place, TextRange};
use zcc_syntax::{DeclarationKind, Parsed, ast};

use crate::{Db, File};

/// A declaration of a file. What kind it is and how it is called are its identity: editing its text or moving it keeps it.
#[salsa::tracked(debug)]
pub struct Item<'db> {
    /// The file.
    #[returns(copy)]
    pub file: File,
    /// What it declares; `None` for text that is no declaration.
    #[returns(copy)]
    pub kind: Option<DeclarationKind>,
    /// Its name, the id of a requirement, `owner.name` of an attribute; empty where it has none.
    #[returns(ref)]
    pub name: SmolStr,
    /// Its text, documentation included.
    #[tracked]
    #[returns(ref)]
    pub text: Arc<str>,
    /// Where its text starts in the file.
    #[tracked]
    #[returns(copy)]
    pub offset: u32,
}

impl Item<'_> {
    /// The number by which places refer to it.
    pub fn anchor(self) -> Anchor {
        Anchor(self.as_id().as_bits())
    }
}

/// The item of an anchor that came from this database and from this revision's values.
pub fn item_of(_db: &dyn Db, anchor: Anchor) -> Item<'_> {
    Item::from_id(salsa::Id::from_bits(anchor.0))
}

/// The declarations of a file, in order. Re-run by every edit of the file; equal to what it was unless a declaration came, went, changed its name or its order.
#[salsa::tracked(returns(deref))]
pub fn items(db: &dyn Db, file: File) -> Box<[Item<'_>]> {
    let text = file.text(db);
    zcc_syntax::chunks(text)
        .into_iter()
        .map(|chunk| {
            let body = text.get(chunk.range.to_usize()).unwrap_or_default();
            Item::new(db, file, chunk.kind, chunk.name.unwrap_or_default(), Arc::from(body), chunk.range.start)
        })
        .collect()
}

/// How many trees are kept from one edit to the next; it stands in the attribute of [`parsed`] too.
const TREES: usize = 4096;

/// The tree of a declaration and what the parser has to say of it.
#[salsa::tracked(no_eq, returns(ref), lru = 4096)]
pub fn parsed<'db>(db: &'db dyn Db, item: Item<'db>) -> Parsed {
    zcc_syntax::parse_chunk(item.text(db), item.anchor())
}

/// Drops the trees of all declarations; one that is asked for again is parsed again. For those who have taken from them
/// what they need: trees are most of what a compiled package holds.
pub fn forget_trees(db: &mut dyn Db) {
    // No capacity at all would mean to keep everything.
    parsed::set_lru_capacity(db, 1);
    db.trigger_lru_eviction();
    parsed::set_lru_capacity(db, TREES);
}

/// The tree of a declaration.
pub fn tree<'db>(db: &'db dyn Db, item: Item<'db>) -> &'db ast::Item {
    &parsed(db, item).item
}

/// The mistakes that the parser found in a declaration. Equal to what they were unless they changed, unlike the tree.
#[salsa::tracked(returns(deref))]
pub fn syntax_diagnostics<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[Diagnostic]> {
    parsed(db, item).diagnostics.clone().into_boxed_slice()
}

/// The lines of a file.
#[salsa::tracked(returns(ref))]
pub fn line_index(db: &dyn Db, file: File) -> LineIndex {
    LineIndex::new(file.text(db))
}

/// Where a place is in its file.
pub fn locate(db: &dyn Db, place: Place) -> (File, TextRange) {
    let item = item_of(db, place.anchor);
    (item.file(db), place.range + item.offset(db))
}
