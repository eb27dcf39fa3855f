//! How much a diagnostic matters.

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The input does not mean anything, or a requirement is not met.
    Error,
    /// Legal, but most likely not what was meant.
    Warning,
}
