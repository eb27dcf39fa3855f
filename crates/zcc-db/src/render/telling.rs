//! What is to be told, and where it points.

use zcc_base::{LineIndex, Severity, TextRange};

use crate::{Db, File, line_index};

/// Something to tell, its places already found.
#[derive(Clone, Debug)]
pub struct Telling<'t> {
    /// Error or warning.
    pub severity: Severity,
    /// Its code, or what stands where a code does.
    pub code: &'t str,
    /// The sentence at its head.
    pub message: &'t str,
    /// The places, the primary one first.
    pub labels: Vec<Spot<'t>>,
    /// What follows the snippets: a word such as `note` or `help`, and a text.
    pub notes: Vec<(&'t str, String)>,
}

/// A place in a text, with what is to be said there.
#[derive(Clone, Debug)]
pub struct Spot<'t> {
    /// How the file is called.
    pub path: &'t str,
    /// Its text.
    pub text: &'t str,
    /// Its lines.
    pub lines: &'t LineIndex,
    /// Where.
    pub range: TextRange,
    /// What to say; may be empty.
    pub message: &'t str,
}

impl<'t> Spot<'t> {
    /// The place in a file of the database.
    pub fn new(db: &'t dyn Db, file: File, range: TextRange, message: &'t str) -> Self {
        Self { path: file.path(db), text: file.text(db), lines: line_index(db, file), range, message }
    }
}
