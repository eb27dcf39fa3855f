//! Lexer, chunker, parser and syntax tree of the language.

pub mod ast;
mod lexer;
mod words;

pub use lexer::{LexedToken, TokenClass, TokenKind, lex};
pub use words::{DECLARATION_WORDS, RESERVED_WORDS, is_reserved, needs_quotes};
