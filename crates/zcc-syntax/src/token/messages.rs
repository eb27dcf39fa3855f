//! Messages: what stands in the braces of the string after `otherwise` is read as tokens.

use zcc_base::{Code, TextRange};

use crate::kind::TokenKind;
use crate::lexer::{LexedToken, lex};
use crate::token::adapter::Adapter;

impl Adapter<'_> {
    /// The string after `otherwise`: what stands in braces is read as tokens.
    pub(super) fn message(&mut self, token: LexedToken) {
        use TokenKind as T;
        let text = token.text(self.source);
        let mut piece = (T::MessageStart, 0);
        let mut at = 1;
        while let Some(value) = next_value(text, at) {
            let Some(end) = value_end(text, value) else {
                let start = token.range.start + value as u32;
                self.report(
                    Code::UNCLOSED,
                    TextRange::new(start, start + 1),
                    "this `{` of a message is never closed",
                )
                .help = Some("add the `}` after the value; a brace that is meant as such is written `{{`".into());
                break;
            };
            let range =
                |from: usize, to: usize| TextRange::new(token.range.start + from as u32, token.range.start + to as u32);
            self.push(LexedToken { kind: piece.0, range: range(piece.1, value + 1) });
            self.value(&text[value + 1..end], token.range.start + value as u32 + 1);
            piece = (T::MessageMiddle, end);
            at = end + 1;
        }
        let kind = if piece.0 == T::MessageStart { T::String } else { T::MessageEnd };
        self.push(LexedToken { kind, range: TextRange::new(token.range.start + piece.1 as u32, token.range.end) });
    }

    /// The inside of `{...}` in a message.
    fn value(&mut self, text: &str, offset: u32) {
        let mut lexed = lex(text);
        for token in &mut lexed {
            token.range = token.range + offset;
        }
        let floor = std::mem::replace(&mut self.floor, self.open.len());
        self.feed(&lexed);
        self.close_down_to(self.floor, offset + text.len() as u32);
        self.floor = floor;
    }
}

/// Where the next `{` that starts a value stands in the text of a message; `{{` is a brace.
fn next_value(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' if bytes.get(at + 1) == Some(&b'{') => at += 2,
            b'{' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Where the `}` of the value that starts at `start` stands.
fn value_end(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
