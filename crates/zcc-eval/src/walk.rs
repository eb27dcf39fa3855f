//! Looking through expressions: what they mention and which functions hang together.

use rustc_hash::FxHashSet;
use zcc_hir::expr::{AttributeRef, Builtin, Expr, ExprKind, Slot};
use zcc_hir::ids::FunctionId;
use zcc_hir::program::Requirement;

use crate::world::World;

/// Whether `test` holds for the expression or something inside it.
pub(crate) fn any(expr: &Expr, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    if test(expr) {
        return true;
    }
    let mut found = false;
    expr.kind.for_each_child(&mut |inner| found = found || any(inner, test));
    found
}

/// The slots that an expression reads and does not bind itself.
pub(crate) fn free_slots(expr: &Expr) -> FxHashSet<Slot> {
    let (mut read, mut bound) = (FxHashSet::default(), Vec::new());
    any(expr, &mut |inner| {
        match &inner.kind {
            ExprKind::Slot(slot) => {
                read.insert(*slot);
            }
            ExprKind::Comprehension { binders, .. }
            | ExprKind::Aggregate { binders, .. }
            | ExprKind::Quantifier { binders, .. } => bound.extend(binders.iter().map(|binder| binder.slot)),
            _ => {}
        }
        false
    });
    for slot in bound {
        read.remove(&slot);
    }
    read
}

/// Whether an expression comes to the same whatever is bound outside it.
pub(crate) fn is_closed(expr: &Expr) -> bool {
    free_slots(expr).is_empty()
        && !any(expr, &mut |inner| {
            matches!(inner.kind, ExprKind::LetReference(_) | ExprKind::Parameter(_) | ExprKind::Let { .. })
        })
}

/// The functions that a body calls itself.
pub(crate) fn called(body: &Expr) -> Vec<FunctionId> {
    let mut functions = Vec::new();
    any(body, &mut |inner| {
        if let ExprKind::Call { function, .. } = inner.kind {
            functions.push(function);
        }
        false
    });
    functions.sort_unstable();
    functions.dedup();
    functions
}

fn reachable(world: &dyn World, from: FunctionId) -> FxHashSet<FunctionId> {
    let mut seen = FxHashSet::default();
    let mut work = vec![from];
    while let Some(function) = work.pop() {
        if let Some(function) = world.function(function) {
            work.extend(called(&function.body).into_iter().filter(|next| seen.insert(*next)));
        }
    }
    seen
}

/// The functions that lean on `function` and it on them, itself included; empty if it is not recursive.
pub fn recursive_group(world: &dyn World, function: FunctionId) -> Vec<FunctionId> {
    let below = reachable(world, function);
    if !below.contains(&function) {
        return Vec::new();
    }
    let mut group: Vec<FunctionId> =
        below.into_iter().filter(|other| *other == function || reachable(world, *other).contains(&function)).collect();
    group.sort_unstable();
    group
}

/// Whether a requirement looks beyond its subject and what is directly in it, as far as can be told from its text: then
/// it is worked out again whenever anything it may have seen changes.
pub fn is_global(world: &dyn World, requirement: &Requirement) -> bool {
    let mut seen = FxHashSet::default();
    let mut work: Vec<FunctionId> = Vec::new();
    let looks_far = |expr: &Expr, work: &mut Vec<FunctionId>| {
        any(expr, &mut |inner| match &inner.kind {
            ExprKind::Global(_) | ExprKind::Carries { .. } => true,
            ExprKind::Attribute { attribute: AttributeRef::Builtin(builtin), .. } => matches!(
                builtin,
                Builtin::Zones
                    | Builtin::Parent
                    | Builtin::Crossings
                    | Builtin::SharesNetworkWith
                    | Builtin::Conduits
                    | Builtin::Place
                    | Builtin::Zone
                    | Builtin::From
                    | Builtin::To
            ),
            ExprKind::Call { function, .. } => {
                work.push(*function);
                false
            }
            _ => false,
        })
    };
    let mut found = requirement.lets.iter().any(|line| looks_far(&line.value, &mut work));
    for clause in &requirement.clauses {
        found = found || clause.when.as_ref().is_some_and(|when| looks_far(when, &mut work));
        found = found || clause.assertions.iter().any(|assertion| looks_far(&assertion.condition, &mut work));
    }
    while let Some(function) = work.pop() {
        if found {
            return true;
        }
        if seen.insert(function)
            && let Some(function) = world.function(function)
        {
            found = function.relation || looks_far(&function.body, &mut work);
        }
    }
    found
}
