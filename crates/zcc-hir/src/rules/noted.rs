//! What the names in the bodies of rules mean, for editors: found by checking the body again and taking notes.

use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::ItemKind;

use super::functions::function_names;
use super::meanings::BodyNames;
use super::requirements::requirement_names;

/// What the names in the body of a requirement, define or relation mean. Paths behind `has`, types and the families of
/// levels are not among them: they mean the same wherever they stand.
#[salsa::tracked(returns(ref), lru = 256)]
pub fn body_names<'db>(db: &'db dyn Db, item: Item<'db>) -> BodyNames {
    match &tree(db, item).kind {
        ItemKind::Requirement(_) => requirement_names(db, item),
        ItemKind::Function(_) => function_names(db, item),
        _ => BodyNames::default(),
    }
}
