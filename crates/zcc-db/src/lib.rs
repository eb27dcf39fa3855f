//! Where salsa enters: inputs, declarations, the way to the outside ([`System`]) and rendering.

#[expect(missing_docs, reason = "salsa's macros make public items without documentation")]
mod declarations;
#[expect(missing_docs, reason = "salsa's macros make public items without documentation")]
mod inputs;
mod load;
mod manifest;
mod render;
mod system;

pub use declarations::{Item, forget_trees, item_of, items, line_index, locate, parsed, syntax_diagnostics, tree};
pub use inputs::{Db, Dependency, File, Package, Workspace, close, open};
pub use load::{
    LoadError, MAX_DEPTH, MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES, PackageSource, Root, STANDARD_SCHEME,
    SourceFile, Sources, discover, load, read, read_text, read_what_can_be_read, source_paths, standard_workspace,
};
pub use manifest::{
    MANIFEST, Manifest, ManifestDependency, ManifestError, is_package_name, package_name, parse_manifest,
};
pub use render::{
    Paint, Spot, Style, Telling, paint, render, render_load_error, render_to_string, tell, visible, wrap,
};
pub use system::{Entry, EntryKind, MemorySystem, ReadError, System};
