//! Whatever the text, parsing ends soon, without a panic, and no tree is too deep to walk or to drop.

use std::time::{Duration, Instant};

use zcc_syntax::{ParsedChunk, chunks, lex, parse_file};

/// Parses, and checks what holds of any text: it takes little time, no token is outside of all chunks, every place
/// lies in its chunk, and there are not too many diagnostics.
#[track_caller]
fn survive(text: &str) -> Vec<ParsedChunk> {
    let start = Instant::now();
    let parsed = parse_file(text);
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    for ParsedChunk { chunk, parsed } in &parsed {
        assert!(parsed.diagnostics.len() <= 200, "{} diagnostics", parsed.diagnostics.len());
        assert!(parsed.item.range.end <= chunk.range.len());
        for diagnostic in &parsed.diagnostics {
            assert!(diagnostic.primary.place.range.end <= chunk.range.len(), "{diagnostic:?} outside {chunk:?}");
            assert!(diagnostic.message.len() < 1000);
        }
    }
    let mut at = parsed.iter().map(|parsed| parsed.chunk.range).peekable();
    for token in lex(text).iter().filter(|token| !token.kind.is_trivia()) {
        while at.next_if(|range| range.end <= token.range.start).is_some() {}
        let chunk = at.peek();
        assert!(
            chunk.is_some_and(|c| c.start <= token.range.start && token.range.end <= c.end),
            "{token:?} in {chunk:?}"
        );
    }
    parsed
}

fn errors(parsed: &[ParsedChunk]) -> usize {
    parsed.iter().map(|parsed| parsed.parsed.diagnostics.len()).sum()
}

#[test]
fn brackets_without_end() {
    for bracket in ["{", "[", "(", "}", "]", ")", "{[(", "zone a { x: ["] {
        for head in ["", "zone a { x: ", "define x: bool = ", "requirement SR 1.1 in a.b for zone z { base: "] {
            assert!(errors(&survive(&format!("{head}{}", bracket.repeat(20_000)))) > 0);
        }
    }
}

#[test]
fn prefixes_without_end() {
    for prefix in [
        "not ",
        "- ",
        "if ",
        "every x in y: ",
        "let a = ",
        "let a = b: ",
        "f(",
        "a.",
        "a => ",
        "if a then b else ",
        "some x in ",
    ] {
        assert!(errors(&survive(&format!("define x: bool = {}", prefix.repeat(20_000)))) > 0, "{prefix}");
        assert!(errors(&survive(&format!("define x: bool = {}a", prefix.repeat(20_000)))) > 0, "{prefix}");
    }
    assert!(errors(&survive(&format!("define x: {} bool = a", "set of ".repeat(20_000)))) > 0);
}

#[test]
fn postfixes_without_end() {
    for postfix in [".a", "()", " is stated", ".a()", " has a where b"] {
        assert!(errors(&survive(&format!("define x: bool = a{}", postfix.repeat(20_000)))) > 0, "{postfix}");
    }
    assert!(errors(&survive(&format!("zone a {{ x: a{} }}", ".a".repeat(20_000)))) > 0);
}

#[test]
fn long_chains_are_flat_and_legal() {
    for (first, link) in [("a", " and a"), ("a", " or a"), ("1", " + 1"), ("1", " * 1"), ("a", " - a")] {
        let text = format!("define x: bool = {first}{}", link.repeat(20_000));
        assert_eq!(errors(&survive(&text)), 0, "{link}");
    }
    assert_eq!(errors(&survive(&format!("define x: bool = f({})", "a, ".repeat(20_000)))), 0);
    assert_eq!(errors(&survive(&format!("zone a {{ provides a{} }}", ", a".repeat(20_000)))), 0);
    assert_eq!(errors(&survive(&format!("zone a {{ {} }}", "x: 1 ".repeat(20_000)))), 0);
    assert_eq!(errors(&survive(&format!("define x: a{} = y", " or a".repeat(20_000)))), 0);
}

#[test]
fn mistakes_without_end() {
    for mistake in [
        "x: ",
        "x = ",
        "; ",
        "@ ",
        "\0",
        "5 ",
        ", ",
        "é ",
        "x: [1 ",
        "provides ",
        "zone ",
        "zone\n",
        ": ",
        "\" ",
        "`",
        "a b\n",
        "/* ",
        "*/ ",
        "/// \n",
        "///\n",
        "//! \n",
        "x: 1 2 3\n",
        "RE 1 ",
        "\" \n",
        "enable\n",
    ] {
        for head in [
            "",
            "zone a { ",
            "define x: bool = ",
            "requirement SR 1.1 in a.b for zone z { ",
            "test \"t\" { ",
            "enum e { ",
            "capability c { ",
            "zone a { provides b { ",
        ] {
            survive(&format!("{head}{}", mistake.repeat(4_000)));
        }
    }
}

#[test]
fn nearly_tokens() {
    for nearly in
        ["a:", "a:b", "SR  ", "is  ", "1.", "1:", "30 ", "30 d", "2026-", "\\", "//", "/*", "*/", "{{", "::", "a::"]
    {
        survive(&nearly.repeat(20_000));
        survive(&format!("zone a {{ x: {}", nearly.repeat(20_000)));
        survive(&format!("requirement SR 1.1 in a.b for zone z {{ base: x otherwise \"{}\" }}", nearly.repeat(20_000)));
    }
}

#[test]
fn odd_files() {
    for text in [
        "",
        "\n",
        "\r\n",
        "\u{FEFF}",
        "\u{FEFF}\u{FEFF}zone a {}",
        "\0",
        "//",
        "///",
        "/",
        "\"",
        "`",
        "\\",
        "{",
        "é",
        "\u{10FFFF}",
    ] {
        survive(text);
    }
    assert_eq!(errors(&survive("\u{FEFF}zone a {\r\n  target: SL 2\r\n}\r\n")), 0);
}

#[test]
fn every_prefix_and_every_gap_of_a_model_survives() {
    let texts = [
        include_str!("fixtures/model.zc"),
        include_str!("fixtures/rules.zc"),
        include_str!("fixtures/library_product.zc"),
        include_str!("fixtures/tests.zc"),
    ];
    for text in texts {
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            survive(&text[..at]);
            survive(&text[at..]);
            let gap = (at + 7).min(text.len());
            if text.is_char_boundary(gap) {
                survive(&[&text[..at], &text[gap..]].concat());
            }
        }
    }
}

#[test]
fn a_long_line_is_no_trouble() {
    let line = "zone a { target: SL 2 component p: q { tag: \"x\" } } ".repeat(20_000);
    assert_eq!(errors(&survive(&line)), 0);
    assert_eq!(chunks(&line).len(), 20_000);
}
