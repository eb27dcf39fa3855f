//! Places in files, as editors mean them: bytes from the start of the file.

use zcc_base::{Place, TextRange};
use zcc_db::{Db, File, locate};

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilePosition {
    /// The file.
    pub file: File,
    /// Bytes from its start.
    pub offset: u32,
}

/// A range of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// The file.
    pub file: File,
    /// Bytes from its start.
    pub range: TextRange,
}

impl FileRange {
    /// Where a place is at present.
    pub fn of(db: &dyn Db, place: Place) -> Self {
        let (file, range) = locate(db, place);
        Self { file, range }
    }
}
