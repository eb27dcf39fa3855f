//! What the server needs of the outside.

use std::path::PathBuf;
use std::sync::Arc;

use zcc_ide::System;

/// What the server needs of the outside.
pub struct Surroundings {
    /// The file system.
    pub system: Arc<dyn System + Send + Sync>,
    /// The standard library: paths and texts.
    pub standard_library: &'static [(&'static str, &'static str)],
    /// Today, in days since 1970-01-01.
    pub today: fn() -> i32,
    /// The version of this program.
    pub version: &'static str,
    /// Writes a file, and the folders above it, into the cache, for reading only, and returns its path; the path is
    /// relative to the cache. `None` where there is no cache to write to.
    pub write_cache: fn(relative: &str, text: &str) -> Option<PathBuf>,
    /// The page of a code, in Markdown.
    pub pages: fn(zcc_ide::Code) -> Option<&'static str>,
}
