//! The reference evaluator: a second reading of the language, slow and obvious on purpose.
//!
//! It goes straight over syntax trees, keeps nothing that it could work out again, resolves every name by comparing strings,
//! and iterates relations over all tuples until nothing changes. It shares no line with `zcc-hir` and `zcc-eval`: where
//! both agree on random programs, an error would have to be made twice, in two different ways.
//!
//! It takes programs that the compiler accepts. What is not well typed panics here, and that is a failed test.

mod assess;
mod attributes;
mod claims;
mod evaluate;
mod expectations;
mod functions;
mod judge;
mod model;
mod numbers;
mod partners;
mod rules;
mod sets;
mod settings;
mod truth;
mod value;

pub use assess::{Extent, assess, extents};
pub use expectations::{missed, run_tests};
pub use judge::UNDECIDED;
pub use model::Model;
pub use rules::Rules;
pub use settings::{Best, exhaustive};
pub use truth::{Mode, Truth};
pub use value::{Entity, Value};
