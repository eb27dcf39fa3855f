//! Something that can be done about a problem.

use zcc_base::{Diagnostic, TextRange};

use crate::target::FileRange;

/// A piece of text that takes the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub target: FileRange,
    /// With what.
    pub text: String,
}

impl Edit {
    pub(super) fn new(target: FileRange, text: impl Into<String>) -> Self {
        Self { target, text: text.into() }
    }

    /// Whether two edits touch the same text.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let (a, b): (TextRange, TextRange) = (self.target.range, other.target.range);
        self.target.file == other.target.file && a.start <= b.end && b.start <= a.end
    }
}

/// Something that can be done about a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, as an imperative.
    pub title: String,
    /// The problem that it is for.
    pub problem: Diagnostic,
    /// What it changes.
    pub edits: Vec<Edit>,
    /// Whether it is most likely what is meant.
    pub is_preferred: bool,
    /// Whether it can be done without asking: nothing that compiled means anything else then.
    pub is_safe: bool,
}
