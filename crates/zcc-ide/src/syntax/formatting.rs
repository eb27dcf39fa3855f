//! The canonical style, as edits that touch no more than they must.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::File;
use zcc_syntax::{LexedToken, TokenKind, chunks, lex};

use crate::host::Analysis;

/// A change of a text: a range and what to put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub text: SmolStr,
}

impl Analysis {
    /// What brings a file into the canonical style: edits of the space between words, in order, that do not overlap.
    pub fn format(&self, file: File) -> Vec<TextEdit> {
        let text = file.text(&self.db);
        edits(text, &zcc_fmt::format(text))
    }

    /// The same for the declarations that a range touches.
    pub fn format_range(&self, file: File, range: TextRange) -> Vec<TextEdit> {
        let touched = chunks(file.text(&self.db))
            .into_iter()
            .map(|chunk| chunk.range)
            .filter(|chunk| chunk.start <= range.end && range.start <= chunk.end)
            .reduce(TextRange::cover);
        let Some(touched) = touched else { return Vec::new() };
        let within = |edit: &TextEdit| touched.start <= edit.range.start && edit.range.end <= touched.end;
        self.format(file).into_iter().filter(within).collect()
    }

    /// What to change after `typed` was typed before `offset`: after a closing brace the block that it closes comes into the canonical
    /// style, a new line is indented as deep as it is nested.
    pub fn format_typed(&self, file: File, offset: u32, typed: &str) -> Vec<TextEdit> {
        let text = file.text(&self.db);
        match typed {
            "}" => {
                let Some(open) = opening(text, offset) else { return Vec::new() };
                let line = line_start(text, open);
                let within = |edit: &TextEdit| line <= edit.range.start && edit.range.end < offset;
                self.format(file).into_iter().filter(within).collect()
            }
            "\n" => indented(text, offset),
            _ => Vec::new(),
        }
    }
}

/// The edits that lead from a text to the same text in another layout; all of it where it says something else.
fn edits(before: &str, after: &str) -> Vec<TextEdit> {
    if before == after {
        return Vec::new();
    }
    let (old, new) = (lex(before), lex(after));
    let same = old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.kind == new.kind);
    if !same {
        let range = TextRange::new(0, before.len() as u32);
        return vec![TextEdit { range, text: SmolStr::new(after) }];
    }
    let mut found = Vec::new();
    let mut change = |old: TextRange, new: TextRange| {
        let new = after.get(new.to_usize()).unwrap_or_default();
        if before.get(old.to_usize()) != Some(new) {
            found.push(TextEdit { range: old, text: SmolStr::new(new) });
        }
    };
    let (mut old_end, mut new_end) = (0, 0);
    for (old, new) in old.iter().zip(&new) {
        change(TextRange::new(old_end, old.range.start), TextRange::new(new_end, new.range.start));
        change(old.range, new.range);
        (old_end, new_end) = (old.range.end, new.range.end);
    }
    change(TextRange::new(old_end, before.len() as u32), TextRange::new(new_end, after.len() as u32));
    found
}

/// Where the brace opens that is closed just before an offset.
fn opening(text: &str, offset: u32) -> Option<u32> {
    let mut open: Vec<u32> = Vec::new();
    for LexedToken { kind, range, .. } in lex(text) {
        match kind {
            TokenKind::OpenBrace => open.push(range.start),
            TokenKind::CloseBrace => {
                let opened = open.pop();
                if range.end == offset {
                    return opened;
                }
            }
            _ => {}
        }
        if range.end >= offset {
            return None;
        }
    }
    None
}

fn line_start(text: &str, offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end as u32 + 1)
}

/// Indents the line of an offset: two blanks for each bracket that is open there.
fn indented(text: &str, offset: u32) -> Vec<TextEdit> {
    const STEP: usize = 2;
    let start = line_start(text, offset);
    let line = text.get(start as usize..).unwrap_or_default();
    let line = line.split('\n').next().unwrap_or_default();
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut depth = 0_usize;
    for LexedToken { kind, range, .. } in lex(text) {
        if range.start >= start + blank as u32 {
            let closes = matches!(kind, TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen);
            if range.start == start + blank as u32 && closes {
                depth = depth.saturating_sub(1);
            }
            break;
        }
        match kind {
            TokenKind::OpenBrace | TokenKind::OpenBracket | TokenKind::OpenParen => depth += 1,
            TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen => depth = depth.saturating_sub(1),
            // Inside of a comment or a string every blank counts.
            _ if range.end > start => return Vec::new(),
            _ => {}
        }
    }
    let wanted = " ".repeat(depth * STEP);
    if line.get(..blank) == Some(wanted.as_str()) {
        return Vec::new();
    }
    vec![TextEdit { range: TextRange::new(start, start + blank as u32), text: SmolStr::new(wanted) }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at_cursor;

    fn applied(text: &str, edits: &[TextEdit]) -> String {
        let mut text = text.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.range.to_usize(), &edit.text);
        }
        text
    }

    #[test]
    fn formatting_touches_only_the_space_between_words() {
        let (analysis, at) = at_cursor("$0zone  a {target: SL 2\n\n\n\n}\nzone b { }\n");
        let text = analysis.text(at.file);
        let edits = analysis.format(at.file);
        assert_eq!(applied(text, &edits), zcc_fmt::format(text));
        assert!(edits.iter().all(|edit| text[edit.range.to_usize()].trim().is_empty()), "{edits:?}");
    }

    #[test]
    fn a_range_formats_the_declarations_it_touches() {
        let (analysis, at) = at_cursor("zone  a { }\n\nzone  b$0 { }\n\nzone  c { }\n");
        let edits = analysis.format_range(at.file, TextRange::new(at.offset, at.offset));
        assert_eq!(applied(analysis.text(at.file), &edits), "zone  a { }\n\nzone b {}\n\nzone  c { }\n");
    }

    #[test]
    fn a_closing_brace_formats_its_block_and_a_new_line_is_indented() {
        let (analysis, at) = at_cursor("zone a {\n component  c {tag:\"T\" }$0\n");
        let edits = analysis.format_typed(at.file, at.offset, "}");
        assert_eq!(
            applied(analysis.text(at.file), &edits),
            "zone a {\n component  c {tag:\"T\" }\n",
            "it does not parse"
        );
        let (analysis, at) = at_cursor("zone a {\n  component c {\n$0tag: \"T\"\n  }\n}\n");
        let edits = analysis.format_typed(at.file, at.offset, "\n");
        assert_eq!(applied(analysis.text(at.file), &edits), "zone a {\n  component c {\n    tag: \"T\"\n  }\n}\n");
    }
}
