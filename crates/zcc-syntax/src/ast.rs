//! The syntax tree. It is permissive: what the grammar lets through and the language forbids (an attribute
//! given twice, a `provides` in a waiver) is told by lowering, with a better message than a parser has.
//!
//! All ranges are relative to the first byte of the *chunk* the declaration was parsed from, so that moving a
//! declaration changes no tree.

mod block;
mod expr;
mod item;
mod names;
mod rules;
mod types;

pub use block::{Block, BlockKind, Claim, ClaimKind, Head, Member, MemberKind, Speaks, Switch};
pub use expr::{ArithmeticOp, Binder, CompareOp, Comprehension, Expr, ExprKind, Field, Literal, QuantifierKind};
pub use item::{Expectation, Item, ItemKind, Test};
pub use names::{Docs, Name, Path, RequirementId, Text};
pub use rules::{Assertion, Clause, Function, Message, MessagePart, Parameter, Requirement, RequirementMember};
pub use types::{EnumBody, TypeExpr, TypeKind, Variant};
