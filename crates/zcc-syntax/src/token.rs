//! From what was lexed to what the grammar reads: comments and docs go aside, errors are told and mended, words are
//! given the meaning their neighbours ask for, and every bracket gets its partner. The parser sees only good text.

mod brackets;
mod habits;
mod layout;
mod messages;
mod problems;
mod words;

pub(crate) use brackets::closer;
pub(crate) use habits::between_foreign_quotes;
pub(crate) use words::{starts_block, starts_claim};

use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::{LexedToken, lex};
use crate::token::layout::HeadLine;
use crate::token::words::next_kind;

/// So many diagnostics of one declaration are enough.
pub(crate) const MOST_DIAGNOSTICS: usize = 100;

/// A token as the grammar sees it: its kind and its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'source>(pub(crate) TokenKind, pub(crate) &'source str);

/// Lines of docs and the token they stand before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocsRun {
    /// Where the token after them starts; the end of the text if there is none.
    pub(crate) before: u32,
    /// From the first line to the last.
    pub(crate) range: TextRange,
}

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

struct Adapter<'source> {
    source: &'source str,
    anchor: Anchor,
    tokens: Vec<LexedToken>,
    docs: Vec<DocsRun>,
    pending_docs: Option<TextRange>,
    open: Vec<LexedToken>,
    /// How many of the open brackets lie outside the message being read.
    floor: usize,
    too_deep: Option<u32>,
    /// A test holds rules, which belong outside of it.
    tests_rules: bool,
    /// How many brackets have no partner.
    bracket_errors: usize,
    /// How many closing braces are among them.
    unmatched: usize,
    /// Some bracket has no partner: lines and how far they are indented tell which.
    by_layout: bool,
    /// The lines of a body are indented.
    is_indented: bool,
    /// How many opening braces are missing.
    to_open: usize,
    head_line: Option<HeadLine>,
    /// How many words have been held against those of the language.
    guesses: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'source> Adapter<'source> {
    fn new(source: &'source str, anchor: Anchor, tokens: usize) -> Self {
        Self {
            source,
            anchor,
            tokens: Vec::with_capacity(tokens + 2),
            docs: Vec::new(),
            pending_docs: None,
            open: Vec::new(),
            floor: 0,
            too_deep: None,
            tests_rules: false,
            bracket_errors: 0,
            unmatched: 0,
            by_layout: false,
            is_indented: false,
            to_open: 0,
            head_line: None,
            guesses: 0,
            diagnostics: Vec::new(),
        }
    }

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

    fn previous(&self) -> Option<TokenKind> {
        self.tokens.last().map(|token| token.kind)
    }

    fn push(&mut self, token: LexedToken) {
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: token.range.start, range });
        }
        self.tokens.push(token);
    }

    fn report(&mut self, code: Code, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        // Of very many the first ones and the last are kept.
        self.diagnostics.truncate(MOST_DIAGNOSTICS - 1);
        self.diagnostics.push(Diagnostic::new(code, Place { anchor: self.anchor, range }, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
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

/// At most some forty characters of a text.
pub(crate) fn shorten(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
