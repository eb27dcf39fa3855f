//! How a tuple came about, for explanations.

use rustc_hash::FxHashSet;
use zcc_hir::expr::{Binder, Expr, ExprKind, Slot};
use zcc_hir::facts::Mode;
use zcc_hir::ids::FunctionId;
use zcc_hir::value::Truth;

use super::rules::{plan, rules};
use super::worker::Worker;
use crate::val::Val;
use crate::walk::recursive_group;
use crate::world::World;

/// One way in which a tuple was derived.
pub(crate) struct Derivation<'w> {
    /// The tuples of the same group that it stands on.
    pub(crate) from: Vec<(FunctionId, Vec<Val<'w>>)>,
    /// Which of the rules of its body it is by.
    pub(crate) rule: usize,
    /// What the names of the rule were bound to, in the order bound.
    pub(crate) bound: Vec<(&'w Binder, Val<'w>)>,
    /// How true it is.
    pub(crate) truth: Truth,
}

/// The ways in which a tuple of a recursive relation can be derived in one step; none for a relation whose body cannot be
/// broken up into rules.
pub(crate) fn derivations<'w>(
    world: &'w dyn World,
    id: FunctionId,
    tuple: &[Val<'w>],
    mode: Mode,
) -> Vec<Derivation<'w>> {
    let mut found = Vec::new();
    let group = recursive_group(world, id);
    let (Some(function), false) = (world.function(id), group.is_empty()) else { return found };
    let Some(own) = rules(&function.body) else { return found };
    let slots: FxHashSet<Slot> = (0..function.parameters.len()).map(|at| Slot(at as u16)).collect();
    let mut worker = Worker::new(world, mode);
    for (at, rule) in own.iter().enumerate() {
        let steps = plan(rule, None, function, &slots);
        worker.eval.frame(function.slots, function.let_count);
        for (slot, value) in (0..).zip(tuple) {
            worker.eval.set_slot(Slot(slot), value.clone());
        }
        worker.run(&steps, Truth::True, &mut |eval, truth| {
            if found.len() >= 1_000 {
                return;
            }
            let mut from = Vec::new();
            for atom in &rule.atoms {
                if let ExprKind::Call { function, arguments } = &atom.kind
                    && group.contains(function)
                {
                    from.push((*function, arguments.iter().map(|argument| eval.value(argument, mode)).collect()));
                }
            }
            let bound = rule.binders.iter().map(|binder| (*binder, eval.slot(binder.slot))).collect();
            found.push(Derivation { from, rule: at, bound, truth });
        });
    }
    found
}

/// One way to derive tuples of a recursive relation: what its names are bound to the members of, and what must hold.
pub(crate) struct Recipe<'w> {
    /// Outermost first.
    pub(crate) binders: Vec<&'w Binder>,
    /// With whether it is a use of the relation's own group.
    pub(crate) conditions: Vec<(&'w Expr, bool)>,
}

/// The ways to derive tuples of a recursive relation; none for one whose body cannot be broken up.
pub(crate) fn recipes(world: &dyn World, id: FunctionId) -> Vec<Recipe<'_>> {
    let group = recursive_group(world, id);
    let Some(own) = world.function(id).and_then(|function| rules(&function.body)) else { return Vec::new() };
    let is_own = |atom: &Expr| matches!(&atom.kind, ExprKind::Call { function, .. } if group.contains(function));
    own.into_iter()
        .map(|rule| Recipe {
            binders: rule.binders,
            conditions: rule.atoms.into_iter().map(|atom| (atom, is_own(atom))).collect(),
        })
        .collect()
}
