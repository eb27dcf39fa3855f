//! What is declared and never used, across declarations.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item, Workspace, items, tree};
use zcc_syntax::ast::BlockKind;
use zcc_syntax::{DeclarationKind, TokenKind, lex};

use crate::names::name_range;

/// Warns of an import, and of what rules declare, in the root package that nothing else names. A package without a site
/// is a library: what it declares is for others.
pub(crate) fn unused(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let workspace = Workspace::get(db);
    let root = workspace.root(db);
    if root == workspace.standard(db) || !root.files(db).contains(&item.file(db)) {
        return None;
    }
    let name = item.name(db);
    let place = Place { anchor: item.anchor(), range: name_range(tree(db, item)) };
    match item.kind(db)? {
        DeclarationKind::Import => {
            let zcc_syntax::ast::ItemKind::Import { package, alias } = &tree(db, item).kind else { return None };
            let alias = &alias.as_ref().unwrap_or(package).text;
            let used = items(db, item.file(db)).iter().any(|other| *other != item && mentions(db, *other, alias));
            (!used).then(|| {
                Diagnostic::new(Code::UNUSED_IMPORT, place, format!("nothing in this file uses `{alias}`"))
                    .help("remove the import")
            })
        }
        kind if is_rule(kind) && !name.starts_with('_') && !name.is_empty() => {
            if !has_site(db) || all_mentioned(db).binary_search(name).is_ok() {
                return None;
            }
            Some(
                Diagnostic::new(Code::UNUSED_DECLARATION, place, format!("`{name}` is declared and never used"))
                    .help("remove it, or begin its name with `_`"),
            )
        }
        _ => None,
    }
}

/// Whether a declaration is for rules and claims to name.
fn is_rule(kind: DeclarationKind) -> bool {
    matches!(
        kind,
        DeclarationKind::Enum
            | DeclarationKind::Define
            | DeclarationKind::Relation
            | DeclarationKind::Attribute
            | DeclarationKind::Block(BlockKind::Capability | BlockKind::Catalog)
    )
}

/// Whether a name stands in a declaration's text, comments aside.
fn mentions(db: &dyn Db, item: Item<'_>, name: &str) -> bool {
    let text = item.text(db);
    text.contains(name) && words(text).any(|word| word == name)
}

/// The words of a text, comments aside; those in strings too, for messages hold expressions.
fn words(text: &str) -> impl Iterator<Item = &str> {
    lex(text).into_iter().filter(|token| !token.kind.is_trivia()).flat_map(move |token| {
        let quoted = token.kind == TokenKind::QuotedName;
        let is_word = move |c: char| quoted || c.is_ascii_alphanumeric() || c == '_';
        token.text(text).trim_matches('`').split(move |c: char| !is_word(c)).filter(|word| !word.is_empty())
    })
}

fn root_items(db: &dyn Db) -> impl Iterator<Item = Item<'_>> {
    Workspace::get(db).root(db).files(db).iter().flat_map(|file| items(db, *file)).copied()
}

/// Whether the package has a site; one without is a library.
#[salsa::tracked(returns(copy))]
fn has_site(db: &dyn Db) -> bool {
    root_items(db).any(|item| item.kind(db) == Some(DeclarationKind::Block(BlockKind::Site)))
}

/// The names of what rules declare in the package, sorted.
#[salsa::tracked(returns(deref))]
fn declared(db: &dyn Db) -> Box<[SmolStr]> {
    let rules = root_items(db).filter(|item| item.kind(db).is_some_and(is_rule));
    sorted(rules.map(|item| item.name(db).clone()).collect())
}

/// Which of them a declaration names, itself aside.
#[salsa::tracked(returns(deref))]
fn mentioned<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[SmolStr]> {
    let declared = declared(db);
    let own = item.name(db);
    let found = words(item.text(db)).filter(|word| word != own);
    let known = found.filter_map(|word| declared.binary_search_by(|name| name.as_str().cmp(word)).ok());
    sorted(known.map(|at| declared[at].clone()).collect())
}

/// Which of them anything names, sorted.
#[salsa::tracked(returns(deref))]
fn all_mentioned(db: &dyn Db) -> Box<[SmolStr]> {
    sorted(root_items(db).flat_map(|item| mentioned(db, item)).cloned().collect())
}

fn sorted(mut names: Vec<SmolStr>) -> Box<[SmolStr]> {
    names.sort_unstable();
    names.dedup();
    names.into_boxed_slice()
}
