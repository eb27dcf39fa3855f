//! The words of the language that stand for types.

use crate::expr::Type;
use crate::ids::{EntityKind, EntityKinds};

/// The types that have a word of their own, entity types aside.
pub(super) const PLAIN: [(&str, Type); 11] = [
    ("ML", Type::MaturityLevel),
    ("SL", Type::SecurityLevel),
    ("address", Type::Address),
    ("bool", Type::Bool),
    ("date", Type::Date),
    ("duration", Type::Duration),
    ("int", Type::Int),
    ("network", Type::Network),
    ("string", Type::String),
    ("vector", Type::Vector),
    ("version", Type::Version),
];

/// The type that a word of the language stands for.
pub fn type_of_word(word: &str) -> Option<Type> {
    PLAIN
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, ty)| ty.clone())
        .or_else(|| entity_kind(word).map(|kind| Type::Entity(EntityKinds::only(kind))))
}

/// The kind of entity that a word stands for.
pub(crate) fn entity_kind(word: &str) -> Option<EntityKind> {
    EntityKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// Every word that stands for a type.
pub fn type_words() -> impl Iterator<Item = &'static str> {
    PLAIN.iter().map(|(name, _)| *name).chain(EntityKind::ALL.into_iter().map(EntityKind::word))
}
