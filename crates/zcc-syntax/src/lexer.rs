//! From text to tokens. Comments and docs are tokens too; only white space is left out, so that a formatter can put
//! the text together again from what [`lex`] gives it.

use logos::Logos;
use zcc_base::TextRange;

use crate::kind::TokenKind;

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexedToken {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes, counted from the start of the text that was lexed.
    pub range: TextRange,
}

impl LexedToken {
    /// The token's own text within the text it was lexed from.
    pub fn text(self, source: &str) -> &str {
        source.get(self.range.to_usize()).unwrap_or("")
    }
}

/// All tokens of a text in order, comments, docs and errors included.
///
/// Nothing but white space and byte order marks lies between two tokens. The text must be shorter than 4 GiB.
pub fn lex(text: &str) -> Vec<LexedToken> {
    let mut tokens = Vec::with_capacity(text.len() / 6 + 4);
    let mut lexer = TokenKind::lexer(text);
    while let Some(kind) = lexer.next() {
        let span = lexer.span();
        let range = TextRange::new(span.start as u32, span.end as u32);
        match kind {
            Ok(TokenKind::Duration) if before_colon(lexer.remainder()) => {
                split_duration(lexer.slice(), range, &mut tokens);
            }
            Ok(kind) => tokens.push(LexedToken { kind, range }),
            Err(()) => push_error(&mut tokens, range),
        }
    }
    tokens
}

/// Runs of what is no token become one error.
fn push_error(tokens: &mut Vec<LexedToken>, range: TextRange) {
    match tokens.last_mut() {
        Some(last) if last.kind == TokenKind::Unknown && last.range.end == range.start => last.range.end = range.end,
        _ => tokens.push(LexedToken { kind: TokenKind::Unknown, range }),
    }
}

fn before_colon(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t']).starts_with(':')
}

/// In `count: 8 days: 3` the `days` is an attribute, not a unit.
fn split_duration(slice: &str, range: TextRange, tokens: &mut Vec<LexedToken>) {
    let digits = slice.bytes().take_while(u8::is_ascii_digit).count() as u32;
    let unit = slice.bytes().rev().take_while(u8::is_ascii_alphabetic).count() as u32;
    tokens.push(LexedToken { kind: TokenKind::Int, range: TextRange::new(range.start, range.start + digits) });
    tokens.push(LexedToken { kind: TokenKind::Name, range: TextRange::new(range.end - unit, range.end) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::TokenClass;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        lex(text).into_iter().map(|token| (token.kind, token.text(text))).collect()
    }

    /// The text is one token of this kind.
    #[track_caller]
    fn one(text: &str, kind: TokenKind) {
        assert_eq!(kinds(text), [(kind, text)]);
    }

    #[test]
    fn an_identifier_with_its_number_is_one_token() {
        use TokenKind as T;
        for id in ["SR 1.1", "SR 1.1 RE 2", "EDR 3.12", "SP.01.01", "SP.01.01 RE 1", "SM-1", "CCSC 1", "ORG\t1.1"] {
            one(id, T::RequirementId);
        }
        one("SL 2", T::SecurityLevel);
        one("ML 3", T::MaturityLevel);
        one("RE 1", T::Enhancement);
        one("30 days", T::Duration);
        one("1 hour", T::Duration);
        one("is stated", T::IsStated);
    }

    #[test]
    fn numbers_tell_versions_addresses_networks_and_dates_apart() {
        use TokenKind as T;
        one("42", T::Int);
        one("1.10", T::Decimal);
        one("4.1.0", T::Version);
        one("1.2.3.4.5", T::Version);
        one("10.20.0.5", T::Address);
        one("10.10.0.0/16", T::Network);
        one("2027-03-31", T::Date);
        for address in ["::1", "::", "2001:db8::1", "1:2:3:4:5:6:7:8", "fe80::", "::ffff:10.0.0.1", "a::b"] {
            one(address, T::Address);
        }
        one("2001:db8::/32", T::Network);
    }

    #[test]
    fn a_unit_before_a_colon_is_an_attribute() {
        use TokenKind as T;
        assert_eq!(
            kinds("count: 8 days: 3"),
            [(T::Name, "count"), (T::Colon, ":"), (T::Int, "8"), (T::Name, "days"), (T::Colon, ":"), (T::Int, "3")]
        );
    }

    #[test]
    fn a_word_before_a_colon_is_no_address() {
        use TokenKind as T;
        assert_eq!(kinds("a:b"), [(T::Name, "a"), (T::Colon, ":"), (T::Name, "b")]);
        assert_eq!(kinds("IAC: 3"), [(T::Name, "IAC"), (T::Colon, ":"), (T::Int, "3")]);
        assert_eq!(kinds("face: dead"), [(T::Name, "face"), (T::Colon, ":"), (T::Name, "dead")]);
    }

    #[test]
    fn keywords_are_whole_words() {
        use TokenKind as T;
        one("zone", T::Zone);
        one("zones", T::Name);
        one("zone_1", T::Name);
        one("nota", T::Name);
        one("SL", T::Name);
        assert_eq!(kinds("SL\n2"), [(T::Name, "SL"), (T::Int, "2")]);
    }

    #[test]
    fn comments_and_docs_are_tokens() {
        use TokenKind as T;
        let text = "//! file\n/// docs\n// c\n//// c\n/* a /* b */ c */ x //";
        assert_eq!(
            kinds(text),
            [
                (T::FileDocs, "//! file"),
                (T::Docs, "/// docs"),
                (T::LineComment, "// c"),
                (T::LineComment, "//// c"),
                (T::BlockComment, "/* a /* b */ c */"),
                (T::Name, "x"),
                (T::LineComment, "//"),
            ]
        );
    }

    #[test]
    fn what_does_not_end_is_an_error_that_costs_one_line() {
        use TokenKind as T;
        assert_eq!(kinds("\"ab\r\nx"), [(T::UnterminatedString, "\"ab"), (T::Name, "x")]);
        assert_eq!(kinds("\"ab {\nx"), [(T::UnterminatedString, "\"ab"), (T::OpenBrace, "{"), (T::Name, "x")]);
        assert_eq!(kinds("`ab\nx"), [(T::UnterminatedName, "`ab"), (T::Name, "x")]);
        assert_eq!(kinds("/* ab\nx"), [(T::UnterminatedComment, "/* ab\nx")]);
        assert_eq!(kinds(r#""a\"b" c"#), [(T::String, r#""a\"b""#), (T::Name, "c")]);
        assert_eq!(kinds(r#""a\"#), [(T::UnterminatedString, r#""a\"#)]);
    }

    #[test]
    fn strange_bytes_are_few_errors() {
        use TokenKind as T;
        assert_eq!(kinds("\u{FEFF}a\0\0\0b"), [(T::Name, "a"), (T::Unknown, "\0\0\0"), (T::Name, "b")]);
        for c in ('\u{1}'..=char::MAX).filter(|c| crate::extent::is_foreign_blank(*c)) {
            one(&format!("{c}{c}"), T::ForeignBlank);
        }
        assert_eq!(kinds("a\u{A0}é"), [(T::Name, "a"), (T::ForeignBlank, "\u{A0}"), (T::ForeignWord, "é")]);
        one("größe", T::ForeignWord);
        one("3phase", T::DigitWord);
        assert_eq!(kinds("!!"), [(T::Unknown, "!!")]);
        assert_eq!(kinds("a != b"), [(T::Name, "a"), (T::NotEqual, "!="), (T::Name, "b")]);
    }

    #[test]
    fn classes_follow_the_order_of_the_kinds() {
        assert_eq!(TokenKind::Zone.class(), TokenClass::Word);
        assert_eq!(TokenKind::Otherwise.class(), TokenClass::Reserved);
        assert_eq!(TokenKind::RequirementId.class(), TokenClass::Literal);
        assert_eq!(TokenKind::Slash.class(), TokenClass::Punctuation);
        assert_eq!(TokenKind::BlockComment.class(), TokenClass::Comment);
        assert_eq!(TokenKind::FileDocs.class(), TokenClass::Docs);
        assert_eq!(TokenKind::Unknown.class(), TokenClass::Error);
    }
}
