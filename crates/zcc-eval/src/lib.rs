//! Evaluation: verdicts, levels, findings and explanations.

pub mod report;

pub use report::*;
