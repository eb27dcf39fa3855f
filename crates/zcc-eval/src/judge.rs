//! One clause for one subject: both verdicts, and the witnesses of what is not met.

use std::rc::Rc;
use std::sync::Arc;

use zcc_hir::expr::{Expr, ExprKind};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{ClauseId, Entity};
use zcc_hir::program::{Assertion, Clause};
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::report::{Bindings, Bound, Gap, Judgement, Verdict, Witness};
use crate::settings::{Found, best};
use crate::switches::Mixed;
use crate::val::Val;
use crate::world::World;

/// How a clause came out for a subject, without waivers and countermeasures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Both verdicts.
    pub judgement: Judgement,
    /// The clause's own kind of gap, if it is not met as achieved (a product: as capable).
    pub gap: Option<Gap>,
}

/// What one judgement came to.
struct Ruling {
    verdict: Verdict,
    /// Of each thing that is not true: which assertion, how true, what it is about.
    witnesses: Vec<(u16, Truth, Bindings)>,
}

fn gap_of(capable: Truth) -> Gap {
    match capable {
        Truth::True => Gap::NotEnabled,
        Truth::False => Gap::NotCapable,
        Truth::Unknown => Gap::Unproven,
    }
}

fn gap_of_verdict(capable: Verdict) -> Gap {
    match capable {
        Verdict::Unmet => Gap::NotCapable,
        Verdict::Unproven => Gap::Unproven,
        _ => Gap::NotEnabled,
    }
}

const fn truth_of(verdict: Verdict) -> Truth {
    match verdict {
        Verdict::Unmet => Truth::False,
        Verdict::Unproven => Truth::Unknown,
        _ => Truth::True,
    }
}

/// Whether the judgements of a clause can differ.
fn is_switchable(clause: &Clause) -> bool {
    clause.when.as_ref().is_some_and(|when| when.switchable)
        || clause.assertions.iter().any(|assertion| assertion.condition.switchable)
}

impl<'w> Eval<'w> {
    /// Judges a clause of the requirement that was entered, and adds the witnesses to `witnesses` if it is not met.
    /// The capable judgement is only made where the achieved one left something to wish for: it is never worse (see the
    /// head of `eval.rs`).
    pub fn judge(&mut self, clause: &'w Clause, subject: Entity, witnesses: &mut Vec<Witness>) -> Outcome {
        let product = matches!(subject, Entity::Product(_));
        let mut primary = self.rule(clause, if product { Mode::Helpful } else { Mode::Achieved });
        if product {
            if primary.verdict.holds()
                && let Some(found) = self.setting(clause, subject, Verdict::Unmet)
                && !found.verdict.holds()
            {
                primary.verdict = found.verdict;
                primary.witnesses = vec![(0, truth_of(found.verdict), Bindings::Subject)];
            }
            let gap = (!primary.verdict.holds()).then(|| gap_of_verdict(primary.verdict));
            witnesses.extend(primary.witnesses.into_iter().map(|(assertion, truth, bindings)| Witness {
                assertion,
                truth,
                gap: gap_of(truth),
                bindings,
            }));
            return Outcome { judgement: Judgement::new(None, primary.verdict), gap };
        }
        if primary.verdict.holds() {
            return Outcome { judgement: Judgement::new(Some(primary.verdict), primary.verdict), gap: None };
        }
        if !is_switchable(clause) {
            witnesses.extend(primary.witnesses.into_iter().map(|(assertion, truth, bindings)| Witness {
                assertion,
                truth,
                gap: gap_of(truth),
                bindings,
            }));
            let judgement = Judgement::new(Some(primary.verdict), primary.verdict);
            return Outcome { judgement, gap: Some(gap_of_verdict(primary.verdict)) };
        }
        let mut capable = self.rule(clause, Mode::Helpful);
        if capable.verdict.holds()
            && let Some(found) = self.setting(clause, subject, primary.verdict)
            && !found.verdict.holds()
        {
            // What every use of a switch by itself could meet, no one setting does.
            capable.verdict = found.verdict;
            let truth = truth_of(found.verdict);
            capable.witnesses =
                primary.witnesses.iter().map(|(at, _, bindings)| (*at, truth, bindings.clone())).collect();
        }
        // The setting that is there is one of the settings: it bounds the capable judgement from below.
        if primary.verdict == Verdict::Unproven && capable.verdict == Verdict::Unmet {
            capable.verdict = Verdict::Unproven;
        }
        // What is not true with the switches set right is not true as they are, and both go through the bindings in the
        // same order.
        let mut rest = capable.witnesses.iter().peekable();
        witnesses.extend(primary.witnesses.into_iter().map(|(assertion, truth, bindings)| {
            let gap = match rest.peek() {
                Some((of, capable, same)) if *of == assertion && *same == bindings => {
                    let gap = gap_of(truth.max(*capable));
                    rest.next();
                    gap
                }
                _ => Gap::NotEnabled,
            };
            Witness { assertion, truth, gap, bindings }
        }));
        Outcome {
            judgement: Judgement::new(Some(primary.verdict), capable.verdict),
            gap: Some(gap_of_verdict(capable.verdict)),
        }
    }

    /// The best setting of the switches for a clause of the requirement that was entered, where that has to be looked for:
    /// where it uses a capability both ways.
    pub(crate) fn setting(&mut self, clause: &'w Clause, subject: Entity, floor: Verdict) -> Option<Found> {
        let mixed = self.mixed(clause)?;
        if mixed.capabilities.is_empty() || self.switches.is_some() {
            return None;
        }
        Some(best(self.world, &mixed, self.requirement?, clause, subject, floor))
    }

    /// What a clause of the requirement that was entered uses both ways.
    pub(crate) fn mixed(&mut self, clause: &'w Clause) -> Option<Rc<Mixed>> {
        let (world, requirement) = (self.world, self.requirement?);
        let known = self.mixed.entry(std::ptr::from_ref(clause) as usize);
        Some(Rc::clone(known.or_insert_with(|| Rc::new(crate::polarity::mixed(world, requirement, clause)))))
    }

    /// One judgement: the verdict, and what is not true.
    fn rule(&mut self, clause: &'w Clause, mode: Mode) -> Ruling {
        let mut ruling = Ruling { verdict: Verdict::NotApplicable, witnesses: Vec::new() };
        // `when` stands left of an implication.
        let excused = match &clause.when {
            Some(when) => self.truth(when, mode.negated()).negated(),
            None => Truth::False,
        };
        if excused == Truth::True {
            return ruling;
        }
        let mut all = Truth::True;
        let mut applies = false;
        for (position, assertion) in clause.assertions.iter().enumerate() {
            let (truth, ranges) = self.assertion(assertion, mode, excused, position as u16, &mut ruling.witnesses);
            all = all.and(truth);
            applies |= ranges;
        }
        if !applies {
            ruling.witnesses.clear();
            return ruling;
        }
        ruling.verdict = match excused.or(all) {
            Truth::True => Verdict::Met,
            Truth::False => Verdict::Unmet,
            Truth::Unknown => Verdict::Unproven,
        };
        ruling
    }

    /// The truth of an assertion, and whether it has something to range over.
    fn assertion(
        &mut self,
        assertion: &'w Assertion,
        mode: Mode,
        excused: Truth,
        position: u16,
        witnesses: &mut Vec<(u16, Truth, Bindings)>,
    ) -> (Truth, bool) {
        let Some(quantifier) = assertion.condition.witness_quantifier() else {
            let truth = self.truth(&assertion.condition, mode);
            if excused.or(truth) != Truth::True {
                witnesses.push((position, excused.or(truth), Bindings::Subject));
            }
            return (truth, true);
        };
        let ExprKind::Quantifier { kind, binders, condition, body } = &quantifier.kind else {
            return (Truth::Unknown, true);
        };
        let released = self.released(&assertion.condition, mode);
        let excused = excused.or(released);
        let (mut all, mut ranges) = (Truth::True, false);
        let mode_of_members = mode.negated();
        self.bind(binders, condition.as_deref(), mode_of_members, Truth::True, &mut |eval, guard, open| {
            ranges = true;
            if released == Truth::True {
                return false;
            }
            let truth = eval.instance(*kind, body, mode, guard, open);
            if truth != Truth::True {
                all = all.and(truth);
                if excused.or(truth) != Truth::True {
                    let bindings = if open { Bindings::Subject } else { eval.bindings(binders) };
                    witnesses.push((position, excused.or(truth), bindings));
                }
            }
            true
        });
        (released.or(all), ranges)
    }

    /// How true a clause of the requirement that was entered is of what was a witness, as the switches are set.
    pub(crate) fn is_met(&mut self, clause: &'w Clause, witness: &Witness) -> Truth {
        let Some(assertion) = clause.assertions.get(usize::from(witness.assertion)) else { return Truth::Unknown };
        let excused = match &clause.when {
            Some(when) => self.truth(when, Mode::Achieved).negated(),
            None => Truth::False,
        };
        let mut witnesses = Vec::new();
        let mut found = None;
        if let Some(quantifier) = assertion.condition.witness_quantifier()
            && let ExprKind::Quantifier { kind, binders, condition, body } = &quantifier.kind
            && !binders.iter().any(|binder| binder.source.switchable)
        {
            // Who is looked at does not hang on the switches: it is enough to look at the one.
            let released = self.released(&assertion.condition, Mode::Achieved);
            let bound: Option<Vec<Entity>> = match &witness.bindings {
                Bindings::One(entity) => Some(vec![*entity]),
                Bindings::Many(bound) => bound.iter().map(Bound::entity).collect(),
                Bindings::Subject => None,
            };
            if let Some(bound) = bound {
                for (binder, entity) in binders.iter().zip(bound) {
                    self.set_slot(binder.slot, Val::Entity(entity));
                }
                let guard = condition.as_ref().map_or(Truth::True, |condition| self.truth(condition, Mode::Achieved));
                let truth = self.instance(*kind, body, Mode::Achieved, guard, false);
                found = Some(excused.or(released).or(truth));
            }
        }
        found.unwrap_or_else(|| {
            self.assertion(assertion, Mode::Achieved, excused, witness.assertion, &mut witnesses);
            let same = witnesses.into_iter().find(|(_, _, bindings)| *bindings == witness.bindings);
            same.map_or(Truth::True, |(_, truth, _)| truth)
        })
    }

    /// How true it is that what stands left of `=>` around an assertion's quantifier excuses every binding alike. Defines the
    /// `let`s there.
    fn released(&mut self, condition: &'w Expr, mode: Mode) -> Truth {
        let mut released = Truth::False;
        let mut around = condition;
        loop {
            match &around.kind {
                ExprKind::Let { id, value, body } => {
                    self.define(id.0, value);
                    around = body;
                }
                ExprKind::Implies(left, then) => {
                    if released != Truth::True {
                        released = released.or(self.truth(left, mode.negated()).negated());
                    }
                    around = then;
                }
                _ => return released,
            }
        }
    }

    /// What the names are bound to right now.
    fn bindings(&self, binders: &[zcc_hir::expr::Binder]) -> Bindings {
        if let [only] = binders
            && let Val::Entity(entity) = self.slot(only.slot)
        {
            return Bindings::One(entity);
        }
        let bound: Option<Arc<[Bound]>> = binders
            .iter()
            .map(|binder| match self.slot(binder.slot) {
                Val::Entity(entity) => Some(Bound::Entity(entity)),
                other => other.to_value().map(Bound::Value),
            })
            .collect();
        bound.map_or(Bindings::Subject, Bindings::Many)
    }

    /// The verdict of one judgement with its witnesses, for those who want the capable one spelt out.
    pub fn verdict(&mut self, clause: &'w Clause, mode: Mode) -> (Verdict, Vec<Witness>) {
        let ruling = self.rule(clause, mode);
        let witnesses = if ruling.verdict.holds() { Vec::new() } else { ruling.witnesses };
        let witnesses = witnesses
            .into_iter()
            .map(|(assertion, truth, bindings)| Witness { assertion, truth, gap: gap_of(truth), bindings })
            .collect();
        (ruling.verdict, witnesses)
    }
}

/// Judges one clause for one subject. `None` if there is no such clause.
pub fn judge(world: &dyn World, clause: ClauseId, subject: Entity) -> Option<(Outcome, Vec<Witness>)> {
    let requirement = world.requirement(clause.requirement)?;
    let text = requirement.clauses.get(usize::from(clause.clause))?;
    let mut eval = Eval::new(world);
    eval.enter(requirement, subject);
    let mut witnesses = Vec::new();
    let outcome = eval.judge(text, subject, &mut witnesses);
    Some((outcome, witnesses))
}
