//! Which capabilities a clause uses both ways: so that it helps to have them here and not to have them there.
//!
//! The capable judgement takes every use of a switch by itself (see `eval.rs`). Where a clause uses each capability one way
//! only, that is the same as one setting of the switches: all that helps is on, all that harms is off. Where it uses one
//! both ways, as `count(…) == 1` does, the setting has to be looked for: see `settings.rs`.

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::expr::{AggregateFunction, ArithmeticOp, Binder, CompareOp, Expr, ExprKind, LetId, QuantifierKind, Type};
use zcc_hir::ids::{CapabilityId, FunctionId};
use zcc_hir::program::{Clause, Requirement};

use crate::switches::Mixed;
use crate::walk::{any, called};
use crate::world::World;

/// Ways to use something, as bits.
type Ways = u8;

/// Truth, or more of it, helps.
const HELPS: Ways = 1;
/// It harms.
const HARMS: Ways = 2;
const BOTH: Ways = HELPS | HARMS;

const fn turned(ways: Ways) -> Ways {
    ways >> 1 | (ways & 1) << 1
}

/// What a clause uses both ways.
pub(crate) fn mixed(world: &dyn World, requirement: &Requirement, clause: &Clause) -> Mixed {
    let lets = requirement.lets.iter().map(|line| (line.id, &line.value)).collect();
    let mut uses = Uses { world, ways: FxHashMap::default(), functions: FxHashMap::default() };
    if let Some(when) = &clause.when {
        uses.of(when, HARMS, &lets);
    }
    for assertion in &clause.assertions {
        uses.of(&assertion.condition, HELPS, &lets);
    }
    let mut capabilities: Vec<CapabilityId> =
        uses.ways.iter().filter(|(_, ways)| **ways == BOTH).map(|(capability, _)| *capability).collect();
    capabilities.sort_unstable();
    let functions = if capabilities.is_empty() { Vec::new() } else { asking(world, &uses, &capabilities) };
    Mixed { capabilities, functions }
}

/// Those of the functions used that ask for one of the capabilities.
fn asking(world: &dyn World, uses: &Uses<'_>, capabilities: &[CapabilityId]) -> Vec<FunctionId> {
    let mut found = FxHashSet::default();
    let mut callers: FxHashMap<FunctionId, Vec<FunctionId>> = FxHashMap::default();
    let mut work = Vec::new();
    for id in uses.functions.keys() {
        let Some(function) = world.function(*id) else { continue };
        for callee in called(&function.body) {
            callers.entry(callee).or_default().push(*id);
        }
        let asks = any(
            &function.body,
            &mut |inner| matches!(&inner.kind, ExprKind::Has { capability, .. } if capabilities.binary_search(capability).is_ok()),
        );
        if asks && found.insert(*id) {
            work.push(*id);
        }
    }
    while let Some(next) = work.pop() {
        work.extend(callers.get(&next).into_iter().flatten().copied().filter(|caller| found.insert(*caller)));
    }
    let mut found: Vec<FunctionId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

type Lets<'a> = FxHashMap<LetId, &'a Expr>;

struct Uses<'a> {
    world: &'a dyn World,
    ways: FxHashMap<CapabilityId, Ways>,
    /// In which ways the body of each was gone through.
    functions: FxHashMap<FunctionId, Ways>,
}

impl<'a> Uses<'a> {
    fn all(&mut self, parts: &'a [Expr], ways: Ways, lets: &Lets<'a>) {
        for part in parts {
            self.of(part, ways, lets);
        }
    }

    /// Takes note of what an expression uses, where it is itself used in these ways.
    fn of(&mut self, expr: &'a Expr, ways: Ways, lets: &Lets<'a>) {
        if !expr.switchable {
            return;
        }
        match &expr.kind {
            ExprKind::Has { subject, capability, condition } => {
                *self.ways.entry(*capability).or_default() |= ways;
                self.of(subject, BOTH, lets);
                if let Some(condition) = condition {
                    self.of(condition, ways, lets);
                }
            }
            ExprKind::Let { id, value, body } => {
                let mut inner = lets.clone();
                inner.insert(*id, value);
                self.of(body, ways, &inner);
            }
            ExprKind::LetReference(id) => {
                if let Some(value) = lets.get(id) {
                    self.of(value, ways, lets);
                }
            }
            ExprKind::Call { function, arguments } => {
                let seen = self.functions.entry(*function).or_default();
                let news = ways & !*seen;
                *seen |= ways;
                if news != 0
                    && let Some(function) = self.world.function(*function)
                {
                    self.of(&function.body, news, &Lets::default());
                }
                // What the callee makes of them is not followed.
                self.all(arguments, BOTH, lets);
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => self.all(parts, ways, lets),
            ExprKind::Not(inner) | ExprKind::Negate(inner) => self.of(inner, turned(ways), lets),
            ExprKind::Implies(left, right) => {
                self.of(left, turned(ways), lets);
                self.of(right, ways, lets);
            }
            ExprKind::Union(left, right) => {
                self.of(left, ways, lets);
                self.of(right, ways, lets);
            }
            ExprKind::Except(left, right) | ExprKind::Arithmetic(ArithmeticOp::Subtract, left, right) => {
                self.of(left, ways, lets);
                self.of(right, turned(ways), lets);
            }
            ExprKind::Arithmetic(op, left, right) => {
                let ways = if *op == ArithmeticOp::Add { ways } else { BOTH };
                self.of(left, ways, lets);
                self.of(right, ways, lets);
            }
            ExprKind::Compare(op, left, right) => {
                let is_set = matches!(left.ty, Type::Set(_));
                let (of_left, of_right) = match op {
                    CompareOp::In => (if is_set { turned(ways) } else { BOTH }, ways),
                    CompareOp::NotIn => (if is_set { ways } else { BOTH }, turned(ways)),
                    CompareOp::Equal | CompareOp::NotEqual => (BOTH, BOTH),
                    CompareOp::Less | CompareOp::LessEqual => (turned(ways), ways),
                    CompareOp::Greater | CompareOp::GreaterEqual => (ways, turned(ways)),
                };
                self.of(left, of_left, lets);
                self.of(right, of_right, lets);
            }
            ExprKind::Quantifier { kind, binders, condition, body } => {
                let of_members = if *kind == QuantifierKind::Some { ways } else { turned(ways) };
                self.members(binders, condition.as_deref(), of_members, lets);
                self.of(body, if *kind == QuantifierKind::No { turned(ways) } else { ways }, lets);
            }
            ExprKind::Comprehension { head, binders, condition } => {
                self.members(binders, condition.as_deref(), ways, lets);
                if let Some(head) = head {
                    self.of(head, BOTH, lets);
                }
            }
            ExprKind::Aggregate { function, head, binders, condition } => {
                let of_members = match function {
                    AggregateFunction::Count | AggregateFunction::Max => ways,
                    AggregateFunction::Min => turned(ways),
                    AggregateFunction::Sum => BOTH,
                };
                self.members(binders, condition.as_deref(), of_members, lets);
                if let Some(head) = head {
                    self.of(head, ways, lets);
                }
            }
            ExprKind::If(condition, yes, no) => {
                self.of(condition, BOTH, lets);
                self.of(yes, ways, lets);
                self.of(no, ways, lets);
            }
            other => other.for_each_child(&mut |inner| self.of(inner, BOTH, lets)),
        }
    }

    fn members(&mut self, binders: &'a [Binder], condition: Option<&'a Expr>, ways: Ways, lets: &Lets<'a>) {
        for binder in binders {
            self.of(&binder.source, ways, lets);
        }
        if let Some(condition) = condition {
            self.of(condition, ways, lets);
        }
    }
}
