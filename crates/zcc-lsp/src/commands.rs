//! The names of the commands that the server carries out.

/// Opens the page on a finding.
pub(crate) const EXPLAIN: &str = "zcc.explain";
/// Runs a test.
pub(crate) const RUN_TEST: &str = "zcc.runTest";
/// The commands, by name.
pub(crate) const COMMANDS: [&str; 2] = [EXPLAIN, RUN_TEST];
