//! Relations over pairs of places, over strongly connected components.

use rustc_hash::FxHashSet;
use zcc_hir::expr::{Expr, ExprKind, GlobalSet, Slot, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{EntityKind, EntityKinds, PlaceId};
use zcc_hir::program::Function;
use zcc_hir::value::Truth;

use super::rules::{Rule, plan};
use super::worker::Worker;
use crate::closure::{Matrix, closure};
use crate::extent::{Extent, MOST_PLACES, over_places, place_of};
use crate::walk::free_slots;
use crate::world::World;

/// A relation over pairs of places whose recursion passes one end through, or is a plain transitive closure.
pub(super) fn through_components<'a>(
    world: &'a dyn World,
    function: &'a Function,
    own: &[Rule<'a>],
    mode: Mode,
) -> Option<Extent> {
    #[derive(Clone, Copy, PartialEq)]
    enum Shape {
        Left,
        Right,
        Double,
    }
    if !over_places(function) || function.parameters.len() != 2 || world.place_count() > MOST_PLACES {
        return None;
    }
    let (first, second) = (Slot(0), Slot(1));
    let mut shape = None;
    let mut base = Vec::new();
    let mut linear = Vec::new();
    for rule in own {
        let slots_of = |call: usize| match &rule.atoms[call].kind {
            ExprKind::Call { arguments, .. } => match &**arguments {
                [Expr { kind: ExprKind::Slot(a), .. }, Expr { kind: ExprKind::Slot(b), .. }] => Some((*a, *b)),
                _ => None,
            },
            _ => None,
        };
        let is_binder = |slot: Slot| rule.binders.iter().any(|binder| binder.slot == slot);
        let mentioned = |slot: Slot, except: usize| {
            rule.binders.iter().any(|binder| free_slots(&binder.source).contains(&slot))
                || rule.atoms.iter().enumerate().any(|(at, atom)| at != except && free_slots(atom).contains(&slot))
        };
        let found = match &*rule.calls {
            [] => {
                base.push(rule);
                continue;
            }
            [call] => {
                let (a, b) = slots_of(*call)?;
                if a == first && is_binder(b) && !mentioned(first, *call) {
                    linear.push((rule, *call, b, second));
                    Shape::Left
                } else if b == second && is_binder(a) && !mentioned(second, *call) {
                    linear.push((rule, *call, first, a));
                    Shape::Right
                } else {
                    return None;
                }
            }
            [one, two] => {
                let ((a, b), (c, d)) = (slots_of(*one)?, slots_of(*two)?);
                let ((a, b), (c, d)) = if a == first { ((a, b), (c, d)) } else { ((c, d), (a, b)) };
                let [binder] = &*rule.binders else { return None };
                let all = matches!(&binder.source.kind, ExprKind::Global(GlobalSet::Zones | GlobalSet::Conduits));
                if !(a == first && d == second && b == c && b == binder.slot && all && rule.atoms.len() == 2) {
                    return None;
                }
                // What lies in between must range over all that the relation can hold.
                let kinds = |ty: &Type| if let Type::Entity(kinds) = ty { *kinds } else { EntityKinds::default() };
                let between = match &binder.source.kind {
                    ExprKind::Global(GlobalSet::Zones) => EntityKinds::only(EntityKind::Zone),
                    _ => EntityKinds::only(EntityKind::Conduit),
                };
                let ends = function.parameters.iter().all(|parameter| kinds(&parameter.ty).is_within(between));
                if !ends {
                    return None;
                }
                Shape::Double
            }
            _ => return None,
        };
        if shape.is_some_and(|shape| shape != found) {
            return None;
        }
        shape = Some(found);
    }
    let mut worker = Worker::new(world, mode);
    let places = world.place_count();
    let Extent::Places { mut sure, mut possible, .. } = Extent::new(function, places) else { return None };
    let nothing = FxHashSet::default();
    for rule in base {
        let steps = plan(rule, None, function, &nothing);
        worker.eval.frame(function.slots, function.let_count);
        worker.run(&steps, Truth::True, &mut |eval, truth| {
            mark(&mut sure, &mut possible, place_of(&eval.slot(first)), place_of(&eval.slot(second)), truth);
        });
    }
    let (mut sure_steps, mut possible_steps) = (Matrix::new(places, places), Matrix::new(places, places));
    for (rule, call, from, to) in linear {
        // The end that is passed through takes no part: as if bound.
        let passed: FxHashSet<Slot> = [if shape == Some(Shape::Left) { first } else { second }].into_iter().collect();
        let steps = plan(rule, Some(call), function, &passed);
        worker.eval.frame(function.slots, function.let_count);
        worker.run(&steps, Truth::True, &mut |eval, truth| {
            mark(&mut sure_steps, &mut possible_steps, place_of(&eval.slot(from)), place_of(&eval.slot(to)), truth);
        });
    }
    if worker.open {
        return None;
    }
    let close = |start: Matrix, steps: &Matrix| match shape {
        None => start,
        Some(Shape::Double) => closure(&start, &start, false),
        Some(Shape::Left) => closure(&start, steps, false),
        Some(Shape::Right) => closure(&start, steps, true),
    };
    let settled = sure == possible && sure_steps == possible_steps;
    let sure = close(sure, &sure_steps);
    let possible = if settled { sure.clone() } else { close(possible, &possible_steps) };
    Some(Extent::Places { arity: 2, sure, possible })
}

fn mark(sure: &mut Matrix, possible: &mut Matrix, row: Option<PlaceId>, column: Option<PlaceId>, truth: Truth) {
    let places = possible.width();
    // An end that nobody knows may be any.
    let all = |place: Option<PlaceId>| match place {
        Some(place) => place.0..place.0 + 1,
        None => 0..places,
    };
    let unknown = row.is_none() || column.is_none();
    for row in all(row) {
        for column in all(column) {
            possible.set(row, column);
            if truth == Truth::True && !unknown {
                sure.set(row, column);
            }
        }
    }
}
