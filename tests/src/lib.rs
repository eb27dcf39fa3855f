//! What the tests that cross crates share: packages in memory, fixtures with their expectations inline, a generator of
//! random programs, and a second, slow and obvious evaluator to hold the engine against.

#![expect(clippy::missing_panics_doc, reason = "what panics here is a failed test")]
#![expect(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "the numbers of a test are small")]

pub mod database;
pub mod files;
pub mod fixture;
pub mod generate;
pub mod hostile;
pub mod language_client;
pub mod reference;
pub mod remedies;
pub mod report;
pub mod shape;
pub mod slips;
pub mod synthetic;
