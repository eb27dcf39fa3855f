//! Declarations in braces: sites, zones, products and their like, with their members.

use zcc_base::TextRange;

use super::expr::{Expr, Field};
use super::names::{Docs, Name, Path, Text};
use super::types::TypeExpr;

/// The word that starts a [`Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// `site`
    Site,
    /// `zone`
    Zone,
    /// `conduit`
    Conduit,
    /// `component`
    Component,
    /// `boundary`, a component that guards a conduit
    Boundary,
    /// `channel`
    Channel,
    /// `product`
    Product,
    /// `protocol`
    Protocol,
    /// `profile`
    Profile,
    /// `certificate`
    Certificate,
    /// `waiver`
    Waiver,
    /// `countermeasure`
    Countermeasure,
    /// `capability`
    Capability,
    /// `catalog`
    Catalog,
}

/// A declaration with a name, an optional title and members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which word it starts with.
    pub kind: BlockKind,
    /// Its name; `None` where it is missing (an error was reported).
    pub name: Option<Name>,
    /// Its title.
    pub title: Option<Text>,
    /// What stands between the title and the body.
    pub head: Head,
    /// What stands between the braces, in order.
    pub members: Vec<Member>,
    /// The braces with what they hold; empty range after the head where there are none.
    pub body: TextRange,
}

/// What stands between a block's title and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    None,
    /// `: acme.plc_500`, `: embedded_device, host_device`
    Of(Vec<Path>),
    /// `between a, b and c`
    Between(Vec<Path>),
    /// `from a to b` of a conduit
    FromTo(Path, Path),
    /// `: modbus_tcp from a to b` of a channel
    Channel {
        /// The protocol; `None` where it is missing.
        protocol: Option<Path>,
        /// Where traffic starts.
        from: Path,
        /// Where it goes.
        to: Path,
    },
}

/// A line inside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its `///` lines.
    pub docs: Docs,
    /// What it is.
    pub kind: MemberKind,
    /// From its first word to its last, docs excluded.
    pub range: TextRange,
}

/// What a member of a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// `name: value`
    Attribute {
        /// The attribute's name.
        name: Name,
        /// What it is said to be.
        value: Expr,
    },
    /// `unique: bool` in a capability: like an attribute, but with a type.
    Parameter {
        /// The parameter's name.
        name: Name,
        /// Its type.
        ty: TypeExpr,
    },
    /// `family IAC "…"` in a catalog
    Family {
        /// Its short name.
        name: Name,
        /// Its title.
        title: Option<Text>,
    },
    /// `provides`, `offers` or `lacks` with the capabilities they list
    Claims {
        /// Which of the three.
        kind: ClaimKind,
        /// What is claimed.
        claims: Vec<Claim>,
    },
    /// `enable` or `disable`
    Switch {
        /// Whether it says `enable`.
        enable: bool,
        /// What is switched.
        switches: Vec<Switch>,
    },
    /// `speaks opc_ua { lacks … }`
    Speaks(Vec<Speaks>),
    /// `include sl2_host`
    Include(Vec<Path>),
    /// A declaration inside a declaration: nested zone, component, boundary, channel.
    Block(Box<Block>),
    /// Something unreadable; an error was reported.
    Error,
}

/// The word of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimKind {
    /// `provides`: built in, on from the factory
    Provides,
    /// `offers`: there, but the site must enable it
    Offers,
    /// `lacks`: not there
    Lacks,
}

/// One claimed capability: `communication_integrity { cryptographic: true } with directory_service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The capability.
    pub capability: Path,
    /// Parameters and `because`, `evidence`, `since`, `until`.
    pub fields: Vec<Field>,
    /// The capability that another component must have.
    pub with: Option<Path>,
    /// From the capability to the end.
    pub range: TextRange,
}

/// One switched capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Which; `None` is `all`.
    pub capability: Option<Path>,
    /// Parameters and `because`.
    pub fields: Vec<Field>,
    /// The component that provides what the claim needs.
    pub with: Option<Path>,
    /// From the capability (or `all`) to the end.
    pub range: TextRange,
}

/// A protocol that a product or component speaks, and what it cannot do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaks {
    /// The protocol.
    pub protocol: Path,
    /// Its block.
    pub members: Vec<Member>,
    /// From the protocol to the end.
    pub range: TextRange,
}
