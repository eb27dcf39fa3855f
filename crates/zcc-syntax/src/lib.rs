//! Lexer, chunker, parser and syntax tree of the language.
//!
//! The way from a text to its tree: [`chunks`] splits a file into declarations without reading them, [`parse_chunk`]
//! reads one. Both take any text whatever, in linear time; ranges in a tree count from the start of its chunk.

pub mod ast;
mod cascade;
mod chunk;
mod declaration;
mod docs;
mod extent;
mod feed;
mod ids;
mod kind;
mod lexer;
mod parse;
mod token;
mod tree;
mod words;

pub use chunk::{Chunk, chunks};
pub use declaration::DeclarationKind;
pub use docs::file_docs;
pub use extent::is_blank;
pub use kind::{TokenClass, TokenKind};
pub use lexer::{LexedToken, lex};
pub use parse::{Parsed, ParsedChunk, parse_chunk, parse_file};
pub use words::{DECLARATION_WORDS, RESERVED_WORDS, is_reserved, needs_quotes};
