//! What a checker notes of names, for editors.

use zcc_base::TextRange;

use crate::expr::{AttributeRef, GlobalSet, Type};
use crate::ids::{CapabilityId, EnumId, FunctionId};

/// What a name in the body of a rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A variable: a parameter, the subject, what a `let` or a quantifier binds.
    Variable {
        /// Where it is declared, within the same declaration.
        declared: TextRange,
    },
    /// A parameter of a capability, in the condition of a `has`.
    Parameter(CapabilityId, u16),
    /// A variant of an enum, by position.
    Variant(EnumId, u16),
    /// An enum, before the dot of its variant.
    Enum(EnumId),
    /// A define or a relation.
    Function(FunctionId),
    /// One of the language's own sets.
    Set(GlobalSet),
    /// An attribute, after a dot.
    Attribute(AttributeRef),
    /// The alias of an imported package.
    Alias,
}

/// A name in the body of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyName {
    /// Where it stands.
    pub range: TextRange,
    /// What it means.
    pub meaning: Meaning,
}

/// The names in the body of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyNames {
    /// Those that are used, in the order they are understood.
    pub names: Vec<BodyName>,
    /// The variables that are declared: where, and what they hold.
    pub variables: Vec<(TextRange, Type)>,
}
