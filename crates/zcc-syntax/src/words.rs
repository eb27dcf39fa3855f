//! The words of the language: which are reserved, which start a declaration, and when a name takes back-quotes.

use zcc_base::nearest;

/// The eighteen words that join expressions. All but `true` and `false` may name an attribute; all may follow a dot.
pub static RESERVED_WORDS: [&str; 18] = [
    "and",
    "carries",
    "else",
    "every",
    "false",
    "has",
    "if",
    "in",
    "let",
    "no",
    "not",
    "or",
    "otherwise",
    "some",
    "then",
    "true",
    "where",
    "with",
];

/// The words that start a declaration.
pub static DECLARATION_WORDS: [&str; 21] = [
    "attribute",
    "boundary",
    "capability",
    "catalog",
    "certificate",
    "channel",
    "component",
    "conduit",
    "countermeasure",
    "define",
    "enum",
    "import",
    "product",
    "profile",
    "protocol",
    "relation",
    "requirement",
    "site",
    "test",
    "waiver",
    "zone",
];

/// Whether `word` is reserved, so that it is a name only before a colon, after a dot, or in back-quotes.
pub fn is_reserved(word: &str) -> bool {
    RESERVED_WORDS.binary_search(&word).is_ok()
}

/// Whether `name` must be printed in back-quotes to be read back as a name.
pub fn needs_quotes(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    !starts || !bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') || is_reserved(name)
}

/// Words that start a declaration or a member elsewhere, each with the word for it here. None is a word of the language.
const OTHER_WORDS: [(&str, &str); 38] = [
    ("activate", "enable"),
    ("area", "zone"),
    ("asset", "component"),
    ("catalogue", "catalog"),
    ("cell", "zone"),
    ("connection", "channel"),
    ("deactivate", "disable"),
    ("def", "define"),
    ("device", "component"),
    ("enclave", "zone"),
    ("equipment", "component"),
    ("exception", "waiver"),
    ("exemption", "waiver"),
    ("facility", "site"),
    ("firewall", "boundary"),
    ("flow", "channel"),
    ("func", "define"),
    ("function", "define"),
    ("host", "component"),
    ("includes", "include"),
    ("link", "channel"),
    ("machine", "component"),
    ("mitigation", "countermeasure"),
    ("node", "component"),
    ("plant", "site"),
    ("provide", "provides"),
    ("req", "requirement"),
    ("require", "import"),
    ("rule", "requirement"),
    ("segment", "zone"),
    ("speak", "speaks"),
    ("subzone", "zone"),
    ("supports", "offers"),
    ("system", "component"),
    ("use", "import"),
    ("uses", "import"),
    ("using", "import"),
    ("without", "lacks"),
];

/// Those that start a line of a body and no declaration.
const MEMBER_WORDS: [&str; 8] = ["provides", "offers", "lacks", "enable", "disable", "speaks", "include", "family"];

/// The word that a line should start with which starts with this one: a declaration at the top, a member in a body.
pub(crate) fn meant_word(text: &str, in_body: bool) -> Option<&'static str> {
    let other = OTHER_WORDS.iter().find(|(other, _)| other.eq_ignore_ascii_case(text)).map(|(_, word)| *word);
    if let Some(word) = other {
        let fits = if in_body { word != "import" } else { DECLARATION_WORDS.contains(&word) };
        return fits.then_some(word);
    }
    let lower = text.to_ascii_lowercase();
    if lower == "include" && !in_body {
        return Some("import");
    }
    if text.len() <= 3 {
        return None;
    }
    let is_word = |word: &&&str| in_body || !MEMBER_WORDS.contains(word);
    let all = DECLARATION_WORDS.iter().chain(&MEMBER_WORDS);
    if let Some(word) = all.clone().filter(is_word).find(|word| **word == lower) {
        return Some(word);
    }
    // What other languages call an import is nearer to what a product does with a profile.
    let near = nearest(&lower, all.copied())?;
    match near {
        "include" if !in_body => Some("import"),
        near if !in_body && MEMBER_WORDS.contains(&near) => nearest(&lower, DECLARATION_WORDS.iter().copied()),
        near => Some(near),
    }
}

/// The word that joins expressions, or starts one, and is nearest to this one, which stands beside a name.
pub(crate) fn meant_operator(before: &str, word: &str, binds: bool) -> Option<(bool, &'static str)> {
    const STARTS: [&str; 6] = ["every", "some", "no", "not", "if", "let"];
    const JOINS: [&str; 9] = ["and", "carries", "else", "has", "in", "or", "otherwise", "then", "where"];
    const OTHERS: [(&str, &str); 7] = [
        ("all", "every"),
        ("any", "some"),
        ("exists", "some"),
        ("forall", "every"),
        ("none", "no"),
        ("each", "every"),
        ("foreach", "every"),
    ];
    let other = || OTHERS.iter().find(|(other, _)| *other == before).map(|(_, word)| *word);
    let start = if binds { other().or_else(|| nearest(before, STARTS)) } else { None };
    start.map(|word| (true, word)).or_else(|| Some((false, nearest(word, JOINS)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(RESERVED_WORDS.is_sorted());
        assert!(DECLARATION_WORDS.is_sorted());
        assert!(OTHER_WORDS.is_sorted());
    }

    #[test]
    fn what_others_call_it_is_taken_for_the_word_of_the_language() {
        for (written, top, body) in [
            ("use", Some("import"), None),
            ("includ", Some("import"), Some("include")),
            ("imprt", Some("import"), Some("import")),
            ("asset", Some("component"), Some("component")),
            ("Zone", Some("zone"), Some("zone")),
            ("supports", None, Some("offers")),
            ("offer", None, Some("offers")),
            ("purpose", None, None),
        ] {
            assert_eq!((meant_word(written, false), meant_word(written, true)), (top, body), "{written}");
        }
        for (other, word) in OTHER_WORDS {
            assert!(DECLARATION_WORDS.contains(&word) || MEMBER_WORDS.contains(&word), "{other} {word}");
        }
    }

    #[test]
    fn tags_and_reserved_words_take_quotes() {
        for name in ["=K1-A2.10", "", "2nd", "with", "größe"] {
            assert!(needs_quotes(name), "{name}");
        }
        for name in ["zone", "plc_1", "_"] {
            assert!(!needs_quotes(name), "{name}");
        }
    }
}
