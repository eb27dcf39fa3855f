//! How far the things of a text reach that begin with a mark and end with another.

/// Where something ends, and whether it has the mark at its end that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// How many bytes after the first mark it has, the last mark included.
    pub(crate) length: usize,
    pub(crate) is_closed: bool,
}

/// Whether a character stands between tokens and says nothing. A byte order mark does too, but it is no blank.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{C}')
}

/// Whether a character looks like a blank and is none of the language's.
pub(crate) fn is_foreign_blank(c: char) -> bool {
    (c.is_whitespace() && !is_blank(c)) || c == '\u{200B}'
}

/// Whether a carriage return stands in a line that is not at the line's end: editors of old ended lines with it.
pub(crate) fn has_lone_return(line: &[u8]) -> bool {
    let mut rest = line.iter().skip_while(|byte| **byte != b'\r');
    rest.any(|byte| *byte != b'\r')
}

/// A string after its quote: up to the closing one, or to the end of the line, so that a missing quote costs one line.
pub(crate) fn string(rest: &[u8]) -> Extent {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'"' => return Extent { length: at + 1, is_closed: true },
            b'\n' => break,
            // What is escaped may be a quote; a line's end ends the string all the same.
            b'\\' if rest.get(at + 1).is_some_and(|next| matches!(next, b'"' | b'\\')) => at += 2,
            _ => at += 1,
        }
    }
    unterminated(rest, at)
}

/// A name after its back-quote: up to the closing one, or to the end of the line.
pub(crate) fn name(rest: &[u8]) -> Extent {
    let length = rest.iter().position(|byte| matches!(byte, b'`' | b'\n')).unwrap_or(rest.len());
    if rest.get(length) == Some(&b'`') {
        Extent { length: length + 1, is_closed: true }
    } else {
        unterminated(rest, length)
    }
}

/// Where a string or name that does not end on its line is taken to end: before the brace that opens a block at the
/// line's end, or those that close one, so that only the quote is missing and not a body; and before a carriage return.
fn unterminated(rest: &[u8], length: usize) -> Extent {
    let whole = rest.get(..length).unwrap_or(rest);
    let line = whole.trim_ascii_end();
    let mut inside = line;
    while let [before @ .., b' ', b'}'] = inside {
        inside = before.trim_ascii_end();
    }
    let length = if inside.len() < line.len() && !inside.contains(&b'{') {
        inside.len()
    } else {
        match line {
            [before @ .., b' ', b'{'] => before.trim_ascii_end().len(),
            _ => length - usize::from(whole.ends_with(b"\r")),
        }
    };
    Extent { length, is_closed: false }
}

/// A comment after its `/*`: up to its own `*/`, or to the end of the text. Comments nest.
pub(crate) fn block_comment(rest: &[u8]) -> Extent {
    let mut depth = 1_usize;
    let mut at = 0;
    while at + 1 < rest.len() {
        match (rest[at], rest[at + 1]) {
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Extent { length: at, is_closed: true };
                }
            }
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    Extent { length: rest.len(), is_closed: false }
}
