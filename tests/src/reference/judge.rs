//! The verdict on one clause for one subject, without waivers and countermeasures.

use zcc_syntax::ast::{Clause, Expr, ExprKind, QuantifierKind, Requirement, RequirementMember};

use super::evaluate::{Bound, Env, World};
use super::truth::{Mode, Truth};
use super::value::{Entity, Value};

/// What stands for a verdict where there are too many settings of the switches to tell.
pub const UNDECIDED: &str = "undecided";

/// A verdict in one mode, with what is not true: of each witness the things that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    /// `met`, `unmet`, `unproven` or `not applicable`.
    pub verdict: &'static str,
    /// The witnesses; none where the clause holds.
    pub witnesses: Vec<Vec<Entity>>,
}

impl Ruling {
    /// Whether a level may stand on it.
    pub(super) fn holds(&self) -> bool {
        matches!(self.verdict, "met" | "not applicable")
    }
}

/// The names that a requirement's clauses can see.
fn names_for(requirement: &Requirement, subject: Entity) -> Env<'_> {
    let variable = requirement.variable.as_ref().map(|name| name.text.to_string()).unwrap_or_default();
    let start = Env::default().with(&variable, Bound::Value(Value::Entity(subject)));
    requirement.members.iter().fold(start, |env, member| match member {
        RequirementMember::Let { name, value } => env.with(&name.text, Bound::Later(value, env.clone())),
        _ => env,
    })
}

impl<'a> World<'a> {
    /// Both judgements: as the switches are, and as they could be set. The setting that is there is one of those, so what
    /// holds as achieved holds as capable.
    pub(super) fn judge(&self, requirement: &'a Requirement, clause: &'a Clause, subject: Entity) -> (Ruling, Ruling) {
        let is_product = matches!(subject, Entity::Product(_));
        let achieved = self.rule(requirement, clause, subject, Mode::Achieved);
        if achieved.holds() && !is_product {
            return (achieved.clone(), achieved);
        }
        let mut capable = self.rule(requirement, clause, subject, Mode::Helpful);
        if capable.holds() {
            let floor = if is_product { "unmet" } else { achieved.verdict };
            let undecided = Ruling { verdict: UNDECIDED, witnesses: Vec::new() };
            capable = self.in_one_setting(requirement, clause, subject, capable, floor).unwrap_or(undecided);
        }
        if is_product { (capable.clone(), capable) } else { (achieved, capable) }
    }

    /// One judgement.
    pub(super) fn rule(&self, requirement: &'a Requirement, clause: &'a Clause, subject: Entity, mode: Mode) -> Ruling {
        let env = names_for(requirement, subject);
        let when = clause.when.as_ref().map_or(Truth::True, |when| self.truth(when, &env, mode.negated()));
        let (mut all, mut applies, mut witnesses) = (Truth::True, false, Vec::new());
        for assertion in &clause.assertions {
            all = all.and(self.truth(&assertion.condition, &env, mode));
            applies |= self.witnesses(&assertion.condition, when, &env, subject, mode, &mut witnesses);
        }
        if when == Truth::False || !applies {
            return Ruling { verdict: "not applicable", witnesses: Vec::new() };
        }
        match when.negated().or(all) {
            Truth::True => Ruling { verdict: "met", witnesses: Vec::new() },
            Truth::Unknown => Ruling { verdict: "unproven", witnesses },
            Truth::False => Ruling { verdict: "unmet", witnesses },
        }
    }

    /// Adds the bindings of the outermost `every` or `no` for which `when => condition` is not true. It is looked for below
    /// `let` and to the right of `=>`. Returns whether it ranges over anything, perhaps.
    fn witnesses(
        &self,
        condition: &'a Expr,
        when: Truth,
        env: &Env<'a>,
        subject: Entity,
        mode: Mode,
        witnesses: &mut Vec<Vec<Entity>>,
    ) -> bool {
        match &condition.kind {
            ExprKind::Let { name, value, body } if has_outermost(body) => {
                let inner = env.with(&name.text, Bound::Later(value, env.clone()));
                self.witnesses(body, when, &inner, subject, mode, witnesses)
            }
            ExprKind::Implies(left, right) if has_outermost(right) => {
                let when = when.and(self.truth(left, env, mode.negated()));
                self.witnesses(right, when, env, subject, mode, witnesses)
            }
            ExprKind::Quantifier { kind, binders, condition, body } if *kind != QuantifierKind::Some => {
                let bindings = self.bindings(binders, condition.as_deref(), env, mode.negated());
                for binding in &bindings {
                    if when.negated().or(self.instance(*kind, binding, body, mode)) == Truth::True {
                        continue;
                    }
                    let mut about: Vec<Entity> = Vec::new();
                    for value in binding.env.iter().flat_map(|_| &binding.values) {
                        if let Value::Entity(entity) = value {
                            about.push(*entity);
                        }
                    }
                    witnesses.push(if about.is_empty() { vec![subject] } else { about });
                }
                !bindings.is_empty()
            }
            _ => {
                if when.negated().or(self.truth(condition, env, mode)) != Truth::True {
                    witnesses.push(vec![subject]);
                }
                true
            }
        }
    }
}

/// Whether an expression has an outermost `every` or `no`.
fn has_outermost(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Let { body, .. } => has_outermost(body),
        ExprKind::Implies(_, right) => has_outermost(right),
        ExprKind::Quantifier { kind, .. } => *kind != QuantifierKind::Some,
        _ => false,
    }
}
