//! What the printer works on: a declaration's tokens in order, with marks between them that say where lines may or
//! must break and what belongs together.

/// A token or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// The token with this index.
    Token(usize),
    /// What follows, up to the matching [`Element::Close`], goes on one line if it fits.
    Open,
    /// The end of what [`Element::Open`] began.
    Close,
    /// Lines that begin after this are indented one step further.
    Indent,
    /// The end of what [`Element::Indent`] began.
    Dedent,
    /// A blank where the group is on one line, a line break where it is not.
    Line,
    /// Nothing where the group is on one line, a line break where it is not.
    SoftLine,
    /// A line break; one empty line of the source survives here.
    Hard,
    /// No blank here.
    Glue,
}
