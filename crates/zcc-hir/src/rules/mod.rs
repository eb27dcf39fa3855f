//! Rules: what capabilities, enums, attributes and catalogues declare, and requirements, defines and relations as
//! typed expressions.

mod attributes;
mod catalogs;
mod declarations;
mod types;

pub use attributes::{FoundAttribute, attribute_named, attribute_names, builtin_attribute};
pub use catalogs::{catalog, level_catalogs};
pub use declarations::{attribute, capability, enumeration};
pub use types::type_name;
