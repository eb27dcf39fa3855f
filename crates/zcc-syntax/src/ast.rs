//! The syntax tree. It is permissive: what the grammar lets through and the language forbids (an attribute
//! given twice, a `provides` in a waiver) is told by lowering, with a better message than a parser has.
//!
//! All ranges are relative to the first byte of the *chunk* the declaration was parsed from, so that moving a
//! declaration changes no tree.

use smol_str::SmolStr;
use zcc_base::TextRange;

/// A name as written (back-quotes removed), with its place. Where a name is missing and an error was reported, its
/// text is empty, which no name of the language is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub text: SmolStr,
    /// Where it stands, back-quotes included.
    pub range: TextRange,
}

/// A dotted name: `control.skid.pump`, `acme.plc_500`. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its segments, outermost first.
    pub segments: Vec<Name>,
}

impl Path {
    /// From the first segment to the last.
    pub fn range(&self) -> TextRange {
        match (self.segments.first(), self.segments.last()) {
            (Some(first), Some(last)) => first.range.cover(last.range),
            _ => TextRange::default(),
        }
    }
}

/// A string literal, unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says, escapes resolved.
    pub value: SmolStr,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// An identifier of a requirement as the standard spells it, blanks folded to one: `SR 1.1 RE 2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementId {
    /// The id.
    pub text: SmolStr,
    /// Where it stands.
    pub range: TextRange,
}

/// The documentation of a declaration: its `///` lines, markers removed, joined by line feeds. Empty if none.
pub type Docs = SmolStr;

/// One declaration of a file (or of a test): what a chunk parses to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its `///` lines.
    pub docs: Docs,
    /// What it declares.
    pub kind: ItemKind,
    /// From its first word to its last, docs excluded.
    pub range: TextRange,
}

/// What a declaration declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `import acme_controllers as acme`
    Import {
        /// The package's name.
        package: Name,
        /// The name it goes by in this file.
        alias: Option<Name>,
    },
    /// Anything with a name, a title and a block of members.
    Block(Block),
    /// `enum purpose { a, b }`
    Enum {
        /// Its name.
        name: Name,
        /// Its variants.
        body: EnumBody,
    },
    /// `attribute zone.purpose: purpose = business`
    Attribute {
        /// The kinds of thing that have it: `zone or conduit`.
        owners: Vec<Name>,
        /// Its name.
        name: Name,
        /// Its type.
        ty: TypeExpr,
        /// What it is where nobody states it.
        default: Option<Expr>,
    },
    /// `requirement SR 1.1 "…" in part_3_3.IAC for zone or conduit z { … }`
    Requirement(Requirement),
    /// `relation reaches(a: zone, b: zone) = …` or `define f(p: zone): bool = …`
    Function(Function),
    /// `test "…" on 2026-01-01 { … }`
    Test(Test),
    /// Something that is no declaration; its text is covered by an error of the parser.
    Error,
}

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

/// `name: value` inside the braces of a claim, a switch, a vector or a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

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

/// A test: a small model and what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub title: Option<Text>,
    /// The assessment date; `None` is the run's.
    pub date: Option<Expr>,
    /// The declarations of its model.
    pub items: Vec<Item>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// The braces with what they hold.
    pub body: TextRange,
}

/// `expect [capable] SR 1.1 [in part_3_3] unmet for z because c`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Whether the capable judgement is meant.
    pub capable: bool,
    /// The clause.
    pub requirement: RequirementId,
    /// The catalogue, where the id alone could mean two.
    pub catalog: Option<Path>,
    /// The verdict: one or two words (`not applicable`), checked by lowering.
    pub verdict: Name,
    /// The subject.
    pub subject: Path,
    /// The witnesses, exactly; `None` where it does not say.
    pub because: Option<Vec<Path>>,
    /// From `expect` to the end.
    pub range: TextRange,
}

/// An expression or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Where.
    pub range: TextRange,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// Something unreadable or missing; an error was reported.
    Error,
    /// A literal.
    Literal(Literal),
    /// A bare name.
    Name(SmolStr),
    /// `base.name`
    Member(Box<Expr>, Name),
    /// `callee(arguments)`; also `count`, `sum`, `union` and their like.
    Call {
        /// What is called: a name or a dotted one.
        callee: Box<Expr>,
        /// With what.
        arguments: Vec<Expr>,
    },
    /// `sum(c.hours for c in S where P)` and `count(c in S where P)`
    Aggregate {
        /// `count`, `sum`, `min` or `max`.
        function: Name,
        /// What is ranged over.
        comprehension: Box<Comprehension>,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a: 1, b: 2 }`
    Record(Vec<Field>),
    /// `{ c in S where P }`, `{ c.zone for c in S where P }`
    Comprehension(Box<Comprehension>),
    /// `SL 2 { IAC: 3 }`
    Vector {
        /// The level for all families.
        level: u32,
        /// The families that differ.
        fields: Vec<Field>,
    },
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Two or more operands of `and`.
    And(Vec<Expr>),
    /// Two or more operands of `or`.
    Or(Vec<Expr>),
    /// `a => b`
    Implies(Box<Expr>, Box<Expr>),
    /// `a == b`, `a in S` and their like
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// A chain of `+ -` or of `* /`, from the left.
    Arithmetic {
        /// The first operand.
        first: Box<Expr>,
        /// Each further operator with its operand.
        rest: Vec<(ArithmeticOp, Expr)>,
    },
    /// `x has C where P`
    Has {
        /// Who.
        subject: Box<Expr>,
        /// What.
        capability: Path,
        /// In the scope of the capability's parameters.
        condition: Option<Box<Expr>>,
    },
    /// `k carries a to b`
    Carries {
        /// The conduit.
        conduit: Box<Expr>,
        /// From this zone.
        from: Box<Expr>,
        /// To this one.
        to: Box<Expr>,
    },
    /// `x.attribute is stated`
    IsStated(Box<Expr>),
    /// `every x in S, y in T where P: Q`
    Quantifier {
        /// `every`, `some` or `no`.
        kind: QuantifierKind,
        /// What is bound, outermost first.
        binders: Vec<Binder>,
        /// The `where` part.
        condition: Option<Box<Expr>>,
        /// What is said of each.
        body: Box<Expr>,
    },
    /// `if a then b else c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `let x = e: body`
    Let {
        /// Its name.
        name: Name,
        /// What it stands for.
        value: Box<Expr>,
        /// Where it may be used.
        body: Box<Expr>,
    },
    /// `SR 2.5` or, with its catalogue, `SR 2.5 in part_3_3` where a requirement is expected
    Requirement(RequirementId),
}

/// The inside of a comprehension or an aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comprehension {
    /// What is collected; `None` collects the bound thing itself.
    pub head: Option<Expr>,
    /// What is bound, outermost first.
    pub binders: Vec<Binder>,
    /// The `where` part.
    pub condition: Option<Expr>,
}

/// `x in S`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binder {
    /// The name bound.
    pub name: Name,
    /// What it ranges over.
    pub source: Expr,
}

/// `every`, `some` or `no`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantifierKind {
    /// All of them.
    Every,
    /// At least one.
    Some,
    /// None of them.
    No,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

/// An operator on numbers, dates and durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A literal as written; numbers keep their text where it matters (1.10 is not 1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `true` or `false`
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// `1.10`: a decimal, which only a version may be.
    Decimal(SmolStr),
    /// `4.1.0`
    Version(SmolStr),
    /// A string, unescaped.
    String(SmolStr),
    /// `2027-03-31`, as written, checked by lowering
    Date(SmolStr),
    /// `30 days`: the number and the unit, as written
    Duration(i64, SmolStr),
    /// `10.0.0.5`, `2001:db8::1`
    Address(SmolStr),
    /// `10.10.0.0/16`
    Network(SmolStr),
    /// `SL 2`
    SecurityLevel(u32),
    /// `ML 3`
    MaturityLevel(u32),
}
