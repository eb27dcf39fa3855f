//! From the text of a literal to its value.

use smol_str::{SmolStr, SmolStrBuilder};
use zcc_base::{Code, Diagnostic, TextRange};

use crate::ast::{Expr, Literal, Message, MessagePart, RequirementId, Text};
use crate::ids::fold_blanks;
use crate::token::{between_foreign_quotes, shorten};
use crate::tree::Builder;

impl Builder<'_> {
    pub(crate) fn text(&self, text: &str, l: u32, r: u32) -> Text {
        Text { value: self.unescape(text, l), range: TextRange::new(l, r) }
    }

    /// What a string says: without its quotes, escapes resolved. The closing quote may be missing.
    pub(crate) fn unescape(&self, text: &str, l: u32) -> SmolStr {
        if let Some(inner) = between_foreign_quotes(text) {
            return SmolStr::new(inner);
        }
        let inner = text.strip_prefix('"').unwrap_or(text);
        // An escaped quote at the end belongs to a string that was never closed.
        let closed = inner.ends_with('"') && !is_escaped(inner, inner.len() - 1);
        let inner = if closed { &inner[..inner.len() - 1] } else { inner };
        self.resolve(inner, l + 1, false)
    }

    /// The text of a message between its quotes and the braces of its values, where a doubled brace is one.
    fn push_text(&self, parts: &mut Vec<MessagePart>, text: &str, l: u32) {
        let inner = text.strip_prefix(['"', '}']).unwrap_or(text);
        let closed = inner.ends_with('{') || inner.ends_with('"') && !is_escaped(inner, inner.len() - 1);
        let inner = if closed { &inner[..inner.len() - 1] } else { inner };
        if !inner.is_empty() {
            parts.push(MessagePart::Text(self.resolve(inner, l + 1, true)));
        }
    }

    fn resolve(&self, text: &str, offset: u32, braces: bool) -> SmolStr {
        if !text.contains(|c| c == '\\' || braces && matches!(c, '{' | '}')) {
            return SmolStr::new(text);
        }
        let mut resolved = SmolStrBuilder::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some((_, c @ ('"' | '\\'))) => resolved.push(c),
                    Some((_, 'n')) => resolved.push('\n'),
                    Some((_, 't')) => resolved.push('\t'),
                    other => {
                        let end = other.map_or(text.len(), |(at, c)| at + c.len_utf8());
                        self.bad_escape(&text[at..end], offset + at as u32);
                        resolved.push_str(&text[at..end]);
                    }
                },
                '{' | '}' if braces => {
                    chars.next_if(|(_, next)| *next == c);
                    resolved.push(c);
                }
                c => resolved.push(c),
            }
        }
        resolved.finish()
    }

    fn bad_escape(&self, escape: &str, at: u32) {
        let place = self.place(TextRange::new(at, at + escape.len() as u32));
        self.report(
            Diagnostic::new(Code::BAD_ESCAPE, place, format!("`{}` is no escape that a string knows", shorten(escape)))
                .help("a string knows `\\\"`, `\\\\`, `\\n` and `\\t`; a backslash is written `\\\\`"),
        );
    }

    /// The text before a value of a message, and the value.
    pub(crate) fn message_part(
        &self,
        mut parts: Vec<MessagePart>,
        text: &str,
        at: u32,
        value: Expr,
    ) -> Vec<MessagePart> {
        self.push_text(&mut parts, text, at);
        parts.push(MessagePart::Value(value));
        parts
    }

    /// A whole message: the parts up to its last value, and the text at its end.
    pub(crate) fn message(&self, mut parts: Vec<MessagePart>, text: &str, at: u32, l: u32, r: u32) -> Message {
        self.work();
        self.push_text(&mut parts, text, at);
        Message { parts, range: TextRange::new(l, r) }
    }

    pub(crate) fn requirement_id(&self, text: &str, l: u32, r: u32) -> RequirementId {
        self.work();
        let text = if text.starts_with('`') { SmolStr::new(text.trim_matches('`')) } else { fold_blanks(text) };
        RequirementId { text, range: TextRange::new(l, r) }
    }

    pub(crate) fn int(&self, text: &str, l: u32) -> Literal {
        Literal::Int(text.parse().unwrap_or_else(|_| self.too_large(text, l)))
    }

    /// The number at the end of `SL 2` or `RE 1`.
    pub(crate) fn number(&self, text: &str, l: u32) -> u32 {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.parse().unwrap_or_else(|_| self.too_large(digits, l + (text.len() - digits.len()) as u32))
    }

    pub(crate) fn duration(&self, text: &str, l: u32) -> Literal {
        let (digits, unit) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let number = digits.parse().unwrap_or_else(|_| self.too_large(digits, l));
        Literal::Duration(number, SmolStr::new(unit.trim_start()))
    }

    fn too_large<Number: Default>(&self, digits: &str, at: u32) -> Number {
        let place = self.place(TextRange::new(at, at + digits.len() as u32));
        self.report(
            Diagnostic::new(Code::BAD_LITERAL, place, format!("the number {} is too large", shorten(digits)))
                .help("if it is a tag or a serial number, write it as a string"),
        );
        Number::default()
    }
}

/// Whether the byte at `at` stands behind an odd number of backslashes.
fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes().iter().take(at).rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}
