//! The formatter: one canonical style.
