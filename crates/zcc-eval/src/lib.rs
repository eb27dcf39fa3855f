//! Evaluation: verdicts, levels, findings and explanations.

mod assembly;
mod attributes;
mod closure;
mod compare;
mod cover;
mod database;
pub mod display;
mod eval;
mod expectations;
mod explain;
mod extent;
pub mod findings;
mod flow;
mod has;
mod interval;
mod judge;
mod memory;
mod mended;
mod partners;
mod partnership;
mod parts;
mod polarity;
mod quantify;
mod queries;
mod relation;
mod remembering;
pub mod report;
mod set_expressions;
mod sets;
mod settings;
mod settle;
mod settled;
mod shard;
mod switches;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod val;
mod walk;
mod world;

pub use assembly::{
    CatalogPlan, ClausePlan, GroupVerdicts, assess_world, catalogs_of, collect, covered_verdict, levels, plan_catalog,
    report_shard,
};
pub use cover::CoverIndex;
pub use database::{DbWorld, TestWorld};
pub use eval::Eval;
pub use explain::explain as explain_in;
pub use extent::Extent;
pub use interval::Interval;
pub use judge::{Outcome, judge};
pub use memory::{PlainWorld, constant, is_recursive_define};
pub use partners::Partners;
pub use queries::{
    assess, assess_parallel, assess_watched, assessed_catalogs, digest, explain, product_report, report_on, run_test,
    shard_of, shard_report,
};
pub use relation::compute as compute_relation;
pub use report::*;
pub use settle::settle;
pub use shard::{RawGap, RawVerdicts, Shard, judge_shard, shards};
pub use switches::Mendings;
pub use val::{Members, PLACES_PER_SHARD, Part, Parts, SetVal, Val};
pub use walk::{is_global, recursive_group};
pub use world::World;
