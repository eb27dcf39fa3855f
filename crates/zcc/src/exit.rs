//! How zcc ends: the exit status.

use std::process::ExitCode;

/// The exit status, ascending by how much it matters when several packages are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing to report.
    Nothing,
    /// Wrong usage, or nothing to judge.
    Usage,
    /// Findings, files that would be formatted, tests that failed.
    Findings,
    /// The model or the rules do not compile or cannot be read.
    Broken,
}

impl Exit {
    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Findings => 1,
            Self::Broken => 2,
            Self::Usage => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
