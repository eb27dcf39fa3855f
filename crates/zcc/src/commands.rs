//! One module per command.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod levels;
pub(crate) mod lsp;
pub(crate) mod new;
pub(crate) mod test;
