//! Kleene's three values, and the three ways to count what can be switched.

/// What is known of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// Nobody knows.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// How a capability counts that is offered, or that the site disables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// As the switches are.
    Achieved,
    /// As had: in the capable judgement, where truth helps.
    Helpful,
    /// As not had: in the capable judgement, where falsehood helps.
    Harmful,
}

impl Mode {
    /// The mode of what makes the whole less true the truer it is.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Achieved => Self::Achieved,
            Self::Helpful => Self::Harmful,
            Self::Harmful => Self::Helpful,
        }
    }
}
