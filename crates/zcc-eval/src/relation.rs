//! Relations: least fixpoints in the order false < unknown < true.
//!
//! The bodies of a recursive group are broken up into rules (`head if atom and atom …`, with the names that `some`
//! binds), and facts are derived from facts until nothing rises any more. A transitive closure, or recursion that
//! passes one end through unchanged, is worked out over strongly connected components with rows of bits instead.

mod components;
mod derivation;
mod fixpoint;
mod rules;
mod worker;

use std::cell::RefCell;

use zcc_hir::expr::ExprKind;
use zcc_hir::facts::Mode;
use zcc_hir::ids::FunctionId;

use crate::extent::{Extent, MOST_PLACES, Recursion, over_places};
use crate::remembering::Remembering;
use crate::walk::{any, recursive_group};
use crate::world::World;

use components::through_components;
pub(crate) use derivation::{Derivation, Recipe, derivations, recipes};
use fixpoint::fixpoint;
use rules::{Rule, rules};

/// Works out a relation (with those that it is recursive with). `None` where it is worked out at each call instead.
pub fn compute(world: &dyn World, function: FunctionId, mode: Mode) -> Option<Extent> {
    let world: &dyn World = &Remembering::new(world);
    let declaration = world.function(function)?;
    if !declaration.relation {
        return None;
    }
    let group = recursive_group(world, function);
    if group.is_empty() && !(over_places(declaration) && world.place_count() <= MOST_PLACES) {
        return None;
    }
    let members: Vec<FunctionId> = if group.is_empty() { vec![function] } else { group.clone() };
    // A define between the relations of a group keeps its body from being broken up into rules: see `whole`.
    let relations: Vec<FunctionId> =
        members.into_iter().filter(|id| world.function(*id).is_some_and(|function| function.relation)).collect();
    let mut bodies = Vec::new();
    for id in &relations {
        let body = world.function(*id)?;
        let mut own = rules(&body.body).unwrap_or_else(|| vec![Rule { atoms: vec![&body.body], ..Rule::default() }]);
        let mut in_pieces = true;
        for rule in &mut own {
            for (at, atom) in rule.atoms.iter().enumerate() {
                if let ExprKind::Call { function, arguments } = &atom.kind
                    && relations.contains(function)
                    && arguments.iter().all(|argument| matches!(argument.kind, ExprKind::Slot(_)))
                {
                    rule.calls.push(at);
                } else if any(
                    atom,
                    &mut |inner| matches!(inner.kind, ExprKind::Call { function, .. } if group.contains(&function)),
                ) {
                    in_pieces = false;
                }
            }
        }
        bodies.push((body, own, in_pieces));
    }
    if let [(body, own, true)] = &*bodies
        && let Some(extent) = through_components(world, body, own, mode)
    {
        return Some(extent);
    }
    let recursion = Recursion {
        members: relations
            .iter()
            .zip(&bodies)
            .map(|(id, (body, ..))| (*id, RefCell::new(Extent::new(body, world.place_count()))))
            .collect(),
    };
    fixpoint(world, &recursion, &bodies, mode);
    let at = recursion.position(function)?;
    recursion.members.into_iter().nth(at).map(|(_, extent)| extent.into_inner())
}
