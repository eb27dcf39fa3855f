//! Expressions and values.

use smol_str::SmolStr;
use zcc_base::TextRange;

use super::names::{Name, Path, RequirementId};

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

/// `name: value` inside the braces of a claim, a switch, a vector or a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}
