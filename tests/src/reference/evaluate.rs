//! The value of an expression.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use zcc_syntax::ast::{ArithmeticOp, CompareOp, Expr, ExprKind};

use super::model::Model;
use super::numbers::Bounds;
use super::rules::{Rules, last};
use super::settings::Switches;
use super::truth::{Mode, Truth};
use super::value::{Entity, Set, Unit, Value, at_most, better, constant, dotted, either, equal};

/// Of each relation and mode, how true each tuple is.
type Relations = BTreeMap<(String, Mode), Vec<(Vec<Value>, Truth)>>;

/// Rules, a model, and what was worked out of them so far.
pub(super) struct World<'a> {
    /// The libraries.
    pub rules: &'a Rules,
    /// The model.
    pub model: &'a Model,
    /// Of each claim with a partner and each mode, whether the partner is there.
    pub partners: RefCell<BTreeMap<(Entity, String, usize, Mode), Truth>>,
    /// Of each relation and mode, how true each tuple is.
    pub relations: RefCell<Relations>,
    /// The relations that are being worked out.
    pub open: RefCell<BTreeSet<String>>,
    /// Defines without parameters.
    pub constants: RefCell<BTreeMap<(String, Mode), Value>>,
    /// How switches are set otherwise than the model says, and which were asked for.
    pub switches: Switches,
}

/// What a name stands for.
#[derive(Clone)]
pub(super) enum Bound<'a> {
    /// A value.
    Value(Value),
    /// An expression with the names that it can see: worked out wherever the name is used, in the mode of that place.
    Later(&'a Expr, Env<'a>),
}

/// The names that can be seen, innermost first.
#[derive(Clone, Default)]
pub(super) struct Env<'a>(Option<Rc<(String, Bound<'a>, Env<'a>)>>);

impl<'a> Env<'a> {
    /// With one more name.
    #[must_use]
    pub(super) fn with(&self, name: &str, bound: Bound<'a>) -> Self {
        Self(Some(Rc::new((name.to_owned(), bound, self.clone()))))
    }

    fn find(&self, name: &str) -> Option<&Bound<'a>> {
        let node = self.0.as_ref()?;
        if node.0 == name { Some(&node.1) } else { node.2.find(name) }
    }
}

impl<'a> World<'a> {
    /// A world of which nothing is worked out yet but the partners.
    pub(super) fn new(rules: &'a Rules, model: &'a Model) -> Self {
        let world = Self {
            rules,
            model,
            partners: RefCell::default(),
            relations: RefCell::default(),
            open: RefCell::default(),
            constants: RefCell::default(),
            switches: Switches::default(),
        };
        world.find_partners();
        world
    }

    /// How true an expression is.
    pub(super) fn truth(&self, expr: &'a Expr, env: &Env<'a>, mode: Mode) -> Truth {
        self.value(expr, env, mode).truth()
    }

    /// The set that an expression is.
    pub(super) fn set(&self, expr: &'a Expr, env: &Env<'a>, mode: Mode) -> Set {
        self.value(expr, env, mode).set()
    }

    /// The value of an expression.
    pub(super) fn value(&self, expr: &'a Expr, env: &Env<'a>, mode: Mode) -> Value {
        let truth = |expr, mode| self.truth(expr, env, mode);
        match &expr.kind {
            ExprKind::Error => panic!("the program does not parse"),
            ExprKind::Literal(_) | ExprKind::Vector { .. } => constant(expr),
            ExprKind::Name(name) => self.name(name, env, mode),
            ExprKind::Member(base, name) => match &base.kind {
                ExprKind::Name(owner) if env.find(owner).is_none() && self.rules.is_enum(owner) => {
                    Value::Variant(name.text.to_string())
                }
                _ => self.attribute_of(&self.value(base, env, mode), &name.text),
            },
            ExprKind::IsStated(of) => match &of.kind {
                ExprKind::Member(base, name) => {
                    Value::Truth(self.is_stated(&self.value(base, env, mode), &name.text).into())
                }
                other => panic!("{other:?} is no attribute"),
            },
            ExprKind::List(items) => Value::Set(Set::of(items.iter().map(|item| self.value(item, env, mode)))),
            ExprKind::Comprehension(comprehension) => Value::Set(self.comprehension(comprehension, env, mode)),
            ExprKind::Aggregate { function, comprehension } => self.aggregate(&function.text, comprehension, env, mode),
            ExprKind::Call { callee, arguments } => {
                self.call(&dotted(callee).expect("what is called has a name"), arguments, env, mode)
            }
            ExprKind::Not(inner) => Value::Truth(truth(inner, mode.negated()).negated()),
            ExprKind::And(parts) => {
                Value::Truth(parts.iter().fold(Truth::True, |all, part| all.and(truth(part, mode))))
            }
            ExprKind::Or(parts) => Value::Truth(parts.iter().fold(Truth::False, |any, part| any.or(truth(part, mode)))),
            ExprKind::Implies(left, right) => {
                Value::Truth(truth(left, mode.negated()).negated().or(truth(right, mode)))
            }
            ExprKind::Negate(inner) => match self.value(inner, env, mode.negated()) {
                Value::Number(bounds, unit) => Value::Number(bounds.negated(), unit),
                other => other,
            },
            ExprKind::Arithmetic { first, rest } => {
                let start = self.both(first, env, mode);
                let step = |left, (operator, right): &'a (ArithmeticOp, Expr)| {
                    combine(*operator, &left, &self.both(right, env, mode), mode)
                };
                rest.iter().fold(start, step).here
            }
            ExprKind::Compare(operator, left, right) => Value::Truth(self.compare(*operator, left, right, env, mode)),
            ExprKind::Has { subject, capability, condition } => Value::Truth(match self.value(subject, env, mode) {
                Value::Entity(entity) => self.has(entity, &last(capability), condition.as_deref(), env, mode),
                Value::Unknown => Truth::Unknown,
                other => panic!("{other:?} has no capabilities"),
            }),
            ExprKind::Carries { conduit, from, to } => {
                let parts = [conduit, from, to].map(|part| self.value(part, env, mode));
                Value::Truth(match parts {
                    [
                        Value::Entity(Entity::Conduit(conduit)),
                        Value::Entity(Entity::Zone(from)),
                        Value::Entity(Entity::Zone(to)),
                    ] => self.model.carries(conduit, from, to).into(),
                    _ => Truth::Unknown,
                })
            }
            ExprKind::Quantifier { kind, binders, condition, body } => {
                Value::Truth(self.quantifier(*kind, binders, condition.as_deref(), body, env, mode))
            }
            ExprKind::If(condition, yes, no) => {
                self.choose(condition, env, mode, |first| self.value(if first { yes } else { no }, env, mode))
            }
            ExprKind::Let { name, value, body } => {
                self.value(body, &env.with(&name.text, Bound::Later(value, env.clone())), mode)
            }
            ExprKind::Record(_) | ExprKind::Requirement(_) => panic!("{expr:?} is no value"),
        }
    }

    /// `if`: where the condition can be switched, the better branch of those that the switches allow.
    fn choose(&self, condition: &'a Expr, env: &Env<'a>, mode: Mode, branch: impl Fn(bool) -> Value) -> Value {
        let given = |truth| match truth {
            Truth::True => branch(true),
            Truth::False => branch(false),
            Truth::Unknown => either(branch(true), branch(false)),
        };
        let here = given(self.truth(condition, env, mode));
        if mode == Mode::Achieved {
            return here;
        }
        better(here, given(self.truth(condition, env, mode.negated())), mode)
    }

    fn name(&self, name: &str, env: &Env<'a>, mode: Mode) -> Value {
        match env.find(name) {
            Some(Bound::Value(value)) => value.clone(),
            Some(Bound::Later(expr, env)) => self.value(expr, env, mode),
            None => match name {
                "zones" | "conduits" | "components" | "channels" | "products" | "protocols" => {
                    let all = self.model.all(self.rules, &name[..name.len() - 1]);
                    Value::Set(Set::of(all.into_iter().map(Value::Entity)))
                }
                _ if self.rules.functions.contains_key(name) => self.call(name, &[], env, mode),
                _ => Value::Variant(name.to_owned()),
            },
        }
    }

    fn compare(&self, operator: CompareOp, left: &'a Expr, right: &'a Expr, env: &Env<'a>, mode: Mode) -> Truth {
        match operator {
            CompareOp::In => self.is_in(left, right, env, mode),
            CompareOp::NotIn => self.is_in(left, right, env, mode.negated()).negated(),
            CompareOp::Equal => self.is_equal(left, right, env, mode),
            CompareOp::NotEqual => self.is_equal(left, right, env, mode.negated()).negated(),
            CompareOp::Less => self.is_below(left, right, true, env, mode),
            CompareOp::LessEqual => self.is_below(left, right, false, env, mode),
            CompareOp::Greater => self.is_below(right, left, true, env, mode),
            CompareOp::GreaterEqual => self.is_below(right, left, false, env, mode),
        }
    }

    /// The lesser side helps by being small, the greater one by being great.
    fn is_below(&self, left: &'a Expr, right: &'a Expr, strictly: bool, env: &Env<'a>, mode: Mode) -> Truth {
        let (left, right) = (self.value(left, env, mode.negated()), self.value(right, env, mode));
        match (&left, &right) {
            (Value::Unknown, Value::Variant(_)) | (Value::Variant(_), Value::Unknown) => Truth::Unknown,
            (Value::Variant(a), Value::Variant(b)) => {
                ((a == b && !strictly) || (a != b && self.rules.stands_before(a, b))).into()
            }
            _ => at_most(&left, &right, strictly),
        }
    }

    fn is_in(&self, left: &'a Expr, right: &'a Expr, env: &Env<'a>, mode: Mode) -> Truth {
        let set = self.set(right, env, mode);
        match self.value(left, env, mode) {
            Value::Set(_) => self.set(left, env, mode.negated()).is_within(&set),
            member => {
                let other = self.value(left, env, mode.negated());
                let found = set.contains(&member);
                match mode {
                    _ if other == member => found,
                    Mode::Harmful => found.and(set.contains(&other)).and(Truth::Unknown),
                    _ => found.or(set.contains(&other)).or(Truth::Unknown),
                }
            }
        }
    }

    /// Equality by cases: truths are both true or both false, numbers neither less nor greater, sets within each other.
    fn is_equal(&self, left: &'a Expr, right: &'a Expr, env: &Env<'a>, mode: Mode) -> Truth {
        let (a, b) = (self.value(left, env, mode), self.value(right, env, mode));
        let (low_a, low_b) = (self.value(left, env, mode.negated()), self.value(right, env, mode.negated()));
        match (&a, &b) {
            (Value::Truth(x), Value::Truth(y)) => x.and(*y).or(low_a.truth().negated().and(low_b.truth().negated())),
            (Value::Number(..), _) | (_, Value::Number(..))
                if !matches!((&a, &b), (Value::Vector(..), _) | (_, Value::Vector(..))) =>
            {
                at_most(&low_a, &b, false).and(at_most(&low_b, &a, false))
            }
            (Value::Set(_), _) | (_, Value::Set(_)) => {
                low_a.set().is_within(&b.set()).and(low_b.set().is_within(&a.set()))
            }
            _ => equal(&a, &b),
        }
    }

    fn both(&self, expr: &'a Expr, env: &Env<'a>, mode: Mode) -> Both {
        Both { here: self.value(expr, env, mode), there: self.value(expr, env, mode.negated()) }
    }
}

/// A number in a mode and in the opposite one.
struct Both {
    here: Value,
    there: Value,
}

fn combine(operator: ArithmeticOp, left: &Both, right: &Both, mode: Mode) -> Both {
    let best =
        |values: Vec<Value>, mode: Mode| values.into_iter().reduce(|a, b| better(a, b, mode)).unwrap_or(Value::Unknown);
    match operator {
        ArithmeticOp::Add => Both {
            here: arithmetic(operator, &left.here, &right.here),
            there: arithmetic(operator, &left.there, &right.there),
        },
        ArithmeticOp::Subtract => Both {
            here: arithmetic(operator, &left.here, &right.there),
            there: arithmetic(operator, &left.there, &right.here),
        },
        // Which way a factor helps depends on signs, so every choice is tried.
        ArithmeticOp::Multiply | ArithmeticOp::Divide => {
            let all: Vec<Value> = [&left.here, &left.there]
                .into_iter()
                .flat_map(|a| [&right.here, &right.there].map(|b| arithmetic(operator, a, b)))
                .collect();
            Both { here: best(all.clone(), mode), there: best(all, mode.negated()) }
        }
    }
}

fn arithmetic(operator: ArithmeticOp, left: &Value, right: &Value) -> Value {
    const DAY: i64 = 86_400;
    let days = |seconds: Bounds| {
        let days =
            |seconds: i64| if seconds == i64::MIN || seconds == i64::MAX { seconds } else { seconds.div_euclid(DAY) };
        Bounds(days(seconds.0), days(seconds.1))
    };
    let unit = |value: &Value| match value {
        Value::Number(_, unit) => *unit,
        _ => Unit::Plain,
    };
    let (a, b) = (left.number(), right.number());
    match (operator, unit(left), unit(right)) {
        (ArithmeticOp::Add, Unit::Day, Unit::Second) => Value::Number(a.plus(days(b)), Unit::Day),
        (ArithmeticOp::Add, Unit::Second, Unit::Day) => Value::Number(days(a).plus(b), Unit::Day),
        (ArithmeticOp::Subtract, Unit::Day, Unit::Second) => Value::Number(a.plus(days(b).negated()), Unit::Day),
        (ArithmeticOp::Subtract, Unit::Day, Unit::Day) => {
            Value::Number(a.plus(b.negated()).times(Bounds::exactly(DAY)), Unit::Second)
        }
        (ArithmeticOp::Add, unit, _) => Value::Number(a.plus(b), unit),
        (ArithmeticOp::Subtract, unit, _) => Value::Number(a.plus(b.negated()), unit),
        (ArithmeticOp::Multiply, unit, _) => Value::Number(a.times(b), unit),
        (ArithmeticOp::Divide, unit, _) => Value::Number(a.over(b), unit),
    }
}
