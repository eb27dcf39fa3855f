//! Names: what each means, where it is declared and where it is used.
//!
//! One walk over a declaration finds all of its names ([`names_in`], kept by declaration); every question is answered from
//! such lists. Which declarations may hold a name at all is told by their text.

mod blocks;
mod declared;
mod keywords;
mod lookup;
mod rules;
mod symbol;
mod uses;
mod walk;

pub(crate) use declared::{declaration, declaring_item, spelled};
pub use lookup::SymbolAt;
pub(crate) use lookup::{item_at, names_in, symbol_at};
pub(crate) use rules::CALLS;
pub use symbol::{Holder, NameUse, Role, Symbol};
pub use uses::Use;
pub(crate) use uses::{in_item, uses};
pub(crate) use walk::enum_in;

#[cfg(test)]
mod tests;
