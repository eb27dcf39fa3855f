//! Names: the tables of everything that packages declare, and what a written path means where it stands.

mod numbering;
mod scope;
mod tables;

pub(crate) use numbering::{duplicate, libraries_now, name_range, tables_now};
pub use numbering::{libraries, package_files, tables};
pub use scope::{
    Definition, Import, Scope, Sort, Unresolved, imports, is_standard, package_of, resolve, visible_packages,
};
pub(crate) use scope::{find, imported, lookup, lookup_elsewhere, names_near, text};
pub(crate) use tables::{ANONYMOUS_PER_CAPABILITY, EnumOwner};
pub use tables::{Entry, Libraries, Table, Tables};
