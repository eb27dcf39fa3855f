//! Places in files, and sequences that are made while they are written.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::names::Located;

/// A place: lines and columns count characters from 1, offsets count bytes from 0.
#[derive(Serialize)]
pub(super) struct PlaceEntry {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    offset: u32,
    length: u32,
}

impl PlaceEntry {
    pub(super) fn new(at: &Located<'_>) -> Self {
        let start = at.lines.line_character(at.text, at.range.start);
        let end = at.lines.line_character(at.text, at.range.end);
        Self {
            path: at.path.to_owned(),
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
            offset: at.range.start,
            length: at.range.len(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct LabelEntry {
    pub(super) place: PlaceEntry,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) message: String,
}

/// A sequence that is made while it is written.
pub(super) struct Each<F>(pub(super) F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for element in self.0() {
            sequence.serialize_element(&element)?;
        }
        sequence.end()
    }
}
