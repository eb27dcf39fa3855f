//! The grammar for editors is held against the compiler, the corpus and the editors.

mod common;
mod corpus;
mod files;
mod fresh;
mod queries;
mod words;
