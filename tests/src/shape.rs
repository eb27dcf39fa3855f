//! What a text means to the parser, wherever it stands: its declarations, their documentation and what is wrong with
//! them, without ranges.

use std::fmt::Write as _;

use zcc_base::{Severity, TextRange};
use zcc_syntax::{TokenClass, file_docs, lex, parse_file};

/// Declarations as text without places, and every comment of the file in order. Of a declaration that does not parse, its
/// words.
pub fn shape(text: &str) -> String {
    let mut shape = format!("{:?}\n", file_docs(text).map(|(docs, _)| docs));
    for chunk in parse_file(text) {
        if chunk.parsed.diagnostics.iter().any(|one| one.severity == Severity::Error) {
            let own = text.get(chunk.chunk.range.to_usize()).unwrap_or_default();
            for token in lex(own) {
                let _ = writeln!(shape, "{:?} {}", token.kind, words(own, token.range));
            }
            continue;
        }
        let tree = format!("{:#?}", chunk.parsed.item);
        for line in without_ranges(&tree) {
            shape.push_str(line);
            shape.push('\n');
        }
        for diagnostic in &chunk.parsed.diagnostics {
            let _ = writeln!(shape, "{} {}", diagnostic.code, diagnostic.message);
        }
    }
    for token in lex(text).into_iter().filter(|token| token.kind.class() == TokenClass::Comment) {
        let _ = writeln!(shape, "{}", words(text, token.range));
    }
    shape
}

fn words(text: &str, range: TextRange) -> String {
    text.get(range.to_usize()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
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
