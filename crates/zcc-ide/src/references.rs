//! Where the thing at a position is named.

use zcc_base::TextRange;
use zcc_db::{Db, items};

use crate::host::Analysis;
use crate::names::{Symbol, Use, in_item, item_at, symbol_at, uses};
use crate::target::FilePosition;

impl Analysis {
    /// Where the thing at a position is named, its declaration included; `None` where nothing stands that has a name.
    pub fn references(&self, position: FilePosition) -> Option<Vec<Use>> {
        let at = symbol_at(&self.db, position)?;
        let found = uses(&self.db, at.symbol);
        (!found.is_empty()).then_some(found)
    }

    /// Where the thing at a position is named in the same file. Words of the language itself are found within their
    /// declaration only.
    pub fn highlights(&self, position: FilePosition) -> Option<Vec<Use>> {
        let db: &dyn Db = &self.db;
        let at = symbol_at(db, position)?;
        let own = item_at(db, position)?;
        let found: Vec<Use> = match at.symbol {
            Symbol::Keyword(_) | Symbol::Level(..) => return None,
            Symbol::Field(..) | Symbol::Verdict(_) | Symbol::Type(_) | Symbol::Set(_) | Symbol::Call(_) => {
                in_item(db, own, at.symbol).collect()
            }
            symbol => {
                let text = self.text(position.file);
                let start = at.range.start as usize;
                let word = text.get(start..at.range.end as usize).unwrap_or_default();
                let word = word.trim_matches('`').split_whitespace().last().unwrap_or_default();
                let all = items(db, position.file).iter();
                all.filter(|item| **item == own || item.text(db).contains(word))
                    .flat_map(|item| in_item(db, *item, symbol))
                    .collect()
            }
        };
        (!found.is_empty()).then_some(found)
    }

    /// The ranges that are edited together with the name at a position: a variable of a rule and its uses.
    pub fn linked_ranges(&self, position: FilePosition) -> Option<Vec<TextRange>> {
        let at = symbol_at(&self.db, position)?;
        let Symbol::Variable(_) = at.symbol else { return None };
        let length = at.range.len();
        let ranges: Vec<TextRange> = uses(&self.db, at.symbol).iter().map(|one| one.target.range).collect();
        // Where one is back-quoted and another is not, they cannot be edited alike.
        (ranges.len() > 1 && ranges.iter().all(|range| range.len() == length)).then_some(ranges)
    }
}
