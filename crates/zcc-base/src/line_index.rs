//! From byte offsets to lines and columns.

/// A place as people and editors count it; all numbers start at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column, in the unit that was asked for.
    pub column: u32,
}

/// The starts of the lines of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Box<[u32]>,
    length: u32,
}

impl LineIndex {
    /// Finds the lines of `text`. Only `\n` ends a line; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { starts: starts.into_boxed_slice(), length: text.len() as u32 }
    }

    /// Where each line starts.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The line of `offset` and its column in bytes. An offset past the end is taken for the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.length);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        LineColumn { line: line as u32, column: offset - self.starts.get(line).copied().unwrap_or(0) }
    }

    /// The line of `offset` and its column in Unicode characters, as compilers print it.
    pub fn line_character(&self, text: &str, offset: u32) -> LineColumn {
        let at = self.line_column(offset);
        let line = self.line_text(text, at.line);
        let prefix = line.get(..at.column as usize).unwrap_or(line);
        LineColumn { line: at.line, column: prefix.chars().count() as u32 }
    }

    fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let start = self.starts.get(line as usize).copied().unwrap_or(self.length) as usize;
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.length) as usize;
        text.get(start..end).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_past_the_end_are_the_end() {
        let index = LineIndex::new("a\nbc");
        assert_eq!(index.line_column(3), LineColumn { line: 1, column: 1 });
        assert_eq!(index.line_column(99), LineColumn { line: 1, column: 2 });
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "é: x";
        assert_eq!(LineIndex::new(text).line_character(text, 2).column, 1);
    }
}
