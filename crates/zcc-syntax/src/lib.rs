//! Lexer, chunker, parser and syntax tree of the language.
pub mod ast;
