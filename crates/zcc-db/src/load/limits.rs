//! How much is read at most, so that a wrong path ends in an error and not in the machine's memory.

/// The most bytes that one file may have.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// The most bytes that all files of a package and its dependencies may have together.
pub const MAX_TOTAL_BYTES: u64 = 1 << 30;
/// The most files and folders that are looked at below one folder.
pub const MAX_ENTRIES: usize = 200_000;
/// How deep folders may lie in each other.
pub const MAX_DEPTH: usize = 128;
