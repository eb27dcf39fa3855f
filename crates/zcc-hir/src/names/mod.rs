//! Names: the tables of everything that packages declare, and what a written path means where it stands.

mod numbering;
mod scope;

pub(crate) use numbering::{ANONYMOUS_PER_CAPABILITY, EnumOwner, duplicate, libraries_now, name_range, tables_now};
pub use numbering::{Entry, Libraries, Table, Tables, libraries, package_files, tables};
pub use scope::{
    Definition, Import, Scope, Sort, Unresolved, imports, is_standard, package_of, resolve, visible_packages,
};
pub(crate) use scope::{find, imported, lookup, lookup_elsewhere, names_near, text};
