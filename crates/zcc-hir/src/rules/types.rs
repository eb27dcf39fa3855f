//! Types as a user would write them.

use zcc_db::Db;

use super::type_words::PLAIN;
use crate::expr::Type;
use crate::ids::EntityKind;
use crate::rules::enumeration;

/// A type as a user would write it.
pub fn type_name(db: &dyn Db, ty: &Type) -> String {
    match ty {
        Type::Error => "anything".to_owned(),
        Type::Enum(id) => enumeration(db, *id).name.to_string(),
        Type::Entity(kinds) => kinds.iter().map(EntityKind::word).collect::<Vec<_>>().join(" or "),
        Type::Set(element) => format!("set of {}", type_name(db, element)),
        plain => PLAIN.iter().find(|(_, ty)| ty == plain).map_or("anything", |(name, _)| name).to_owned(),
    }
}

/// The same with its article: `a zone`, `an int`.
pub(crate) fn type_with_article(db: &dyn Db, ty: &Type) -> String {
    let name = type_name(db, ty);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
