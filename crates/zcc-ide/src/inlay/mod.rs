//! What is shown between the words: the levels of zones and conduits, what products are capable of, types in rules.

mod levels;
#[cfg(test)]
mod tests;
mod types;

use zcc_base::TextRange;
use zcc_db::{Db, File, Item, items};

use crate::host::Analysis;

/// Which hints are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintsWanted {
    /// Levels beside the names of zones and conduits.
    pub levels: bool,
    /// What products are capable of.
    pub capable: bool,
    /// Types, in rules.
    pub types: bool,
}

/// What a hint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKind {
    /// Levels.
    Levels,
    /// A type.
    Type,
}

/// Something shown between the words of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// After which byte of the file.
    pub offset: u32,
    /// What it is about.
    pub kind: HintKind,
    /// The words.
    pub text: String,
    /// More, in Markdown; empty if there is none.
    pub tooltip: String,
}

impl Analysis {
    /// The hints of a part of a file, sorted by offset. Only what that part names is judged for them.
    pub fn hints(&self, file: File, range: TextRange, wanted: HintsWanted) -> Vec<Hint> {
        let db = self.db();
        let mut found = Vec::new();
        for item in items_in(db, file, range) {
            levels::collect(db, *item, wanted, &mut found);
            if wanted.types {
                types::collect(db, *item, &mut found);
            }
        }
        found.retain(|hint| range.start <= hint.offset && hint.offset <= range.end);
        found.sort_by_key(|hint| hint.offset);
        found
    }
}

/// The declarations that have a part in a range.
pub(crate) fn items_in(db: &dyn Db, file: File, range: TextRange) -> &[Item<'_>] {
    let all = items(db, file);
    let first = all.partition_point(|item| item.offset(db) + (item.text(db).len() as u32) < range.start);
    let end = all.partition_point(|item| item.offset(db) <= range.end);
    all.get(first..end).unwrap_or_default()
}
