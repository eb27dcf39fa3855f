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

/// The word that may start a line and is nearest to this one.
pub(crate) fn nearest_word(text: &str) -> Option<&'static str> {
    const MEMBERS: [&str; 8] = ["provides", "offers", "lacks", "enable", "disable", "speaks", "include", "family"];
    nearest(text, DECLARATION_WORDS.iter().copied().chain(MEMBERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(RESERVED_WORDS.is_sorted());
        assert!(DECLARATION_WORDS.is_sorted());
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
