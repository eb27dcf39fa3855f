//! From what was lexed to what the grammar reads: comments and docs go aside, errors are told and mended, words are
//! given the meaning their neighbours ask for, and every bracket gets its partner. The parser sees only good text.

mod adapter;
mod brackets;
mod habits;
mod layout;
mod messages;
mod problems;
mod words;

pub(crate) use adapter::{MOST_DIAGNOSTICS, shorten};
pub(crate) use brackets::closer;
pub(crate) use habits::between_foreign_quotes;
pub(crate) use words::{starts_block, starts_claim};

use zcc_base::{Anchor, Diagnostic};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::{LexedToken, lex};
use crate::token::adapter::{Adapter, DocsRun};
use crate::token::words::next_kind;

/// A token as the grammar sees it: its kind and its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'source>(pub(crate) TokenKind, pub(crate) &'source str);

/// What the grammar reads, with what was put aside.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) tokens: Vec<LexedToken>,
    pub(crate) docs: Vec<DocsRun>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where the first bracket stands that was too deep to be read.
    pub(crate) too_deep: Option<u32>,
}

/// Prepares the text of one declaration.
pub(crate) fn prepare(source: &str, anchor: Anchor) -> Prepared {
    let lexed = habits::with_foreign_strings(source, lex(source));
    let mut adapter = Adapter::new(source, anchor, lexed.len());
    adapter.run(&lexed);
    if adapter.bracket_errors > 0 && adapter.too_deep.is_none() {
        let mut second = Adapter::new(source, anchor, lexed.len());
        second.by_layout = true;
        second.is_indented = second.has_indented_line(&lexed);
        second.to_open = adapter.unmatched;
        second.run(&lexed);
        if second.bracket_errors <= adapter.bracket_errors {
            adapter = second;
        }
    }
    Prepared {
        tokens: adapter.tokens,
        docs: adapter.docs,
        diagnostics: adapter.diagnostics,
        too_deep: adapter.too_deep,
    }
}

impl Adapter<'_> {
    fn run(&mut self, lexed: &[LexedToken]) {
        self.feed(lexed);
        self.finish(self.source.len() as u32);
    }

    fn feed(&mut self, lexed: &[LexedToken]) {
        use TokenKind as T;
        let mut past = 0;
        for (at, &token) in lexed.iter().enumerate() {
            if self.too_deep.is_some() {
                return;
            }
            if at < past {
                continue;
            }
            if self.is_indented && self.floor == 0 && !token.kind.is_trivia() {
                self.arrange(token, lexed, at);
            }
            if let Some(passed) = self.habit(lexed, at).or_else(|| self.nameless_member(lexed, at)) {
                past = at + passed + 1;
                continue;
            }
            match token.kind {
                T::LineComment | T::Docs | T::FileDocs if self.holds_lines(token) => {}
                T::LineComment | T::BlockComment => {}
                T::Docs => self.pending_docs = Some(self.pending_docs.unwrap_or(token.range).cover(token.range)),
                T::OpenBrace | T::OpenBracket | T::OpenParen => self.open(token),
                T::CloseBrace | T::CloseBracket | T::CloseParen => self.close(token),
                T::String if self.previous() == Some(T::Otherwise) => self.message(token),
                T::QuotedName if self.wants_id() => self.push(LexedToken { kind: T::RequirementId, ..token }),
                T::QuotedName => self.push(LexedToken { kind: T::Name, ..token }),
                T::Comma if self.previous() == Some(T::Colon) => {
                    self.missing();
                    self.push(token);
                }
                T::Base => self.base(token, next_kind(lexed, at)),
                kind => match kind.class() {
                    TokenClass::Word => self.word(token, lexed, at),
                    TokenClass::Reserved => self.reserved(token, next_kind(lexed, at)),
                    TokenClass::Literal | TokenClass::Punctuation if kind != T::Semicolon => self.push(token),
                    _ => self.error(token),
                },
            }
        }
    }

    /// Whether what is read next is the id of a requirement, so that a back-quoted name is one.
    fn wants_id(&self) -> bool {
        use TokenKind as T;
        match self.tokens.as_slice() {
            [only] => only.kind == T::Requirement,
            [.., before, last] => {
                let before_last = self.tokens.len().checked_sub(3).and_then(|index| self.tokens.get(index));
                let expects = |token: &LexedToken, before: Option<&LexedToken>| {
                    token.kind == T::Expect && before.is_none_or(|before| !starts_block(before.kind))
                };
                expects(last, Some(before)) || last.kind == T::Capable && expects(before, before_last)
            }
            [] => false,
        }
    }

    /// A reserved word is a name where nothing but a name can stand: after a dot and before a colon.
    fn reserved(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let names = self.previous() == Some(T::Dot)
            || next == Some(T::Colon) && !matches!(token.kind, T::True | T::False | T::IsStated);
        self.push(if names { LexedToken { kind: T::Name, ..token } } else { token });
    }

    /// `base` starts a clause of a requirement where the head of one goes on after it, and is a name anywhere else.
    fn base(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let in_requirement = self.tokens.first().is_some_and(|first| first.kind == T::Requirement);
        let heads = in_requirement
            && matches!(next, Some(T::Colon | T::String | T::At | T::Should | T::When))
            && !matches!(self.previous(), Some(T::Dot | T::In));
        self.push(if heads { token } else { LexedToken { kind: T::Name, ..token } });
    }
}
