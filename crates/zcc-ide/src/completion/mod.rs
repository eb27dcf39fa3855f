//! What could be written at a position.
//!
//! [`crate::cursor`] says what sort of thing may stand there; the files here say which things there are of each sort, the
//! most likely first.

mod assembly;
mod attributes;
mod candidate;
mod capabilities;
mod declarations;
mod docs;
mod elements;
mod expectations;
mod expressions;
mod libraries;
mod site;
#[cfg(test)]
mod tests;
mod values;

pub use assembly::Completions;
pub use candidate::{Candidate, CandidateKind};
