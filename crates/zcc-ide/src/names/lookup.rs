//! The names of declarations, kept, and what stands at a position.

use zcc_base::TextRange;
use zcc_db::{Db, File, Item, items};

use super::symbol::{NameUse, Role, Symbol};
use super::{keywords, walk};
use crate::host::Analysis;
use crate::target::FilePosition;

/// The names of a declaration and what they mean, in the order they stand.
#[salsa::tracked(returns(deref), lru = 2048)]
pub(crate) fn names_in<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[NameUse]> {
    walk::names_of(db, item)
}

/// What stands at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SymbolAt {
    /// What it means.
    pub symbol: Symbol,
    /// The word, in bytes from the start of the file, back-quotes included.
    pub range: TextRange,
    /// How it is used there.
    pub role: Role,
}

impl Analysis {
    /// What the word at a position means, be it right before the position.
    pub fn symbol_at(&self, position: FilePosition) -> Option<SymbolAt> {
        symbol_at(&self.db, position)
    }

    /// All names of a file and what they mean, in order, with ranges from the start of the file.
    pub fn names(&self, file: File) -> Vec<NameUse> {
        let db: &dyn Db = &self.db;
        let of = |item: &Item<'_>| -> Vec<NameUse> {
            let offset = item.offset(db);
            names_in(db, *item).iter().map(|one| NameUse { range: one.range + offset, ..*one }).collect()
        };
        items(db, file).iter().flat_map(of).collect()
    }
}

/// The declaration that a position is in.
pub(crate) fn item_at(db: &dyn Db, position: FilePosition) -> Option<Item<'_>> {
    let all = items(db, position.file);
    let after = all.partition_point(|item| item.offset(db) <= position.offset);
    let item = *all.get(after.checked_sub(1)?)?;
    let end = item.offset(db) + item.text(db).len() as u32;
    (position.offset <= end).then_some(item)
}

pub(crate) fn symbol_at(db: &dyn Db, position: FilePosition) -> Option<SymbolAt> {
    let item = item_at(db, position)?;
    let offset = position.offset - item.offset(db);
    let names = names_in(db, item);
    let after = names.partition_point(|one| one.range.start <= offset);
    // The one that begins here goes before the one that ends here.
    let found = names[..after].iter().rev().take(2).find(|one| one.range.touches(offset)).copied();
    let found = found.or_else(|| keywords::word_at(item.text(db), offset))?;
    Some(SymbolAt { symbol: found.symbol, range: found.range + item.offset(db), role: found.role })
}
