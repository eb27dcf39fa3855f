//! The requests, one file for each kind: each takes what it is asked from the protocol's types, asks `zcc-ide`, and puts the
//! answer into the protocol's types.

#![expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "all answers have one shape")]

pub(crate) mod call_hierarchy;
pub(crate) mod code_actions;
pub(crate) mod code_lenses;
pub(crate) mod commands;
pub(crate) mod completion;
pub(crate) mod diagnostics;
pub(crate) mod explain;
pub(crate) mod formatting;
pub(crate) mod hover;
pub(crate) mod inlay_hints;
pub(crate) mod navigation;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod semantic_tokens;
pub(crate) mod signature_help;
pub(crate) mod structure;
pub(crate) mod symbols;
pub(crate) mod zones;
