//! Positions in text: byte offsets and half-open ranges, both `u32`.

use std::ops::{Add, Range};

/// A half-open range of byte offsets. What the offsets count from (a file or a declaration) is said by its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl TextRange {
    /// The range from `start` up to but not including `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty range at `offset`.
    pub const fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// How many bytes it spans.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it spans nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `offset` lies in it, its end included.
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// As a range of `usize`, to slice text with.
    pub const fn to_usize(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Moves the range by an offset, as when one relative to a declaration becomes one in its file.
impl Add<u32> for TextRange {
    type Output = Self;

    fn add(self, offset: u32) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}
