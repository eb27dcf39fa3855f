//! The model: from the declarations of sites, zones, conduits, products and their like to facts.

mod blocks;
mod certificate;
mod certified;
mod check;
mod choices;
pub mod claims;
mod component;
mod context;
mod cover;
mod defaults;
mod item_diagnostics;
mod library;
pub mod library_model;
mod library_queries;
mod local;
mod locate;
mod lookup;
mod members;
mod mending;
mod misplaced;
pub mod names;
mod place;
mod queries;
mod roots;
mod site_model;
mod site_names;
mod source;
mod spelling;
mod stack;
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

pub use blocks::word as block_word;
pub use blocks::{PlaceBlock, channels_of, components_of, joined, list_of, path_of, place_blocks, quoted, top_blocks};
pub use certified::{OutOfForce, certificates_behind, certificates_out_of_force, is_certified_on_conditions};
pub use check::structure_diagnostics;
pub use choices::{Claimable, blocks_around, claimable};
pub use cover::clauses_named;
pub use item_diagnostics::item_diagnostics_model;
pub use library_queries::{product_facts, protocol_facts};
pub use locate::{
    entity_file, entity_place, origin_place, places_of, prepare, switch_origin, target_place, test_entity_place,
    test_switch_origin,
};
pub use members::{Allowed, allowed};
pub use mending::{Bench, Benches, InTheWay, Way};
pub use queries::{
    assessed, component_channels, covers, entity_path, graph, place_capabilities, place_facts, resolve_entity,
    site_facts,
};
pub(crate) use queries::{covers_now, graph_now, site_model_now};
pub(crate) use roots::Roots;
pub(crate) use site_model::SiteModel;
pub use site_names::{member_names, places, resolve_path, site_item};
pub(crate) use site_names::{places_now, roots_now};
pub use stated::can_be_stated;
pub use test_lowering::test_model;
pub use tested::{ChannelsByComponent, Expectation, ExpectedVerdict, TestModel, expectation_place};
