//! Numbers of which only bounds may be known.

use super::truth::Truth;

/// From the first to the second; the extremes of `i64` stand for the infinities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds(pub i64, pub i64);

const LEAST: i64 = i64::MIN;
const MOST: i64 = i64::MAX;

fn settle(value: i128) -> i64 {
    value.clamp(i128::from(LEAST), i128::from(MOST)) as i64
}

/// Adds; an infinity swallows everything, and two opposite ones come to `meeting`.
fn add(a: i64, b: i64, meeting: i64) -> i64 {
    match (a == LEAST || a == MOST, b == LEAST || b == MOST) {
        (true, true) => {
            if a == b {
                a
            } else {
                meeting
            }
        }
        (true, false) => a,
        (false, true) => b,
        (false, false) => settle(i128::from(a) + i128::from(b)),
    }
}

fn sign(a: i64, b: i64) -> i64 {
    if (a < 0) == (b < 0) { MOST } else { LEAST }
}

fn multiply(a: i64, b: i64) -> i64 {
    if a == 0 || b == 0 {
        0
    } else if [a, b].iter().any(|x| *x == LEAST || *x == MOST) {
        sign(a, b)
    } else {
        settle(i128::from(a) * i128::from(b))
    }
}

fn divide(a: i64, b: i64) -> i64 {
    if b == LEAST || b == MOST {
        0
    } else if a == LEAST || a == MOST {
        sign(a, b)
    } else {
        settle(i128::from(a) / i128::from(b))
    }
}

impl Bounds {
    /// Nothing is known of it.
    pub const ANY: Self = Self(LEAST, MOST);
    /// The least of nothing: above every number.
    pub const ABOVE: Self = Self(MOST, MOST);
    /// The greatest of nothing: below every number.
    pub const BELOW: Self = Self(LEAST, LEAST);

    /// Exactly that.
    pub fn exactly(value: i64) -> Self {
        Self(value, value)
    }

    /// Everything that either may be.
    pub fn hull(self, other: Self) -> Self {
        Self(self.0.min(other.0), self.1.max(other.1))
    }

    /// The lesser of both.
    pub fn least(self, other: Self) -> Self {
        Self(self.0.min(other.0), self.1.min(other.1))
    }

    /// The greater of both.
    pub fn greatest(self, other: Self) -> Self {
        Self(self.0.max(other.0), self.1.max(other.1))
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self(add(self.0, other.0, LEAST), add(self.1, other.1, MOST))
    }

    /// The opposite.
    pub fn negated(self) -> Self {
        let opposite = |value| match value {
            LEAST => MOST,
            MOST => LEAST,
            value => -value,
        };
        Self(opposite(self.1), opposite(self.0))
    }

    fn corners(self, other: Self, combine: fn(i64, i64) -> i64) -> Self {
        let corners = [self.0, self.1].map(|a| [other.0, other.1].map(|b| combine(a, b)));
        let all = || corners.iter().flatten().copied();
        Self(all().min().unwrap_or(LEAST), all().max().unwrap_or(MOST))
    }

    /// The product.
    pub fn times(self, other: Self) -> Self {
        self.corners(other, multiply)
    }

    /// The quotient, rounded towards zero; anything where the divisor may be zero.
    pub fn over(self, other: Self) -> Self {
        if other.0 <= 0 && other.1 >= 0 { Self::ANY } else { self.corners(other, divide) }
    }

    /// Whether it is less.
    pub fn is_less(self, other: Self) -> Truth {
        if self.1 < other.0 {
            Truth::True
        } else if self.0 >= other.1 {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether it is less or the same.
    pub fn is_at_most(self, other: Self) -> Truth {
        other.is_less(self).negated()
    }
}
