//! What is said of what cannot be loaded.

use std::sync::Arc;

use zcc_base::{Code, TextRange};

/// Why a package could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// Which kind of mistake.
    pub code: Code,
    /// The file or folder, as it is called in messages.
    pub path: String,
    /// What is wrong, in a sentence that stands alone.
    pub message: String,
    /// The text of the file and where in it, if it could be read.
    pub source: Option<(Arc<str>, TextRange)>,
    /// The way out.
    pub help: Option<String>,
}
