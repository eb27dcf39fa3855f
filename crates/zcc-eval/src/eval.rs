//! The evaluator: Kleene's logic over sets with sure and perhaps members, in three modes.
//!
//! # Modes
//! `Achieved` takes the switches as they are. `Helpful` and `Harmful` are the two sides of the capable judgement: a
//! truth in `Helpful` mode is the greatest, in `Harmful` mode the least, that a setting of the switches can give it (each
//! use of a switch may be set for itself); likewise a set in `Helpful` mode is as large, and a number as great, as it can be.
//! Whatever falls as its operand rises turns the mode round: `not`, `no`, the left of `=>`, what `every` ranges over,
//! the right of `except` and `-`, the smaller side of `<`.
//!
//! Therefore achieved ≤ helpful and harmful ≤ achieved for every expression, by induction: it holds for `has`, whose
//! claims count no less when had and no more when not had; every operator is monotone in the operands whose mode it
//! keeps and antitone in those whose mode it turns. So a clause that is met as achieved is met as capable.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use zcc_hir::expr::{Expr, ExprKind, GlobalSet, Slot, Type};
use zcc_hir::facts::{CapabilityEntry, ComponentFacts, Mechanism, Mode, PlaceFacts};
use zcc_hir::ids::{CapabilityId, Entity, FunctionId, PlaceId};
use zcc_hir::program::{Function, Requirement};
use zcc_hir::value::{Truth, Value};

use crate::extent::Recursion;
use crate::interval::Interval;
use crate::switches::{Mendings, Mixed, Switches};
use crate::val::{SetVal, Val};
use crate::world::World;

/// How deeply evaluation may nest before it gives up and answers "unknown". What would come near is refused by the compiler
/// (see `nesting.rs` in `zcc-hir`), so that nobody is left without being told.
const MAX_DEPTH: u32 = 1_500;

/// What a callee is given for a parameter.
pub(crate) enum Argument<'w> {
    /// Whatever way it is used.
    Settled(Val<'w>),
    /// In helpful and in harmful mode.
    Switched([Val<'w>; 2]),
}

/// What a define says of the components of one place, as far as it was asked.
type Answers = (PlaceId, Vec<Option<Truth>>);

#[derive(Clone)]
struct LetState<'w> {
    value: Option<&'w Expr>,
    mechanism: Option<&'w Mechanism>,
    cache: [Option<Val<'w>>; 3],
}

impl LetState<'_> {
    const NONE: Self = Self { value: None, mechanism: None, cache: [None, None, None] };
}

/// Evaluates expressions over one world. Cheap to make, but worth keeping: it remembers where it last looked.
pub struct Eval<'w> {
    pub(crate) world: &'w dyn World,
    slots: Vec<Val<'w>>,
    slot_base: usize,
    lets: Vec<LetState<'w>>,
    let_base: usize,
    /// The claim whose parameters the condition of a `has` speaks of.
    pub(crate) mechanism: Option<&'w Mechanism>,
    places: [(u32, Option<&'w PlaceFacts>); 4],
    depth: u32,
    gave_up: bool,
    /// By address: expressions that mention nothing bound outside them, with what they came to in each mode. (`None`:
    /// they do mention something.)
    pub(crate) closed: FxHashMap<usize, Option<[Option<Val<'w>>; 3]>>,
    /// By define, then mode: what it says of the components of the place that it was last asked about.
    answers: Vec<Answers>,
    /// Arguments that the switches can change: where among the slots, and what they come to in helpful and in harmful
    /// mode. Their slots hold nothing.
    choices: Vec<(usize, [Val<'w>; 2])>,
    /// The switches that are settled otherwise than the model says.
    pub(crate) switches: Option<&'w Switches<'w>>,
    /// Claims that are taken for switched otherwise than the model says.
    mendings: Option<&'w Mendings>,
    /// What was entered.
    pub(crate) requirement: Option<&'w Requirement>,
    /// By clause (its address): what it uses both ways.
    pub(crate) mixed: FxHashMap<usize, Rc<Mixed>>,
    /// The relations that are being worked out.
    pub(crate) recursion: Option<&'w Recursion>,
    /// The source of which only what is in a shard is gone through, with that shard.
    pub(crate) within: Option<(&'w Expr, u32)>,
}

impl<'w> Eval<'w> {
    /// An evaluator over `world`.
    pub fn new(world: &'w dyn World) -> Self {
        Self {
            world,
            slots: Vec::new(),
            slot_base: 0,
            lets: Vec::new(),
            let_base: 0,
            mechanism: None,
            places: [(u32::MAX, None); 4],
            depth: 0,
            gave_up: false,
            closed: FxHashMap::default(),
            answers: Vec::new(),
            choices: Vec::new(),
            switches: world.switches(),
            mendings: world.mendings(),
            requirement: None,
            mixed: FxHashMap::default(),
            recursion: None,
            within: None,
        }
    }

    /// What is said of a capability of something, if it is to be taken for switched otherwise than the model says.
    #[inline]
    pub(crate) fn mended(&self, entity: Entity, capability: CapabilityId) -> Option<&'w CapabilityEntry> {
        self.mendings.and_then(|mendings| mendings.get(&(entity, capability)))
    }

    /// Whether something nested too deeply to be evaluated, and was taken as unknown.
    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// Starts on a requirement with its subject. Its `let` lines are evaluated where they are first used.
    pub fn enter(&mut self, requirement: &'w Requirement, subject: Entity) {
        self.frame(requirement.slots.max(1), requirement.let_count);
        self.requirement = Some(requirement);
        self.set_slot(zcc_hir::program::SUBJECT, Val::Entity(subject));
        for line in &requirement.lets {
            self.define(line.id.0, &line.value);
        }
    }

    /// Starts on a body with nothing bound.
    pub(crate) fn frame(&mut self, slots: u16, lets: u16) {
        self.slots.clear();
        self.slots.resize(usize::from(slots), Val::Unknown);
        self.lets.clear();
        self.lets.resize(usize::from(lets), LetState::NONE);
        self.choices.clear();
        (self.slot_base, self.let_base) = (0, 0);
        self.mechanism = None;
        self.depth = 0;
    }

    pub(crate) fn define(&mut self, id: u16, value: &'w Expr) {
        let at = self.let_base + usize::from(id);
        let mechanism = self.mechanism;
        if let Some(state) = self.lets.get_mut(at) {
            *state = LetState { value: Some(value), mechanism, cache: [None, None, None] };
        }
    }

    /// What a `let` stands for.
    pub(crate) fn definition(&self, id: u16) -> Option<&'w Expr> {
        self.lets.get(self.let_base + usize::from(id)).and_then(|state| state.value)
    }

    #[inline]
    pub(crate) fn slot(&self, slot: Slot) -> Val<'w> {
        match self.slots.get(self.slot_base + usize::from(slot.0)) {
            Some(Val::Entity(entity)) => Val::Entity(*entity),
            Some(other) => other.clone(),
            None => Val::Unknown,
        }
    }

    /// What a slot holds, in a mode.
    #[inline]
    fn slot_in(&self, slot: Slot, mode: Mode) -> Val<'w> {
        match self.slot(slot) {
            Val::Unknown if !self.choices.is_empty() => self.chosen(slot, mode),
            value => value,
        }
    }

    fn chosen(&self, slot: Slot, mode: Mode) -> Val<'w> {
        let at = self.slot_base + usize::from(slot.0);
        match self.choices.iter().rev().find(|(of, _)| *of == at) {
            Some((_, [_, harmful])) if mode == Mode::Harmful => harmful.clone(),
            Some((_, [helpful, _])) => helpful.clone(),
            None => Val::Unknown,
        }
    }

    /// The entity that an expression names, if that can be told at once.
    #[inline]
    pub(crate) fn bound(&self, expr: &Expr) -> Option<Entity> {
        let ExprKind::Slot(slot) = expr.kind else { return None };
        match self.slots.get(self.slot_base + usize::from(slot.0)) {
            Some(Val::Entity(entity)) => Some(*entity),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn set_slot(&mut self, slot: Slot, value: Val<'w>) {
        let at = self.slot_base + usize::from(slot.0);
        if let Some(place) = self.slots.get_mut(at) {
            *place = value;
        }
    }

    /// What is in a zone or conduit.
    #[inline]
    pub(crate) fn place(&mut self, place: PlaceId) -> Option<&'w PlaceFacts> {
        let known = &mut self.places[place.index() & 3];
        if known.0 != place.0 || place.0 == u32::MAX {
            *known = (place.0, self.world.place(place));
        }
        known.1
    }

    /// The facts of a zone or conduit, if they were looked up lately.
    pub(crate) fn known_place(&self, place: PlaceId) -> Option<&'w PlaceFacts> {
        let (number, facts) = self.places[place.index() & 3];
        facts.filter(|_| number == place.0)
    }

    #[inline]
    pub(crate) fn component(&mut self, place: PlaceId, index: u32) -> Option<&'w ComponentFacts> {
        self.place(place)?.components.get(index as usize)
    }

    fn descend(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            self.gave_up = true;
            return false;
        }
        self.depth += 1;
        true
    }

    /// The truth of an expression of type `bool`.
    pub fn truth(&mut self, expr: &'w Expr, mode: Mode) -> Truth {
        if !self.descend() {
            return Truth::Unknown;
        }
        let truth = match &expr.kind {
            ExprKind::Has { subject, capability, condition } => {
                let entity = self.bound(subject).or_else(|| match self.value(subject, mode) {
                    Val::Entity(entity) => Some(entity),
                    _ => None,
                });
                entity.map_or(Truth::Unknown, |entity| self.has(entity, *capability, condition.as_deref(), mode))
            }
            ExprKind::Parameter(position) => match self.parameter(*position) {
                Some(Value::Bool(value)) => Truth::from(*value),
                _ => Truth::Unknown,
            },
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, mode),
            ExprKind::And(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.truth(part, mode));
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            ExprKind::Or(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.truth(part, mode));
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            ExprKind::Not(inner) => self.truth(inner, mode.negated()).negated(),
            ExprKind::Implies(left, right) => {
                let refuted = self.truth(left, mode.negated()).negated();
                if refuted == Truth::True { refuted } else { refuted.or(self.truth(right, mode)) }
            }
            ExprKind::Quantifier { .. } => self.quantifier(expr, mode),
            ExprKind::If(condition, yes, no) => {
                self.branches(condition, mode, |eval, first| eval.truth(if first { yes } else { no }, mode))
            }
            ExprKind::Carries { conduit, from, to } => {
                let conduit = self.value(conduit, mode);
                let from = self.value(from, mode);
                let to = self.value(to, mode);
                self.carries(&conduit, &from, &to)
            }
            ExprKind::IsStated { of, attribute } => {
                let of = self.value(of, mode);
                Truth::from(self.is_stated(&of, *attribute))
            }
            _ => self.general(expr, mode).truth(),
        };
        self.depth -= 1;
        truth
    }

    /// The value of an expression of any type.
    pub fn value(&mut self, expr: &'w Expr, mode: Mode) -> Val<'w> {
        match &expr.kind {
            ExprKind::Slot(slot) => return self.slot_in(*slot, mode),
            ExprKind::Constant(value) => return Val::stated(value, &expr.ty),
            ExprKind::Parameter(position) => {
                return match self.parameter(*position) {
                    Some(value) => Val::stated(value, &expr.ty),
                    None => Val::unknown(&expr.ty),
                };
            }
            _ => {}
        }
        if !self.descend() {
            return Val::unknown(&expr.ty);
        }
        let value = match &expr.kind {
            ExprKind::Has { .. }
            | ExprKind::Compare(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Implies(..)
            | ExprKind::Quantifier { .. }
            | ExprKind::Carries { .. }
            | ExprKind::IsStated { .. } => Val::Truth(self.truth(expr, mode)),
            _ => self.general(expr, mode),
        };
        self.depth -= 1;
        value
    }

    /// What the claim at hand states of a parameter.
    fn parameter(&self, position: u16) -> Option<&'w Value> {
        self.mechanism?.parameters.get(usize::from(position))?.as_ref()
    }

    /// The number that an expression comes to.
    pub fn number(&mut self, expr: &'w Expr, mode: Mode) -> Interval {
        self.value(expr, mode).number()
    }

    /// The set that an expression comes to. A single value stands for the set of it.
    pub fn set(&mut self, expr: &'w Expr, mode: Mode) -> SetVal<'w> {
        self.value(expr, mode).into_set()
    }

    /// The forms that can be of any type.
    #[inline(never)]
    fn general(&mut self, expr: &'w Expr, mode: Mode) -> Val<'w> {
        match &expr.kind {
            ExprKind::Slot(slot) => self.slot_in(*slot, mode),
            ExprKind::Constant(value) => Val::stated(value, &expr.ty),
            ExprKind::LetReference(id) => self.let_reference(id.0, expr, mode),
            ExprKind::Let { id, value, body } => {
                self.define(id.0, value);
                self.value(body, mode)
            }
            ExprKind::Attribute { of, attribute } => {
                let of = self.value(of, mode);
                self.attribute(&of, *attribute, &expr.ty)
            }
            ExprKind::Global(set) => Val::Set(self.global(*set)),
            ExprKind::Call { function, arguments } => self.call(*function, arguments, &expr.ty, mode),
            ExprKind::List(items) => self.list(items, mode),
            ExprKind::Union(left, right) => self.union(left, right, mode),
            ExprKind::Except(left, right) => self.except(left, right, mode),
            ExprKind::Comprehension { .. } => Val::Set(self.comprehension(expr, mode)),
            ExprKind::Aggregate { .. } => Val::Number(self.aggregate(expr, mode)),
            ExprKind::Negate(inner) => Val::Number(self.number(inner, mode.negated()).negated()),
            ExprKind::Arithmetic(op, left, right) => Val::Number(self.arithmetic(*op, left, right, mode)),
            ExprKind::If(condition, yes, no) => self.choose(
                condition,
                mode,
                |eval, first| eval.value(if first { yes } else { no }, mode),
                |world, a, b| join_values(world, a, b),
                |world, a, b, mode| pick_values(world, a, b, mode),
            ),
            ExprKind::Error => Val::unknown(&expr.ty),
            _ => Val::Truth(self.truth(expr, mode)),
        }
    }

    /// `if condition then .. else ..`: `branch(true)` or `branch(false)`, both where the condition is unknown. In the
    /// capable judgement the condition may be set either way, as far as the switches allow: the better choice counts in
    /// helpful mode, the worse in harmful mode.
    pub(crate) fn choose<T>(
        &mut self,
        condition: &'w Expr,
        mode: Mode,
        mut branch: impl FnMut(&mut Self, bool) -> T,
        join: impl Fn(&'w dyn World, T, T) -> T,
        pick: impl Fn(&'w dyn World, T, T, Mode) -> T,
    ) -> T {
        let world = self.world;
        let mut given = |eval: &mut Self, truth: Truth| match truth {
            Truth::True => branch(eval, true),
            Truth::False => branch(eval, false),
            Truth::Unknown => {
                let (yes, no) = (branch(eval, true), branch(eval, false));
                join(world, yes, no)
            }
        };
        let here = self.truth(condition, mode);
        let first = given(self, here);
        if mode == Mode::Achieved || !condition.switchable {
            return first;
        }
        let there = self.truth(condition, mode.negated());
        if there == here {
            return first;
        }
        let second = given(self, there);
        pick(world, first, second, mode)
    }

    /// [`Eval::choose`] between truths.
    pub(crate) fn branches(
        &mut self,
        condition: &'w Expr,
        mode: Mode,
        branch: impl FnMut(&mut Self, bool) -> Truth,
    ) -> Truth {
        self.choose(condition, mode, branch, |_, a, b| join(a, b), |_, a, b, mode| pick(a, b, mode))
    }

    fn let_reference(&mut self, id: u16, expr: &'w Expr, mode: Mode) -> Val<'w> {
        let mode = if expr.switchable { mode } else { Mode::Achieved };
        let at = self.let_base + usize::from(id);
        let Some(state) = self.lets.get(at) else { return Val::unknown(&expr.ty) };
        if let Some(value) = &state.cache[mode as usize] {
            return value.clone();
        }
        let Some(definition) = state.value else { return Val::unknown(&expr.ty) };
        let mechanism = std::mem::replace(&mut self.mechanism, state.mechanism);
        let value = self.value(definition, mode);
        self.mechanism = mechanism;
        if let Some(state) = self.lets.get_mut(at) {
            state.cache[mode as usize] = Some(value.clone());
        }
        value
    }

    /// A set that is there without asking anything for it.
    fn global(&self, set: GlobalSet) -> SetVal<'w> {
        match set {
            GlobalSet::Zones => SetVal::Zones(0, self.world.graph().zone_count),
            GlobalSet::Conduits => SetVal::Conduits(self.world.graph().zone_count, self.world.place_count()),
            GlobalSet::Components => SetVal::AllComponents,
            GlobalSet::Channels => SetVal::AllChannels,
            GlobalSet::Products => SetVal::Products(self.world.product_count()),
            GlobalSet::Protocols => SetVal::Protocols(self.world.protocol_count()),
        }
    }

    #[inline(never)]
    fn call(&mut self, function: FunctionId, arguments: &'w [Expr], ty: &Type, mode: Mode) -> Val<'w> {
        let world = self.world;
        let Some(body) = world.function(function) else { return Val::unknown(ty) };
        let mode = if body.body.switchable { mode } else { Mode::Achieved };
        if world.is_refused(function) {
            return Val::unknown(ty);
        }
        if body.parameters.is_empty() && !body.relation {
            return match world.constant(function, mode) {
                Some(value) => value.clone(),
                None => self.call_body(function, Vec::new(), ty, mode),
            };
        }
        if arguments.len() != body.parameters.len() {
            return Val::unknown(ty);
        }
        if body.relation {
            if mode != Mode::Achieved
                && arguments.iter().any(|argument| argument.switchable && is_changeable(&argument.ty))
            {
                return Val::Truth(self.chosen_tuple(function, body, arguments, mode));
            }
            if let Some(recursion) = self.recursion
                && let Some(member) = recursion.member(function)
            {
                let tuple: Vec<Val<'w>> = arguments.iter().map(|argument| self.value(argument, mode)).collect();
                return Val::Truth(member.truth(&tuple));
            }
            if let Some(extent) = world.extent(function, mode) {
                if let [first, second] = arguments {
                    let pair = [self.value(first, mode), self.value(second, mode)];
                    return Val::Truth(extent.truth(&pair));
                }
                let tuple: Vec<Val<'w>> = arguments.iter().map(|argument| self.value(argument, mode)).collect();
                return Val::Truth(extent.truth(&tuple));
            }
        }
        let of_component = match arguments {
            [only] if body.returns == Type::Bool && self.recursion.is_none() => match self.bound(only) {
                Some(Entity::Component(place, index)) => Some((place, index)),
                _ => None,
            },
            _ => None,
        };
        let at = function.index() * 3 + mode as usize;
        if let Some((place, index)) = of_component
            && let Some((of, truths)) = self.answers.get(at)
            && *of == place
            && let Some(Some(truth)) = truths.get(index as usize)
        {
            return Val::Truth(*truth);
        }
        // Arguments are laid behind the frame at hand, where the callee finds them as its first slots.
        let (base, choices) = (self.slots.len(), self.choices.len());
        for argument in arguments {
            match self.argument(argument, mode) {
                Argument::Settled(value) => self.slots.push(value),
                Argument::Switched(both) => {
                    self.choices.push((self.slots.len(), both));
                    self.slots.push(Val::Unknown);
                }
            }
        }
        let value = self.call_frame(body, base, ty, mode);
        self.choices.truncate(choices);
        if let Some((place, index)) = of_component.filter(|_| !self.gave_up) {
            if self.answers.len() <= at {
                self.answers.resize_with(at + 1, || (place, Vec::new()));
            }
            let (of, truths) = &mut self.answers[at];
            if *of != place {
                *of = place;
                truths.clear();
            }
            if truths.len() <= index as usize {
                truths.resize(index as usize + 1, None);
            }
            truths[index as usize] = Some(value.truth());
        }
        value
    }

    /// What a callee is given for a parameter.
    pub(crate) fn argument(&mut self, argument: &'w Expr, mode: Mode) -> Argument<'w> {
        let value = self.value(argument, mode);
        if mode != Mode::Achieved && argument.switchable && is_changeable(&argument.ty) {
            let other = self.value(argument, mode.negated());
            if other != value {
                return Argument::Switched(if mode == Mode::Helpful { [value, other] } else { [other, value] });
            }
        }
        Argument::Settled(value)
    }

    /// Lays an argument where the callee finds it.
    pub(crate) fn set_argument(&mut self, slot: Slot, argument: Argument<'w>) {
        match argument {
            Argument::Settled(value) => self.set_slot(slot, value),
            Argument::Switched(both) => self.choices.push((self.slot_base + usize::from(slot.0), both)),
        }
    }

    /// Whether a tuple belongs to a relation, where the switches choose which tuple is meant: either, or one that nobody
    /// knows.
    fn chosen_tuple(&mut self, function: FunctionId, body: &'w Function, arguments: &'w [Expr], mode: Mode) -> Truth {
        let mut tuple_in =
            |mode: Mode| -> Vec<Val<'w>> { arguments.iter().map(|argument| self.value(argument, mode)).collect() };
        let (tuple, other) = (tuple_in(mode), tuple_in(mode.negated()));
        if other == tuple {
            return self.holds(function, body, tuple, mode);
        }
        let (here, there) = (self.holds(function, body, tuple, mode), self.holds(function, body, other, mode));
        pick(pick(here, there, mode), Truth::Unknown, mode)
    }

    fn holds(&mut self, function: FunctionId, body: &'w Function, tuple: Vec<Val<'w>>, mode: Mode) -> Truth {
        if let Some(member) = self.recursion.and_then(|recursion| recursion.member(function)) {
            return member.truth(&tuple);
        }
        if let Some(extent) = self.world.extent(function, mode) {
            return extent.truth(&tuple);
        }
        let base = self.slots.len();
        self.slots.extend(tuple);
        self.call_frame(body, base, &Type::Bool, mode).truth()
    }

    /// Evaluates the body of a define in a frame of its own.
    pub(crate) fn call_body(
        &mut self,
        function: FunctionId,
        arguments: Vec<Val<'w>>,
        ty: &Type,
        mode: Mode,
    ) -> Val<'w> {
        let Some(body) = self.world.function(function) else { return Val::unknown(ty) };
        let base = self.slots.len();
        self.slots.extend(arguments);
        self.call_frame(body, base, ty, mode)
    }

    /// Evaluates a body whose arguments are laid from `base` on, and takes its frame away.
    fn call_frame(&mut self, body: &'w Function, base: usize, ty: &Type, mode: Mode) -> Val<'w> {
        // A call costs more stack than an operator.
        if self.depth + 8 >= MAX_DEPTH {
            self.gave_up = true;
            self.slots.truncate(base);
            return Val::unknown(ty);
        }
        self.depth += 8;
        let (slot_base, let_base, mechanism) = (self.slot_base, self.let_base, self.mechanism.take());
        self.slot_base = base;
        self.let_base = self.lets.len();
        let end = self.slots.len().max(base + usize::from(body.slots));
        self.slots.resize(end, Val::Unknown);
        self.lets.resize(self.let_base + usize::from(body.let_count), LetState::NONE);
        let value = if body.returns == Type::Bool {
            Val::Truth(self.truth(&body.body, mode))
        } else {
            let value = self.value(&body.body, mode);
            if matches!(body.returns, Type::Set(_)) { Val::Set(value.into_set()) } else { value }
        };
        self.slots.truncate(self.slot_base);
        self.lets.truncate(self.let_base);
        (self.slot_base, self.let_base, self.mechanism) = (slot_base, let_base, mechanism);
        self.depth -= 8;
        value
    }

    /// Makes the `let`s known that stand around the quantifier whose bindings are witnesses.
    pub(crate) fn enter_lets(&mut self, expr: &'w Expr) {
        let mut expr = expr;
        loop {
            match &expr.kind {
                ExprKind::Let { id, value, body } => {
                    self.define(id.0, value);
                    expr = body;
                }
                ExprKind::Implies(_, then) => expr = then,
                _ => return,
            }
        }
    }
}

/// Whether a value of this type can be changed by a switch in a way that may help or harm.
const fn is_changeable(ty: &Type) -> bool {
    !matches!(ty, Type::Entity(_) | Type::Enum(_) | Type::String | Type::Error)
}

fn join(a: Truth, b: Truth) -> Truth {
    if a == b { a } else { Truth::Unknown }
}

fn pick(a: Truth, b: Truth, mode: Mode) -> Truth {
    if mode == Mode::Helpful { a.or(b) } else { a.and(b) }
}

fn join_values<'w>(world: &'w dyn World, a: Val<'w>, b: Val<'w>) -> Val<'w> {
    match (a, b) {
        (a, b) if a == b => a,
        (Val::Truth(a), Val::Truth(b)) => Val::Truth(join(a, b)),
        (Val::Number(a), Val::Number(b)) => Val::Number(a.hull(b)),
        (Val::Set(a), Val::Set(b)) => Val::Set(crate::sets::either(world, &a, &b)),
        (Val::Set(_), _) | (_, Val::Set(_)) => Val::Set(SetVal::Open),
        (a, b) => match (a.plain(), b.plain()) {
            (Some(Value::Variant(x, _)), Some(Value::Variant(y, _))) if x == y => {
                Val::Number(a.number().hull(b.number()))
            }
            _ => Val::Unknown,
        },
    }
}

fn pick_values<'w>(world: &'w dyn World, a: Val<'w>, b: Val<'w>, mode: Mode) -> Val<'w> {
    match (a, b) {
        (a, b) if a == b => a,
        (Val::Truth(a), Val::Truth(b)) => Val::Truth(pick(a, b, mode)),
        (Val::Number(a), Val::Number(b)) => Val::Number(if mode == Mode::Helpful { a.greatest(b) } else { a.least(b) }),
        (Val::Set(a), Val::Set(b)) => Val::Set(crate::sets::better(world, &a, &b, mode)),
        (a, b) => join_values(world, a, b),
    }
}

/// What a frame holds, to go back to.
pub(crate) struct Snapshot<'w>(Vec<Val<'w>>);

impl<'w> Eval<'w> {
    pub(crate) fn snapshot(&self) -> Snapshot<'w> {
        Snapshot(self.slots.clone())
    }

    pub(crate) fn restore(&mut self, snapshot: Snapshot<'w>) {
        self.slots = snapshot.0;
    }
}
