//! Names, paths, texts and identifiers as written.

use smol_str::SmolStr;
use zcc_base::TextRange;

/// A name as written (back-quotes removed), with its place. Where a name is missing and an error was reported, its
/// text is empty, which no name of the language is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub text: SmolStr,
    /// Where it stands, back-quotes included.
    pub range: TextRange,
}

/// A dotted name: `control.skid.pump`, `acme.plc_500`. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its segments, outermost first.
    pub segments: Vec<Name>,
}

impl Path {
    /// From the first segment to the last.
    pub fn range(&self) -> TextRange {
        match (self.segments.first(), self.segments.last()) {
            (Some(first), Some(last)) => first.range.cover(last.range),
            _ => TextRange::default(),
        }
    }
}

/// A string literal, unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says, escapes resolved.
    pub value: SmolStr,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// An identifier of a requirement as the standard spells it, blanks folded to one: `SR 1.1 RE 2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementId {
    /// The id.
    pub text: SmolStr,
    /// Where it stands.
    pub range: TextRange,
}

/// The documentation of a declaration: its `///` lines, markers removed, joined by line feeds. Empty if none.
pub type Docs = SmolStr;
