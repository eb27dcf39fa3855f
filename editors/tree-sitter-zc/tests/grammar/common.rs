//! What the tests of the grammar share.

use tree_sitter::{Language, Node, Parser, Tree};

/// The language under test.
pub(crate) fn language() -> Language {
    tree_sitter_zc::LANGUAGE.into()
}

/// The tree of a text.
pub(crate) fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).expect("the parser is of a version that the library reads");
    parser.parse(text, None).expect("nothing cancels the parser")
}

/// Calls `see` with every node below and with this one, in the order of the text.
pub(crate) fn walk<'tree>(node: Node<'tree>, see: &mut impl FnMut(Node<'tree>)) {
    see(node);
    for index in 0..node.child_count() {
        if let Some(child) = node.child(index) {
            walk(child, see);
        }
    }
}

/// Where a tree has what is no good: the first few, for people.
pub(crate) fn faults(text: &str) -> Vec<String> {
    let tree = parse(text);
    let mut found = Vec::new();
    if tree.root_node().has_error() {
        walk(tree.root_node(), &mut |node| {
            if node.is_error() || node.is_missing() {
                let line = node.start_position().row;
                let what = if node.is_missing() { format!("MISSING {}", node.kind()) } else { "ERROR".to_owned() };
                found.push(format!("{}: {what}: {}", line + 1, text.lines().nth(line).unwrap_or_default().trim()));
            }
        });
    }
    found
}
