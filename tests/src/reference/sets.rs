//! Whatever binds names to the members of sets.

use zcc_syntax::ast::{Binder, Comprehension, Expr, QuantifierKind};

use super::evaluate::{Bound, Env, World};
use super::numbers::Bounds;
use super::truth::{Mode, Truth};
use super::value::{Set, Unit, Value};

/// One way to bind the names of a quantifier or comprehension.
pub(super) struct Binding<'a> {
    /// The names; `None` for members that nobody knows, of a set that is open.
    pub env: Option<Env<'a>>,
    /// What they are bound to, outermost first.
    pub values: Vec<Value>,
    /// How true it is that these are members and that the condition holds; never false.
    pub truth: Truth,
}

impl<'a> World<'a> {
    /// Every way to bind the names so that the condition is not false.
    pub(super) fn bindings(
        &self,
        binders: &'a [Binder],
        condition: Option<&'a Expr>,
        env: &Env<'a>,
        mode: Mode,
    ) -> Vec<Binding<'a>> {
        let Some((first, rest)) = binders.split_first() else {
            let truth = condition.map_or(Truth::True, |condition| self.truth(condition, env, mode));
            let found = Binding { env: Some(env.clone()), values: Vec::new(), truth };
            return if truth == Truth::False { Vec::new() } else { vec![found] };
        };
        let set = self.set(&first.source, env, mode);
        let mut found = Vec::new();
        for (member, sure) in set.members {
            let inner = env.with(&first.name.text, Bound::Value(member.clone()));
            for mut binding in self.bindings(rest, condition, &inner, mode) {
                binding.values.insert(0, member.clone());
                binding.truth = binding.truth.and(if sure { Truth::True } else { Truth::Unknown });
                found.push(binding);
            }
        }
        if set.open {
            found.push(Binding { env: None, values: Vec::new(), truth: Truth::Unknown });
        }
        found
    }

    /// `every`, `some` or `no`
    pub(super) fn quantifier(
        &self,
        kind: QuantifierKind,
        binders: &'a [Binder],
        condition: Option<&'a Expr>,
        body: &'a Expr,
        env: &Env<'a>,
        mode: Mode,
    ) -> Truth {
        if kind == QuantifierKind::Some {
            return self.bindings(binders, condition, env, mode).into_iter().fold(Truth::False, |any, binding| {
                let holds = binding.env.map_or(Truth::Unknown, |env| self.truth(body, &env, mode));
                any.or(binding.truth.and(holds))
            });
        }
        let bindings = self.bindings(binders, condition, env, mode.negated());
        bindings.iter().fold(Truth::True, |all, binding| all.and(self.instance(kind, binding, body, mode)))
    }

    /// Whether one binding of an `every` or `no` leaves it true.
    pub(super) fn instance(&self, kind: QuantifierKind, binding: &Binding<'a>, body: &'a Expr, mode: Mode) -> Truth {
        let holds = match &binding.env {
            None => Truth::Unknown,
            Some(env) if kind == QuantifierKind::No => self.truth(body, env, mode.negated()).negated(),
            Some(env) => self.truth(body, env, mode),
        };
        binding.truth.negated().or(holds)
    }

    /// `{ head for binders where condition }`
    pub(super) fn comprehension(&self, comprehension: &'a Comprehension, env: &Env<'a>, mode: Mode) -> Set {
        let mut set = Set::default();
        for binding in self.bindings(&comprehension.binders, comprehension.condition.as_ref(), env, mode) {
            let member = match (&comprehension.head, &binding.env) {
                (_, None) => Value::Unknown,
                (Some(head), Some(env)) => self.value(head, env, mode),
                (None, Some(_)) => binding.values.first().cloned().unwrap_or(Value::Unknown),
            };
            set.add(member, binding.truth);
        }
        set
    }

    /// `count`, `sum`, `min` and `max` over bindings.
    pub(super) fn aggregate(&self, function: &str, of: &'a Comprehension, env: &Env<'a>, mode: Mode) -> Value {
        let over = |mode: Mode| self.bindings(&of.binders, of.condition.as_ref(), env, mode);
        let unit = std::cell::Cell::new(Unit::Plain);
        let head = |binding: &Binding<'a>| {
            let value = match (&of.head, &binding.env) {
                (Some(head), Some(env)) => self.value(head, env, mode),
                (None, Some(_)) => binding.values.first().cloned().unwrap_or(Value::Unknown),
                (_, None) => Value::Unknown,
            };
            if let Value::Number(_, own) = value {
                unit.set(own);
            }
            value.number()
        };
        let zero = Bounds::exactly(0);
        let bounds = match function {
            "count" => {
                count(over(mode).into_iter().map(|binding| (binding.env.is_none(), binding.truth == Truth::True)))
            }
            "sum" => {
                // What is positive adds by being a member, what is negative by not being one.
                let part = |bindings: Vec<Binding<'a>>, of: fn(Bounds, Bounds) -> Bounds| {
                    bindings.into_iter().fold(zero, |sum, binding| {
                        let value = of(head(&binding), zero);
                        sum.plus(if binding.truth == Truth::True { value } else { value.hull(zero) })
                    })
                };
                part(over(mode), Bounds::greatest).plus(part(over(mode.negated()), Bounds::least))
            }
            // The more members, the lesser the least.
            "min" => over(mode.negated()).into_iter().fold(Bounds::ABOVE, |least, binding| {
                let value = head(&binding);
                Bounds(least.0.min(value.0), if binding.truth == Truth::True { least.1.min(value.1) } else { least.1 })
            }),
            "max" => over(mode).into_iter().fold(Bounds::BELOW, |greatest, binding| {
                let value = head(&binding);
                let low = if binding.truth == Truth::True { greatest.0.max(value.0) } else { greatest.0 };
                Bounds(low, greatest.1.max(value.1))
            }),
            other => panic!("{other} is no aggregate"),
        };
        Value::Number(bounds, unit.get())
    }
}

/// `count`, `sum`, `min` and `max` of the members of a set.
pub(super) fn aggregate_of_set(function: &str, set: impl Fn(Mode) -> Set, mode: Mode) -> Value {
    let members = |mode: Mode| {
        let set = set(mode);
        let others = set.open.then_some((Value::Unknown, false));
        set.members.into_iter().chain(others).map(|(value, sure)| (value.clone(), sure, value == Value::Unknown))
    };
    let zero = Bounds::exactly(0);
    let bounds = match function {
        "count" => count(members(mode).map(|(_, sure, open)| (open, sure))),
        "sum" => {
            let above = members(mode).fold(zero, |sum, (value, sure, _)| {
                let value = value.number().greatest(zero);
                sum.plus(if sure { value } else { value.hull(zero) })
            });
            members(mode.negated()).fold(above, |sum, (value, sure, _)| {
                let value = value.number().least(zero);
                sum.plus(if sure { value } else { value.hull(zero) })
            })
        }
        "min" => members(mode.negated()).fold(Bounds::ABOVE, |least, (value, sure, _)| {
            let value = value.number();
            Bounds(least.0.min(value.0), if sure { least.1.min(value.1) } else { least.1 })
        }),
        "max" => members(mode).fold(Bounds::BELOW, |greatest, (value, sure, _)| {
            let value = value.number();
            Bounds(if sure { greatest.0.max(value.0) } else { greatest.0 }, greatest.1.max(value.1))
        }),
        other => panic!("{other} is no aggregate"),
    };
    Value::Number(bounds, Unit::Plain)
}

/// Counts members: of each whether it stands for any number of others, and whether it is sure.
fn count(members: impl Iterator<Item = (bool, bool)>) -> Bounds {
    let members: Vec<(bool, bool)> = members.collect();
    let sure = members.iter().filter(|(_, sure)| *sure).count() as i64;
    let open = members.iter().any(|(open, _)| *open);
    Bounds(sure, if open { i64::MAX } else { members.len() as i64 })
}
