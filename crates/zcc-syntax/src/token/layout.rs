//! Lines and how far they are indented. Where the brackets of a declaration don't match, they tell which one is missing.

use zcc_base::{Code, TextRange};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::LexedToken;
use crate::token::adapter::{Adapter, HeadLine};
use crate::token::words::{is_infix, next_token, starts_block, starts_claim};

impl Adapter<'_> {
    /// How far the line of a token is indented; nothing where the line is long.
    pub(super) fn line_indent(&self, token: LexedToken) -> Option<usize> {
        let start = token.range.start as usize;
        let before = self.source.as_bytes().get(start.saturating_sub(256)..start)?;
        let line = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => &before[at + 1..],
            None if before.len() == start => before,
            None => return None,
        };
        Some(line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }

    /// How far a token is indented that is the first of its line.
    pub(super) fn indent(&self, token: LexedToken) -> Option<usize> {
        let indent = self.line_indent(token)?;
        let start = token.range.start as usize;
        let is_first = start == indent || self.source.as_bytes().get(start - indent - 1) == Some(&b'\n');
        is_first.then_some(indent)
    }

    pub(super) fn is_line_between(&self, one: LexedToken, other: LexedToken) -> bool {
        let between = self.source.as_bytes().get(one.range.end as usize..other.range.start as usize);
        between.is_some_and(|bytes| bytes.contains(&b'\n'))
    }

    /// Whether some line is indented further than the first.
    pub(super) fn has_indented_line(&self, lexed: &[LexedToken]) -> bool {
        let mut lines = lexed.iter().filter(|token| !token.kind.is_trivia()).filter_map(|token| self.indent(*token));
        let first = lines.next().unwrap_or(0);
        lines.any(|indent| indent > first)
    }

    /// Before the first token of a line: closes what the line shows to have ended, and opens what it shows to have begun.
    pub(super) fn arrange(&mut self, token: LexedToken, lexed: &[LexedToken], at: usize) {
        let Some(indent) = self.indent(token) else { return };
        let next = next_token(lexed, at);
        if matches!(token.kind, TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen) {
            return;
        }
        let starts = self.starts_part(token, next);
        // No bracket reaches from one clause into the next, or beyond what is said where it fails.
        let ends_clause = matches!(token.kind, TokenKind::Enhancement | TokenKind::Base | TokenKind::Otherwise);
        if starts && ends_clause && self.tokens.first().is_some_and(|first| first.kind == TokenKind::Requirement) {
            self.close_down_to(self.open.len().min(1), token.range.start);
        }
        while starts
            && let Some(open) = self.open.last().copied()
            && self.line_indent(open).is_some_and(|own| own >= indent)
            && self.is_line_between(open, token)
        {
            if self.waits(false) {
                self.missing();
            }
            self.close_down_to(self.open.len() - 1, token.range.start);
        }
        if starts {
            self.open_missing(indent);
        }
        let heads = starts_block(token.kind)
            || starts_claim(token.kind)
            || matches!(token.kind, TokenKind::Enum | TokenKind::Requirement | TokenKind::Test);
        if heads && next.is_none_or(|next| next.kind != TokenKind::Colon) {
            self.head_line = Some(HeadLine { word: token, indent, depth: self.open.len() });
        } else if self.head_line.is_some_and(|head| indent <= head.indent) {
            self.head_line = None;
        }
    }

    /// Opens the body of the declaration above, if its brace is missing.
    fn open_missing(&mut self, indent: usize) {
        let Some(head) = self.head_line else { return };
        let Some(last) = self.tokens.last().copied() else { return };
        let goes_on = is_infix(last.kind) && last.kind != TokenKind::In && !self.waits(true);
        if self.to_open == 0 || indent <= head.indent || self.open.len() != head.depth || goes_on {
            return;
        }
        self.to_open -= 1;
        self.head_line = None;
        if self.waits(true) || matches!(last.kind, TokenKind::In | TokenKind::For) {
            self.missing();
        }
        let range = TextRange::empty(last.range.end);
        let brace = LexedToken { kind: TokenKind::OpenBrace, range };
        self.open.push(brace);
        self.tokens.push(brace);
        let word = head.word.text(self.source);
        self.bracket_errors += 1;
        self.report(Code::UNMATCHED, head.word.range, format!("the body of this `{word}` has no `{{` before it"))
            .help = Some("add a `{` at the end of its first line".into());
    }

    /// Whether the first word of a line starts a member, a clause or a part of one, going by what follows it.
    fn starts_part(&self, token: LexedToken, next: Option<LexedToken>) -> bool {
        use TokenKind as T;
        let next_on_line = next.filter(|next| !self.is_line_between(token, *next)).map(|next| next.kind);
        match token.kind {
            T::Enhancement | T::Otherwise | T::Expect => next_on_line.is_some_and(|next| next != T::Colon),
            T::Base => matches!(next_on_line, Some(T::Colon | T::String | T::At | T::Should | T::When)),
            T::Let => next_on_line.is_some_and(|next| next.class() == TokenClass::Word),
            kind if self.is_without_members() => kind == T::Requirement && self.tests_rules,
            kind if kind.class() == TokenClass::Word || kind == T::QuotedName => {
                let names = next_on_line.is_some_and(|next| next.class() == TokenClass::Word || next == T::QuotedName);
                next_on_line == Some(T::Colon) || names && (starts_block(kind) || starts_claim(kind))
            }
            _ => false,
        }
    }
}
