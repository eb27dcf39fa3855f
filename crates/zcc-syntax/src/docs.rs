//! What documentation says: the text of its lines without their markers.

use logos::Logos;
use smol_str::SmolStr;
use zcc_base::TextRange;

use crate::kind::TokenKind;

/// The `//!` lines before the first declaration, markers removed, and where they stand.
pub fn file_docs(text: &str) -> Option<(SmolStr, TextRange)> {
    let mut lexer = TokenKind::lexer(text);
    let mut docs = String::new();
    let mut range: Option<TextRange> = None;
    while let Some(Ok(kind)) = lexer.next() {
        match kind {
            TokenKind::FileDocs => {
                let own = TextRange::new(lexer.span().start as u32, lexer.span().end as u32);
                let line = lexer.slice().trim_start_matches("//!");
                if range.is_some() {
                    docs.push('\n');
                }
                docs.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
                range = Some(range.unwrap_or(own).cover(own));
            }
            TokenKind::LineComment | TokenKind::BlockComment => {}
            _ => break,
        }
    }
    range.map(|range| (SmolStr::new(docs), range))
}

/// The lines of docs without their markers.
pub(crate) fn docs_text(source: &str) -> SmolStr {
    let mut text = String::new();
    let lines = source.lines();
    for line in lines.filter_map(|line| line.trim_start().strip_prefix("///")) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
    }
    SmolStr::new(text)
}
