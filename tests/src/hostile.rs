//! Text that nobody means: soups of tokens, and real files cut, torn and sewn together again.

use crate::generate::Tape;

/// Tokens and their like, each with its own way to go wrong.
const TOKENS: &[&str] = &[
    "zone",
    "conduit",
    "component",
    "channel",
    "boundary",
    "site",
    "product",
    "protocol",
    "profile",
    "certificate",
    "waiver",
    "countermeasure",
    "capability",
    "catalog",
    "family",
    "enum",
    "attribute",
    "requirement",
    "relation",
    "define",
    "test",
    "expect",
    "capable",
    "because",
    "import",
    "as",
    "between",
    "from",
    "to",
    "and",
    "or",
    "not",
    "in",
    "has",
    "carries",
    "where",
    "every",
    "some",
    "no",
    "if",
    "then",
    "else",
    "let",
    "true",
    "false",
    "with",
    "otherwise",
    "base",
    "RE 1",
    "at",
    "SL 2",
    "SL 99999999999",
    "ML 3",
    "when",
    "should",
    "for",
    "provides",
    "offers",
    "lacks",
    "enable",
    "disable",
    "all",
    "speaks",
    "include",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ",",
    ".",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "=>",
    "+",
    "-",
    "*",
    "/",
    "\"",
    "\"text\"",
    "\"{x}\"",
    "\"{\"",
    "\"{x {y}}\"",
    "`",
    "`=K1`",
    "x",
    "y",
    "z",
    "c",
    "purpose",
    "42",
    "-1",
    "99999999999999999999",
    "1.10",
    "4.1.0",
    "1.",
    "2027-02-30",
    "2027-03-31",
    "30 days",
    "9223372036854775807 days",
    "10.0.0.5",
    "10.0.0.0/8",
    "2001:db8::/129",
    "SR 1.1",
    "SR 1.1 RE 2",
    "SP.01.01",
    "SR 1.1 in part_3_3",
    "is stated",
    "count(",
    "sum(",
    "min(",
    "max(",
    "union(",
    "except(",
    "set of",
    "///",
    "/// docs\n",
    "//! file\n",
    "// comment\n",
    "/*",
    "*/",
    "/* a /* b */ */",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "é",
    "\u{202e}",
    "🦀",
    "\\",
    ";",
    "#",
    "part_3_3",
    "target:",
    "trust: untrusted",
    "kind: host_device",
    "_",
    "{ c in",
];

/// Tokens one after the other.
pub fn soup(choices: &[u32]) -> String {
    let mut tape = Tape::new(choices);
    let mut text = String::new();
    for _ in 0..choices.len() / 2 {
        text.push_str(tape.word(TOKENS));
        text.push_str(tape.word(&[" ", " ", " ", "", "\n"]));
    }
    text
}

/// A place in a text where it can be cut.
fn place(text: &str, tape: &mut Tape<'_>) -> usize {
    let mut at = tape.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text with a few wounds: cut short, a piece taken out, doubled or moved, tokens put in.
pub fn mutilate(text: &str, choices: &[u32]) -> String {
    let mut tape = Tape::new(choices);
    let mut text = text.to_owned();
    for _ in 0..=tape.below(6) {
        let (a, b) = (place(&text, &mut tape), place(&text, &mut tape));
        let (start, end) = (a.min(b), a.max(b));
        // Small wounds leave more of the text alive.
        let mut end = end.min(start + 1 + tape.below(80));
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let end = end.min(text.len()).max(start);
        match tape.below(6) {
            0 => text.truncate(start),
            1 => text.replace_range(start..end, ""),
            2 => {
                let piece = text[start..end].to_owned();
                let at = place(&text, &mut tape);
                text.insert_str(at, &piece);
            }
            3 => text.insert_str(start, tape.word(TOKENS)),
            4 => {
                let piece = format!(" {} ", tape.word(TOKENS));
                text.replace_range(start..end, &piece);
            }
            _ => {
                let piece = text[start..end].to_owned();
                text.replace_range(start..end, "");
                let at = place(&text, &mut tape);
                text.insert_str(at, &piece);
            }
        }
    }
    text
}
