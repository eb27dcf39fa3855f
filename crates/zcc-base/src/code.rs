//! The registry of diagnostic codes: the one place where a code is given out.
//!
//! A code is never reused. Each has a page in `docs/errors/`, whose example is run by the tests.

use std::fmt;

use crate::Severity;

/// A stable code such as `Z0101`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

/// What the registry knows of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// The constant's name.
    pub name: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// A few words for the index.
    pub title: &'static str,
}

impl Code {
    /// The registry's entry.
    pub fn entry(self) -> &'static CodeEntry {
        REGISTRY.iter().find(|entry| entry.code == self).unwrap_or(&REGISTRY[0])
    }

    /// The severity that the registry gives it.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// The code that is written `Z0101`, in either case, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix(['Z', 'z'])?.parse::<u16>().ok()?;
        REGISTRY.iter().map(|entry| entry.code).find(|code| code.0 == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Z{:04}", self.0)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $severity:ident, $title:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($number);)*
        }

        /// Every code, ascending.
        pub static REGISTRY: &[CodeEntry] = &[
            $(CodeEntry { code: Code::$name, name: stringify!($name), severity: Severity::$severity, title: $title },)*
        ];
    };
}

// 00xx reading files · 01xx lexing and parsing · 02xx names · 03xx types and rules · 04xx capabilities and
// libraries · 05xx the model · 06xx waivers, countermeasures, tests · 07xx packages · 10xx findings
codes! {
    UNREADABLE_FILE = 1, Error, "a file cannot be read";
    NOT_UTF8 = 2, Error, "a file is not UTF-8";
    FILE_TOO_LARGE = 3, Error, "a file is too large";
    UNEXPECTED_CHARACTER = 101, Error, "a character that means nothing here";
    UNTERMINATED_STRING = 102, Error, "a string that does not end on its line";
    UNTERMINATED_NAME = 103, Error, "a back-quoted name that does not end";
    BAD_ESCAPE = 104, Error, "an escape that no string knows";
    UNEXPECTED_TOKEN = 105, Error, "something else was expected";
    UNCLOSED = 106, Error, "a bracket that is never closed";
    UNMATCHED = 107, Error, "a closing bracket without its opener";
    NESTED_TOO_DEEPLY = 108, Error, "nested too deeply";
    BAD_LITERAL = 109, Error, "a literal that cannot be";
    SEMICOLON = 110, Error, "a semicolon, which the language does not have";
    UNTERMINATED_COMMENT = 111, Error, "a comment that does not end";
    DANGLING_DOCS = 112, Warning, "documentation that belongs to nothing";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_ascending() {
        for pair in REGISTRY.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands after {}", pair[1].code, pair[0].code);
        }
    }

    #[test]
    fn a_code_is_found_by_its_text() {
        assert_eq!(Code::parse("z0101"), Some(Code::UNEXPECTED_CHARACTER));
        assert_eq!(Code::parse("Z9999"), None);
        assert_eq!(Code::UNEXPECTED_CHARACTER.to_string(), "Z0101");
    }
}
