//! How a tuple came about, for explanations.

use rustc_hash::FxHashSet;
use zcc_hir::expr::{ExprKind, Slot};
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
    /// What the names of the rule were bound to, in the order bound.
    pub(crate) through: Vec<Val<'w>>,
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
    for rule in &own {
        let steps = plan(rule, None, function, &slots);
        worker.eval.frame(function.slots, function.let_count);
        for (at, value) in tuple.iter().enumerate() {
            worker.eval.set_slot(Slot(at as u16), value.clone());
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
            let through = rule.binders.iter().map(|binder| eval.slot(binder.slot)).collect();
            found.push(Derivation { from, through, truth });
        });
    }
    found
}
