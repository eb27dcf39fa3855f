//! Comparisons, arithmetic and `carries`.

use zcc_hir::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::Entity;
use zcc_hir::value::{Truth, Value};

use crate::eval::Eval;
use crate::flow::conduit_carries;
use crate::interval::Interval;
use crate::sets::{contains, equal, is_subset, is_vector, vector};
use crate::val::{SetVal, Val};

const SECONDS_PER_DAY: i64 = 86_400;

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Date | Type::Duration | Type::SecurityLevel | Type::MaturityLevel)
}

impl<'w> Eval<'w> {
    /// `left op right`. What is greater where that helps is evaluated in the mode, what is smaller in the opposite one.
    pub(crate) fn compare(&mut self, op: CompareOp, left: &'w Expr, right: &'w Expr, mode: Mode) -> Truth {
        match op {
            CompareOp::In => self.membership(left, right, mode),
            CompareOp::NotIn => self.membership(left, right, mode.negated()).negated(),
            CompareOp::Equal => self.equality(left, right, mode),
            CompareOp::NotEqual => self.equality(left, right, mode.negated()).negated(),
            CompareOp::Less | CompareOp::LessEqual => self.ordering(op, left, right, mode.negated(), mode),
            CompareOp::Greater | CompareOp::GreaterEqual => self.ordering(op, left, right, mode, mode.negated()),
        }
    }

    fn ordering(&mut self, op: CompareOp, left: &'w Expr, right: &'w Expr, of_left: Mode, of_right: Mode) -> Truth {
        let left = self.value(left, of_left);
        let right = self.value(right, of_right);
        order(op, &left, &right)
    }

    fn membership(&mut self, left: &'w Expr, right: &'w Expr, mode: Mode) -> Truth {
        // By far most memberships: `human_local in c.interfaces`.
        if let ExprKind::Constant(Value::Variant(of, position)) = &left.kind
            && let Some(Value::Variants(id, bits)) = self.stated(right)
            && of == id
            && *position < 64
        {
            return Truth::from(bits >> position & 1 == 1);
        }
        let set = self.set(right, mode);
        if matches!(left.ty, Type::Set(_)) {
            let small = self.set(left, mode.negated());
            return is_subset(self.world, &small, &set);
        }
        let member = self.value(left, mode);
        let found = contains(self.world, &set, &member);
        if mode == Mode::Achieved || !left.switchable {
            return found;
        }
        // The switches may choose what is looked for: either, or something between. Of numbers it is known what can be.
        let other = self.value(left, mode.negated());
        if other == member {
            return found;
        }
        let there = contains(self.world, &set, &other);
        let between = match (&member, &other) {
            (Val::Number(a), Val::Number(b)) => contains(self.world, &set, &Val::Number(a.hull(*b))),
            _ => Truth::Unknown,
        };
        if mode == Mode::Helpful { found.or(there).or(between) } else { found.and(there).and(between) }
    }

    fn equality(&mut self, left: &'w Expr, right: &'w Expr, mode: Mode) -> Truth {
        if matches!(left.ty, Type::Set(_)) || matches!(right.ty, Type::Set(_)) {
            let (a, b) = (self.set(left, mode.negated()), self.set(right, mode));
            let forth = is_subset(self.world, &a, &b);
            if forth == Truth::False {
                return forth;
            }
            let (a, b) = if mode == Mode::Achieved || !(left.switchable || right.switchable) {
                (a, b)
            } else {
                (self.set(left, mode), self.set(right, mode.negated()))
            };
            return forth.and(is_subset(self.world, &b, &a));
        }
        if mode == Mode::Achieved || !(left.switchable || right.switchable) {
            let (a, b) = (self.value(left, mode), self.value(right, mode));
            return equal(self.world, &a, &b);
        }
        // The sides may be switched. Truths are compared by cases, numbers as neither less nor greater; anything else
        // can only come out of an `if`, and is compared in each branch.
        if left.ty == Type::Bool {
            let yes = self.truth(left, mode).and(self.truth(right, mode));
            let no = self.truth(left, mode.negated()).negated().and(self.truth(right, mode.negated()).negated());
            return yes.or(no);
        }
        if is_number(&left.ty) || is_number(&right.ty) {
            let at_least = self.ordering(CompareOp::GreaterEqual, left, right, mode, mode.negated());
            let equal = at_least.and(self.ordering(CompareOp::LessEqual, left, right, mode.negated(), mode));
            if equal == Truth::True
                && mode == Mode::Helpful
                && !(self.can_come_to(left, right) && self.can_come_to(right, left))
            {
                return Truth::Unknown;
            }
            return equal;
        }
        if let ExprKind::If(condition, yes, no) = &left.kind {
            return self
                .branches(condition, mode, |eval, first| eval.equality(if first { yes } else { no }, right, mode));
        }
        if let ExprKind::If(condition, yes, no) = &right.kind {
            return self
                .branches(condition, mode, |eval, first| eval.equality(left, if first { yes } else { no }, mode));
        }
        let (a, b) = (self.value(left, mode), self.value(right, mode));
        equal(self.world, &a, &b)
    }

    /// Whether the switches can make `count`, if it is one, come to exactly `number`, as far as its members are switched
    /// each by itself: a member that is perhaps one however its switches are set keeps it from coming to any number.
    fn can_come_to(&mut self, count: &'w Expr, number: &'w Expr) -> bool {
        if !count.switchable || number.switchable {
            return true;
        }
        let Some(reached) = self.counts(count) else { return true };
        let Some(number) = self.number(number, Mode::Achieved).single() else { return true };
        reached.contains(&number)
    }

    pub(crate) fn arithmetic(&mut self, op: ArithmeticOp, left: &'w Expr, right: &'w Expr, mode: Mode) -> Interval {
        let a = self.number(left, mode);
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                let subtract = op == ArithmeticOp::Subtract;
                let b = self.number(right, if subtract { mode.negated() } else { mode });
                match (&left.ty, &right.ty) {
                    (Type::Date, Type::Duration) => {
                        let days = whole_days(b);
                        if subtract { a.minus(days) } else { a.plus(days) }
                    }
                    (Type::Duration, Type::Date) => whole_days(a).plus(b),
                    (Type::Date, Type::Date) if subtract => a.minus(b).times(Interval::exactly(SECONDS_PER_DAY)),
                    _ if subtract => a.minus(b),
                    _ => a.plus(b),
                }
            }
            ArithmeticOp::Multiply | ArithmeticOp::Divide => {
                let combine = |a: Interval, b: Interval| {
                    if op == ArithmeticOp::Multiply { a.times(b) } else { a.over(b) }
                };
                let b = self.number(right, mode);
                let here = combine(a, b);
                if mode == Mode::Achieved || !(left.switchable || right.switchable) {
                    return here;
                }
                // Which way a factor helps depends on signs: any setting of both is possible.
                let other = (self.number(left, mode.negated()), self.number(right, mode.negated()));
                [combine(a, other.1), combine(other.0, b), combine(other.0, other.1)].into_iter().fold(
                    here,
                    |best, candidate| {
                        if mode == Mode::Helpful { best.greatest(candidate) } else { best.least(candidate) }
                    },
                )
            }
        }
    }

    /// `conduit carries from to to`; unknown where one of them is.
    pub(crate) fn carries(&self, conduit: &Val<'_>, from: &Val<'_>, to: &Val<'_>) -> Truth {
        match (conduit, from, to) {
            (Val::Entity(Entity::Conduit(conduit)), Val::Entity(Entity::Zone(from)), Val::Entity(Entity::Zone(to))) => {
                Truth::from(conduit_carries(self.world, *conduit, *from, *to))
            }
            (Val::Entity(_), Val::Entity(_), Val::Entity(_)) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

fn whole_days(seconds: Interval) -> Interval {
    let days = |seconds: i64| {
        if seconds == i64::MIN || seconds == i64::MAX { seconds } else { seconds.div_euclid(SECONDS_PER_DAY) }
    };
    Interval { low: days(seconds.low), high: days(seconds.high) }
}

/// `a op b` for one of `< <= > >=`. Vectors are compared family by family: `>=` where it holds for every one, `>` where
/// they differ besides.
fn order(op: CompareOp, a: &Val<'_>, b: &Val<'_>) -> Truth {
    use std::cmp::Ordering;
    let (a, b, strict) = match op {
        CompareOp::Less => (a, b, true),
        CompareOp::LessEqual => (a, b, false),
        CompareOp::Greater => (b, a, true),
        _ => (b, a, false),
    };
    if is_vector(a) || is_vector(b) {
        return match (vector(a), vector(b)) {
            (Some(a), Some(b)) => Truth::from(a.is_at_most(&b) && (!strict || a != b)),
            _ => Truth::Unknown,
        };
    }
    let numbers = |a: Interval, b: Interval| if strict { a.is_less(b) } else { a.is_at_most(b) };
    match (a, b) {
        (Val::Number(a), Val::Number(b)) => numbers(*a, *b),
        (Val::Ref(Value::Variant(_, a)), Val::Ref(Value::Variant(_, b))) => {
            Truth::from(if strict { a < b } else { a <= b })
        }
        (Val::Number(_), _) | (_, Val::Number(_)) => numbers(a.number(), b.number()),
        _ => match (a.plain(), b.plain()) {
            (Some(a), Some(b)) => Truth::from(match a.cmp(b) {
                Ordering::Less => true,
                Ordering::Equal => !strict,
                Ordering::Greater => false,
            }),
            _ => Truth::Unknown,
        },
    }
}

/// A set with one member, for tests and callers that have but the value.
impl<'w> From<Val<'w>> for SetVal<'w> {
    fn from(value: Val<'w>) -> Self {
        value.into_set()
    }
}
