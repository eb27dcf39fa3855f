//! Typed expressions: names resolved, types known, ready to be evaluated.

use smol_str::SmolStr;
use zcc_base::TextRange;
pub use zcc_syntax::ast::{ArithmeticOp, CompareOp, QuantifierKind};

use crate::ids::{AttributeId, CapabilityId, EntityKinds, EnumId, FunctionId};
use crate::value::Value;

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// An error was reported; it fits everything.
    Error,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `string`
    String,
    /// `date`
    Date,
    /// `duration`
    Duration,
    /// `version`
    Version,
    /// `address`
    Address,
    /// `network`
    Network,
    /// `SL`
    SecurityLevel,
    /// `ML`
    MaturityLevel,
    /// `vector`: an SL per family
    Vector,
    /// An enum.
    Enum(EnumId),
    /// One of these kinds of entity.
    Entity(EntityKinds),
    /// `set of T`
    Set(Box<Type>),
}

/// An attribute that the language itself gives to entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Builtin {
    /// `name: string`, the path, of every entity
    Name,
    /// `title: string` of every entity
    Title,
    /// `target: vector` of zone, conduit, product
    Target,
    /// `trust: trust` (enum of the standard prelude: trusted, untrusted) of zone
    Trust,
    /// `network: set of network` of zone
    Network,
    /// `shares_network_with: set of zone` of zone: those on its network with no conduit in between
    SharesNetworkWith,
    /// `components: set of component` of site, zone, conduit
    Components,
    /// `channels: set of channel` of zone, conduit, component
    Channels,
    /// `zones: set of zone`: of a site all, of a zone those directly in it, of a conduit its ends
    Zones,
    /// `parent: zone` of zone
    Parent,
    /// `crossings: set of conduit` of zone and, itself, of conduit
    Crossings,
    /// `conduits: set of conduit`: of a site all, of a zone those that join it
    Conduits,
    /// `boundary: set of component` of conduit
    Boundary,
    /// `product: product` of component
    Product,
    /// `kind: set of component_kind` of component, product
    Kind,
    /// `firmware: version` of component
    Firmware,
    /// `address: set of address` of component
    Address,
    /// `place: zone or conduit` of component, channel
    Place,
    /// `zone: zone` of component, channel; unknown for what is in a conduit
    Zone,
    /// `speaks: set of protocol` of component, product
    Speaks,
    /// `from: component` of channel
    From,
    /// `to: component` of channel
    To,
    /// `protocol: protocol` of channel
    Protocol,
    /// `supplier: string` of product, and of component through it
    Supplier,
}

/// A set that is there without asking anything for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GlobalSet {
    /// `zones`, untrusted ones included
    Zones,
    /// `conduits`
    Conduits,
    /// `components`, boundary devices included
    Components,
    /// `channels`
    Channels,
    /// `products`
    Products,
    /// `protocols`
    Protocols,
}

/// What is read off an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributeRef {
    /// One of the language's.
    Builtin(Builtin),
    /// One that a library declares.
    Declared(AttributeId),
}

impl AttributeRef {
    /// A small number of its own, in the same order.
    pub(crate) const fn key(self) -> u16 {
        const BUILTINS: u16 = Builtin::Supplier as u16 + 1;
        match self {
            Self::Builtin(builtin) => builtin as u16,
            Self::Declared(id) => BUILTINS.saturating_add(id.0),
        }
    }
}

/// A place in the frame of a function or requirement: parameters and subject first, then what quantifiers and
/// comprehensions bind; each binder of a body has a slot of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u16);

/// A `let`, of a requirement or inside an expression, numbered within its body. It is evaluated where it is used, in
/// the mode of the use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LetId(pub u16);

/// A typed expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Whether its value may depend on the switches (it contains `has`, directly or through what it calls), so that
    /// achieved, helpful and harmful can differ.
    pub switchable: bool,
    /// Its number within the body, in the order of lowering; the body's [`SourceMap`] knows where it stands.
    pub id: ExprId,
}

/// The number of an expression within its body (a requirement or a function).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// Where the expressions of a body stand, relative to the declaration's chunk. It is kept apart from the body, so that
/// moving text changes no body and re-runs no rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// By [`ExprId`].
    pub expressions: Vec<TextRange>,
    /// By position: where each clause of a requirement stands (its name: `base` or `RE n`), empty for a function.
    pub clauses: Vec<TextRange>,
    /// Where the declaration's own name or id stands.
    pub name: TextRange,
}

/// The forms of a typed expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExprKind {
    /// An error was reported; its value is unknown.
    Error,
    /// A constant.
    Constant(Value),
    /// What a slot holds.
    Slot(Slot),
    /// What a `let` stands for.
    LetReference(LetId),
    /// `let x = e: body`
    Let {
        /// Its number.
        id: LetId,
        /// What it stands for.
        value: Box<Expr>,
        /// Where it may be used.
        body: Box<Expr>,
    },
    /// In the condition of a `has`: the capability's parameter at this position.
    Parameter(u16),
    /// `of.attribute`
    Attribute {
        /// Of what.
        of: Box<Expr>,
        /// Which.
        attribute: AttributeRef,
    },
    /// `zones` and its like
    Global(GlobalSet),
    /// A define or a relation, called.
    Call {
        /// Which.
        function: FunctionId,
        /// With what.
        arguments: Vec<Expr>,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// `union(a, b)`
    Union(Box<Expr>, Box<Expr>),
    /// `except(a, b)`
    Except(Box<Expr>, Box<Expr>),
    /// `{ head for binders where condition }`
    Comprehension {
        /// What is collected; `None` collects the one bound thing itself.
        head: Option<Box<Expr>>,
        /// Outermost first.
        binders: Vec<Binder>,
        /// `where`
        condition: Option<Box<Expr>>,
    },
    /// `count(S)`, `sum(e for …)`, `min`, `max`. A bare set argument is a comprehension with one binder.
    Aggregate {
        /// Which.
        function: AggregateFunction,
        /// What is added up; `None` for `count`.
        head: Option<Box<Expr>>,
        /// Outermost first.
        binders: Vec<Binder>,
        /// `where`
        condition: Option<Box<Expr>>,
    },
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// One of them.
    Or(Vec<Expr>),
    /// `a => b`
    Implies(Box<Expr>, Box<Expr>),
    /// `a == b`, `a in S` and their like; both sides have comparable types
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `a + b`
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `x has C where P`
    Has {
        /// Who.
        subject: Box<Expr>,
        /// What.
        capability: CapabilityId,
        /// Over the capability's parameters.
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
    IsStated {
        /// Of what.
        of: Box<Expr>,
        /// Which.
        attribute: AttributeRef,
    },
    /// `every x in S where P: Q`
    Quantifier {
        /// Which.
        kind: QuantifierKind,
        /// Outermost first.
        binders: Vec<Binder>,
        /// `where`
        condition: Option<Box<Expr>>,
        /// What is said of each.
        body: Box<Expr>,
    },
    /// `if a then b else c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
}

impl ExprKind {
    /// Calls `visit` with each expression directly within this one, in the order written.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Error
            | Self::Constant(_)
            | Self::Slot(_)
            | Self::LetReference(_)
            | Self::Parameter(_)
            | Self::Global(_) => {}
            Self::Let { value, body, .. } => {
                visit(value);
                visit(body);
            }
            Self::Attribute { of, .. } | Self::IsStated { of, .. } => visit(of),
            Self::Call { arguments: list, .. } | Self::List(list) | Self::And(list) | Self::Or(list) => {
                list.iter().for_each(visit);
            }
            Self::Union(a, b)
            | Self::Except(a, b)
            | Self::Implies(a, b)
            | Self::Compare(_, a, b)
            | Self::Arithmetic(_, a, b) => {
                visit(a);
                visit(b);
            }
            Self::Comprehension { head, binders, condition } | Self::Aggregate { head, binders, condition, .. } => {
                for binder in binders {
                    visit(&binder.source);
                }
                if let Some(condition) = condition {
                    visit(condition);
                }
                if let Some(head) = head {
                    visit(head);
                }
            }
            Self::Not(x) | Self::Negate(x) => visit(x),
            Self::Has { subject, condition, .. } => {
                visit(subject);
                if let Some(condition) = condition {
                    visit(condition);
                }
            }
            Self::Carries { conduit, from, to } => {
                visit(conduit);
                visit(from);
                visit(to);
            }
            Self::Quantifier { binders, condition, body, .. } => {
                for binder in binders {
                    visit(&binder.source);
                }
                if let Some(condition) = condition {
                    visit(condition);
                }
                visit(body);
            }
            Self::If(a, b, c) => {
                visit(a);
                visit(b);
                visit(c);
            }
        }
    }

    /// Calls `visit` with each expression directly within this one, to change it; what a `let` stands for comes before
    /// where it is used.
    pub fn for_each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Self::Error
            | Self::Constant(_)
            | Self::Slot(_)
            | Self::LetReference(_)
            | Self::Parameter(_)
            | Self::Global(_) => {}
            Self::Let { value, body, .. } => {
                visit(value);
                visit(body);
            }
            Self::Attribute { of, .. } | Self::IsStated { of, .. } => visit(of),
            Self::Call { arguments: list, .. } | Self::List(list) | Self::And(list) | Self::Or(list) => {
                list.iter_mut().for_each(visit);
            }
            Self::Union(a, b)
            | Self::Except(a, b)
            | Self::Implies(a, b)
            | Self::Compare(_, a, b)
            | Self::Arithmetic(_, a, b) => {
                visit(a);
                visit(b);
            }
            Self::Comprehension { head, binders, condition } | Self::Aggregate { head, binders, condition, .. } => {
                for binder in binders {
                    visit(&mut binder.source);
                }
                if let Some(condition) = condition {
                    visit(condition);
                }
                if let Some(head) = head {
                    visit(head);
                }
            }
            Self::Not(x) | Self::Negate(x) => visit(x),
            Self::Has { subject, condition, .. } => {
                visit(subject);
                if let Some(condition) = condition {
                    visit(condition);
                }
            }
            Self::Carries { conduit, from, to } => {
                visit(conduit);
                visit(from);
                visit(to);
            }
            Self::Quantifier { binders, condition, body, .. } => {
                for binder in binders {
                    visit(&mut binder.source);
                }
                if let Some(condition) = condition {
                    visit(condition);
                }
                visit(body);
            }
            Self::If(a, b, c) => {
                visit(a);
                visit(b);
                visit(c);
            }
        }
    }
}

impl Expr {
    /// The `every` or `no` whose bindings are an assertion's witnesses: the expression itself, or what stands below
    /// its `let … :` and to the right of its `=>`. `None` where there is none: the subject is the witness then.
    pub fn witness_quantifier(&self) -> Option<&Self> {
        match &self.kind {
            ExprKind::Quantifier { kind: QuantifierKind::Every | QuantifierKind::No, .. } => Some(self),
            ExprKind::Let { body, .. } => body.witness_quantifier(),
            ExprKind::Implies(_, then) => then.witness_quantifier(),
            _ => None,
        }
    }
}

/// `x in S`, with the slot of `x`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Binder {
    /// The name, for explanations.
    pub name: SmolStr,
    /// Where it is kept.
    pub slot: Slot,
    /// What it ranges over.
    pub source: Expr,
}

/// The aggregates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AggregateFunction {
    /// How many.
    Count,
    /// Added up.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
}
