//! Rules: what capabilities, enums, attributes and catalogues declare, and requirements, defines and relations as
//! typed expressions.

mod attributes;
mod builtin;
mod catalogs;
mod check;
mod declarations;
mod defaults;
mod depth;
mod diagnostics;
mod docs;
mod functions;
mod hiding;
mod index;
mod meanings;
mod nesting;
mod noted;
mod probe;
mod requirements;
mod signatures;
mod spans;
mod strata;
#[cfg(test)]
mod tests;
mod type_words;
mod types;
mod unused;
mod written_types;

pub use attributes::{FoundAttribute, attribute_named, attribute_names, attributes_of};
pub use builtin::{builtin_attribute, builtin_name};
pub use catalogs::{catalog, level_catalogs};
pub use check::Probed;
pub use declarations::{capability, enum_item, enumeration, enums_in_sight};
pub use defaults::attribute;
pub use diagnostics::item_diagnostics_rules;
pub use docs::split_docs;
pub use functions::{function, function_source_map, switchable};
pub(crate) use index::{asks_of_site, is_homeless};
pub use index::{clause_ids, find_clause, requirements_of};
pub use meanings::{BodyName, BodyNames, Meaning};
pub use noted::body_names;
pub use probe::probe;
pub use requirements::{clause_docs, requirement, requirement_source_map};
pub use signatures::{Signature, signature};
pub use spans::expression_types;
pub use strata::{Group, Strata, group, strata, strata_of};
pub use type_words::{type_of_word, type_words};
pub use types::type_name;
pub(crate) use types::type_with_article;
