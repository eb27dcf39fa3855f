//! The queries: all of them compile, all captures are known to the editor they are for, and nothing in a real file goes
//! without a colour that should have one. The queries of the editors are those of the grammar with each editor's own names
//! for captures; `UPDATE_EXPECT=1` writes them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::common::{language, parse, walk};
use tree_sitter::{Query, QueryCursor, StreamingIterator as _};
use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};
use zcc_tests::files::real_files;

fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn read(path: &str) -> String {
    fs::read_to_string(editors().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn compile(path: &str) -> Query {
    Query::new(&language(), &read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// An editor: where its queries are, and its names for captures where they differ from those of the grammar's queries.
struct Editor {
    folder: &'static str,
    copied: &'static [&'static str],
    names: &'static [(&'static str, &'static str)],
}

const EDITORS: [Editor; 3] = [
    // The grammar's own queries go by the names of Neovim.
    Editor {
        folder: "neovim/queries/zc",
        copied: &["highlights", "folds", "indents", "injections", "locals", "textobjects"],
        names: &[],
    },
    Editor {
        folder: "helix/queries/zc",
        copied: &["highlights", "injections", "locals"],
        names: &[
            ("comment.documentation", "comment.block.documentation"),
            ("keyword.type", "keyword.storage.type"),
            ("keyword.modifier", "keyword.storage.modifier"),
            ("keyword.import", "keyword.control.import"),
            ("keyword.conditional", "keyword.control.conditional"),
            ("keyword.repeat", "keyword.control.repeat"),
            ("string.escape", "constant.character.escape"),
            ("number", "constant.numeric.integer"),
            ("number.float", "constant.numeric.float"),
            ("boolean", "constant.builtin.boolean"),
            ("constant.macro", "constant"),
            ("module", "namespace"),
            ("type.definition", "type"),
            ("property", "variable.other.member"),
            ("variable.member", "variable.other.member"),
            ("function.call", "function"),
            ("local.definition", "local.definition.variable.parameter"),
        ],
    },
    Editor {
        folder: "zed/languages/zc",
        copied: &["highlights", "injections"],
        names: &[
            ("comment.documentation", "comment.doc"),
            ("keyword.type", "keyword"),
            ("keyword.modifier", "keyword"),
            ("keyword.import", "keyword"),
            ("keyword.conditional", "keyword"),
            ("keyword.repeat", "keyword"),
            ("keyword.function", "keyword"),
            ("keyword.operator", "keyword"),
            ("number.float", "number"),
            ("constant.builtin", "constant"),
            ("constant.macro", "constant"),
            ("module", "namespace"),
            ("markup.heading", "title"),
            ("type.definition", "type"),
            ("type.builtin", "type"),
            ("variable.builtin", "variable.special"),
            ("variable.parameter", "variable"),
            ("variable.member", "property"),
            ("function.builtin", "function"),
            ("function.call", "function"),
        ],
    },
];

/// What each editor's themes and commands know.
const KNOWN: [(&str, &[&str]); 6] = [
    (
        "neovim/queries/zc/highlights.scm",
        &[
            "boolean",
            "comment",
            "comment.documentation",
            "constant",
            "constant.builtin",
            "constant.macro",
            "function",
            "function.builtin",
            "function.call",
            "keyword",
            "keyword.conditional",
            "keyword.function",
            "keyword.import",
            "keyword.modifier",
            "keyword.operator",
            "keyword.repeat",
            "keyword.type",
            "label",
            "markup.heading",
            "module",
            "number",
            "number.float",
            "operator",
            "property",
            "punctuation.bracket",
            "punctuation.delimiter",
            "punctuation.special",
            "string",
            "string.escape",
            "string.special",
            "type",
            "type.builtin",
            "type.definition",
            "variable",
            "variable.builtin",
            "variable.member",
            "variable.parameter",
        ],
    ),
    (
        "helix/queries/zc/highlights.scm",
        &[
            "comment",
            "comment.block.documentation",
            "constant",
            "constant.builtin",
            "constant.builtin.boolean",
            "constant.character.escape",
            "constant.numeric.float",
            "constant.numeric.integer",
            "function",
            "function.builtin",
            "keyword",
            "keyword.control.conditional",
            "keyword.control.import",
            "keyword.control.repeat",
            "keyword.function",
            "keyword.operator",
            "keyword.storage.modifier",
            "keyword.storage.type",
            "label",
            "markup.heading",
            "namespace",
            "operator",
            "punctuation.bracket",
            "punctuation.delimiter",
            "punctuation.special",
            "string",
            "string.special",
            "type",
            "type.builtin",
            "variable",
            "variable.builtin",
            "variable.other.member",
            "variable.parameter",
        ],
    ),
    (
        "zed/languages/zc/highlights.scm",
        &[
            "boolean",
            "comment",
            "comment.doc",
            "constant",
            "function",
            "keyword",
            "label",
            "namespace",
            "number",
            "operator",
            "property",
            "punctuation.bracket",
            "punctuation.delimiter",
            "punctuation.special",
            "string",
            "string.escape",
            "string.special",
            "title",
            "type",
            "variable",
            "variable.special",
        ],
    ),
    ("helix/queries/zc/indents.scm", &["indent", "outdent"]),
    (
        "helix/queries/zc/textobjects.scm",
        &[
            "class.around",
            "class.inside",
            "comment.around",
            "comment.inside",
            "entry.around",
            "entry.inside",
            "function.around",
            "function.inside",
            "parameter.around",
            "parameter.inside",
            "test.around",
            "test.inside",
        ],
    ),
    ("zed/languages/zc/outline.scm", &["annotation", "context", "item", "name"]),
];

/// A query with every capture under an editor's own name for it.
fn translate(query: &str, names: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (index, part) in query.split('@').enumerate() {
        if index == 0 {
            out.push_str(part);
            continue;
        }
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let own = names.iter().find(|(known, _)| *known == name).map_or(name, |(_, own)| own);
        out.push('@');
        out.push_str(own);
        out.push_str(rest);
    }
    out
}

#[test]
fn the_queries_of_the_editors_are_those_of_the_grammar() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    for editor in EDITORS {
        for name in editor.copied {
            let path = format!("{}/{name}.scm", editor.folder);
            let wanted = translate(&read(&format!("tree-sitter-zc/queries/{name}.scm")), editor.names);
            if update {
                fs::write(editors().join(&path), wanted).expect("the query can be written");
            } else {
                let own = read(&path);
                assert!(own == wanted, "{path} is not the grammar's: `UPDATE_EXPECT=1 cargo test` writes it");
            }
        }
    }
}

#[test]
fn every_query_compiles() {
    let mut count = 0;
    for folder in ["tree-sitter-zc/queries", "neovim/queries/zc", "helix/queries/zc", "zed/languages/zc"] {
        for entry in fs::read_dir(editors().join(folder)).expect("the queries can be listed") {
            let name = entry.expect("the queries can be listed").file_name();
            let name = name.to_string_lossy();
            if name.ends_with(".scm") {
                compile(&format!("{folder}/{name}"));
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn every_capture_is_known_to_its_editor() {
    for (path, known) in KNOWN {
        for name in compile(path).capture_names() {
            // What begins with an underscore is for the query's own conditions.
            assert!(name.starts_with('_') || known.contains(name), "{path}: @{name}");
        }
    }
}

/// The bytes of a text that a query captures.
fn captured(query: &Query, text: &str) -> BTreeSet<usize> {
    let tree = parse(text);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(query, tree.root_node(), text.as_bytes());
    let mut bytes = BTreeSet::new();
    while let Some((found, index)) = captures.next() {
        bytes.extend(found.captures()[*index].node.byte_range());
    }
    bytes
}

#[test]
fn every_word_of_the_real_files_has_a_colour() {
    for path in KNOWN.map(|(path, _)| path).into_iter().filter(|path| path.ends_with("highlights.scm")) {
        let query = compile(path);
        for (file, text) in real_files() {
            let captured = captured(&query, &text);
            let mut bare = Vec::new();
            walk(parse(&text).root_node(), &mut |node| {
                if node.child_count() == 0 && !captured.contains(&node.start_byte()) {
                    bare.push(format!("{}:{} {}", file, node.start_position().row + 1, &text[node.byte_range()]));
                }
            });
            assert!(bare.is_empty(), "{path}: {:?}", &bare[..bare.len().min(10)]);
        }
    }
}

#[test]
fn each_query_finds_something_in_the_real_files() {
    let text: String = real_files().into_iter().map(|(_, text)| text).collect();
    for folder in ["tree-sitter-zc/queries", "helix/queries/zc", "zed/languages/zc"] {
        for entry in fs::read_dir(editors().join(folder)).expect("the queries can be listed") {
            let name = entry.expect("the queries can be listed").file_name();
            let name = name.to_string_lossy().into_owned();
            if name.ends_with(".scm") {
                let query = compile(&format!("{folder}/{name}"));
                assert!(!captured(&query, &text).is_empty(), "{folder}/{name} finds nothing");
            }
        }
    }
}

/// What is coloured how in a text: each piece with the innermost colour that it has.
fn coloured(text: &str) -> Vec<(String, String)> {
    let highlights = tree_sitter_zc::HIGHLIGHTS_QUERY;
    let mut configuration = HighlightConfiguration::new(language(), "zc", highlights, "", tree_sitter_zc::LOCALS_QUERY)
        .expect("it compiles");
    let names: Vec<String> = configuration.names().iter().map(|name| (*name).to_owned()).collect();
    configuration.configure(&names);
    let mut highlighter = Highlighter::new();
    let events =
        highlighter.highlight(&configuration, text.as_bytes(), None, None, |_| None).expect("it can be coloured");
    let (mut open, mut pieces) = (Vec::new(), Vec::new());
    for event in events {
        match event.expect("it can be coloured") {
            HighlightEvent::HighlightStart(highlight) => open.push(names[highlight.0].clone()),
            HighlightEvent::HighlightEnd => drop(open.pop()),
            HighlightEvent::Source { start, end } => {
                if let Some(name) = open.last() {
                    pieces.push((text[start..end].to_owned(), name.clone()));
                }
            }
        }
    }
    pieces
}

#[test]
fn each_thing_has_the_colour_of_what_it_is() {
    let text = r#"
/// Docs.
zone control "Control" {
  target: SL 2
  kind: host_device
  component plc: acme.plc { enable all }
  channel scan: modbus_tcp from plc to control.hmi
}
requirement SR 1.1 in part_3_3.IAC for zone z {
  base at SL 1: every c in z.components: c has lock and count(zones) > 1 otherwise "{c} \"x\""
}
define near(p: zone): bool = leads_to(p, x) // c
"#;
    let pieces = coloured(text);
    for (piece, wanted) in [
        ("/// Docs.", "comment.documentation"),
        ("zone", "keyword.type"),
        ("control", "module"),
        ("\"Control\"", "markup.heading"),
        ("target", "property"),
        ("SL 2", "constant.builtin"),
        ("host_device", "constant"),
        ("plc", "type.definition"),
        ("acme", "type"),
        ("enable", "keyword"),
        ("all", "constant.builtin"),
        ("scan", "label"),
        ("modbus_tcp", "type"),
        ("SR 1.1", "constant.macro"),
        ("IAC", "module"),
        ("every", "keyword.repeat"),
        ("components", "variable.member"),
        ("has", "keyword.operator"),
        ("lock", "type"),
        ("count", "function.builtin"),
        ("zones", "variable.builtin"),
        ("{", "punctuation.special"),
        ("\\\"", "string.escape"),
        ("near", "function"),
        ("bool", "type.builtin"),
        ("leads_to", "function.call"),
        ("// c", "comment"),
    ] {
        let found: BTreeSet<&str> =
            pieces.iter().filter(|(text, _)| text == piece).map(|(_, name)| name.as_str()).collect();
        assert!(found.contains(wanted), "`{piece}` is {found:?}, not {wanted}");
    }
    // A name that a rule binds has one colour wherever it stands.
    let bound: BTreeSet<&str> = pieces.iter().filter(|(text, _)| text == "c").map(|(_, name)| name.as_str()).collect();
    assert_eq!(bound, BTreeSet::from(["variable.parameter"]));
}
