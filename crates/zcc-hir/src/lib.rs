//! Names, types and lowering: from syntax trees to the typed program and the model as facts.

mod cascade;
pub mod expr;
pub mod facts;
pub mod ids;
pub mod model;
pub mod names;
pub mod networks;
pub mod program;
pub mod rules;
mod settle;
mod settled;
#[cfg(test)]
mod testing;
pub mod value;
pub mod values;

pub use cascade::fold_repeated;
pub use settle::settle;
