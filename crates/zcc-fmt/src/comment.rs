//! Where comments stand in the source, and which of them end their line.

use zcc_syntax::{TokenKind, is_blank};

/// Whether a token is a comment that goes on to the end of its line.
pub(crate) fn is_line_comment(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::LineComment | TokenKind::Docs | TokenKind::FileDocs)
}

/// Whether only blanks stand before `at` on its line.
pub(crate) fn begins_line(source: &str, at: u32) -> bool {
    blanks_before(source, at).is_none_or(|blanks| blanks.contains('\n'))
}

/// Whether an empty line of the source stands before `at`.
pub(crate) fn follows_empty_line(source: &str, at: u32) -> bool {
    blanks_before(source, at).is_some_and(|blanks| blanks.bytes().filter(|byte| *byte == b'\n').count() >= 2)
}

/// The blanks before `at`; nothing if there is nothing else before it.
fn blanks_before(source: &str, at: u32) -> Option<&str> {
    let before = source.get(..at as usize)?;
    let end = before.trim_end_matches(|c| is_blank(c) || c == '\u{FEFF}').len();
    before.get(end..).filter(|_| end > 0)
}
