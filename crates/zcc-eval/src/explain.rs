//! Why: a clause is evaluated again, and what decided is written down. Explanations are bounded: long lists are cut,
//! and say how much was left out.

mod derived;
mod say;

use rustc_hash::FxHashMap;
use zcc_hir::expr::{Binder, CompareOp, Expr, ExprKind, QuantifierKind, Slot, Type};
use zcc_hir::facts::{CapabilityEntry, MechanismState, Mode};
use zcc_hir::ids::{CapabilityId, ClauseId, Entity, FunctionId};
use zcc_hir::program::{BodyPlace, Clause, Requirement};
use zcc_hir::value::Truth;

use crate::display::{path, val};
use crate::eval::{Argument, Eval};
use crate::flow::place_reaches;
use crate::report::{BodyOwner, Explanation, Reason, Reference, Verdict};
use crate::settings::best;
use crate::val::Val;
use crate::world::World;

/// How many reasons stand below one.
const MOST_CHILDREN: usize = 8;
/// How many reasons there are at all.
const MOST_REASONS: usize = 400;
/// How deeply they nest.
const MOST_DEEP: usize = 24;

/// Explains a judgement. `None` if there is no such clause or it is not about such a subject.
pub fn explain(world: &dyn World, clause: ClauseId, subject: Entity, capable: bool) -> Option<Explanation> {
    let requirement = world.requirement(clause.requirement)?;
    let text = requirement.clauses.get(usize::from(clause.clause))?;
    if !requirement.subject.contains(subject.kind()) {
        return None;
    }
    let mut eval = Eval::new(world);
    eval.enter(requirement, subject);
    let mut witnesses = Vec::new();
    let outcome = eval.judge(text, subject, &mut witnesses);
    let product = matches!(subject, Entity::Product(_));
    let capable = capable || product;
    let verdict = if capable { outcome.judgement.capable() } else { outcome.judgement.achieved() };
    let verdict = verdict.unwrap_or(Verdict::Unproven);
    let mode = if capable { Mode::Helpful } else { Mode::Achieved };
    let mixed = if capable { eval.mixed(text).filter(|mixed| !mixed.capabilities.is_empty()) } else { None };
    let floor = outcome.judgement.achieved().filter(|_| !product).unwrap_or(Verdict::Unmet);
    let because = match mixed {
        Some(_) if floor.holds() => reasons(world, clause, requirement, text, subject, Mode::Achieved),
        // In the setting that meets it.
        Some(mixed) if verdict.holds() => {
            let found = best(world, &mixed, requirement, text, subject, floor);
            reasons(&found.world(world, &mixed), clause, requirement, text, subject, mode)
        }
        Some(_) => {
            let mut because = reasons(world, clause, requirement, text, subject, mode);
            if eval.verdict(text, mode).0.holds() {
                let truth = if verdict == Verdict::Unmet { Truth::False } else { Truth::Unknown };
                let text = "no one setting of the switches does all of this at once".to_owned();
                because.insert(0, leaf(text, truth, Vec::new()));
            }
            because
        }
        None => reasons(world, clause, requirement, text, subject, mode),
    };
    Some(Explanation { clause, subject, capable, verdict, gap: outcome.gap, because })
}

/// What decided about a clause.
fn reasons(
    world: &dyn World,
    id: ClauseId,
    requirement: &Requirement,
    clause: &Clause,
    subject: Entity,
    mode: Mode,
) -> Vec<Reason> {
    let mut eval = Eval::new(world);
    eval.enter(requirement, subject);
    let mut names: FxHashMap<Slot, String> = FxHashMap::default();
    names.insert(zcc_hir::program::SUBJECT, requirement.variable.to_string());
    let mut explainer = Explainer {
        eval,
        owner: BodyOwner::Requirement(id.requirement),
        names,
        lets: requirement.lets.iter().map(|line| (line.id.0, line.name.to_string())).collect(),
        capability: None,
        left: MOST_REASONS,
        refuted: Vec::new(),
    };
    let mut because = Vec::new();
    let mut excused = false;
    if let Some(when) = &clause.when {
        let reason = explainer.reason(when, mode.negated(), 0);
        excused = reason.truth == Truth::False;
        because.push(Reason { text: format!("applies when {}", reason.text), ..reason });
    }
    if !excused {
        for assertion in &clause.assertions {
            because.push(explainer.reason(&assertion.condition, mode, 0));
        }
    }
    because
}

/// A reason that needs none itself.
fn leaf(text: String, truth: Truth, references: Vec<Reference>) -> Reason {
    Reason { text, truth, references, because: Vec::new(), omitted: 0 }
}

struct Explainer<'w> {
    eval: Eval<'w>,
    owner: BodyOwner,
    names: FxHashMap<Slot, String>,
    lets: FxHashMap<u16, String>,
    /// The capability whose parameters the condition at hand speaks of.
    capability: Option<CapabilityId>,
    /// How many reasons may still be given.
    left: usize,
    /// The recursive relations of which it is being said why a tuple does not belong to them.
    refuted: Vec<FunctionId>,
}

impl<'w> Explainer<'w> {
    fn world(&self) -> &'w dyn World {
        self.eval.world
    }

    /// Why an expression of type `bool` comes out as it does.
    fn reason(&mut self, expr: &'w Expr, mode: Mode, depth: usize) -> Reason {
        let truth = self.eval.truth(expr, mode);
        let mut text = self.say(expr, mode);
        if matches!(expr.kind, ExprKind::Parameter(_) | ExprKind::Attribute { .. }) {
            text.push_str(match truth {
                Truth::True => " is true",
                Truth::Unknown => " is not stated",
                Truth::False => " is false",
            });
        }
        let mut reason = leaf(text, truth, vec![Reference::Body(self.owner, BodyPlace::Expression(expr.id))]);
        if self.left == 0 || depth >= MOST_DEEP {
            reason.omitted = 1;
            return reason;
        }
        self.left -= 1;
        match &expr.kind {
            ExprKind::And(parts) => self.parts(&mut reason, parts, mode, depth, Truth::True),
            ExprKind::Or(parts) => self.parts(&mut reason, parts, mode, depth, Truth::False),
            ExprKind::Not(inner) => reason.because.push(self.reason(inner, mode.negated(), depth + 1)),
            ExprKind::Implies(left, right) => {
                let left = self.reason(left, mode.negated(), depth + 1);
                let refuted = left.truth == Truth::False;
                reason.because.push(left);
                if !refuted {
                    reason.because.push(self.reason(right, mode, depth + 1));
                }
            }
            ExprKind::If(condition, yes, no) => {
                let condition = self.reason(condition, mode, depth + 1);
                let taken = condition.truth;
                reason.because.push(condition);
                if taken != Truth::False {
                    reason.because.push(self.reason(yes, mode, depth + 1));
                }
                if taken != Truth::True {
                    reason.because.push(self.reason(no, mode, depth + 1));
                }
            }
            ExprKind::Let { id, value, body } => {
                self.eval.define(id.0, value);
                reason = self.reason(body, mode, depth);
            }
            ExprKind::Quantifier { kind, binders, condition, body } => {
                self.quantifier(&mut reason, *kind, binders, condition.as_deref(), body, mode, depth);
            }
            ExprKind::Has { subject, capability, condition } => {
                let subject = self.eval.value(subject, mode);
                self.claims(&mut reason, &subject, *capability, condition.as_deref(), mode, depth);
            }
            ExprKind::Compare(op, left, right) => {
                let inner = if *op == CompareOp::NotIn { mode.negated() } else { mode };
                let opened = matches!(op, CompareOp::In | CompareOp::NotIn)
                    && self.member(&mut reason, left, right, inner, depth);
                if !opened {
                    for side in [left, right] {
                        self.value_of(&mut reason, side, mode);
                    }
                }
            }
            ExprKind::Call { function, arguments } => self.call(&mut reason, *function, arguments, mode, depth),
            ExprKind::Attribute { of, .. } => self.value_of(&mut reason, of, mode),
            _ => {}
        }
        reason
    }

    /// The parts that decide: of `and` those that are not true (all, if it is true), of `or` the other way round.
    fn parts(&mut self, reason: &mut Reason, parts: &'w [Expr], mode: Mode, depth: usize, neutral: Truth) {
        let decided = reason.truth != neutral;
        for part in parts {
            let truth = self.eval.truth(part, mode);
            if decided && (truth == neutral || neutral == Truth::False && truth != reason.truth) {
                continue;
            }
            if reason.because.len() >= MOST_CHILDREN {
                reason.omitted += 1;
                continue;
            }
            let child = self.reason(part, mode, depth + 1);
            reason.because.push(child);
            if neutral == Truth::False && truth == Truth::True {
                break;
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of a quantifier")]
    fn quantifier(
        &mut self,
        reason: &mut Reason,
        kind: QuantifierKind,
        binders: &'w [Binder],
        condition: Option<&'w Expr>,
        body: &'w Expr,
        mode: Mode,
        depth: usize,
    ) {
        for binder in binders {
            self.names.insert(binder.slot, binder.name.to_string());
        }
        let some = kind == QuantifierKind::Some;
        let of_members = if some { mode } else { mode.negated() };
        let mut found = Vec::new();
        let (mut seen, mut decisive) = (0_usize, 0_usize);
        let overall = reason.truth;
        self.eval.bind(binders, condition, of_members, Truth::True, &mut |eval, guard, open| {
            seen += 1;
            let truth = if some {
                guard.and(if open { Truth::Unknown } else { eval.truth(body, mode) })
            } else {
                eval.instance(kind, body, mode, guard, open)
            };
            // A universal claim fails by what is not true of it, an existential one holds by what is.
            let decides = if some { truth >= overall } else { overall == Truth::True || truth != Truth::True };
            if decides {
                decisive += 1;
                if found.len() < MOST_CHILDREN {
                    found.push((eval.snapshot(), truth, guard, open));
                }
            }
            true
        });
        if seen == 0 {
            let text = if condition.is_some() {
                let names = self.bound_names(binders, mode, 0);
                format!("there is no {names}{}", self.where_part(condition, of_members, 0))
            } else {
                format!("{} holds nothing", self.sources(binders, mode))
            };
            reason.because.push(leaf(text, Truth::True, Vec::new()));
            if let [binder] = binders {
                self.stated_empty(reason, &binder.source, mode);
            }
            return;
        }
        reason.omitted += decisive - found.len();
        let here = self.eval.snapshot();
        for (state, truth, guard, open) in found {
            if open {
                let text = format!("nobody states all of {}", self.sources(binders, mode));
                reason.because.push(leaf(text, Truth::Unknown, Vec::new()));
                continue;
            }
            self.eval.restore(state);
            let bound: Vec<String> = binders
                .iter()
                .map(|binder| {
                    format!("{} = {}", binder.name, val(self.world(), &self.eval.slot(binder.slot), &Type::Error))
                })
                .collect();
            let references = binders
                .iter()
                .filter_map(|binder| match self.eval.slot(binder.slot) {
                    Val::Entity(entity) => Some(Reference::Entity(entity)),
                    _ => None,
                })
                .collect();
            let mut child = leaf(bound.join(", "), truth, references);
            if guard == Truth::Unknown {
                child.text.push_str(" (perhaps)");
            }
            let inner = if kind == QuantifierKind::No { mode.negated() } else { mode };
            if guard == Truth::Unknown
                && let Some(condition) = condition
            {
                child.because.push(self.reason(condition, of_members, depth + 2));
            }
            child.because.push(self.reason(body, inner, depth + 2));
            reason.because.push(child);
        }
        self.eval.restore(here);
    }

    /// For a set that holds nothing: the stated facts that made it so.
    fn stated_empty(&mut self, reason: &mut Reason, source: &'w Expr, mode: Mode) {
        let mut source = source;
        while let ExprKind::LetReference(id) = &source.kind {
            match self.eval.definition(id.0) {
                Some(value) => source = value,
                None => return,
            }
        }
        if let ExprKind::Comprehension { binders, condition: Some(condition), .. } = &source.kind {
            let mut tried = Vec::new();
            for binder in binders {
                self.names.insert(binder.slot, binder.name.to_string());
            }
            self.eval.bind(binders, None, mode, Truth::True, &mut |eval, _, open| {
                if !open && tried.len() < 3 {
                    tried.push(eval.snapshot());
                }
                true
            });
            let here = self.eval.snapshot();
            for state in tried {
                self.eval.restore(state);
                let child = self.reason(condition, mode, MOST_DEEP - 3);
                reason.because.push(child);
            }
            self.eval.restore(here);
        }
    }

    /// Opens the set that a membership asks of, where it collects what a condition holds for: the condition, for the one
    /// member that was asked. Returns whether it could.
    fn member(&mut self, reason: &mut Reason, member: &'w Expr, set: &'w Expr, mode: Mode, depth: usize) -> bool {
        let world = self.world();
        let mut set = set;
        while let ExprKind::LetReference(id) = &set.kind {
            match self.eval.definition(id.0) {
                Some(value) => set = value,
                None => return false,
            }
        }
        let asked = self.eval.value(member, mode);
        if !matches!(asked, Val::Entity(_)) {
            return false;
        }
        if let ExprKind::Comprehension { head: None, binders, condition } = &set.kind
            && let [binder] = &**binders
        {
            let here = self.eval.snapshot();
            let source = self.eval.set(&binder.source, mode);
            if crate::sets::contains(world, &source, &asked) == Truth::False {
                self.is_none_of(reason, &asked, &binder.source, mode);
                return true;
            }
            self.names.insert(binder.slot, binder.name.to_string());
            self.eval.set_slot(binder.slot, asked);
            if let Some(condition) = condition {
                let child = self.reason(condition, mode, depth + 1);
                reason.because.push(child);
            }
            self.eval.restore(here);
            return true;
        }
        let ExprKind::Call { function, arguments } = &set.kind else { return false };
        let Some(body) = world.function(*function) else { return false };
        if body.relation || world.is_refused(*function) {
            return false;
        }
        let arguments = arguments.iter().map(|argument| self.eval.argument(argument, mode)).collect();
        reason.references.push(Reference::Body(BodyOwner::Function(*function), BodyPlace::Name));
        let mut opened = false;
        self.inside(*function, arguments, |explainer| {
            opened = explainer.member_of(reason, asked, &body.body, mode, depth + 1);
        });
        opened
    }

    /// [`Explainer::member`] for a value, in the frame of the function that gives the set.
    fn member_of(&mut self, reason: &mut Reason, asked: Val<'w>, set: &'w Expr, mode: Mode, depth: usize) -> bool {
        let ExprKind::Comprehension { head: None, binders, condition: Some(condition) } = &set.kind else {
            return false;
        };
        let [binder] = &**binders else { return false };
        let source = self.eval.set(&binder.source, mode);
        if crate::sets::contains(self.world(), &source, &asked) == Truth::False {
            self.is_none_of(reason, &asked, &binder.source, mode);
            return true;
        }
        self.names.insert(binder.slot, binder.name.to_string());
        self.eval.set_slot(binder.slot, asked);
        let child = self.reason(condition, mode, depth);
        reason.because.push(child);
        true
    }

    /// Goes on in the body of a function with its own frame, and comes back.
    fn inside(&mut self, function: FunctionId, arguments: Vec<Argument<'w>>, go_on: impl FnOnce(&mut Self)) {
        let world = self.world();
        let Some(body) = world.function(function) else { return };
        let mut inner = Eval::new(world);
        inner.frame(body.slots.max(arguments.len() as u16), body.let_count);
        let mut names = FxHashMap::default();
        for (at, (parameter, value)) in body.parameters.iter().zip(arguments).enumerate() {
            inner.set_argument(Slot(at as u16), value);
            names.insert(Slot(at as u16), parameter.name.to_string());
        }
        let outer = std::mem::replace(&mut self.eval, inner);
        let outer_names = std::mem::replace(&mut self.names, names);
        let outer_lets = std::mem::take(&mut self.lets);
        let outer_owner = std::mem::replace(&mut self.owner, BodyOwner::Function(function));
        let outer_capability = self.capability.take();
        go_on(self);
        self.capability = outer_capability;
        (self.eval, self.names, self.lets, self.owner) = (outer, outer_names, outer_lets, outer_owner);
    }

    /// That something is not even in the set that others are picked from.
    fn is_none_of(&mut self, reason: &mut Reason, asked: &Val<'w>, source: &'w Expr, mode: Mode) {
        let text = format!("{} is none of {}", val(self.world(), asked, &Type::Error), self.say(source, mode));
        reason.because.push(leaf(text, Truth::True, Vec::new()));
    }

    /// What a side of a comparison comes to, where that is not plain to see.
    fn value_of(&mut self, reason: &mut Reason, side: &'w Expr, mode: Mode) {
        if matches!(side.kind, ExprKind::Constant(_) | ExprKind::Slot(_)) {
            return;
        }
        let value = self.eval.value(side, mode);
        let said = val(self.world(), &value, &side.ty);
        let name = self.say(side, mode);
        if said == name {
            return;
        }
        let known = !matches!(value, Val::Unknown | Val::Set(crate::val::SetVal::Open));
        let text = if known { format!("{name} is {said}") } else { format!("nobody states {name}") };
        let mut references = Vec::new();
        if let ExprKind::Attribute { of, .. } = &side.kind
            && let Val::Entity(entity) = self.eval.value(of, mode)
        {
            references.push(Reference::Entity(entity));
        }
        let truth = if known { Truth::True } else { Truth::Unknown };
        reason.because.push(leaf(text, truth, references));
    }

    /// The claims that decide a `has`.
    fn claims(
        &mut self,
        reason: &mut Reason,
        subject: &Val<'w>,
        capability: CapabilityId,
        condition: Option<&'w Expr>,
        mode: Mode,
        depth: usize,
    ) {
        let Val::Entity(entity) = *subject else { return };
        let world = self.world();
        reason.references.push(Reference::Entity(entity));
        let name = world.capability(capability).map(|capability| capability.name.to_string()).unwrap_or_default();
        if let Entity::Channel(place, index) = entity
            && let Some(channel) = self.eval.place(place).and_then(|facts| facts.channels.get(index as usize))
            && let Some(end) = self.eval.end_without(channel, capability)
        {
            let text = format!("{} lacks {name} for this protocol", path(world, end));
            reason.because.push(leaf(text, Truth::False, vec![Reference::Entity(end)]));
            return;
        }
        let Some(entry) = world.capabilities_of(entity).and_then(|table| table.get(capability)) else {
            let unattested = world.unattested(entity, capability);
            let nothing = if unattested.is_empty() { "nothing" } else { "nothing that counts" };
            let mut text = leaf(
                format!("{nothing} is stated about {name} of {}", path(world, entity)),
                Truth::Unknown,
                Vec::new(),
            );
            text.because.extend(unattested.into_iter().map(|text| leaf(text, Truth::False, Vec::new())));
            reason.because.push(text);
            return;
        };
        if let Some(origin) = entry.lacks {
            let text = format!("{} is said to lack {name}", path(world, entity));
            reason.because.push(leaf(text, Truth::False, vec![Reference::Origin(origin)]));
            return;
        }
        for position in 0..entry.mechanisms.len() {
            if reason.because.len() >= MOST_CHILDREN {
                reason.omitted += 1;
                continue;
            }
            let child = self.claim(entity, entry, position, &name, condition, mode, depth);
            let holds = child.truth == Truth::True;
            if holds && reason.truth == Truth::True {
                reason.because = vec![child];
                return;
            }
            reason.because.push(child);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one claim among those of an entry")]
    fn claim(
        &mut self,
        entity: Entity,
        entry: &'w CapabilityEntry,
        position: usize,
        name: &str,
        condition: Option<&'w Expr>,
        mode: Mode,
        depth: usize,
    ) -> Reason {
        let claim = &entry.mechanisms[position];
        let truth = self.eval.mechanism_holds(entity, entry, position, condition, mode);
        let text = match claim.state {
            MechanismState::On => format!("{name} is provided, and on"),
            MechanismState::Enabled => format!("{name} is offered and enabled"),
            MechanismState::NotEnabled => format!("{name} is offered, but not enabled"),
            MechanismState::Disabled => format!("{name} is there, but disabled"),
            MechanismState::OtherFirmware => format!("{name} is there in other versions of the firmware"),
            MechanismState::FirmwareUnknown => {
                format!("{name} is there in some versions, and nobody states the firmware")
            }
            MechanismState::EvidenceExpired => format!("the evidence for {name} has expired"),
        };
        let text = match self.eval.switches.and_then(|switches| switches.setting(entity, entry, position)) {
            Some(true) => format!("{text}: to be on"),
            Some(false) => format!("{text}: to be off"),
            None => text,
        };
        let mut references = vec![Reference::Origin(claim.origin)];
        references.extend(claim.switch.map(Reference::Origin));
        let mut reason = leaf(text, truth, references);
        let attested = self.world().attested(entity, claim.origin);
        reason.because.extend(attested.into_iter().map(|text| leaf(text, Truth::True, Vec::new())));
        let counts = claim.counts[mode as usize];
        if let Some(with) = claim.with {
            let needs = self.world().capability(with.needs).map(|needs| needs.name.to_string()).unwrap_or_default();
            let there = self.eval.mechanism_holds(entity, entry, position, None, mode);
            let (text, references) = match with.partner {
                Some(partner) => {
                    (format!("it needs {needs} of {}", path(self.world(), partner)), vec![Reference::Entity(partner)])
                }
                None => (format!("it needs another component with {needs}"), Vec::new()),
            };
            let mut needed = leaf(text, there, references);
            if let Some(partner) = with.partner {
                needed.because = self.partnership(entity, partner, with.needs, &needs, mode);
            }
            reason.because.push(needed);
        }
        if counts != Truth::False
            && let Some(condition) = condition
        {
            let outer = self.eval.mechanism.replace(claim);
            let of = self.capability.replace(entry.capability);
            let why = self.reason(condition, mode, depth + 2);
            self.capability = of;
            self.eval.mechanism = outer;
            if why.truth != Truth::True || truth == Truth::True {
                reason.because.push(why);
            }
        }
        reason
    }

    fn call(&mut self, reason: &mut Reason, function: FunctionId, arguments: &'w [Expr], mode: Mode, depth: usize) {
        let world = self.world();
        let Some(body) = world.function(function) else { return };
        let mode = if body.body.switchable { mode } else { Mode::Achieved };
        reason.references.push(Reference::Body(BodyOwner::Function(function), BodyPlace::Name));
        if world.is_refused(function) {
            return;
        }
        if body.relation && !crate::walk::recursive_group(world, function).is_empty() {
            let tuple: Vec<Val<'w>> = arguments.iter().map(|argument| self.eval.value(argument, mode)).collect();
            self.derived(reason, function, tuple, mode, depth);
            return;
        }
        let mut child = None;
        let arguments = arguments.iter().map(|argument| self.eval.argument(argument, mode)).collect();
        self.inside(function, arguments, |explainer| child = Some(explainer.reason(&body.body, mode, depth + 1)));
        reason.because.extend(child);
    }

    /// What a claim with a partner rests on: that the partner has what it needs, and that traffic gets there.
    fn partnership(
        &mut self,
        entity: Entity,
        partner: Entity,
        needs: CapabilityId,
        name: &str,
        mode: Mode,
    ) -> Vec<Reason> {
        let world = self.world();
        let (own, other) = (path(world, entity), path(world, partner));
        let place = |entity: Entity| entity.place().map(|place| world.place_entity(place));
        let reached = match (place(entity), place(partner)) {
            (Some(from), Some(to)) => from == to || place_reaches(world, from, to),
            _ => false,
        };
        let text = if reached {
            format!("traffic gets from {own} to {other}")
        } else {
            format!("{own} and {other} are in different zones, and no conduit carries traffic from one to the other")
        };
        let has = self.eval.has(partner, needs, None, mode);
        vec![
            leaf(text, Truth::from(reached), vec![Reference::Entity(entity)]),
            leaf(format!("{other} has {name}"), has, vec![Reference::Entity(partner)]),
        ]
    }

    fn sources(&mut self, binders: &'w [Binder], mode: Mode) -> String {
        let names: Vec<String> = binders.iter().map(|binder| self.say(&binder.source, mode)).collect();
        names.join(", ")
    }
}
