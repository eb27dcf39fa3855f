//! How a tuple came to belong to a recursive relation: what holds by itself, and every step from there, as a way through
//! the model where it is one.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::expr::{AttributeRef, Expr, ExprKind, Slot, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, FunctionId};
use zcc_hir::value::Truth;

use super::{Explainer, MOST_CHILDREN, leaf};
use crate::display::{path, val};
use crate::eval::Argument;
use crate::relation::{Derivation, Recipe, derivations, recipes};
use crate::report::{Reason, Reference};
use crate::sets::{contains, for_members};
use crate::val::Val;
use crate::world::World;

/// How many tuples are looked at in search of a derivation.
const MOST_TUPLES: usize = 20_000;
/// How many ways are looked at to say why there is none.
const MOST_BINDINGS: usize = 2_000;
/// How many steps are told.
const MOST_STEPS: usize = 4 * MOST_CHILDREN;

/// A tuple of a relation.
type Tuple<'w> = (FunctionId, Vec<Val<'w>>);

/// A step from one zone to another.
struct Hop {
    from: Entity,
    through: Option<Entity>,
    to: Entity,
}

impl Hop {
    fn turned(&self) -> Self {
        Self { from: self.to, through: self.through, to: self.from }
    }
}

/// The zones and conduits of hops that follow one another, in either order.
fn way(hops: &[Hop]) -> Option<Vec<Entity>> {
    let follow = |hops: &mut dyn Iterator<Item = &Hop>| {
        let mut found: Vec<Entity> = Vec::new();
        for hop in hops {
            let hop = match found.last() {
                // Only along a conduit is there one direction.
                Some(last) if *last != hop.from && hop.through.is_none() => hop.turned(),
                _ => Hop { ..*hop },
            };
            match found.last() {
                None => found.push(hop.from),
                Some(last) if *last == hop.from => {}
                Some(_) => return None,
            }
            found.extend(hop.through);
            found.push(hop.to);
        }
        (!found.is_empty()).then_some(found)
    };
    follow(&mut hops.iter()).or_else(|| follow(&mut hops.iter().rev()))
}

/// A derivation of a tuple from those that hold by themselves: each step after those that it stands on.
fn derivation<'w>(
    world: &'w dyn World,
    start: Tuple<'w>,
    mode: Mode,
    wanted: Truth,
) -> Vec<(Tuple<'w>, Derivation<'w>)> {
    let key = |node: &Tuple<'_>| (node.0, format!("{:?}", node.1));
    let mut numbers = FxHashMap::default();
    numbers.insert(key(&start), 0_usize);
    let mut nodes = vec![start];
    let mut ways: Vec<Vec<(Derivation<'w>, Vec<usize>)>> = Vec::new();
    // Of each tuple, the derivation that was found first; and which tuples wait for it.
    let mut derived: FxHashMap<usize, usize> = FxHashMap::default();
    let mut waiting: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut next = 0;
    while next < nodes.len() && nodes.len() <= MOST_TUPLES && !derived.contains_key(&0) {
        let node = nodes[next].clone();
        let mut own = Vec::new();
        for found in derivations(world, node.0, &node.1, mode) {
            if found.truth < wanted {
                continue;
            }
            let mut from = Vec::new();
            for before in &found.from {
                let number = *numbers.entry(key(before)).or_insert_with(|| {
                    nodes.push(before.clone());
                    nodes.len() - 1
                });
                waiting.entry(number).or_default().push(next);
                from.push(number);
            }
            own.push((found, from));
        }
        ways.push(own);
        let mut work = VecDeque::from([next]);
        while let Some(at) = work.pop_front() {
            if derived.contains_key(&at) {
                continue;
            }
            let stands =
                |(_, from): &(Derivation<'_>, Vec<usize>)| from.iter().all(|before| derived.contains_key(before));
            if let Some(found) = ways.get(at).and_then(|own| own.iter().position(stands)) {
                derived.insert(at, found);
                work.extend(waiting.get(&at).into_iter().flatten().copied());
            }
        }
        next += 1;
    }
    if !derived.contains_key(&0) {
        return Vec::new();
    }
    let mut order: Vec<usize> = Vec::new();
    let (mut told, mut trail) = (FxHashSet::default(), vec![(0_usize, false)]);
    while let Some((at, ready)) = trail.pop() {
        if ready {
            order.push(at);
        } else if told.insert(at)
            && let Some(found) = derived.get(&at)
        {
            trail.push((at, true));
            trail.extend(ways[at][*found].1.iter().rev().map(|before| (*before, false)));
        }
    }
    let mut ways: Vec<Vec<Option<Derivation<'w>>>> =
        ways.into_iter().map(|own| own.into_iter().map(|(found, _)| Some(found)).collect()).collect();
    order
        .into_iter()
        .filter_map(|at| Some((nodes[at].clone(), ways[at].get_mut(*derived.get(&at)?)?.take()?)))
        .collect()
}

/// What must hold by the rule of a relation, its own uses aside.
fn conditions(world: &dyn World, id: FunctionId, rule: usize) -> Vec<&Expr> {
    let rule = recipes(world, id).into_iter().nth(rule);
    let conditions = rule.into_iter().flat_map(|rule| rule.conditions);
    conditions.filter(|(_, own)| !own).map(|(condition, _)| condition).collect()
}

impl<'w> Explainer<'w> {
    /// Why a tuple belongs to a recursive relation, perhaps does, or does not.
    pub(super) fn derived(
        &mut self,
        reason: &mut Reason,
        function: FunctionId,
        tuple: Vec<Val<'w>>,
        mode: Mode,
        depth: usize,
    ) {
        let world = self.world();
        if reason.truth == Truth::False {
            self.refute(reason, function, tuple, mode, depth);
            return;
        }
        let mut steps = derivation(world, (function, tuple.clone()), mode, reason.truth);
        if steps.is_empty() {
            self.refute(reason, function, tuple, mode, depth);
            return;
        }
        let hops: Vec<Hop> = steps.iter().filter_map(|(node, found)| self.hop(node, found, mode)).collect();
        let way = way(&hops);
        if let Some(way) = &way {
            let names: Vec<String> = way.iter().map(|place| path(world, *place)).collect();
            reason.text = format!("{}: {}", reason.text, names.join(" → "));
            reason.references.extend(way.iter().map(|place| Reference::Entity(*place)));
        }
        reason.omitted += steps.len().saturating_sub(MOST_STEPS);
        steps.truncate(MOST_STEPS);
        for (node, found) in steps {
            let mut step = self.step(&node, &found, reason.truth, mode, depth + 1);
            // What only moves along the way has been said, and so has the last tuple.
            if node.0 == function && node.1 == tuple {
                reason.because.append(&mut step.because);
            } else if way.is_none() || !step.because.is_empty() {
                reason.because.push(step);
            }
        }
    }

    /// One step: what holds, and by what.
    fn step(&mut self, node: &Tuple<'w>, found: &Derivation<'w>, wanted: Truth, mode: Mode, depth: usize) -> Reason {
        let world = self.world();
        let name = world.function(node.0).map(|function| function.name.to_string()).unwrap_or_default();
        let said: Vec<String> = node.1.iter().map(|value| val(world, value, &Type::Error)).collect();
        let entities = |value: &Val<'_>| if let Val::Entity(entity) = value { Some(*entity) } else { None };
        let conduits = found.bound.iter().filter_map(|(_, value)| entities(value));
        let references = conduits.map(Reference::Entity).collect();
        let mut reason = leaf(format!("{name}({})", said.join(", ")), wanted, references);
        let parts = conditions(world, node.0, found.rule);
        let arguments = node.1.iter().cloned().map(Argument::Settled).collect();
        self.inside(node.0, arguments, |explainer| {
            for (binder, value) in &found.bound {
                explainer.names.insert(binder.slot, binder.name.to_string());
                let source = explainer.eval.set(&binder.source, mode);
                explainer.eval.set_slot(binder.slot, value.clone());
                if wanted == Truth::Unknown && contains(world, &source, value) == Truth::Unknown {
                    let text =
                        format!("{} in {}", val(world, value, &Type::Error), explainer.say(&binder.source, mode));
                    reason.because.push(leaf(text, Truth::Unknown, Vec::new()));
                }
            }
            for part in parts {
                let decides = !matches!(part.kind, ExprKind::Carries { .. })
                    && (wanted == Truth::True || explainer.eval.truth(part, mode) == Truth::Unknown);
                if decides && reason.because.len() < MOST_CHILDREN {
                    let child = explainer.reason(part, mode, depth + 1);
                    reason.because.push(child);
                }
            }
        });
        reason
    }

    /// The way that a step goes: along the conduit that it says carries traffic, or to a zone that it finds by an
    /// attribute of its own.
    fn hop(&mut self, node: &Tuple<'w>, found: &Derivation<'w>, mode: Mode) -> Option<Hop> {
        let world = self.world();
        let parts = conditions(world, node.0, found.rule);
        let arguments = node.1.iter().cloned().map(Argument::Settled).collect();
        let mut hop = None;
        self.inside(node.0, arguments, |explainer| {
            for (binder, value) in &found.bound {
                explainer.eval.set_slot(binder.slot, value.clone());
            }
            let mut entity = |expr: &'w Expr| match explainer.eval.value(expr, mode) {
                Val::Entity(entity) => Some(entity),
                _ => None,
            };
            for part in parts {
                if let ExprKind::Carries { conduit, from, to } = &part.kind
                    && let (Some(from), Some(to)) = (entity(from), entity(to))
                {
                    hop = Some(Hop { from, through: entity(conduit), to });
                    return;
                }
            }
            if found.from.len() > 1 {
                return;
            }
            for (binder, value) in &found.bound {
                if let ExprKind::Attribute { of, attribute: AttributeRef::Builtin(_) } = &binder.source.kind
                    && matches!(of.kind, ExprKind::Slot(Slot(at)) if usize::from(at) < node.1.len())
                    && let (Some(to @ Entity::Zone(_)), Val::Entity(from @ Entity::Zone(_))) = (entity(of), value)
                {
                    hop = Some(Hop { from: *from, through: None, to });
                    return;
                }
            }
        });
        hop
    }

    /// Why a tuple does not belong to a relation: the ways that come nearest, and what bars each. What bars the tuples that
    /// they start from is not told again.
    fn refute(&mut self, reason: &mut Reason, function: FunctionId, tuple: Vec<Val<'w>>, mode: Mode, depth: usize) {
        let world = self.world();
        let Some(body) = world.function(function) else { return };
        if self.refuted.contains(&function) {
            return;
        }
        let recipes = if reason.truth == Truth::False { recipes(world, function) } else { Vec::new() };
        self.refuted.push(function);
        let arguments = tuple.into_iter().map(Argument::Settled).collect();
        self.inside(function, arguments, |explainer| {
            if recipes.is_empty() {
                let child = explainer.reason(&body.body, mode, depth + 1);
                reason.because.push(child);
                return;
            }
            let mut left = MOST_BINDINGS;
            for recipe in &recipes {
                explainer.barred(reason, recipe, 0, mode, depth, &mut left);
            }
            if reason.because.is_empty() {
                reason.because.push(leaf("nothing leads there".to_owned(), Truth::False, Vec::new()));
            }
        });
        self.refuted.pop();
    }

    /// Goes through the ways that a rule offers. One along a conduit that carries no traffic is none; others count from
    /// where something of them holds.
    fn barred(
        &mut self,
        reason: &mut Reason,
        recipe: &Recipe<'w>,
        at: usize,
        mode: Mode,
        depth: usize,
        left: &mut usize,
    ) {
        if let Some(binder) = recipe.binders.get(at) {
            let world = self.world();
            self.names.insert(binder.slot, binder.name.to_string());
            let source = self.eval.set(&binder.source, mode);
            for_members(world, &source, |member, _| {
                self.eval.set_slot(binder.slot, member);
                self.barred(reason, recipe, at + 1, mode, depth, left);
                *left > 0
            });
            return;
        }
        *left = left.saturating_sub(1);
        let mut hop = None;
        for (condition, _) in &recipe.conditions {
            if let ExprKind::Carries { conduit, from, to } = &condition.kind {
                if self.eval.truth(condition, mode) == Truth::False {
                    return;
                }
                let parts = [from, conduit, to].map(|part| self.eval.value(part, mode));
                hop = Some(parts);
            }
        }
        let mut held = hop.is_some() || recipe.binders.is_empty();
        let mut bar = None;
        for (condition, own) in &recipe.conditions {
            let truth = self.eval.truth(condition, mode);
            if truth == Truth::False {
                bar = Some((*condition, *own));
                break;
            }
            held = true;
        }
        let Some((condition, own)) = bar.filter(|_| held) else { return };
        let world = self.world();
        let values = hop.map_or_else(
            || recipe.binders.iter().map(|binder| self.eval.slot(binder.slot)).collect(),
            |hop| hop.to_vec(),
        );
        let names: Vec<String> = values.iter().map(|value| val(world, value, &Type::Error)).collect();
        let text = names.join(" → ");
        let known = reason.because.iter().position(|known| known.text == text && !text.is_empty());
        if known.is_none() && reason.because.len() >= MOST_CHILDREN {
            reason.omitted += 1;
            return;
        }
        let said = self.say(condition, mode);
        if known.is_some_and(|known| reason.because[known].because.iter().any(|child| child.text == said)) {
            return;
        }
        let child = if own { leaf(said, Truth::False, Vec::new()) } else { self.reason(condition, mode, depth + 2) };
        match known {
            Some(known) => reason.because[known].because.push(child),
            None if text.is_empty() => reason.because.push(child),
            None => {
                let mut entities: Vec<Entity> = values
                    .iter()
                    .filter_map(|value| if let Val::Entity(entity) = value { Some(*entity) } else { None })
                    .collect();
                entities.sort_by_key(|entity| !matches!(entity, Entity::Conduit(_)));
                let mut way = leaf(text, Truth::False, entities.into_iter().map(Reference::Entity).collect());
                way.because.push(child);
                reason.because.push(way);
            }
        }
    }
}
