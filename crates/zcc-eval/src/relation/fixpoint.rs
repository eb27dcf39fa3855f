//! Facts derived from facts, until nothing rises any more.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;
use zcc_hir::expr::{ExprKind, Slot};
use zcc_hir::facts::Mode;
use zcc_hir::program::Function;
use zcc_hir::value::Truth;

use super::rules::{Rule, plan};
use super::worker::Worker;
use crate::eval::Eval;
use crate::extent::{Extent, Recursion};
use crate::val::Val;
use crate::world::World;

/// How many evaluations of whole bodies a relation is worth before what is left counts as unknown.
const MOST_EVALUATIONS: u64 = 20_000_000;

pub(super) type Body<'a> = (&'a Function, Vec<Rule<'a>>, bool);

pub(super) fn head<'w>(eval: &Eval<'w>, function: &Function) -> Vec<Val<'w>> {
    (0..function.parameters.len()).map(|at| eval.slot(Slot(at as u16))).collect()
}

fn mark_open(recursion: &Recursion, member: usize) {
    if let Some((_, extent)) = recursion.members.get(member)
        && let Extent::Tuples { open, .. } = &mut *extent.borrow_mut()
    {
        *open = true;
    }
}

pub(super) fn fixpoint<'a>(world: &'a dyn World, recursion: &'a Recursion, bodies: &[Body<'a>], mode: Mode) {
    let mut worker = Worker::new(world, mode);
    worker.eval.recursion = Some(recursion);
    let mut news: VecDeque<(usize, Vec<Val<'a>>)> = VecDeque::new();
    let raise = |member: usize, tuple: Vec<Val<'a>>, truth: Truth, news: &mut VecDeque<(usize, Vec<Val<'a>>)>| {
        if truth != Truth::False && recursion.members[member].1.borrow_mut().raise(&tuple, truth) {
            news.push_back((member, tuple));
        }
    };
    // What holds without the group, and what is evaluated whole.
    for (member, (function, own, in_pieces)) in bodies.iter().enumerate() {
        for rule in own.iter().filter(|rule| rule.calls.is_empty() || !in_pieces) {
            let steps = plan(rule, None, function, &FxHashSet::default());
            worker.eval.frame(function.slots, function.let_count);
            let mut found = Vec::new();
            worker.run(&steps, Truth::True, &mut |eval, truth| found.push((head(eval, function), truth)));
            for (tuple, truth) in found {
                raise(member, tuple, truth, &mut news);
            }
            if std::mem::take(&mut worker.open) {
                mark_open(recursion, member);
            }
        }
    }
    // For every call of the group in a rule: how to go on from a tuple that has become truer.
    let mut uses = Vec::new();
    for (member, (function, own, in_pieces)) in bodies.iter().enumerate() {
        for rule in own.iter().filter(|_| *in_pieces) {
            for at in &rule.calls {
                let ExprKind::Call { function: callee, arguments } = &rule.atoms[*at].kind else { continue };
                let slots: Vec<Slot> = arguments
                    .iter()
                    .filter_map(|argument| if let ExprKind::Slot(slot) = argument.kind { Some(slot) } else { None })
                    .collect();
                let bound: FxHashSet<Slot> = slots.iter().copied().collect();
                if let Some(callee) = recursion.position(*callee) {
                    uses.push((callee, slots, member, *function, plan(rule, Some(*at), function, &bound)));
                }
            }
        }
    }
    let has_whole = bodies.iter().any(|(_, _, in_pieces)| !in_pieces);
    let mut evaluations = 0_u64;
    loop {
        while let Some((member, tuple)) = news.pop_front() {
            let truth = recursion.members[member].1.borrow().truth(&tuple);
            for (callee, slots, head_member, function, steps) in &uses {
                if *callee != member || slots.len() != tuple.len() {
                    continue;
                }
                worker.eval.frame(function.slots, function.let_count);
                let mut fits = true;
                for (at, (slot, value)) in slots.iter().zip(&tuple).enumerate() {
                    let earlier = slots[..at].iter().position(|other| other == slot);
                    fits &= earlier.is_none_or(|earlier| tuple[earlier] == *value);
                    worker.eval.set_slot(*slot, value.clone());
                }
                if !fits {
                    continue;
                }
                let mut found = Vec::new();
                worker.run(steps, truth, &mut |eval, truth| {
                    found.push((head(eval, function), truth));
                });
                for (tuple, truth) in found {
                    raise(*head_member, tuple, truth, &mut news);
                }
                if std::mem::take(&mut worker.open) {
                    mark_open(recursion, *head_member);
                }
            }
        }
        if !has_whole {
            return;
        }
        // Bodies that could not be broken up: all tuples again, until nothing rises.
        for (member, (function, own, in_pieces)) in bodies.iter().enumerate() {
            for rule in own.iter().filter(|_| !in_pieces) {
                let steps = plan(rule, None, function, &FxHashSet::default());
                worker.eval.frame(function.slots, function.let_count);
                let mut found = Vec::new();
                worker.run(&steps, Truth::True, &mut |eval, truth| {
                    evaluations += 1;
                    if evaluations < MOST_EVALUATIONS {
                        found.push((head(eval, function), truth));
                    }
                });
                for (tuple, truth) in found {
                    raise(member, tuple, truth, &mut news);
                }
            }
        }
        if news.is_empty() || evaluations >= MOST_EVALUATIONS {
            return;
        }
    }
}
