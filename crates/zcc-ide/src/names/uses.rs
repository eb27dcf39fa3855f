//! Where a symbol is used.

use rayon::prelude::*;
use smol_str::SmolStr;
use zcc_base::Anchor;
use zcc_db::{Db, File, Item, Workspace, item_of, items};
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, names::split};
use zcc_syntax::DeclarationKind;

use super::declared::{declaring_item, spelled};
use super::lookup::names_in;
use super::symbol::{NameUse, Role, Symbol};
use crate::database::Database;
use crate::host::Analysis;
use crate::target::FileRange;

/// A name that stands for a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Where.
    pub target: FileRange,
    /// How.
    pub role: Role,
}

/// Where a symbol can be named at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// In one declaration.
    Declaration(Anchor),
    /// In one file.
    File(File),
    /// In the package itself.
    Root,
    /// Everywhere.
    All,
}

fn reach(db: &dyn Db, symbol: Symbol) -> Option<Reach> {
    Some(match symbol {
        Symbol::Keyword(_) | Symbol::Level(..) | Symbol::Verdict(_) | Symbol::Field(..) | Symbol::Call(_) => {
            return None;
        }
        Symbol::Type(_) | Symbol::Set(_) => return None,
        Symbol::Variable(place) | Symbol::Named(_, place) => Reach::Declaration(place.anchor),
        Symbol::Entity(Some(anchor), _) | Symbol::Profile(Some(anchor), _) => Reach::Declaration(anchor),
        Symbol::Alias(anchor) => Reach::File(item_of(db, anchor).file(db)),
        Symbol::Entity(None, Entity::Product(_) | Entity::Protocol(_)) => Reach::All,
        Symbol::Entity(None, _) => Reach::Root,
        _ => Reach::All,
    })
}

/// What a declaration must have in its text to name a symbol.
struct Words {
    /// The declaration of the symbol itself and, for what is in a zone, of all that names it by less than its path.
    own: Option<Anchor>,
    last: SmolStr,
    /// What stands before it everywhere else.
    before: Vec<SmolStr>,
}

impl Words {
    fn of(db: &dyn Db, symbol: Symbol) -> Self {
        let name = spelled(db, symbol);
        let mut words = Self { own: declaring_item(db, symbol).map(Item::anchor), last: name, before: Vec::new() };
        match symbol {
            Symbol::Entity(None, entity @ (Entity::Zone(_) | Entity::Component(..) | Entity::Channel(..))) => {
                let path = entity_path(db, entity);
                let mut names = split(&path);
                names.pop();
                words.before = names.into_iter().map(SmolStr::new).collect();
            }
            // Blanks within an id may be many.
            Symbol::Requirement(_) => {
                words.last = words.last.split_whitespace().last().map(SmolStr::new).unwrap_or_default();
            }
            Symbol::Clause(_) => {
                let id = words.last.split(" RE ").next().unwrap_or_default();
                words.last = id.split_whitespace().last().map(SmolStr::new).unwrap_or_default();
            }
            // An anonymous enum is not named; its name here is made up.
            Symbol::Enum(_) if words.last.contains('.') => words.last = SmolStr::default(),
            _ => {}
        }
        words
    }

    fn may_be_in(&self, db: &dyn Db, item: Item<'_>) -> bool {
        let text = item.text(db);
        if self.own == Some(item.anchor()) {
            return true;
        }
        !self.last.is_empty()
            && text.contains(self.last.as_str())
            && self.before.iter().all(|word| text.contains(word.as_str()))
    }
}

/// The uses of a symbol, file by file as written.
pub(crate) fn uses(db: &Database, symbol: Symbol) -> Vec<Use> {
    if let Symbol::Package(number) = symbol {
        return imports_of(db, number);
    }
    let Some(reach) = reach(db, symbol) else { return Vec::new() };
    let files: Vec<File> = match reach {
        Reach::Declaration(anchor) => return in_item(db, item_of(db, anchor), symbol).collect(),
        Reach::File(file) => vec![file],
        Reach::Root => Workspace::get(db).root(db).files(db).to_vec(),
        Reach::All => {
            Workspace::get(db).packages(db).iter().flat_map(|package| package.files(db).iter().copied()).collect()
        }
    };
    let words = Words::of(db, symbol);
    let root = Workspace::get(db).root(db);
    let mut found: Vec<(bool, Vec<Use>)> = files
        .par_iter()
        .map_with(db.clone(), |db, file| {
            let db: &Database = db;
            let holding = items(db, *file).iter().filter(|item| words.may_be_in(db, **item));
            let here: Vec<Use> = holding.flat_map(|item| in_item(db, *item, symbol)).collect();
            (!here.is_empty() && !root.files(db).contains(file), here)
        })
        .collect();
    // Stable: files stay in their order.
    found.sort_by_key(|(foreign, _)| *foreign);
    found.into_iter().flat_map(|(_, here)| here).collect()
}

/// The uses of a symbol in one declaration.
pub(crate) fn in_item<'db>(db: &'db dyn Db, item: Item<'db>, symbol: Symbol) -> impl Iterator<Item = Use> + 'db {
    let offset = item.offset(db);
    let file = item.file(db);
    let means = move |one: &&NameUse| one.symbol == symbol;
    names_in(db, item)
        .iter()
        .filter(means)
        .map(move |one| Use { target: FileRange { file, range: one.range + offset }, role: one.role })
}

fn imports_of(db: &dyn Db, number: u32) -> Vec<Use> {
    let mut found = Vec::new();
    for file in Workspace::get(db).root(db).files(db).iter() {
        for item in items(db, *file).iter().filter(|item| item.kind(db) == Some(DeclarationKind::Import)) {
            found.extend(in_item(db, *item, Symbol::Package(number)));
        }
    }
    found
}

impl Analysis {
    /// Where a symbol is named: in the package itself first, then in what it depends on, file by file as written. The
    /// declaration is among them where it can be seen.
    pub fn uses(&self, symbol: Symbol) -> Vec<Use> {
        uses(&self.db, symbol)
    }
}
