//! From what was lexed to what the grammar reads: comments and docs go aside, errors are told and mended, words are
//! given the meaning their neighbours ask for, and every bracket gets its partner. The parser sees only good text.

mod problems;
mod words;

use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::{LexedToken, lex};
use crate::token::words::next_kind;

/// Brackets deeper than this are not read.
const DEEPEST: usize = 64;

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
    let lexed = lex(source);
    let mut adapter = Adapter::new(source, anchor, lexed.len());
    adapter.run(&lexed);
    if adapter.unclosed {
        adapter = Adapter { by_layout: true, ..Adapter::new(source, anchor, lexed.len()) };
        adapter.run(&lexed);
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
    /// Some bracket had to be closed.
    unclosed: bool,
    /// Some bracket is never closed: where a closing one stands tells which.
    by_layout: bool,
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
            unclosed: false,
            by_layout: false,
            diagnostics: Vec::new(),
        }
    }

    fn run(&mut self, lexed: &[LexedToken]) {
        self.feed(lexed);
        self.finish(self.source.len() as u32);
    }

    fn feed(&mut self, lexed: &[LexedToken]) {
        use TokenKind as T;
        for (at, &token) in lexed.iter().enumerate() {
            if self.too_deep.is_some() {
                return;
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

    fn open(&mut self, token: LexedToken) {
        if self.open.len() >= DEEPEST {
            self.too_deep = Some(token.range.start);
            self.report(
                Code::NESTED_TOO_DEEPLY,
                token.range,
                format!("brackets are nested more than {DEEPEST} deep"),
            )
            .help = Some("split the declaration, or give the inner parts a name with `define`".into());
            return;
        }
        self.open.push(token);
        self.push(token);
    }

    fn close(&mut self, token: LexedToken) {
        let closes = |open: &LexedToken| closer(open.kind) == Some(token.kind);
        let mut partner = self.open.iter().skip(self.floor).rposition(closes);
        if self.by_layout
            && let Some(indent) = self.indent(token)
        {
            // The partner is the one whose line is indented alike, if there is one.
            let alike = |open: &LexedToken| closes(open) && self.line_indent(*open) == Some(indent);
            partner = self.open.iter().skip(self.floor).rposition(alike).or(partner);
        }
        if let Some(index) = partner {
            if self.waits(false) {
                self.missing();
            }
            self.close_down_to(self.floor + index + 1, token.range.start);
            self.open.pop();
            self.push(token);
        } else if let Some(open) = self.mistaken(token) {
            let (text, meant) = (token.text(self.source), closer_text(open.kind));
            self.report(
                Code::UNMATCHED,
                token.range,
                format!("this `{text}` cannot close the `{}` before it", open.text(self.source)),
            )
            .help = Some(format!("write `{meant}`"));
            self.open.pop();
            self.tokens.extend(closer(open.kind).map(|kind| LexedToken { kind, range: token.range }));
        } else {
            let text = token.text(self.source);
            self.report(Code::UNMATCHED, token.range, format!("this `{text}` closes nothing")).help =
                Some(format!("remove the `{text}`, or add what it should close"));
        }
    }

    /// The bracket opened last, where this other closing bracket stands for its own: on the same line, in a text where
    /// some bracket is never closed.
    fn mistaken(&self, token: LexedToken) -> Option<LexedToken> {
        let open = self.open.iter().skip(self.floor).next_back().copied()?;
        (self.by_layout && !self.is_line_between(open, token)).then_some(open)
    }

    /// Whether what is read next is the id of a requirement, so that a back-quoted name is one.
    fn wants_id(&self) -> bool {
        use TokenKind as T;
        match self.tokens.as_slice() {
            [only] => only.kind == T::Requirement,
            [.., before, last] => {
                let before_last = self.tokens.len().checked_sub(3).and_then(|index| self.tokens.get(index));
                let expects = |token: &LexedToken, before: Option<&LexedToken>| {
                    token.kind == T::Expect && before.is_none_or(|before| !words::starts_block(before.kind))
                };
                expects(last, Some(before)) || last.kind == T::Capable && expects(before, before_last)
            }
            [] => false,
        }
    }

    /// Closes what is still open above `depth` and says so.
    fn close_down_to(&mut self, depth: usize, at: u32) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { break };
            self.tokens.extend(closer(open.kind).map(|kind| LexedToken { kind, range: TextRange::empty(at) }));
            self.unclosed = true;
            if self.too_deep.is_none() {
                let text = open.text(self.source);
                let missing = closer_text(open.kind);
                self.report(Code::UNCLOSED, open.range, format!("this `{text}` is never closed")).help =
                    Some(format!("add the `{missing}` that belongs to it"));
            }
        }
    }

    fn finish(&mut self, end: u32) {
        if self.waits(false) && self.too_deep.is_none() {
            self.missing();
        }
        self.close_down_to(0, end);
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: end, range });
        }
    }

    /// A reserved word is a name where nothing but a name can stand: after a dot and before a colon.
    fn reserved(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let names = self.previous() == Some(T::Dot)
            || next == Some(T::Colon) && !matches!(token.kind, T::True | T::False | T::IsStated);
        self.push(if names { LexedToken { kind: T::Name, ..token } } else { token });
    }

    /// `base` starts a clause where the head of one goes on after it, and is a name anywhere else.
    fn base(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let heads = matches!(next, Some(T::Colon | T::String | T::At | T::Should | T::When))
            && !matches!(self.previous(), Some(T::Dot | T::In));
        self.push(if heads { token } else { LexedToken { kind: T::Name, ..token } });
    }

    /// How far the line of a token is indented; nothing where the line is long.
    fn line_indent(&self, token: LexedToken) -> Option<usize> {
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
    fn indent(&self, token: LexedToken) -> Option<usize> {
        let indent = self.line_indent(token)?;
        let start = token.range.start as usize;
        let is_first = start == indent || self.source.as_bytes().get(start - indent - 1) == Some(&b'\n');
        is_first.then_some(indent)
    }

    fn is_line_between(&self, one: LexedToken, other: LexedToken) -> bool {
        let between = self.source.as_bytes().get(one.range.end as usize..other.range.start as usize);
        between.is_some_and(|bytes| bytes.contains(&b'\n'))
    }

    /// The string after `otherwise`: what stands in braces is read as tokens.
    fn message(&mut self, token: LexedToken) {
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

/// At most some forty characters of a text.
pub(crate) fn shorten(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The bracket that closes what this one opens.
pub(crate) fn closer(opener: TokenKind) -> Option<TokenKind> {
    match opener {
        TokenKind::OpenBrace => Some(TokenKind::CloseBrace),
        TokenKind::OpenBracket => Some(TokenKind::CloseBracket),
        TokenKind::OpenParen => Some(TokenKind::CloseParen),
        _ => None,
    }
}

fn closer_text(opener: TokenKind) -> &'static str {
    match opener {
        TokenKind::OpenBrace => "}",
        TokenKind::OpenBracket => "]",
        _ => ")",
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
