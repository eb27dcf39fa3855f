//! Types as written.

use zcc_base::TextRange;

use super::names::{Docs, Name, Path};

/// The variants of an enum, named or anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumBody {
    /// In the order written; for an ordered enum that is from least to greatest.
    pub variants: Vec<Variant>,
    /// Whether `<` stands between them.
    pub ordered: bool,
    /// The braces with what they hold.
    pub range: TextRange,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its `///` lines.
    pub docs: Docs,
    /// Its name.
    pub name: Name,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeExpr {
    /// Which.
    pub kind: TypeKind,
    /// Where.
    pub range: TextRange,
}

/// The forms of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `bool`, `zone`, `acme.mode`, `SL`
    Named(Path),
    /// `set of T`
    SetOf(Box<TypeExpr>),
    /// `zone or conduit`
    Union(Vec<TypeExpr>),
    /// `enum { a < b }`
    Enum(EnumBody),
    /// Something unreadable.
    Error,
}
