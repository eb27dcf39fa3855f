//! The grammar of `.zc` files for [tree-sitter], with the queries that colour and fold them.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_zc::LANGUAGE.into())?;
//! let tree = parser.parse("zone control { target: SL 2 }", None);
//! assert!(tree.is_some_and(|tree| !tree.root_node().has_error()));
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```
//!
//! [tree-sitter]: https://tree-sitter.github.io/

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_zc() -> *const ();
}

/// The language, to be given to a parser.
// SAFETY: the function is the one that the generated parser exports.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_zc) };

/// What nodes there are, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Colours.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// Other languages within this one.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// What a name that a rule binds refers to.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// What a file declares and mentions.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
