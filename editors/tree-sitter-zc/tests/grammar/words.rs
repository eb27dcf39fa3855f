//! The words and the literals of the grammar are those of the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{language, parse, walk};
use zcc_syntax::{RESERVED_WORDS, TokenClass, TokenKind, lex};
use zcc_tests::files::{real_files, repository};

/// The words in quotes that the compiler's grammar names as tokens.
fn words_of_the_compiler() -> BTreeSet<String> {
    let grammar = fs::read_to_string(repository().join("grammar/zc.lalrpop")).expect("the grammar can be read");
    let tokens = grammar.split("extern {").nth(1).unwrap_or_default();
    let quoted = tokens.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
    let is_word =
        |kind: TokenKind| matches!(kind.class(), TokenClass::Word | TokenClass::Reserved) && kind != TokenKind::Name;
    let words = quoted.filter(|text| matches!(lex(text).as_slice(), [only] if is_word(only.kind)));
    words.filter(|word| *word != "is stated").map(str::to_owned).collect()
}

#[test]
fn the_keywords_are_those_of_the_compiler() {
    let language = language();
    let keywords: BTreeSet<String> = (0..language.node_kind_count() as u16)
        .filter(|id| language.node_kind_is_visible(*id) && !language.node_kind_is_named(*id))
        .filter_map(|id| language.node_kind_for_id(id))
        .filter(|kind| kind.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect();
    let wanted = words_of_the_compiler();
    assert!(wanted.len() > 50);
    assert_eq!(keywords, wanted);
}

#[test]
fn the_reserved_words_are_those_of_the_compiler() {
    for word in words_of_the_compiler() {
        let is_name = |text: String| !parse(&text).root_node().has_error();
        let reserved = RESERVED_WORDS.contains(&word.as_str());
        assert_eq!(is_name(format!("zone {word} {{}}")), !reserved, "{word} as the name of a zone");
        assert_eq!(is_name(format!("zone z {{ a: {word} }}")), !reserved || is_truth(&word), "{word} as a value");
        assert_eq!(is_name(format!("zone z {{ {word}: a }}")), !is_truth(&word), "{word} as an attribute");
        assert!(is_name(format!("zone z {{ a: b.{word} }}")), "{word} after a dot");
        assert!(is_name(format!("zone `{word}` {{}}")), "{word} in back-quotes");
    }
}

#[test]
fn a_line_that_starts_with_a_word_of_members_shows_that_a_value_is_missing() {
    for word in words_of_the_compiler().into_iter().filter(|word| !RESERVED_WORDS.contains(&word.as_str())) {
        let starts = !parse(&format!("zone z {{\n  {word} x\n}}")).root_node().has_error();
        for head in ["a:", "enable", "provides b,", "component c: d.", "component c:"] {
            let broken = parse(&format!("zone z {{\n  {head}\n  {word} x\n}}")).root_node().has_error();
            assert_eq!(!broken, starts, "{word} after {head}");
            let broken = parse(&format!("zone z {{\n  {head}\n  {word}: x\n}}")).root_node().has_error();
            assert!(!broken, "{word} with a value after {head}");
        }
    }
}

fn is_truth(word: &str) -> bool {
    matches!(word, "true" | "false")
}

/// The kinds of token that become nodes of their own, with what the nodes are called.
const NODES: [(TokenKind, &str); 13] = [
    (TokenKind::Int, "integer"),
    (TokenKind::Decimal, "decimal"),
    (TokenKind::Version, "version"),
    (TokenKind::Address, "address"),
    (TokenKind::Network, "network"),
    (TokenKind::Date, "date"),
    (TokenKind::Duration, "duration"),
    (TokenKind::SecurityLevel, "security_level"),
    (TokenKind::MaturityLevel, "maturity_level"),
    (TokenKind::Enhancement, "enhancement"),
    (TokenKind::RequirementId, "requirement_id"),
    (TokenKind::LineComment, "line_comment"),
    (TokenKind::Docs, "doc_comment"),
];

#[test]
fn the_tokens_of_real_files_are_those_of_the_compiler() {
    let mut texts = real_files();
    let literals = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus/literals.txt");
    let literals = fs::read_to_string(literals).expect("the corpus can be read");
    // Only what stands between the title and the tree is in the language.
    for text in literals.split("====================\n").skip(2).step_by(2) {
        texts.push(("literals".to_owned(), text.split("\n---\n").next().unwrap_or_default().to_owned()));
    }
    for (path, text) in texts {
        let mut wanted = BTreeSet::new();
        for token in lex(&text) {
            if let Some((_, name)) = NODES.iter().find(|(kind, _)| *kind == token.kind) {
                // A carriage return is no part of a comment here.
                wanted.insert((token.range.start as usize, token.text(&text).trim_end_matches('\r').len(), *name));
            }
        }
        let mut found = BTreeSet::new();
        walk(parse(&text).root_node(), &mut |node| {
            // A back-quoted name may be an identifier of a requirement; to the lexer it is a name.
            let quoted = text[node.byte_range()].starts_with('`');
            if let Some((_, name)) = NODES.iter().find(|(_, name)| node.is_named() && *name == node.kind() && !quoted) {
                found.insert((node.start_byte(), node.byte_range().len(), *name));
            }
        });
        let differences: Vec<_> = wanted.symmetric_difference(&found).take(5).collect();
        assert!(differences.is_empty(), "{path}: {differences:?}");
    }
}
