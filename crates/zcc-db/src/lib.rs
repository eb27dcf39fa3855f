//! Where salsa enters: inputs, declarations, the way to the outside ([`System`]) and rendering.

mod inputs;
mod items;

pub use inputs::{Db, Dependency, File, Package, Workspace};
pub use items::{Item, item_of, items, line_index, locate, parsed, syntax_diagnostics, tree};
