//! Quantifiers, comprehensions and aggregates: whatever binds names to the members of sets.

use std::ops::RangeInclusive;
use std::sync::Arc;

use zcc_hir::expr::{AggregateFunction, Binder, CompareOp, Expr, ExprKind, QuantifierKind};
use zcc_hir::facts::Mode;
use zcc_hir::value::{Truth, Value};

use crate::eval::Eval;
use crate::interval::Interval;
use crate::sets::{contains, for_members, size};
use crate::val::{Members, SetVal, Val};
use crate::walk::is_closed;

impl<'w> Eval<'w> {
    /// Calls `each` for every way to bind the names so that the condition is not false, with how true it is that the
    /// members are members and the condition holds, until it returns false. Where a set is open, `each` is called once
    /// more with `true`: there may be members that nobody knows. Sets and condition are evaluated in `mode`.
    pub(crate) fn bind<F: FnMut(&mut Self, Truth, bool) -> bool>(
        &mut self,
        binders: &'w [Binder],
        condition: Option<&'w Expr>,
        mode: Mode,
        guard: Truth,
        each: &mut F,
    ) -> bool {
        let Some((first, rest)) = binders.split_first() else {
            let guard = match condition {
                Some(condition) => guard.and(self.truth(condition, mode)),
                None => guard,
            };
            return guard == Truth::False || each(self, guard, false);
        };
        let world = self.world;
        let set = self.source(&first.source, mode);
        let go_on = for_members(world, &set, |member, sure| {
            self.set_slot(first.slot, member);
            let guard = if sure { guard } else { guard.and(Truth::Unknown) };
            self.bind(rest, condition, mode, guard, each)
        });
        go_on && (!set.is_open() || each(self, guard.and(Truth::Unknown), true))
    }

    /// `every`, `some` or `no`. The members and the condition of `every` and `no` stand left of an implication.
    pub(crate) fn quantifier(&mut self, expr: &'w Expr, mode: Mode) -> Truth {
        let ExprKind::Quantifier { kind, binders, condition, body } = &expr.kind else { return Truth::Unknown };
        if let Some(known) = self.remembered(expr, binders, mode) {
            return known.truth();
        }
        let truth = self.quantified(*kind, binders, condition.as_deref(), body, mode);
        self.remember(expr, mode, &Val::Truth(truth));
        truth
    }

    fn quantified(
        &mut self,
        kind: QuantifierKind,
        binders: &'w [Binder],
        condition: Option<&'w Expr>,
        body: &'w Expr,
        mode: Mode,
    ) -> Truth {
        if kind == QuantifierKind::Some {
            if let Some(meet) = self.have_common_variants(binders, condition, body, mode) {
                return meet;
            }
            let mut any = Truth::False;
            self.bind(binders, condition, mode, Truth::True, &mut |eval, guard, open| {
                let holds = if open { Truth::Unknown } else { eval.truth(body, mode) };
                any = any.or(guard.and(holds));
                any != Truth::True
            });
            return any;
        }
        let mut all = Truth::True;
        self.bind(binders, condition, mode.negated(), Truth::True, &mut |eval, guard, open| {
            all = all.and(eval.instance(kind, body, mode, guard, open));
            all != Truth::False
        });
        all
    }

    /// `some i in S: i in c.interfaces`, where both are sets of variants that are known.
    fn have_common_variants(
        &mut self,
        binders: &'w [Binder],
        condition: Option<&'w Expr>,
        body: &'w Expr,
        mode: Mode,
    ) -> Option<Truth> {
        let ([binder], None) = (binders, condition) else { return None };
        let ExprKind::Compare(CompareOp::In, left, right) = &body.kind else { return None };
        if !matches!(left.kind, ExprKind::Slot(slot) if slot == binder.slot) {
            return None;
        }
        let Some(Value::Variants(id, stated)) = self.stated(right) else { return None };
        let (of, bits) = self.source(&binder.source, mode).variants()?;
        (of == *id).then(|| Truth::from(bits & stated != 0))
    }

    /// Whether one binding of an `every` or `no` leaves it true.
    pub(crate) fn instance(
        &mut self,
        kind: QuantifierKind,
        body: &'w Expr,
        mode: Mode,
        guard: Truth,
        open: bool,
    ) -> Truth {
        let holds = if open {
            Truth::Unknown
        } else if kind == QuantifierKind::No {
            self.truth(body, mode.negated()).negated()
        } else {
            self.truth(body, mode)
        };
        guard.negated().or(holds)
    }

    /// `{ head for binders where condition }`
    pub(crate) fn comprehension(&mut self, expr: &'w Expr, mode: Mode) -> SetVal<'w> {
        let ExprKind::Comprehension { head, binders, condition } = &expr.kind else { return SetVal::Open };
        let Some(first) = binders.first() else { return SetVal::empty() };
        let mut members = Members::default();
        self.bind(binders, condition.as_deref(), mode, Truth::True, &mut |eval, guard, open| {
            if open {
                members.open = true;
            } else {
                let member = match head {
                    Some(head) => eval.value(head, mode),
                    None => eval.slot(first.slot),
                };
                if let Some(head) = head
                    && mode != Mode::Achieved
                    && head.switchable
                {
                    let other = eval.value(head, mode.negated());
                    if other != member {
                        // The switches choose which: it may be either, or something between that nobody knows.
                        if mode == Mode::Helpful {
                            members.push(&member, guard == Truth::True);
                            members.push(&other, guard == Truth::True);
                            members.open = true;
                        }
                        return true;
                    }
                }
                members.push(&member, guard == Truth::True);
            }
            true
        });
        members.settle();
        SetVal::Members(Arc::new(members))
    }

    /// `count`, `sum`, `min`, `max`. The least of nothing is above every number and the greatest below, so that
    /// `min(e for x in S) >= n` says the same as `every x in S: e >= n`, and `max(..) >= n` the same as `some`.
    pub(crate) fn aggregate(&mut self, expr: &'w Expr, mode: Mode) -> Interval {
        let ExprKind::Aggregate { binders, .. } = &expr.kind else { return Interval::ANY };
        if let Some(known) = self.remembered(expr, binders, mode) {
            return known.number();
        }
        let number = self.aggregated(expr, mode);
        self.remember(expr, mode, &Val::Number(number));
        number
    }

    fn aggregated(&mut self, expr: &'w Expr, mode: Mode) -> Interval {
        let ExprKind::Aggregate { function, head, binders, condition } = &expr.kind else { return Interval::ANY };
        let condition = condition.as_deref();
        match (function, head) {
            (AggregateFunction::Count, _) | (_, None) => {
                if let ([only], None) = (&**binders, condition) {
                    let set = self.source(&only.source, mode);
                    if let Some((sure, possible)) = size(&set) {
                        let high = if set.is_open() { i64::MAX } else { number(possible) };
                        return Interval { low: number(sure), high };
                    }
                }
                let (mut low, mut high) = (0, 0);
                self.bind(binders, condition, mode, Truth::True, &mut |_, guard, open| {
                    if open {
                        high = i64::MAX;
                    } else {
                        low += i64::from(guard == Truth::True);
                        high = high.max(high.saturating_add(1));
                    }
                    true
                });
                Interval { low, high }
            }
            (AggregateFunction::Sum, Some(head)) => {
                if mode == Mode::Achieved || !expr.switchable {
                    return self.sum(head, binders, condition, (mode, mode), |value| value);
                }
                // More members raise the sum where they are positive and lower it where they are negative.
                let zero = Interval::exactly(0);
                let above = self.sum(head, binders, condition, (mode, mode), |value| value.greatest(zero));
                let below = self.sum(head, binders, condition, (mode.negated(), mode), |value| value.least(zero));
                above.plus(below)
            }
            (AggregateFunction::Min, Some(head)) => {
                let mut least = Interval::ABOVE_ALL;
                // More members can only lower it.
                self.bind(binders, condition, mode.negated(), Truth::True, &mut |eval, guard, open| {
                    let value = if open { Interval::ANY } else { eval.number(head, mode) };
                    least.low = least.low.min(value.low);
                    if guard == Truth::True {
                        least.high = least.high.min(value.high);
                    }
                    true
                });
                least
            }
            (AggregateFunction::Max, Some(head)) => {
                let mut greatest = Interval::BELOW_ALL;
                self.bind(binders, condition, mode, Truth::True, &mut |eval, guard, open| {
                    let value = if open { Interval::ANY } else { eval.number(head, mode) };
                    greatest.high = greatest.high.max(value.high);
                    if guard == Truth::True {
                        greatest.low = greatest.low.max(value.low);
                    }
                    true
                });
                greatest
            }
        }
    }

    /// The numbers that a `count` over one name can come to when each member is switched by itself: none if there is always
    /// one that is perhaps. `None` if the expression is no such count.
    pub(crate) fn counts(&mut self, expr: &'w Expr) -> Option<RangeInclusive<i64>> {
        let ExprKind::Aggregate { function: AggregateFunction::Count, binders, condition, .. } = &expr.kind else {
            return None;
        };
        let [only] = &**binders else { return None };
        let world = self.world;
        let (most, least) = (self.set(&only.source, Mode::Helpful), self.set(&only.source, Mode::Harmful));
        let (mut low, mut high, mut settled) = (0, 0, !least.is_open());
        for_members(world, &most, |member, sure| {
            let mut best = if sure { Truth::True } else { Truth::Unknown };
            let mut worst = contains(world, &least, &member);
            if let Some(condition) = condition {
                self.set_slot(only.slot, member);
                best = best.and(self.truth(condition, Mode::Helpful));
                worst = worst.and(self.truth(condition, Mode::Harmful));
            }
            low += i64::from(worst == Truth::True || best == Truth::True && worst == Truth::Unknown);
            high += i64::from(best == Truth::True);
            settled &= best != Truth::Unknown || worst != Truth::Unknown;
            settled
        });
        Some(if settled { low..=high } else { RangeInclusive::new(1, 0) })
    }

    /// What an expression about the whole site came to for an earlier subject: it mentions nothing that is bound outside.
    fn remembered(&mut self, expr: &'w Expr, binders: &'w [Binder], mode: Mode) -> Option<Val<'w>> {
        let looks_far = binders
            .first()
            .is_some_and(|binder| matches!(binder.source.kind, ExprKind::Global(_) | ExprKind::Call { .. }));
        if !looks_far || self.recursion.is_some() {
            return None;
        }
        let key = std::ptr::from_ref(expr) as usize;
        let known = self.closed.entry(key).or_insert_with(|| is_closed(expr).then(Default::default));
        known.as_ref()?[mode as usize].clone()
    }

    fn remember(&mut self, expr: &'w Expr, mode: Mode, value: &Val<'w>) {
        if self.closed.is_empty() || self.gave_up() {
            return;
        }
        if let Some(Some(known)) = self.closed.get_mut(&(std::ptr::from_ref(expr) as usize)) {
            known[mode as usize] = Some(value.clone());
        }
    }

    fn sum(
        &mut self,
        head: &'w Expr,
        binders: &'w [Binder],
        condition: Option<&'w Expr>,
        (of_members, of_head): (Mode, Mode),
        part: impl Fn(Interval) -> Interval,
    ) -> Interval {
        let mut sum = Interval::exactly(0);
        self.bind(binders, condition, of_members, Truth::True, &mut |eval, guard, open| {
            let value = if open { Interval::ANY } else { part(eval.number(head, of_head)) };
            let value = if guard == Truth::True { value } else { value.hull(Interval::exactly(0)) };
            sum = sum.plus(value);
            true
        });
        sum
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
