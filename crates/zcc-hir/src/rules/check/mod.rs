//! The type checker of expressions: from trees to typed expressions with slots, `let`s and numbers, and what it finds
//! wrong with them.
//!
//! It keeps three things besides: the place of each expression, the calls with their polarity (for the strata of
//! relations), and whether each variable is used.

mod access;
mod coerce;
mod fits;
mod operators;
mod sets;

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, Severity, TextRange};
use zcc_db::Db;
use zcc_syntax::ast;

use crate::expr::{Expr, ExprId, ExprKind, LetId, Slot, Type};
use crate::ids::{CapabilityId, FunctionId};
use crate::names::Scope;
use crate::rules::meanings::{BodyName, BodyNames, Meaning};
use crate::values::{self, type_of_literal};

/// How many variables, and how many `let`s, one declaration may have.
const MAX_VARIABLES: u16 = 2048;

/// What happens to the value of an expression when a relation that it uses grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Polarity {
    /// It can only grow.
    Positive,
    /// It can only shrink.
    Negative,
    /// Either.
    Mixed,
}

impl Polarity {
    /// That of something within something.
    pub(crate) fn within(self, outer: Self) -> Self {
        match (outer, self) {
            (Self::Mixed, _) | (_, Self::Mixed) => Self::Mixed,
            (Self::Positive, inner) => inner,
            (Self::Negative, Self::Positive) => Self::Negative,
            (Self::Negative, Self::Negative) => Self::Positive,
        }
    }
}

/// A use of a define or relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallEdge {
    /// What is used.
    pub(crate) callee: FunctionId,
    /// How.
    pub(crate) polarity: Polarity,
    /// Where.
    pub(crate) expr: ExprId,
}

#[derive(Debug)]
enum LocalKind {
    /// What a caller, a quantifier or the subject puts there, and whether that may depend on the switches.
    Slot(Slot, bool),
    Let {
        id: LetId,
        switchable: bool,
        edges: Vec<CallEdge>,
    },
    /// A capability's parameter, within the condition of this many nested `has`.
    Parameter(CapabilityId, u16, u32),
}

#[derive(Debug)]
struct Local {
    name: SmolStr,
    range: TextRange,
    kind: LocalKind,
    ty: Type,
    used: bool,
}

/// What is known at a place of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// The variables in scope with their types, the innermost first. One that another hides is left out.
    pub variables: Vec<(SmolStr, Type)>,
    /// What the place would like, where it says.
    pub expected: Option<Type>,
    /// The type of what stands before the dot, where the marker stands behind one.
    pub base: Option<Type>,
}

/// Checks the expressions of one body.
pub(crate) struct Checker<'a> {
    db: &'a dyn Db,
    scope: Scope<'a>,
    locals: Vec<Local>,
    ranges: Vec<TextRange>,
    slots: u16,
    lets: u16,
    edges: Vec<CallEdge>,
    polarity: Polarity,
    has_depth: u32,
    /// Calls take over the flag of what they call, by this. The bodies of functions do so in a second step.
    callees: Option<DependsOnSwitches>,
    /// Whether it was told that there is too much of something.
    crowded: bool,
    told: Vec<Diagnostic>,
    /// What an editor looks for, and what is known there.
    probe: Option<Box<(SmolStr, Option<Probed>)>>,
    /// What names mean, where somebody asks for that.
    names: Option<BodyNames>,
}

/// Whether what a define or relation gives may depend on the switches.
pub(crate) type DependsOnSwitches = fn(&dyn Db, FunctionId) -> bool;

/// What remains of a checker.
pub(crate) struct Checked {
    /// By number.
    pub(crate) ranges: Vec<TextRange>,
    /// How many slots were given out.
    pub(crate) slots: u16,
    /// How many `let`s there are.
    pub(crate) lets: u16,
    /// The uses of defines and relations.
    pub(crate) edges: Vec<CallEdge>,
    /// What is wrong.
    pub(crate) told: Vec<Diagnostic>,
    /// What names mean; nothing unless that was asked for.
    pub(crate) names: BodyNames,
}

impl<'a> Checker<'a> {
    /// A checker with nothing in scope.
    pub(crate) fn new(db: &'a dyn Db, scope: Scope<'a>, callees: Option<DependsOnSwitches>) -> Self {
        Self {
            db,
            scope,
            locals: Vec::new(),
            ranges: Vec::new(),
            slots: 0,
            lets: 0,
            edges: Vec::new(),
            polarity: Polarity::Positive,
            has_depth: 0,
            callees,
            crowded: false,
            told: Vec::new(),
            probe: None,
            names: None,
        }
    }

    /// Notes what names mean from now on, if `noting`.
    pub(crate) fn noting(mut self, noting: bool) -> Self {
        self.names = noting.then(BodyNames::default);
        self
    }

    /// Notes what a name means, if somebody asks for that.
    fn mean(&mut self, range: TextRange, meaning: Meaning) {
        if let Some(names) = &mut self.names
            && !range.is_empty()
        {
            names.names.push(BodyName { range, meaning });
        }
    }

    /// Notes that a variable is declared, if somebody asks for that.
    fn note_variable(&mut self, name: &str, range: TextRange, ty: &Type) {
        if let Some(names) = &mut self.names
            && !range.is_empty()
            && !name.is_empty()
        {
            names.variables.push((range, ty.clone()));
        }
    }

    /// Looks for a name, and notes what is known where it stands.
    pub(crate) fn look_for(&mut self, marker: &str) {
        self.probe = Some(Box::new((SmolStr::new(marker), None)));
    }

    /// What is known where the name stands that was looked for.
    pub(crate) fn found(self) -> Option<Probed> {
        self.probe.and_then(|probe| probe.1)
    }

    /// Notes what is known here, if this is the name that is looked for.
    fn note(&mut self, name: &str, expected: Option<&Type>, base: Option<&Type>) {
        let Some(probe) = &mut self.probe else { return };
        if probe.0 != name {
            return;
        }
        let mut variables: Vec<(SmolStr, Type)> = Vec::new();
        for local in self.locals.iter().rev() {
            let hidden = matches!(local.kind, LocalKind::Parameter(.., depth) if depth != self.has_depth);
            if !hidden && !local.name.is_empty() && !variables.iter().any(|(known, _)| *known == local.name) {
                variables.push((local.name.clone(), local.ty.clone()));
            }
        }
        probe.1 = Some(Probed { variables, expected: expected.cloned(), base: base.cloned() });
    }

    /// Ends the body: variables that are still in scope end here. Where something is wrong, or the parser found it
    /// `broken`, variables may have been used in what was not understood.
    pub(crate) fn finish(mut self, broken: bool) -> Checked {
        self.leave(0);
        if broken || self.told.iter().any(|one| one.severity == Severity::Error) {
            self.told.retain(|one| one.code != Code::UNUSED_VARIABLE);
        }
        Checked {
            ranges: self.ranges,
            slots: self.slots,
            lets: self.lets,
            edges: self.edges,
            told: self.told,
            names: self.names.unwrap_or_default(),
        }
    }

    /// Reports a diagnostic.
    pub(crate) fn tell(&mut self, diagnostic: Diagnostic) {
        self.told.push(diagnostic);
    }

    fn place(&self, range: TextRange) -> Place {
        self.scope.place(range)
    }

    /// How many variables are in scope, to go back to by [`Self::leave`].
    pub(crate) fn depth(&self) -> usize {
        self.locals.len()
    }

    /// Ends the scope of the variables past `depth`; those never used are told.
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.locals.len() > depth {
            let Some(local) = self.locals.pop() else { break };
            let parameter = matches!(local.kind, LocalKind::Parameter(..));
            if local.used || parameter || local.name.starts_with('_') || local.name.is_empty() {
                continue;
            }
            let place = self.place(local.range);
            let message = format!("`{}` is never used", local.name);
            let diagnostic = Diagnostic::new(Code::UNUSED_VARIABLE, place, message);
            self.tell(match local.kind {
                LocalKind::Let { .. } => diagnostic.help("remove it, or begin its name with `_`"),
                _ => diagnostic.help("begin its name with `_` if that is meant"),
            });
        }
    }

    /// Gives a variable a slot of its own and brings it into scope.
    pub(crate) fn bind(&mut self, name: &SmolStr, range: TextRange, ty: Type, used: bool) -> Slot {
        let slot = Slot(self.slots);
        if self.slots < MAX_VARIABLES {
            self.slots += 1;
        } else {
            self.too_many(range, "variables");
        }
        self.note_variable(name, range, &ty);
        self.locals.push(Local { name: name.clone(), range, kind: LocalKind::Slot(slot, false), ty, used });
        slot
    }

    /// Brings a parameter of a define into scope. A caller may pass what depends on the switches: a truth, a number or a
    /// set. (Which thing of the model is meant is not for them to say.)
    pub(crate) fn bind_parameter(&mut self, name: &SmolStr, range: TextRange, ty: Type) {
        let depends = !matches!(ty, Type::Entity(_) | Type::Enum(_) | Type::String | Type::Error);
        self.bind(name, range, ty, false);
        if let Some(Local { kind: LocalKind::Slot(_, switchable), .. }) = self.locals.last_mut() {
            *switchable = depends;
        }
    }

    fn too_many(&mut self, range: TextRange, what: &str) {
        if self.crowded {
            return;
        }
        self.crowded = true;
        let message = format!("there are more than {MAX_VARIABLES} {what} in one declaration");
        let diagnostic = Diagnostic::new(Code::TOO_MANY, self.place(range), message).help("split it");
        self.tell(diagnostic);
    }

    /// Checks what a `let` stands for and brings its name into scope.
    pub(crate) fn bind_let(&mut self, name: &ast::Name, value: &ast::Expr) -> (LetId, Expr) {
        let outer_edges = std::mem::take(&mut self.edges);
        let outer_polarity = std::mem::replace(&mut self.polarity, Polarity::Positive);
        let value = self.infer(value, None);
        self.note_variable(&name.text, name.range, &value.ty);
        let edges = std::mem::replace(&mut self.edges, outer_edges);
        self.polarity = outer_polarity;
        let id = LetId(self.lets);
        if self.lets < MAX_VARIABLES {
            self.lets += 1;
        } else {
            self.too_many(name.range, "`let`s");
            return (id, value);
        }
        self.locals.push(Local {
            name: name.text.clone(),
            range: name.range,
            kind: LocalKind::Let { id, switchable: value.switchable, edges },
            ty: value.ty.clone(),
            used: false,
        });
        (id, value)
    }

    /// Brings the variables that a message may name into scope again: what the quantifier and the `let`s that
    /// [`Expr::witness_quantifier`] passes bind.
    pub(crate) fn rebind_witness(&mut self, tree: &ast::Expr, condition: &Expr) {
        match (&tree.kind, &condition.kind) {
            (ast::ExprKind::Let { name, body: tree, .. }, ExprKind::Let { id, value, body }) => {
                let kind = LocalKind::Let { id: *id, switchable: value.switchable, edges: Vec::new() };
                let ty = value.ty.clone();
                self.locals.push(Local { name: name.text.clone(), range: name.range, kind, ty, used: true });
                self.rebind_witness(tree, body);
            }
            (ast::ExprKind::Implies(_, tree), ExprKind::Implies(_, then)) => self.rebind_witness(tree, then),
            (ast::ExprKind::Quantifier { binders: written, .. }, ExprKind::Quantifier { binders, .. })
                if condition.witness_quantifier().is_some() =>
            {
                for (binder, written) in binders.iter().zip(written) {
                    self.locals.push(Local {
                        name: binder.name.clone(),
                        range: written.name.range,
                        kind: LocalKind::Slot(binder.slot, false),
                        ty: fits::element(&binder.source.ty),
                        used: true,
                    });
                }
            }
            _ => {}
        }
    }

    /// Checks within a polarity, relative to the one outside.
    fn under<T>(&mut self, polarity: Polarity, check: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.polarity;
        self.polarity = polarity.within(outer);
        let result = check(self);
        self.polarity = outer;
        result
    }

    /// Numbers an expression.
    fn make(&mut self, kind: ExprKind, ty: Type, range: TextRange) -> Expr {
        let mut flag = match &kind {
            ExprKind::Has { .. } => true,
            ExprKind::Call { function, .. } => self.callees.is_some_and(|depends| depends(self.db, *function)),
            _ => false,
        };
        if !flag {
            kind.for_each_child(&mut |child| flag |= child.switchable);
        }
        self.make_flagged(kind, ty, flag, range)
    }

    fn make_flagged(&mut self, kind: ExprKind, ty: Type, switchable: bool, range: TextRange) -> Expr {
        let id = ExprId(self.ranges.len() as u32);
        self.ranges.push(range);
        Expr { kind, ty, switchable, id }
    }

    /// The expression of a mistake that has been told.
    fn error(&mut self, range: TextRange) -> Expr {
        self.make_flagged(ExprKind::Error, Type::Error, false, range)
    }

    /// Tells a mistake; the expression it is about stays silent from now on.
    fn refuse(&mut self, range: TextRange, diagnostic: Diagnostic) -> Expr {
        self.tell(diagnostic);
        self.error(range)
    }

    /// Checks an expression that must have the type `expected`. A single value stands for the set of it.
    pub(crate) fn check(&mut self, tree: &ast::Expr, expected: &Type) -> Expr {
        let found = self.infer(tree, Some(expected));
        self.coerce(found, expected, tree.range)
    }

    /// Checks an expression of any type. `hint` is what the place would like, for names and literals that could mean
    /// several things.
    pub(crate) fn infer(&mut self, tree: &ast::Expr, hint: Option<&Type>) -> Expr {
        use ast::ExprKind as Tree;
        let range = tree.range;
        match &tree.kind {
            Tree::Error => self.error(range),
            Tree::Literal(literal) => self.literal(literal, range, hint),
            Tree::Name(name) => self.name(name, range, hint),
            Tree::Member(base, name) => self.member(base, name, range),
            Tree::Call { callee, arguments } => self.call(callee, arguments, range, hint),
            Tree::Aggregate { function, comprehension } => self.aggregate(function, comprehension, range),
            Tree::List(elements) => self.list(elements, range, hint),
            Tree::Comprehension(comprehension) => self.comprehension(comprehension, range, hint),
            Tree::Vector { .. } => {
                let mut told = Vec::new();
                let value = values::constant(self.db, &self.scope, tree, &Type::Vector, &mut told);
                self.told.append(&mut told);
                match value {
                    Some(value) => self.make(ExprKind::Constant(value), Type::Vector, range),
                    None => self.error(range),
                }
            }
            Tree::Not(inner) => {
                let inner = self.under(Polarity::Negative, |checker| checker.check(inner, &Type::Bool));
                self.make(ExprKind::Not(Box::new(inner)), Type::Bool, range)
            }
            Tree::And(operands) => {
                let operands = operands.iter().map(|operand| self.check(operand, &Type::Bool)).collect();
                self.make(ExprKind::And(operands), Type::Bool, range)
            }
            Tree::Or(operands) => {
                let operands = operands.iter().map(|operand| self.check(operand, &Type::Bool)).collect();
                self.make(ExprKind::Or(operands), Type::Bool, range)
            }
            Tree::Implies(from, to) => {
                let from = self.under(Polarity::Negative, |checker| checker.check(from, &Type::Bool));
                let to = self.check(to, &Type::Bool);
                self.make(ExprKind::Implies(Box::new(from), Box::new(to)), Type::Bool, range)
            }
            Tree::Negate(inner) => self.negate(inner, range),
            Tree::Compare(op, left, right) => self.compare(*op, left, right, range),
            Tree::Arithmetic { first, rest } => self.arithmetic(first, rest, range),
            Tree::Has { subject, capability, condition } => self.has(subject, capability, condition.as_deref(), range),
            Tree::Carries { conduit, from, to } => self.carries([conduit, from, to], range),
            Tree::IsStated(inner) => self.is_stated(inner, range),
            Tree::Quantifier { kind, binders, condition, body } => {
                self.quantifier(*kind, binders, condition.as_deref(), body, range)
            }
            Tree::If(condition, then, otherwise) => self.if_then_else([condition, then, otherwise], range, hint),
            Tree::Let { name, value, body } => {
                let depth = self.depth();
                let (id, value) = self.bind_let(name, value);
                let body = self.infer(body, hint);
                self.leave(depth);
                let ty = body.ty.clone();
                self.make(ExprKind::Let { id, value: Box::new(value), body: Box::new(body) }, ty, range)
            }
            Tree::Record(_) => {
                let message = "a block of `name: value` means nothing in an expression";
                let diagnostic = Diagnostic::new(Code::MISPLACED_FORM, self.place(range), message)
                    .help("a set is written `{ x in S where … }`, a list `[a, b]`");
                self.refuse(range, diagnostic)
            }
            Tree::Requirement(id) => {
                let message = format!("the requirement `{}` is no value that rules can use", id.text);
                let diagnostic = Diagnostic::new(Code::MISPLACED_FORM, self.place(range), message);
                self.refuse(range, diagnostic)
            }
        }
    }

    fn literal(&mut self, literal: &ast::Literal, range: TextRange, hint: Option<&Type>) -> Expr {
        let hint = match hint {
            Some(Type::Set(element)) => Some(&**element),
            other => other,
        };
        let natural = type_of_literal(literal);
        let ty = match (hint, literal) {
            (Some(Type::Version), ast::Literal::String(_) | ast::Literal::Int(_) | ast::Literal::Address(_)) => {
                Type::Version
            }
            (Some(Type::Vector), ast::Literal::SecurityLevel(_)) => Type::Vector,
            _ => natural,
        };
        let mut told = Vec::new();
        let value = values::literal(self.db, self.place(range), literal, &ty, &mut told);
        self.told.append(&mut told);
        match value {
            Some(value) => self.make(ExprKind::Constant(value), ty, range),
            None => self.error(range),
        }
    }
}
