//! The typed program: what rule libraries declare. Plain data without places; those are in source maps.

use smol_str::SmolStr;

use crate::expr::{Expr, ExprId, LetId, Slot, Type};
use crate::ids::{CatalogId, EntityKinds};
use crate::value::Value;

/// A capability with its typed parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Its name.
    pub name: SmolStr,
    /// Its title, or its name where it has none.
    pub title: SmolStr,
    /// Its parameters, in the order declared.
    pub parameters: Box<[Parameter]>,
}

/// A parameter of a capability or a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
}

/// An enum, named or anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// Its name; for an anonymous one that of its owner: `user_authentication.factors`.
    pub name: SmolStr,
    /// Whether its variants can be compared with `<`.
    pub ordered: bool,
    /// From least to greatest if ordered.
    pub variants: Box<[SmolStr]>,
}

/// An attribute that a library gives to entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDeclaration {
    /// Who has it. What a component has, its product may state; what a channel has, its protocol.
    pub owners: EntityKinds,
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
    /// What it is where nobody states it.
    pub default: Option<Value>,
}

/// Which levels a catalogue grades with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LevelKind {
    /// SL 1 to SL 4
    Security,
    /// ML 1 to ML 4
    Maturity,
}

/// A catalogue: one edition of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// Its name: `part_3_3`.
    pub name: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// What it grades with; `None` where its clauses have no levels.
    pub levels: Option<LevelKind>,
    /// Its families, in the order of its vectors.
    pub families: Box<[Family]>,
}

/// A family of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its short name: `IAC`.
    pub name: SmolStr,
    /// Its title.
    pub title: SmolStr,
}

/// A requirement, typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its id: `SR 1.1`.
    pub id: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// Its catalogue; `None` after an error.
    pub catalog: Option<CatalogId>,
    /// Its family, by position in the catalogue.
    pub family: u8,
    /// What it is about.
    pub subject: EntityKinds,
    /// The subject's name. It is kept in slot 0.
    pub variable: SmolStr,
    /// How many slots its clauses use together.
    pub slots: u16,
    /// How many `let`s its body has, those inside expressions included.
    pub let_count: u16,
    /// Its own `let` lines, which hold for all clauses.
    pub lets: Box<[RequirementLet]>,
    /// Base first, then enhancements as written.
    pub clauses: Box<[Clause]>,
}

/// A `let` line of a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementLet {
    /// Its name.
    pub name: SmolStr,
    /// Its number.
    pub id: LetId,
    /// What it stands for.
    pub value: Expr,
}

/// A clause: what is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its full id: `SR 1.1 RE 2`.
    pub id: SmolStr,
    /// `None` for the base.
    pub enhancement: Option<u32>,
    /// Its title, or the requirement's.
    pub title: SmolStr,
    /// Whether it is a recommendation.
    pub should: bool,
    /// The level from which it is required; `None`: always.
    pub level: Option<u8>,
    /// Where it applies.
    pub when: Option<Expr>,
    /// What must hold, all of it.
    pub assertions: Box<[Assertion]>,
}

/// What must hold, with the message for its witnesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The condition, of type `bool`.
    pub condition: Expr,
    /// What to say of a witness. Its expressions see the variables of the outermost quantifier.
    pub message: Box<[MessagePart]>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePart {
    /// Said as it is.
    Text(SmolStr),
    /// The value of an expression.
    Value(Expr),
}

/// A `define` or a `relation`, typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: SmolStr,
    /// Whether it is a relation.
    pub relation: bool,
    /// Its parameters, kept in the first slots.
    pub parameters: Box<[Parameter]>,
    /// What it gives; `bool` for a relation.
    pub returns: Type,
    /// How many slots its body uses.
    pub slots: u16,
    /// How many `let`s its body has.
    pub let_count: u16,
    /// What it means.
    pub body: Expr,
}

/// What the documentation of a requirement or clause says, split by use. See the language reference: a paragraph
/// beginning `Asks:` says what is asked of the model, one beginning `Remedy:` what to do about a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClauseDocs {
    /// What it is for: every other paragraph.
    pub intent: SmolStr,
    /// What the rule asks of the model.
    pub asks: SmolStr,
    /// What to do about a finding.
    pub remedy: SmolStr,
}

/// Where something of the body can be said to stand: used by explanations and findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyPlace {
    /// An expression.
    Expression(ExprId),
    /// A clause, by position.
    Clause(u16),
    /// The declaration's name.
    Name,
}

/// The slot in which a requirement keeps its subject.
pub const SUBJECT: Slot = Slot(0);
