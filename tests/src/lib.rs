//! What the tests that cross crates share: packages in memory, fixtures with their expectations inline, a generator of
//! random programs, and a second, slow and obvious evaluator to hold the engine against.

pub mod database;
pub mod files;
pub mod fixture;
pub mod generate;
pub mod hostile;
pub mod reference;
pub mod report;
pub mod shape;
pub mod synthetic;
