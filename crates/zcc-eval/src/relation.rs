//! Relations: least fixpoints in the order false < unknown < true.
//!
//! The bodies of a recursive group are broken up into rules (`head if atom and atom …`, with the names that `some`
//! binds), and facts are derived from facts until nothing rises any more. A transitive closure, or recursion that
//! passes one end through unchanged, is worked out over strongly connected components with rows of bits instead.

use std::cell::RefCell;
use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::expr::{AttributeRef, Binder, Builtin, Expr, ExprKind, GlobalSet, QuantifierKind, Slot, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, EntityKind, EntityKinds, FunctionId, PlaceId};
use zcc_hir::program::Function;
use zcc_hir::value::{Truth, Value};

use crate::closure::{Matrix, closure};
use crate::eval::Eval;
use crate::flow::entry;
use crate::sets::for_members;
use crate::val::{SetVal, Val};
use crate::walk::{any, free_slots, recursive_group};
use crate::remembering::Remembering;
use crate::world::World;

/// The tuples of a relation: those that are sure and those that are perhaps. All others are false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Over one or two zones or conduits.
    Places {
        /// One or two.
        arity: u8,
        /// What is sure. One argument takes the first row.
        sure: Matrix,
        /// What is sure or perhaps.
        possible: Matrix,
    },
    /// Over anything.
    Tuples {
        /// Every tuple that is not false, with whether it is sure.
        tuples: FxHashMap<Box<[Value]>, bool>,
        /// Whether there may be more that nobody could enumerate.
        open: bool,
    },
}

/// More zones and conduits than this are not put into rows of bits.
const MOST_PLACES: u32 = 16_384;
/// How many ways of breaking a body up into rules are tried before it is evaluated whole instead.
const MOST_RULES: usize = 64;
/// How many evaluations of whole bodies a relation is worth before what is left counts as unknown.
const MOST_EVALUATIONS: u64 = 20_000_000;

fn place_of(value: &Val<'_>) -> Option<PlaceId> {
    match value {
        Val::Entity(Entity::Zone(place) | Entity::Conduit(place)) => Some(*place),
        _ => None,
    }
}

fn key(tuple: &[Val<'_>]) -> Option<Box<[Value]>> {
    tuple.iter().map(Val::to_value).collect()
}

impl Extent {
    fn new(function: &Function, places: u32) -> Self {
        if over_places(function) && places <= MOST_PLACES {
            let rows = if function.parameters.len() == 1 { 1 } else { places };
            let matrix = Matrix::new(rows, places);
            return Self::Places { arity: function.parameters.len() as u8, sure: matrix.clone(), possible: matrix };
        }
        Self::Tuples { tuples: FxHashMap::default(), open: false }
    }

    /// Whether a tuple belongs to it; unknown where a part of the tuple is.
    pub fn truth(&self, tuple: &[Val<'_>]) -> Truth {
        match self {
            Self::Places { sure, possible, .. } => {
                let (row, column) = match tuple {
                    [only] => (Some(PlaceId(0)), place_of(only)),
                    [first, second] => (place_of(first), place_of(second)),
                    _ => return Truth::Unknown,
                };
                let (Some(row), Some(column)) = (row, column) else {
                    let known = tuple.iter().all(|part| matches!(part, Val::Entity(_)));
                    return if known { Truth::False } else { Truth::Unknown };
                };
                if sure.get(row.0, column.0) {
                    Truth::True
                } else if possible.get(row.0, column.0) {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            Self::Tuples { tuples, open } => match key(tuple).map(|key| tuples.get(&key).copied()) {
                Some(Some(true)) => Truth::True,
                Some(None) if !open => Truth::False,
                _ => Truth::Unknown,
            },
        }
    }

    /// Makes a tuple at least that true. Returns whether that was news.
    fn raise(&mut self, tuple: &[Val<'_>], truth: Truth) -> bool {
        if truth <= self.truth(tuple) {
            return false;
        }
        match self {
            Self::Places { sure, possible, .. } => {
                let (row, column) = match tuple {
                    [only] => (Some(PlaceId(0)), place_of(only)),
                    [first, second] => (place_of(first), place_of(second)),
                    _ => return false,
                };
                let (Some(row), Some(column)) = (row, column) else { return false };
                possible.set(row.0, column.0);
                if truth == Truth::True {
                    sure.set(row.0, column.0);
                }
                true
            }
            Self::Tuples { tuples, .. } => {
                let Some(key) = key(tuple) else { return false };
                tuples.insert(key, truth == Truth::True);
                true
            }
        }
    }
}

/// Whether a relation has one or two parameters, all zones or conduits.
fn over_places(function: &Function) -> bool {
    let places = EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit));
    matches!(function.parameters.len(), 1 | 2)
        && function
            .parameters
            .iter()
            .all(|parameter| matches!(parameter.ty, Type::Entity(kinds) if kinds.is_within(places)))
}

/// The relations that are being worked out together, as far as they are known by now.
pub(crate) struct Recursion {
    members: Vec<(FunctionId, RefCell<Extent>)>,
}

/// One of them.
pub(crate) struct Member<'r>(&'r RefCell<Extent>);

impl Recursion {
    pub(crate) fn member(&self, function: FunctionId) -> Option<Member<'_>> {
        self.members.iter().find(|(id, _)| *id == function).map(|(_, extent)| Member(extent))
    }

    fn position(&self, function: FunctionId) -> Option<usize> {
        self.members.iter().position(|(id, _)| *id == function)
    }
}

impl Member<'_> {
    pub(crate) fn truth(&self, tuple: &[Val<'_>]) -> Truth {
        self.0.borrow().truth(tuple)
    }
}

/// A way to derive a tuple: the names that `some` binds and what must hold. Calls of the group stand in `atoms` too;
/// `calls` are their positions.
#[derive(Clone, Default)]
struct Rule<'a> {
    binders: Vec<&'a Binder>,
    atoms: Vec<&'a Expr>,
    calls: Vec<usize>,
}

/// Breaks a body up into rules; `None` where that would be too many.
fn rules(expr: &Expr) -> Option<Vec<Rule<'_>>> {
    fn product<'a>(left: &[Rule<'a>], right: &[Rule<'a>]) -> Option<Vec<Rule<'a>>> {
        if left.len() * right.len() > MOST_RULES {
            return None;
        }
        let mut all = Vec::with_capacity(left.len() * right.len());
        for a in left {
            for b in right {
                let mut rule = a.clone();
                rule.binders.extend(&b.binders);
                rule.atoms.extend(&b.atoms);
                all.push(rule);
            }
        }
        Some(all)
    }
    match &expr.kind {
        ExprKind::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(rules(part)?);
                if all.len() > MOST_RULES {
                    return None;
                }
            }
            Some(all)
        }
        ExprKind::And(parts) => {
            let mut all = vec![Rule::default()];
            for part in parts {
                all = product(&all, &rules(part)?)?;
            }
            Some(all)
        }
        ExprKind::Quantifier { kind: QuantifierKind::Some, binders, condition, body } => {
            let mut all = vec![Rule { binders: binders.iter().collect(), ..Rule::default() }];
            if let Some(condition) = condition {
                all = product(&all, &rules(condition)?)?;
            }
            product(&all, &rules(body)?)
        }
        _ => Some(vec![Rule { atoms: vec![expr], ..Rule::default() }]),
    }
}

/// What to do next in going through all ways to satisfy a rule.
enum Step<'a> {
    /// Everything it mentions is bound.
    Check(&'a Expr),
    /// The members of its source.
    Members(&'a Binder),
    /// Everything of the parameter's type.
    Domain(Slot, &'a Type),
    /// Its name is bound: it must be a member of its source.
    Member(&'a Binder),
    /// The zones and conduits of these kinds whose attribute has the binder's name, which is bound, as a member: the
    /// source read backwards.
    Owners(Slot, EntityKinds, Builtin, &'a Binder),
    /// The zones from which (or to which, if the flag is set) the conduit carries traffic.
    Carried(Slot, Slot, bool),
}

/// Whose attribute a binder ranges over, if that is a name and the attribute can be read backwards.
fn owned(binder: &Binder) -> Option<(Slot, EntityKinds, Builtin)> {
    let ExprKind::Attribute { of, attribute: AttributeRef::Builtin(builtin) } = &binder.source.kind else { return None };
    let (ExprKind::Slot(slot), Type::Entity(kinds)) = (&of.kind, &of.ty) else { return None };
    let places = EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit));
    let backwards = matches!(builtin, Builtin::Zones | Builtin::Crossings | Builtin::Conduits);
    (backwards && kinds.is_within(places)).then_some((*slot, *kinds, *builtin))
}

/// The order in which to go through a rule. Names of `bound` are bound beforehand.
fn plan<'a>(rule: &Rule<'a>, skip: Option<usize>, function: &'a Function, bound: &FxHashSet<Slot>) -> Vec<Step<'a>> {
    let mut bound = bound.clone();
    let mut steps = Vec::new();
    let mut atoms: Vec<(&'a Expr, FxHashSet<Slot>)> = rule
        .atoms
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != skip)
        .map(|(_, atom)| (*atom, free_slots(atom)))
        .collect();
    let mut binders: Vec<(&'a Binder, FxHashSet<Slot>)> =
        rule.binders.iter().map(|binder| (*binder, free_slots(&binder.source))).collect();
    let mut parameters: Vec<(Slot, &'a Type)> = function
        .parameters
        .iter()
        .enumerate()
        .map(|(at, parameter)| (Slot(at as u16), &parameter.ty))
        .filter(|(slot, _)| !bound.contains(slot))
        .collect();
    loop {
        let mut rest = Vec::new();
        for (atom, free) in atoms {
            if free.is_subset(&bound) {
                steps.push(Step::Check(atom));
            } else {
                rest.push((atom, free));
            }
        }
        atoms = rest;
        let carried = |slot: Slot| {
            atoms.iter().find_map(|(atom, _)| match &atom.kind {
                ExprKind::Carries { conduit, from, to } => {
                    let ExprKind::Slot(conduit) = conduit.kind else { return None };
                    if !bound.contains(&conduit) {
                        None
                    } else if from.kind == ExprKind::Slot(slot) {
                        Some((conduit, false))
                    } else if to.kind == ExprKind::Slot(slot) {
                        Some((conduit, true))
                    } else {
                        None
                    }
                }
                _ => None,
            })
        };
        let zone = EntityKinds::only(EntityKind::Zone);
        if let Some((at, (conduit, to))) = parameters.iter().enumerate().find_map(|(at, (slot, ty))| {
            if !matches!(ty, Type::Entity(kinds) if zone.is_within(*kinds)) {
                return None;
            }
            carried(*slot).map(|found| (at, found))
        }) {
            let (slot, _) = parameters.remove(at);
            steps.push(Step::Carried(slot, conduit, to));
            bound.insert(slot);
        } else if let Some((at, (conduit, to))) = binders.iter().enumerate().find_map(|(at, (binder, _))| {
            let all_zones = binder.source.kind == ExprKind::Global(GlobalSet::Zones);
            if !all_zones || bound.contains(&binder.slot) {
                return None;
            }
            carried(binder.slot).map(|found| (at, found))
        }) {
            let (binder, _) = binders.remove(at);
            steps.push(Step::Carried(binder.slot, conduit, to));
            bound.insert(binder.slot);
        } else if let Some(at) = binders.iter().position(|(_, free)| free.is_subset(&bound)) {
            let (binder, _) = binders.remove(at);
            steps.push(if bound.insert(binder.slot) { Step::Members(binder) } else { Step::Member(binder) });
        } else if let Some((at, (slot, kinds, builtin))) = binders.iter().enumerate().find_map(|(at, (binder, _))| {
            let owner = owned(binder).filter(|_| bound.contains(&binder.slot))?;
            Some((at, owner))
        }) {
            let (binder, _) = binders.remove(at);
            steps.push(Step::Owners(slot, kinds, builtin, binder));
            parameters.retain(|(parameter, _)| *parameter != slot);
            bound.insert(slot);
        } else if !parameters.is_empty() {
            // The parameter that lets most of what waits go on.
            let unlocked = |slot: Slot| {
                let waits = |free: &FxHashSet<Slot>| free.contains(&slot) && free.iter().all(|other| *other == slot || bound.contains(other));
                2 * binders.iter().filter(|(_, free)| waits(free)).count() + atoms.iter().filter(|(_, free)| waits(free)).count()
            };
            let at = (0..parameters.len()).rev().max_by_key(|at| unlocked(parameters[*at].0)).unwrap_or(0);
            let (slot, ty) = parameters.remove(at);
            steps.push(Step::Domain(slot, ty));
            bound.insert(slot);
        } else {
            // What still waits mentions names that nothing binds: it is unknown, and evaluation says so.
            steps.extend(binders.into_iter().map(|(binder, _)| Step::Members(binder)));
            steps.extend(atoms.into_iter().map(|(atom, _)| Step::Check(atom)));
            return steps;
        }
    }
}

/// Everything of a type that can be gone through; `None` where nobody can.
fn domain<'w>(world: &'w dyn World, ty: &Type, each: &mut dyn FnMut(Val<'w>)) -> Option<()> {
    match ty {
        Type::Bool => {
            each(Val::Truth(Truth::False));
            each(Val::Truth(Truth::True));
        }
        Type::Enum(id) => {
            let count = world.enumeration(*id)?.variants.len() as u16;
            for position in 0..count {
                each(Val::Owned(std::sync::Arc::new(Value::Variant(*id, position))));
            }
        }
        Type::SecurityLevel => (0..=4).for_each(|level| each(Val::Number(crate::interval::Interval::exactly(level)))),
        Type::MaturityLevel => (1..=4).for_each(|level| each(Val::Number(crate::interval::Interval::exactly(level)))),
        Type::Entity(kinds) => {
            let zones = world.graph().zone_count;
            for kind in kinds.iter() {
                let set = match kind {
                    EntityKind::Site => {
                        each(Val::Entity(Entity::Site));
                        continue;
                    }
                    EntityKind::Zone => SetVal::Zones(0, zones),
                    EntityKind::Conduit => SetVal::Conduits(zones, world.place_count()),
                    EntityKind::Component => SetVal::AllComponents,
                    EntityKind::Channel => SetVal::AllChannels,
                    EntityKind::Product => SetVal::Products(world.product_count()),
                    EntityKind::Protocol => SetVal::Protocols(world.protocol_count()),
                };
                for_members(world, &set, |member, _| {
                    each(member);
                    true
                });
            }
        }
        _ => return None,
    }
    Some(())
}

struct Worker<'w> {
    eval: Eval<'w>,
    mode: Mode,
    /// By entry: the zones that are entered there.
    by_entry: FxHashMap<PlaceId, Vec<PlaceId>>,
    /// By attribute and kinds of owner: the owners of each member.
    owners: FxHashMap<(Builtin, EntityKinds), FxHashMap<PlaceId, Vec<Entity>>>,
    /// Whether something could not be enumerated.
    open: bool,
}

impl<'w> Worker<'w> {
    fn new(world: &'w dyn World, mode: Mode) -> Self {
        let mut by_entry: FxHashMap<PlaceId, Vec<PlaceId>> = FxHashMap::default();
        for zone in (0..world.graph().zone_count).map(PlaceId) {
            if let Some(entry) = entry(world, zone) {
                by_entry.entry(entry).or_default().push(zone);
            }
        }
        Self { eval: Eval::new(world), mode, by_entry, owners: FxHashMap::default(), open: false }
    }

    /// Goes through every way to satisfy the steps, and calls `each` with how true it is.
    fn run(&mut self, steps: &[Step<'w>], truth: Truth, each: &mut dyn FnMut(&mut Eval<'w>, Truth)) {
        let Some((step, rest)) = steps.split_first() else {
            each(&mut self.eval, truth);
            return;
        };
        let world = self.eval.world;
        match step {
            Step::Check(atom) => {
                let truth = truth.and(self.eval.truth(atom, self.mode));
                if truth != Truth::False {
                    self.run(rest, truth, each);
                }
            }
            Step::Members(binder) => {
                let set = self.eval.set(&binder.source, self.mode);
                for_members(world, &set, |member, sure| {
                    self.eval.set_slot(binder.slot, member);
                    self.run(rest, if sure { truth } else { truth.and(Truth::Unknown) }, each);
                    true
                });
                if set.is_open() {
                    self.eval.set_slot(binder.slot, Val::Unknown);
                    self.run(rest, truth.and(Truth::Unknown), each);
                }
            }
            Step::Member(binder) => {
                let set = self.eval.set(&binder.source, self.mode);
                let bound = self.eval.slot(binder.slot);
                let truth = truth.and(crate::sets::contains(world, &set, &bound));
                if truth != Truth::False {
                    self.run(rest, truth, each);
                }
            }
            Step::Owners(slot, kinds, builtin, binder) => {
                let Some(member) = place_of(&self.eval.slot(binder.slot)) else {
                    self.eval.set_slot(*slot, Val::Unknown);
                    return self.run(rest, truth.and(Truth::Unknown), each);
                };
                let owners = self
                    .owners
                    .entry((*builtin, *kinds))
                    .or_insert_with(|| owners_of_members(world, *kinds, *builtin))
                    .get(&member)
                    .cloned()
                    .unwrap_or_default();
                for owner in owners {
                    self.eval.set_slot(*slot, Val::Entity(owner));
                    self.run(rest, truth, each);
                }
            }
            Step::Domain(slot, ty) => {
                let mut values = Vec::new();
                if domain(world, ty, &mut |value| values.push(value)).is_none() {
                    self.open = true;
                    return;
                }
                for value in values {
                    self.eval.set_slot(*slot, value);
                    self.run(rest, truth, each);
                }
            }
            Step::Carried(slot, conduit, to) => {
                let Some(conduit) = place_of(&self.eval.slot(*conduit)) else {
                    self.eval.set_slot(*slot, Val::Unknown);
                    return;
                };
                let Some(head) = world.head(conduit) else { return };
                let ends: Vec<PlaceId> = if head.one_way {
                    head.joined.get(usize::from(*to)).copied().into_iter().collect()
                } else {
                    head.joined.to_vec()
                };
                for end in ends {
                    let zones = self.by_entry.get(&end).cloned().unwrap_or_default();
                    for zone in zones {
                        self.eval.set_slot(*slot, Val::Entity(Entity::Zone(zone)));
                        self.run(rest, truth, each);
                    }
                }
            }
        }
    }
}

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
        let mut own = rules(&body.body).unwrap_or_else(|| {
            vec![Rule { atoms: vec![&body.body], ..Rule::default() }]
        });
        let mut in_pieces = true;
        for rule in &mut own {
            for (at, atom) in rule.atoms.iter().enumerate() {
                if let ExprKind::Call { function, arguments } = &atom.kind
                    && relations.contains(function)
                    && arguments.iter().all(|argument| matches!(argument.kind, ExprKind::Slot(_)))
                {
                    rule.calls.push(at);
                } else if any(atom, &mut |inner| matches!(inner.kind, ExprKind::Call { function, .. } if group.contains(&function)))
                {
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

type Body<'a> = (&'a Function, Vec<Rule<'a>>, bool);

fn head<'w>(eval: &Eval<'w>, function: &Function) -> Vec<Val<'w>> {
    (0..function.parameters.len()).map(|at| eval.slot(Slot(at as u16))).collect()
}

fn mark_open(recursion: &Recursion, member: usize) {
    if let Some((_, extent)) = recursion.members.get(member)
        && let Extent::Tuples { open, .. } = &mut *extent.borrow_mut()
    {
        *open = true;
    }
}

fn fixpoint<'a>(world: &'a dyn World, recursion: &'a Recursion, bodies: &[Body<'a>], mode: Mode) {
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

/// For each zone and conduit, whose attribute it is a member of. The attributes that can be read backwards are known of
/// every zone and conduit.
fn owners_of_members(world: &dyn World, kinds: EntityKinds, builtin: Builtin) -> FxHashMap<PlaceId, Vec<Entity>> {
    let mut owners: FxHashMap<PlaceId, Vec<Entity>> = FxHashMap::default();
    let zones = world.graph().zone_count;
    for place in (0..world.place_count()).map(PlaceId) {
        let zone = place.0 < zones;
        let kind = if zone { EntityKind::Zone } else { EntityKind::Conduit };
        let Some(head) = world.head(place).filter(|_| kinds.contains(kind)) else { continue };
        let owner = if zone { Entity::Zone(place) } else { Entity::Conduit(place) };
        let itself = [place];
        let members: &[PlaceId] = match (builtin, zone) {
            (Builtin::Zones, true) => &head.children,
            (Builtin::Zones, false) | (Builtin::Conduits, true) => &head.joined,
            (Builtin::Crossings, true) => &head.crossings,
            (Builtin::Crossings, false) => &itself,
            _ => &[],
        };
        for member in members {
            owners.entry(*member).or_default().push(owner);
        }
    }
    owners
}

/// A relation over pairs of places whose recursion passes one end through, or is a plain transitive closure.
fn through_components<'a>(world: &'a dyn World, function: &'a Function, own: &[Rule<'a>], mode: Mode) -> Option<Extent> {
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
