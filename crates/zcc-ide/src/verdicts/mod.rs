//! What was judged, in words that editors show: levels, findings, explanations.

pub(crate) mod levels;
pub(crate) mod tally;
