//! The model: from the declarations of sites, zones, conduits, products and their like to facts.

mod blocks;
mod check;
pub mod claims;
mod component;
mod context;
mod cover;
mod item_diagnostics;
pub mod library;
mod library_queries;
mod local;
mod locate;
mod members;
pub mod names;
mod place;
mod queries;
mod source;
mod stated;
mod structure;
pub mod switches;
mod tell;
mod test_lowering;
mod tested;
#[cfg(test)]
mod tests;
mod topology;
pub mod versions;

pub use check::structure_diagnostics;
pub use item_diagnostics::item_diagnostics_model;
pub use library_queries::{product_facts, protocol_facts};
pub use locate::{entity_place, origin_place, switch_origin, target_place, test_entity_place, test_switch_origin};
pub use queries::{
    assessed, component_channels, covers, entity_path, graph, member_names, place_facts, places, prepare,
    resolve_entity, site_facts,
};
pub use test_lowering::test_model;
pub use tested::{ChannelsByComponent, Expectation, ExpectedVerdict, TestModel, expectation_place};
