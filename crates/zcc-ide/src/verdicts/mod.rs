//! What was judged, in words that editors show: levels, findings, explanations.

pub(crate) mod explain;
pub(crate) mod lenses;
pub(crate) mod levels;
pub(crate) mod tally;
pub(crate) mod test_runs;
#[cfg(test)]
mod tests;
pub(crate) mod zones;
