//! What a name means, as a page of Markdown.

mod declared;
mod elements;
mod libraries;
mod page;
mod rules;
mod verdicts;
mod words;

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::tree;
use zcc_hir::ids::Entity;
use zcc_syntax::ast::{Block, ItemKind};

use crate::host::Analysis;
use crate::names::{Symbol, declaration, declaring_item, symbol_at};
use crate::target::FilePosition;
use page::Page;

/// What is told of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The word, in bytes from the start of the file.
    pub word: TextRange,
    /// What it means, in Markdown.
    pub markdown: String,
}

impl Analysis {
    /// What the word at a position means.
    pub fn hover(&self, position: FilePosition) -> Option<Hover> {
        let at = symbol_at(&self.db, position)?;
        let markdown = self.describe(at.symbol);
        (!markdown.is_empty()).then_some(Hover { word: at.range, markdown })
    }

    /// What is told of a symbol, in Markdown; empty where there is nothing to tell.
    pub fn describe(&self, symbol: Symbol) -> String {
        let mut page = Page::default();
        match symbol {
            Symbol::Entity(home, entity) => match entity {
                Entity::Product(_) | Entity::Protocol(_) => self.library(&mut page, home, entity),
                _ => self.element(&mut page, home, entity),
            },
            Symbol::Profile(..) | Symbol::Named(..) => self.bundle(&mut page, symbol),
            Symbol::Package(_) | Symbol::Alias(_) => self.package(&mut page, symbol),
            Symbol::Capability(id) => self.capability(&mut page, id),
            Symbol::Requirement(_) | Symbol::Clause(_) => self.clause(&mut page, symbol),
            _ => self.small(&mut page, symbol),
        }
        page.finish()
    }

    /// The documentation of what a symbol stands for; empty where there is none.
    pub fn documentation(&self, symbol: Symbol) -> SmolStr {
        declared::documentation(&self.db, symbol)
    }

    /// The block that declares a symbol.
    fn block_of(&self, symbol: Symbol) -> Option<&Block> {
        let db = &self.db;
        let place = declaration(db, symbol)?;
        let item = declaring_item(db, symbol)?;
        let found = crate::navigation::innermost(db, item, place.range)?;
        let is_it = found.name.as_ref().is_some_and(|name| name.range == place.range);
        match (&tree(db, item).kind, is_it) {
            (ItemKind::Block(_) | ItemKind::Test(_), true) => Some(found),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
