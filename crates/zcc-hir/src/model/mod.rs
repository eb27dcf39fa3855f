//! The model: from the declarations of sites, zones, conduits, products and their like to facts.

pub mod claims;
pub mod graph;
pub mod versions;
