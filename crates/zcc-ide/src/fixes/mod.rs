//! What mends what does not compile or is odd: the edits that diagnostics carry, and those that are found by what a
//! diagnostic is about.

mod action;
mod all;
mod assembly;
mod create;
mod imports;
mod missing;
mod remove;
#[cfg(test)]
mod tests;
mod text;

pub use action::{Action, Edit};
