//! The standard library, embedded as a static table of files.
