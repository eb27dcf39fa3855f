//! What a text means to the parser, wherever it stands: its declarations, their documentation and what is wrong with
//! them, without ranges.

use std::fmt::Write as _;

use zcc_syntax::{TokenClass, file_docs, lex, parse_file};

/// Declarations as text without places, and every comment of the file in order.
pub fn shape(text: &str) -> String {
    let mut shape = std::format!("{:?}\n", file_docs(text));
    for chunk in parse_file(text) {
        let tree = std::format!("{:#?}", chunk.parsed.item);
        for line in without_ranges(&tree) {
            shape.push_str(line);
            shape.push('\n');
        }
        for diagnostic in &chunk.parsed.diagnostics {
            let _ = writeln!(shape, "{} {}", diagnostic.code, diagnostic.message);
        }
    }
    for token in lex(text) {
        if token.kind.class() == TokenClass::Comment {
            let comment = text.get(token.range.to_usize()).unwrap_or_default();
            let words: Vec<&str> = comment.split_whitespace().collect();
            let _ = writeln!(shape, "{}", words.join(" "));
        }
    }
    shape
}

/// The lines of a debug print but those of ranges, each of which takes four.
fn without_ranges(tree: &str) -> Vec<&str> {
    let mut lines = tree.lines();
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line.ends_with("TextRange {") || line.ends_with("TextRange(") {
            lines.by_ref().take(3).for_each(drop);
        } else {
            kept.push(line);
        }
    }
    kept
}
