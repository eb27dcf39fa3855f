//! Declarations that hide one of the standard library.

use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use crate::names::{Table, is_standard, libraries, name_range, package_of, tables};

/// Warns of a catalogue, capability or protocol of a package whose name one of the standard library has: what the standard
/// rules ask about is the other one, and nothing else would tell.
pub(crate) fn hides_standard(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    const STANDARD: u32 = 0;
    if is_standard(package_of(db, item.file(db))) {
        return None;
    }
    let (table, word, effect): (&Table, _, _) = match item.kind(db)? {
        DeclarationKind::Block(BlockKind::Capability) => {
            (&tables(db).capabilities, "capability", "what is said of it here tells the standard's rules nothing")
        }
        DeclarationKind::Block(BlockKind::Catalog) => {
            (&tables(db).catalogs, "catalogue", "to assess it is not to assess that of the standard library")
        }
        DeclarationKind::Block(BlockKind::Protocol) => {
            (&libraries(db).protocols, "protocol", "nothing that the standard library says of it holds here")
        }
        _ => return None,
    };
    let name = item.name(db);
    let hidden = table.entries().get(table.find(STANDARD, name)? as usize)?.item(db);
    let place = Place { anchor: item.anchor(), range: name_range(tree(db, item)) };
    let message = format!("the {word} `{name}` hides the one of the standard library: {effect}");
    let path = hidden.file(db).path(db);
    let help = format!("take it out to use the standard library's (`{path}`), or give it a name of its own");
    Some(Diagnostic::new(Code::HIDES_STANDARD, place, message).help(help))
}
