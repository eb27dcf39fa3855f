//! Between bytes and what the protocol counts: lines, and columns in UTF-8, UTF-16 or UTF-32 units.

use tower_lsp::lsp_types::{Position, PositionEncodingKind, Range};
use zcc_ide::{LineIndex, TextRange};

/// In what columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol takes where nothing was agreed.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers: bytes, which cost nothing, else the client's first.
    pub(crate) fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offered = offered.unwrap_or_default();
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF16) || !offered.contains(&PositionEncodingKind::UTF32) {
            Self::Utf16
        } else {
            Self::Utf32
        }
    }

    /// Its name in the protocol.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a character takes.
    const fn width(self, character: char) -> u32 {
        match self {
            Self::Utf8 => character.len_utf8() as u32,
            Self::Utf16 => character.len_utf16() as u32,
            Self::Utf32 => 1,
        }
    }

    /// How many units a text takes.
    pub(crate) fn length(self, text: &str) -> u32 {
        if self == Self::Utf8 || text.is_ascii() {
            return text.len() as u32;
        }
        text.chars().map(|character| self.width(character)).sum()
    }
}

/// A line without what ends it, and where it starts.
fn line<'t>(text: &'t str, lines: &LineIndex, line: u32) -> Option<(u32, &'t str)> {
    let starts = lines.starts();
    let start = *starts.get(line as usize)?;
    let end = starts.get(line as usize + 1).map_or(text.len(), |next| *next as usize);
    let whole = text.get(start as usize..end)?;
    Some((start, whole.trim_end_matches(['\n', '\r'])))
}

/// The byte of a position. A column past the line's end is the line's end, one inside a character the character's start, a
/// line past the last the end of the text.
pub(crate) fn offset(text: &str, lines: &LineIndex, position: Position, encoding: Encoding) -> u32 {
    let Some((start, line)) = line(text, lines, position.line) else { return text.len() as u32 };
    let mut units = 0;
    for (at, character) in line.char_indices() {
        units += encoding.width(character);
        if units > position.character {
            return start + at as u32;
        }
    }
    start + line.len() as u32
}

/// The position of a byte. One inside a character is the character's start.
pub(crate) fn position(text: &str, lines: &LineIndex, offset: u32, encoding: Encoding) -> Position {
    let at = lines.line_column(offset);
    let start = lines.starts().get(at.line as usize).copied().unwrap_or(0) as usize;
    let mut end = (start + at.column as usize).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Position { line: at.line, character: encoding.length(text.get(start..end).unwrap_or_default()) }
}

/// A range of bytes as the client counts it.
pub(crate) fn range(text: &str, lines: &LineIndex, range: TextRange, encoding: Encoding) -> Range {
    Range { start: position(text, lines, range.start, encoding), end: position(text, lines, range.end, encoding) }
}

/// Replaces a range of a text. A range outside is moved inside, and one that ends before it starts is turned round.
pub(crate) fn apply(text: &mut String, range: Range, with: &str, encoding: Encoding) {
    let lines = LineIndex::new(text);
    let (one, other) = (offset(text, &lines, range.start, encoding), offset(text, &lines, range.end, encoding));
    text.replace_range(one.min(other) as usize..one.max(other) as usize, with);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aé𐍈b\r\nzweite\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed() {
        let lines = LineIndex::new(TEXT);
        let b = TEXT.find('b').expect("it is there") as u32;
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            assert_eq!(position(TEXT, &lines, b, encoding), at(0, column));
            assert_eq!(offset(TEXT, &lines, at(0, column), encoding), b);
        }
    }

    #[test]
    fn positions_outside_are_moved_inside() {
        let lines = LineIndex::new(TEXT);
        assert_eq!(offset(TEXT, &lines, at(0, 99), Encoding::Utf16), 8, "before the line's end");
        assert_eq!(offset(TEXT, &lines, at(9, 0), Encoding::Utf16), TEXT.len() as u32);
        assert_eq!(offset(TEXT, &lines, at(0, 3), Encoding::Utf16), 3, "between two surrogates");
        assert_eq!(position(TEXT, &lines, 5, Encoding::Utf16), at(0, 2), "inside a character");
    }

    #[test]
    fn changes_are_applied_whatever_their_range() {
        let mut text = TEXT.to_owned();
        apply(&mut text, Range { start: at(1, 2), end: at(1, 0) }, "Z", Encoding::Utf16);
        assert_eq!(text, "aé𐍈b\r\nZeite\n");
        apply(&mut text, Range { start: at(7, 7), end: at(9, 9) }, "!", Encoding::Utf16);
        assert_eq!(text, "aé𐍈b\r\nZeite\n!");
    }
}
