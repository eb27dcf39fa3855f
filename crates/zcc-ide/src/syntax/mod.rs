//! What can be said of a document from its text alone: colours, folds, selections, links, layout.

mod folding;
mod formatting;
mod highlight;
mod links;
mod nodes;
mod roles;
mod selection;

pub use folding::{Fold, FoldKind};
pub use formatting::TextEdit;
pub use highlight::{Highlight, HighlightKind, HighlightModifiers};
pub use links::{Link, LinkTarget};
