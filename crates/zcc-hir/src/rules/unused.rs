//! What is declared and never used, across declarations.

use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item, Workspace, items, tree};
use zcc_syntax::ast::BlockKind;
use zcc_syntax::{DeclarationKind, TokenKind, lex};

use crate::names::name_range;

/// Warns of an import, enum, define or relation of the root package that nothing else names. A package without a site
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
        DeclarationKind::Enum | DeclarationKind::Define | DeclarationKind::Relation if !name.starts_with('_') => {
            let site = Some(DeclarationKind::Block(BlockKind::Site));
            let all = || root.files(db).iter().flat_map(|file| items(db, *file));
            if !all().any(|other| other.kind(db) == site)
                || all().any(|other| *other != item && mentions(db, *other, name))
            {
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

/// Whether a name stands in a declaration's text, comments aside.
fn mentions(db: &dyn Db, item: Item<'_>, name: &str) -> bool {
    let text = item.text(db);
    text.contains(name)
        && lex(text).iter().any(|token| match token.kind {
            TokenKind::String => token.text(text).contains(name),
            _ if token.kind.is_trivia() => false,
            _ => token.text(text).trim_matches('`') == name,
        })
}
