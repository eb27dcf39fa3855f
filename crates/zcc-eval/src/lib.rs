//! Evaluation: verdicts, levels, findings and explanations.

mod attributes;
mod closure;
mod compare;
pub mod display;
mod eval;
mod flow;
mod has;
mod interval;
mod judge;
mod memory;
mod partners;
mod quantify;
mod relation;
pub mod report;
mod sets;
mod val;
mod walk;
mod world;

pub use eval::Eval;
pub use interval::Interval;
pub use judge::{Outcome, judge, outermost};
pub use memory::{PlainWorld, constant, is_recursive_define};
pub use partners::Partners;
pub use relation::{Extent, compute as compute_relation};
pub use report::*;
pub use val::{Members, SetVal, Val};
pub use walk::{is_global, recursive_group};
pub use world::World;
