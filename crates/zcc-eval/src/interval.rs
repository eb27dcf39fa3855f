//! Numbers of which only bounds are known.

use zcc_hir::value::Truth;

/// The numbers from `low` to `high`. The least and the greatest `i64` stand for the infinities; what overflows comes to
/// rest there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The least that it may be.
    pub low: i64,
    /// The greatest that it may be.
    pub high: i64,
}

const LEAST: i64 = i64::MIN;
const MOST: i64 = i64::MAX;

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { LEAST } else { MOST })
}

const fn is_infinite(value: i64) -> bool {
    value == LEAST || value == MOST
}

fn add(a: i64, b: i64, otherwise: i64) -> i64 {
    match (is_infinite(a), is_infinite(b)) {
        (false, false) => clamp(i128::from(a) + i128::from(b)),
        (true, true) if a != b => otherwise,
        (true, _) => a,
        (false, true) => b,
    }
}

fn negate(value: i64) -> i64 {
    match value {
        LEAST => MOST,
        MOST => LEAST,
        _ => -value,
    }
}

fn multiply(a: i64, b: i64) -> i64 {
    if a == 0 || b == 0 {
        0
    } else if is_infinite(a) || is_infinite(b) {
        if (a < 0) == (b < 0) { MOST } else { LEAST }
    } else {
        clamp(i128::from(a) * i128::from(b))
    }
}

fn divide(a: i64, b: i64) -> i64 {
    if is_infinite(b) {
        0
    } else if is_infinite(a) {
        if (a < 0) == (b < 0) { MOST } else { LEAST }
    } else {
        clamp(i128::from(a) / i128::from(b))
    }
}

impl Interval {
    /// Any number.
    pub const ANY: Self = Self { low: LEAST, high: MOST };
    /// Above every number: the least of nothing.
    pub const ABOVE_ALL: Self = Self { low: MOST, high: MOST };
    /// Below every number: the greatest of nothing.
    pub const BELOW_ALL: Self = Self { low: LEAST, high: LEAST };

    /// Just `value`.
    pub const fn exactly(value: i64) -> Self {
        Self { low: value, high: value }
    }

    /// The value, if there is but one.
    pub const fn single(self) -> Option<i64> {
        if self.low == self.high && !is_infinite(self.low) { Some(self.low) } else { None }
    }

    /// Everything that either may be.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// The lesser of both.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.min(other.high) }
    }

    /// The greater of both.
    #[must_use]
    pub fn greatest(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// `self + other`
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { low: add(self.low, other.low, LEAST), high: add(self.high, other.high, MOST) }
    }

    /// `-self`
    #[must_use]
    pub fn negated(self) -> Self {
        Self { low: negate(self.high), high: negate(self.low) }
    }

    /// `self - other`
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    fn corners(self, other: Self, combine: impl Fn(i64, i64) -> i64) -> Self {
        let corners = [
            combine(self.low, other.low),
            combine(self.low, other.high),
            combine(self.high, other.low),
            combine(self.high, other.high),
        ];
        Self { low: corners.into_iter().min().unwrap_or(LEAST), high: corners.into_iter().max().unwrap_or(MOST) }
    }

    /// `self * other`
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        self.corners(other, multiply)
    }

    /// `self / other`, rounded towards zero. Any number where the divisor may be zero.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        if other.low <= 0 && other.high >= 0 { Self::ANY } else { self.corners(other, divide) }
    }

    /// `self < other`
    pub const fn is_less(self, other: Self) -> Truth {
        if self.high < other.low {
            Truth::True
        } else if self.low >= other.high {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// `self <= other`
    pub const fn is_at_most(self, other: Self) -> Truth {
        other.is_less(self).negated()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: i64, high: i64) -> Interval {
        Interval { low, high }
    }

    #[test]
    fn a_comparison_that_the_interval_does_not_settle_is_unknown() {
        assert_eq!(between(1, 3).is_less(between(3, 5)), Truth::Unknown);
        assert_eq!(between(1, 2).is_less(between(3, 5)), Truth::True);
        assert_eq!(between(5, 9).is_less(between(3, 5)), Truth::False);
        assert_eq!(between(1, 3).is_at_most(between(3, 5)), Truth::True);
        assert_eq!(Interval::ANY.is_less(Interval::ANY), Truth::Unknown);
    }

    #[test]
    fn nothing_overflows() {
        let huge = Interval::exactly(i64::MAX - 1);
        assert_eq!(huge.plus(huge), Interval::ABOVE_ALL);
        assert_eq!(huge.times(huge).negated(), Interval::BELOW_ALL);
        assert_eq!(Interval::exactly(i64::MIN + 1).over(Interval::exactly(-1)).single(), None);
        assert_eq!(Interval::exactly(7).over(Interval::exactly(0)), Interval::ANY);
        assert_eq!(Interval::ANY.plus(Interval::ANY), Interval::ANY);
        assert_eq!(Interval::ANY.minus(Interval::ABOVE_ALL), Interval::ANY.plus(Interval::BELOW_ALL));
    }

    #[test]
    fn arithmetic_keeps_the_bounds() {
        assert_eq!(between(1, 3).minus(between(1, 2)), between(-1, 2));
        assert_eq!(between(-2, 3).times(between(-1, 4)), between(-8, 12));
        assert_eq!(between(-7, 7).over(between(2, 3)), between(-3, 3));
    }
}
