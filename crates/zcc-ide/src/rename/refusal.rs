//! Why something is not renamed.

/// Why something cannot be given that name: a sentence for whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);
