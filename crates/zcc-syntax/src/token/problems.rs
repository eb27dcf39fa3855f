//! What is said of text that is no token, and what is made of it.

use zcc_base::{Code, Place, TextRange};

use crate::extent::has_lone_return;
use crate::kind::TokenKind;
use crate::lexer::LexedToken;
use crate::token::adapter::{Adapter, shorten};
use crate::token::habits::{between_foreign_quotes, opens_foreign_string};

impl Adapter<'_> {
    pub(super) fn error(&mut self, token: LexedToken) {
        use TokenKind as T;
        let text = token.text(self.source);
        let name = |token: LexedToken| LexedToken { kind: T::Name, ..token };
        match token.kind {
            T::FileDocs => {
                self.report(
                    Code::DANGLING_DOCS,
                    token.range,
                    "`//!` documents a file, and this is inside of a declaration",
                )
                .help = Some("write `///` to document what follows, or `//` for a comment".into());
            }
            T::Semicolon => {
                let place = Place { anchor: self.anchor, range: token.range };
                let diagnostic = self.report(Code::SEMICOLON, token.range, "there are no semicolons in this language");
                diagnostic.help = Some("use a comma or a new line".into());
                *diagnostic = diagnostic.clone().fix("remove the semicolon", place, "");
            }
            T::UnterminatedString if opens_foreign_string(text) => {
                let place = Place { anchor: self.anchor, range: token.range };
                let inner = between_foreign_quotes(text).unwrap_or(text);
                let message = format!("`{}` stands in quotes that are none of the language's", shorten(text));
                let told = self.report(Code::UNEXPECTED_CHARACTER, token.range, message);
                told.help = Some(format!("a string stands in straight double quotes: `\"{}\"`", shorten(inner)));
                if !inner.contains(['"', '\\']) {
                    *told = told.clone().fix("write straight double quotes", place, format!("\"{inner}\""));
                }
                self.push(LexedToken { kind: T::String, ..token });
            }
            T::UnterminatedString => {
                self.report(Code::UNTERMINATED_STRING, token.range, "this string does not end on its line").help =
                    Some("add the closing `\"`".into());
                self.push(LexedToken { kind: T::String, ..token });
            }
            T::UnterminatedName => {
                let message = if text == "``" {
                    "there is no name between these back-quotes"
                } else {
                    "this back-quoted name does not end on its line"
                };
                self.report(Code::UNTERMINATED_NAME, token.range, message).help =
                    Some("write the name between two back-quotes: `` `=K1-A2` ``".into());
                self.push(name(token));
            }
            T::UnterminatedComment => {
                let range = TextRange::new(token.range.start, token.range.start + 2);
                self.report(Code::UNTERMINATED_COMMENT, range, "this comment is never closed").help =
                    Some("add a `*/`; comments nest, so each `/*` needs its own".into());
            }
            T::DigitWord => {
                self.report(
                    Code::BAD_LITERAL,
                    token.range,
                    format!("`{}` is neither a number nor a name", shorten(text)),
                )
                .help = Some("a name does not begin with a digit; in back-quotes it may".into());
                self.push(name(token));
            }
            T::ForeignWord if text.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                self.report(
                    Code::UNEXPECTED_CHARACTER,
                    token.range,
                    format!("`{}` has letters beyond a to z, which a name has only in back-quotes", shorten(text)),
                )
                .help = Some(format!("write `` `{}` ``", shorten(text)));
                self.push(name(token));
            }
            T::ForeignBlank => {
                let number = text.chars().next().map_or(0, u32::from);
                let place = Place { anchor: self.anchor, range: token.range };
                let message = format!("this blank (U+{number:04X}) is none that the language knows");
                let diagnostic = self.report(Code::UNEXPECTED_CHARACTER, token.range, message);
                diagnostic.help = Some("type an ordinary space instead".into());
                *diagnostic = diagnostic.clone().fix("write an ordinary space", place, " ");
            }
            _ => self.unknown(token, text),
        }
    }

    /// Whether a comment holds further lines, which end in a way that the language does not know; that is told.
    pub(super) fn holds_lines(&mut self, token: LexedToken) -> bool {
        if !has_lone_return(token.text(self.source).as_bytes()) {
            return false;
        }
        // The mark of the comment: a carriage return is not to be seen.
        let start = token.range.start;
        let message = "a carriage return alone ends no line: what follows is still part of this comment";
        self.report(Code::UNEXPECTED_CHARACTER, TextRange::new(start, start + 2), message).help =
            Some("save the file with line ends of Unix or Windows (LF or CRLF)".into());
        true
    }

    fn unknown(&mut self, token: LexedToken, text: &str) {
        let printable: String = shorten(text).chars().flat_map(char::escape_debug).collect();
        let help = match text {
            "&&" | "&" => Some("write `and`"),
            "||" | "|" => Some("write `or`"),
            "!" => Some("write `not`"),
            _ if text.starts_with('\'') => Some("strings stand in double quotes"),
            _ if text.starts_with(['“', '”', '„', '‘', '’']) => {
                Some("strings stand in straight double quotes: `\"`")
            }
            _ => None,
        };
        self.report(Code::UNEXPECTED_CHARACTER, token.range, format!("`{printable}` means nothing here")).help =
            help.map(Into::into);
    }
}
