//! Requirements, relations and defines.

use smol_str::SmolStr;
use zcc_base::TextRange;

use super::expr::Expr;
use super::names::{Docs, Name, Path, RequirementId, Text};
use super::types::TypeExpr;

/// A requirement with its clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its id; `None` where it is missing.
    pub id: Option<RequirementId>,
    /// Its title.
    pub title: Option<Text>,
    /// `in catalog.FAMILY`
    pub family: Option<Path>,
    /// `zone or conduit` in `for zone or conduit z`
    pub subject: Option<TypeExpr>,
    /// `z` in `for zone z`
    pub variable: Option<Name>,
    /// `let` lines and clauses, in order.
    pub members: Vec<RequirementMember>,
    /// The braces with what they hold.
    pub body: TextRange,
}

/// A line inside a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequirementMember {
    /// `let staffed = { … }`
    Let {
        /// Its name.
        name: Name,
        /// What it stands for.
        value: Expr,
    },
    /// `base at SL 1: …` or `RE 1 "…" at SL 2 when …: …`
    Clause(Clause),
    /// Something unreadable.
    Error(TextRange),
}

/// A clause: the base of a requirement or one enhancement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its `///` lines.
    pub docs: Docs,
    /// `None` for the base, the number for `RE n`.
    pub enhancement: Option<u32>,
    /// The word `base` or `RE n`.
    pub name_range: TextRange,
    /// Its title.
    pub title: Option<Text>,
    /// Whether it is a recommendation.
    pub should: bool,
    /// The level from which it is required.
    pub level: Option<Expr>,
    /// Where it applies.
    pub when: Option<Expr>,
    /// What must hold, all of it.
    pub assertions: Vec<Assertion>,
    /// From `base` or `RE` to the last message.
    pub range: TextRange,
}

/// What must hold, and what to say of each witness where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The condition.
    pub condition: Expr,
    /// The message after `otherwise`; `None` where it is missing.
    pub message: Option<Message>,
}

/// A message with `{expression}` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its parts in order.
    pub parts: Vec<MessagePart>,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePart {
    /// Said as it is.
    Text(SmolStr),
    /// The value of an expression.
    Value(Expr),
}

/// A `relation` or a `define`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Whether it is a relation (recursive, two- or three-valued) or a define.
    pub relation: bool,
    /// Its name; `None` where it is missing.
    pub name: Option<Name>,
    /// Its parameters; `None` for a define without parentheses.
    pub parameters: Option<Vec<Parameter>>,
    /// What it gives; a relation has none written.
    pub returns: Option<TypeExpr>,
    /// What it means.
    pub body: Expr,
}

/// A typed parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
}
