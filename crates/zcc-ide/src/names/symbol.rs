//! Everything that a name can mean.

use zcc_base::{Anchor, Place, TextRange};
use zcc_hir::expr::{AttributeRef, GlobalSet};
use zcc_hir::ids::{CapabilityId, CatalogId, ClauseId, Entity, EnumId, FunctionId, ProfileId, RequirementIndex};
use zcc_hir::model::ExpectedVerdict;
use zcc_hir::program::LevelKind;
use zcc_syntax::TokenKind;
use zcc_syntax::ast::BlockKind;

/// What a name means. Two names mean the same if their symbols are equal. To be used at the moment it was found only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A package, by position in the workspace.
    Package(u32),
    /// The name by which an import (its declaration) makes a package known in its file.
    Alias(Anchor),
    /// A site, zone, conduit, component, boundary, channel, product or protocol; of the `test` that declares it, if one
    /// does.
    Entity(Option<Anchor>, Entity),
    /// A profile; of the `test` that declares it, if one does.
    Profile(Option<Anchor>, ProfileId),
    /// What is declared and cannot be named elsewhere: a certificate, a waiver, a countermeasure; and anything whose name
    /// another took before it. By where its name stands.
    Named(BlockKind, Place),
    /// A capability.
    Capability(CapabilityId),
    /// A parameter of a capability, by position.
    Parameter(CapabilityId, u16),
    /// An enum.
    Enum(EnumId),
    /// A variant of an enum, by position.
    Variant(EnumId, u16),
    /// An attribute of the language or of a library.
    Attribute(AttributeRef),
    /// A catalogue.
    Catalog(CatalogId),
    /// A family of a catalogue, by position.
    Family(CatalogId, u8),
    /// A requirement, which is also its base.
    Requirement(RequirementIndex),
    /// An enhancement of a requirement.
    Clause(ClauseId),
    /// A define or a relation.
    Function(FunctionId),
    /// A variable of a rule: a parameter, the subject, what a `let` or a quantifier binds. By where it is declared.
    Variable(Place),
    /// One of the language's own sets, such as `zones`.
    Set(GlobalSet),
    /// One of the language's own functions, such as `count`.
    Call(&'static str),
    /// A type of the language, such as `bool`, `SL` or `zone`.
    Type(&'static str),
    /// What is stated in some place only and no rule reads, such as `because` of a claim.
    Field(Holder, &'static str),
    /// A verdict that a test expects.
    Verdict(ExpectedVerdict),
    /// A level, such as `SL 2`.
    Level(LevelKind, u32),
    /// A word of the language.
    Keyword(TokenKind),
}

/// What holds a [`Symbol::Field`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A claim or a switch.
    Claim,
    /// Evidence.
    Evidence,
    /// A declaration.
    Block(BlockKind),
}

/// How a name is used where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It is declared here.
    Declaration,
    /// It is given a value here: an attribute or a parameter before its colon.
    Stated,
    /// A capability that is provided or offered here.
    Provided,
    /// A product or protocol that a component or channel is of.
    Instance,
    /// It is named here.
    Use,
}

/// A name in a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// What it means.
    pub symbol: Symbol,
    /// Where it stands, back-quotes included, from the declaration's first byte.
    pub range: TextRange,
    /// How it is used.
    pub role: Role,
}
