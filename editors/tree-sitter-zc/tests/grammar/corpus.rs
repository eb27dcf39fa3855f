//! The corpus: texts with the trees that they have. `UPDATE_EXPECT=1` writes the trees, also those with errors, which
//! the tree-sitter command line will not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::common::{language, parse, walk};

/// A text with its tree.
struct Case {
    title: String,
    text: String,
    tree: String,
}

const RULE: &str = "====================";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus")
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the corpus can be listed");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the corpus can be listed").path()).collect();
    files.sort();
    files
}

fn cases(file: &str) -> Vec<Case> {
    let rule = format!("{RULE}\n");
    let mut parts = file.split(&rule).skip(1);
    let mut cases = Vec::new();
    while let (Some(title), Some(body)) = (parts.next(), parts.next()) {
        let (text, tree) = body.split_once("\n---\n").expect("a line `---` stands between a text and its tree");
        cases.push(Case {
            title: title.trim().to_owned(),
            // An empty line around the text does not count.
            text: text.strip_prefix('\n').unwrap_or(text).strip_suffix('\n').unwrap_or(text).to_owned(),
            tree: tree.trim().to_owned(),
        });
    }
    cases
}

/// A tree over lines, as the command line writes it.
fn lay_out(flat: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    let mut field = false;
    for word in flat.split(' ') {
        let opens = word.starts_with('(');
        if opens && !field && depth > 0 || word.ends_with(':') {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        field = word.ends_with(':');
        depth = (depth + usize::from(opens)).saturating_sub(word.matches(')').count());
    }
    out
}

#[test]
fn every_text_of_the_corpus_has_its_tree() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in files() {
        let file = fs::read_to_string(&path).expect("the corpus can be read");
        let mut written = Vec::new();
        for case in cases(&file) {
            let found = lay_out(&parse(&case.text).root_node().to_sexp());
            if found != case.tree {
                wrong.push(format!("{} {}:\n{found}\ninstead of\n{}", path.display(), case.title, case.tree));
            }
            written.push(format!("{RULE}\n{}\n{RULE}\n\n{}\n\n---\n\n{found}\n", case.title, case.text));
        }
        if update {
            fs::write(&path, written.join("\n")).expect("the corpus can be written");
        }
    }
    assert!(update || wrong.is_empty(), "{}\n`UPDATE_EXPECT=1 cargo test` writes what is found", wrong.join("\n\n"));
}

#[test]
fn only_half_typed_texts_have_errors() {
    for path in files() {
        let half_typed = path.file_stem().is_some_and(|stem| stem == "half_typed");
        for case in cases(&fs::read_to_string(&path).expect("the corpus can be read")) {
            let broken = parse(&case.text).root_node().has_error();
            assert!(!broken || half_typed, "{} {}", path.display(), case.title);
        }
    }
}

#[test]
fn every_node_and_every_keyword_stands_in_the_corpus() {
    let mut seen = BTreeSet::new();
    for path in files() {
        for case in cases(&fs::read_to_string(&path).expect("the corpus can be read")) {
            walk(parse(&case.text).root_node(), &mut |node| {
                seen.insert(node.kind().to_owned());
            });
        }
    }
    let language = language();
    let missing: BTreeSet<&str> = (0..language.node_kind_count() as u16)
        .filter(|id| language.node_kind_is_visible(*id))
        .filter_map(|id| language.node_kind_for_id(id))
        .filter(|kind| *kind != "ERROR" && !seen.contains(*kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
