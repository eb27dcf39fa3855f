//! What can be folded away.

use zcc_base::TextRange;
use zcc_db::{File, items, tree};
use zcc_syntax::ast::ItemKind;
use zcc_syntax::{TokenKind, lex};

use super::nodes::nodes;
use crate::host::Analysis;

/// What sort of thing is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// Something in brackets.
    Block,
    /// Comment lines that follow each other.
    Comment,
    /// The imports of a file.
    Imports,
}

/// A part of a file that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From its first character to its last.
    pub range: TextRange,
    /// What sort of thing it is.
    pub kind: FoldKind,
}

impl Analysis {
    /// What can be folded in a file, in order: only what has more than one line.
    pub fn folds(&self, file: File) -> Vec<Fold> {
        let db = &self.db;
        let text = file.text(db);
        let mut found = comments(text);
        let mut imports: Option<TextRange> = None;
        for item in items(db, file) {
            let start = item.offset(db);
            let tree = tree(db, *item);
            if let ItemKind::Import { .. } = tree.kind {
                let range = tree.range + start;
                imports = Some(imports.map_or(range, |before| before.cover(range)));
            }
            let body = item.text(db).as_bytes();
            nodes(tree, &mut |range| {
                if matches!(body.get(range.start as usize), Some(b'{' | b'[' | b'(')) {
                    found.push(Fold { range: range + start, kind: FoldKind::Block });
                }
            });
        }
        found.extend(imports.map(|range| Fold { range, kind: FoldKind::Imports }));
        found.retain(|fold| text.get(fold.range.to_usize()).is_some_and(|folded| folded.trim_end().contains('\n')));
        found.sort_by_key(|fold| (fold.range.start, std::cmp::Reverse(fold.range.end)));
        found.dedup_by_key(|fold| fold.range);
        found
    }
}

/// Comments that stand on lines that follow each other, and those that have several lines themselves.
fn comments(text: &str) -> Vec<Fold> {
    let mut found = Vec::new();
    let mut run: Option<(TokenKind, TextRange)> = None;
    for token in lex(text) {
        let is_line = matches!(token.kind, TokenKind::LineComment | TokenKind::Docs | TokenKind::FileDocs);
        run = match run {
            Some((kind, range)) if kind == token.kind && is_line && follows(text, range, token.range) => {
                Some((kind, range.cover(token.range)))
            }
            before => {
                found.extend(before.map(|(_, range)| Fold { range, kind: FoldKind::Comment }));
                (is_line || token.kind == TokenKind::BlockComment).then_some((token.kind, token.range))
            }
        };
    }
    found.extend(run.map(|(_, range)| Fold { range, kind: FoldKind::Comment }));
    found
}

/// Whether nothing but one line end stands between two ranges.
fn follows(text: &str, before: TextRange, after: TextRange) -> bool {
    let between = text.get(before.end as usize..after.start as usize).unwrap_or_default();
    between.matches('\n').count() <= 1
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::testing::at_cursor;

    #[test]
    fn blocks_comments_and_imports_are_folded() {
        let text = "$0//! One\n//! two.\n\nimport a\nimport b\n\n// c\n// d\nzone a {\n  component c { kind: [\n    host_device\n  ] }\n  zone b { }\n}\n";
        let (analysis, at) = at_cursor(text);
        let text = analysis.text(at.file);
        let shown: Vec<String> = analysis
            .folds(at.file)
            .into_iter()
            .map(|fold| format!("{:?} {}", fold.kind, text[fold.range.to_usize()].replace('\n', "⏎")))
            .collect();
        expect![[r#"
            Comment //! One⏎//! two.
            Imports import a⏎import b
            Comment // c⏎// d
            Block {⏎  component c { kind: [⏎    host_device⏎  ] }⏎  zone b { }⏎}
            Block { kind: [⏎    host_device⏎  ] }
            Block [⏎    host_device⏎  ]"#]]
        .assert_eq(&shown.join("\n"));
    }
}
