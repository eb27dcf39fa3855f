//! Other names for things, everywhere they are used, so that everything means afterwards what it meant before.

mod clash;
mod refusal;

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, Workspace, item_of};
use zcc_hir::names::package_of;
use zcc_syntax::ast::ItemKind;
use zcc_syntax::{TokenKind, lex, needs_quotes};

use crate::host::Analysis;
use crate::names::{Symbol, Use, declaration, spelled, symbol_at, uses};
use crate::target::{FilePosition, FileRange};

pub use refusal::Refusal;

/// A name that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renameable {
    /// Where it stands.
    pub word: TextRange,
    /// What is to be edited: without back-quotes.
    pub name: String,
}

/// A piece of text that takes the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced.
    pub target: FileRange,
    /// With what.
    pub text: String,
}

impl Analysis {
    /// Whether the thing at a position can be given another name, and how it is called; `None` where there is no name.
    pub fn prepare_rename(&self, position: FilePosition) -> Result<Option<Renameable>, Refusal> {
        let Some(at) = symbol_at(&self.db, position) else { return Ok(None) };
        if let Symbol::Keyword(_) = at.symbol {
            return Ok(None);
        }
        self.may_rename(at.symbol)?;
        Ok(Some(Renameable { word: at.range, name: spelled(&self.db, at.symbol).to_string() }))
    }

    /// What has to be written where, so that the thing at a position is called otherwise everywhere: ordered by file, and
    /// within a file by place. An error says what stands against it.
    pub fn rename(&self, position: FilePosition, to: &str) -> Result<Vec<Replacement>, Refusal> {
        let Some(at) = symbol_at(&self.db, position) else {
            return Err(Refusal("there is no name here".to_owned()));
        };
        self.may_rename(at.symbol)?;
        let wanted = wanted(at.symbol, to)?;
        let old = spelled(&self.db, at.symbol);
        if wanted.bare == old {
            return Ok(Vec::new());
        }
        let found = uses(&self.db, at.symbol);
        clash::refuse(&self.db, at.symbol, &wanted.bare, &found)?;
        let mut edits = self.edits(at.symbol, &wanted, &found);
        let own: Vec<_> = self.package_files().to_vec();
        edits.retain(|edit| own.contains(&edit.target.file));
        let rank = |file| own.iter().position(|known| *known == file);
        edits.sort_by_cached_key(|edit| (rank(edit.target.file), edit.target.range.start));
        Ok(edits)
    }

    fn edits(&self, symbol: Symbol, wanted: &Wanted, found: &[Use]) -> Vec<Replacement> {
        let db: &dyn Db = &self.db;
        let plain = |one: &Use| Replacement { target: one.target, text: wanted.written.clone() };
        let mut edits: Vec<Replacement> = found.iter().map(plain).collect();
        match symbol {
            // An import without an alias takes one.
            Symbol::Alias(anchor) => {
                let item = item_of(db, anchor);
                if let ItemKind::Import { package, alias: None } = &zcc_db::tree(db, item).kind {
                    let range = package.range + item.offset(db);
                    let name = self.text(item.file(db)).get(range.to_usize()).unwrap_or_default();
                    let as_other = format!("{name} as {}", wanted.written);
                    for edit in edits.iter_mut().filter(|edit| edit.target.range == range) {
                        edit.text.clone_from(&as_other);
                    }
                }
            }
            // Enhancements are called after their requirement.
            Symbol::Requirement(index) => {
                for (at, clause) in zcc_hir::rules::requirement(db, index).clauses.iter().enumerate() {
                    let Some(number) = clause.enhancement else { continue };
                    let id = zcc_hir::ids::ClauseId { requirement: index, clause: at as u16 };
                    let uses = uses(&self.db, Symbol::Clause(id)).into_iter();
                    let named = uses.filter(|one| one.role != crate::names::Role::Declaration);
                    edits.extend(
                        named.map(|one| Replacement {
                            target: one.target,
                            text: format!("{} RE {number}", wanted.bare),
                        }),
                    );
                }
            }
            _ => {}
        }
        edits
    }

    /// Refuses what is not this package's to name.
    fn may_rename(&self, symbol: Symbol) -> Result<(), Refusal> {
        let db: &dyn Db = &self.db;
        let refuse = |why: String| Err(Refusal(why));
        match symbol {
            Symbol::Package(_) => {
                return refuse("a package is called as its `zcc.toml` says: change it there".to_owned());
            }
            Symbol::Clause(_) => {
                return refuse("an enhancement goes by its number: change it where it is declared".to_owned());
            }
            Symbol::Level(..) | Symbol::Verdict(_) => {
                return refuse("this is a word of the language itself".to_owned());
            }
            _ => {}
        }
        let name = spelled(db, symbol);
        let Some(place) = declaration(db, symbol) else {
            return refuse(if name.is_empty() {
                "this is a word of the language itself".to_owned()
            } else {
                format!("`{name}` is a word of the language itself")
            });
        };
        let file = item_of(db, place.anchor).file(db);
        let workspace = Workspace::get(db);
        if workspace.root(db).files(db).contains(&file) {
            return Ok(());
        }
        if self.is_standard(file) {
            return refuse(format!("`{name}` is declared in the standard library, which cannot be edited"));
        }
        let package = workspace.packages(db).get(package_of(db, file) as usize);
        let package = package.map_or("", |package| package.name(db).as_str());
        refuse(format!("`{name}` is declared in the package `{package}`: rename it there"))
    }
}

/// A name that somebody asks for.
struct Wanted {
    /// Without back-quotes.
    bare: SmolStr,
    /// As it has to be written.
    written: String,
}

/// Reads the name that is asked for.
fn wanted(symbol: Symbol, to: &str) -> Result<Wanted, Refusal> {
    let to = to.trim();
    if let Symbol::Requirement(_) = symbol {
        let id = lex(to);
        if let [one] = id.as_slice()
            && one.kind == TokenKind::RequirementId
            && !to.contains(" RE ")
        {
            return Ok(Wanted { bare: SmolStr::new(to), written: to.to_owned() });
        }
        return Err(Refusal(format!("`{to}` is no id of a requirement, such as `SR 1.1`, `SM-1` or `SP.01.01`")));
    }
    let bare = match to.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(inner) => inner,
        None => to,
    };
    if bare.trim().is_empty() {
        return Err(Refusal("a name has at least one letter".to_owned()));
    }
    if let Some(wrong) = bare.chars().find(|one| *one == '`' || one.is_control()) {
        return Err(Refusal(format!("a name cannot hold {wrong:?}")));
    }
    let quoted = format!("`{bare}`");
    if !matches!(lex(&quoted).as_slice(), [one] if one.kind == TokenKind::QuotedName) {
        return Err(Refusal(format!("`{bare}` is no name")));
    }
    // Words that are keywords in some places are names in all places only in back-quotes.
    let plain = !needs_quotes(bare) && matches!(lex(bare).as_slice(), [one] if one.kind == TokenKind::Name);
    let written = if plain { bare.to_owned() } else { quoted };
    Ok(Wanted { bare: SmolStr::new(bare), written })
}

#[cfg(test)]
mod tests;
