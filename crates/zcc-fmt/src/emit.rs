//! From a declaration's tokens to elements: what a walk over its tree says where lines may break with. The tree only says
//! where; every token is taken in its turn, so that none can be lost.

use zcc_base::TextRange;
use zcc_syntax::{LexedToken, TokenKind};

use crate::comment::{begins_line, is_line_comment};
use crate::element::Element;

/// Walks the tokens of a declaration once, from the first to the last.
pub(crate) struct Emitter<'a> {
    source: &'a str,
    tokens: &'a [LexedToken],
    cursor: usize,
    /// The elements so far.
    pub(crate) elements: Vec<Element>,
}

impl<'a> Emitter<'a> {
    /// At the first of `tokens`, which come in the order in which they are printed.
    pub(crate) fn new(source: &'a str, tokens: &'a [LexedToken]) -> Self {
        Self { source, tokens, cursor: 0, elements: Vec::with_capacity(tokens.len() * 2) }
    }

    pub(crate) fn mark(&mut self, element: Element) {
        self.elements.push(element);
    }

    pub(crate) fn open(&mut self) {
        self.mark(Element::Open);
        self.mark(Element::Indent);
    }

    pub(crate) fn close(&mut self) {
        self.mark(Element::Dedent);
        self.mark(Element::Close);
    }

    pub(crate) fn peek(&self) -> Option<LexedToken> {
        self.tokens.get(self.cursor).copied()
    }

    /// The kind of the next token that is no comment.
    pub(crate) fn next_kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.cursor..)?.iter().map(|token| token.kind).find(|kind| !kind.is_trivia())
    }

    /// The kind of the token after the next.
    pub(crate) fn following_kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.cursor + 1).map(|token| token.kind)
    }

    /// The end of the brace that closes the one that comes next, or `limit` if none does.
    pub(crate) fn matching_brace_end(&self, limit: u32) -> u32 {
        let mut depth = 0_usize;
        for token in &self.tokens[self.cursor..] {
            match token.kind {
                TokenKind::OpenBrace => depth += 1,
                TokenKind::CloseBrace if depth <= 1 => return token.range.end,
                TokenKind::CloseBrace => depth -= 1,
                _ => {}
            }
        }
        limit
    }

    /// Takes all tokens that start before `offset`. Round and square brackets are groups of their own wherever they are.
    pub(crate) fn until(&mut self, offset: u32) {
        while let Some(token) = self.peek()
            && token.range.start < offset
        {
            self.take();
        }
    }

    /// Takes all tokens that start before `offset`. Where a comment parts them, what comes after it is indented.
    pub(crate) fn indented_until(&mut self, offset: u32) {
        self.mark(Element::Indent);
        self.until(offset);
        self.mark(Element::Dedent);
    }

    /// Takes tokens up to and with the first `kind` that starts before `limit`.
    pub(crate) fn until_after(&mut self, kind: TokenKind, limit: u32) {
        while let Some(token) = self.peek()
            && token.range.start < limit
        {
            self.take();
            if token.kind == kind {
                return;
            }
        }
    }

    /// Takes tokens up to the last `word` that starts before `limit`.
    pub(crate) fn until_line_of(&mut self, limit: u32, word: TokenKind) {
        let at = self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < limit)
            .filter(|token| token.kind == word)
            .last()
            .map_or(limit, |token| token.range.start);
        self.until(at);
    }

    /// Takes closing brackets that start before `offset`.
    pub(crate) fn closers(&mut self, offset: u32) {
        while let Some(token) = self.peek()
            && token.range.start < offset
            && matches!(token.kind, TokenKind::CloseParen | TokenKind::CloseBracket)
        {
            self.take();
        }
    }

    /// Takes one token.
    pub(crate) fn take(&mut self) {
        let Some(token) = self.peek() else { return };
        let index = self.cursor;
        self.cursor += 1;
        if token.kind.is_trivia() {
            return self.comment(index, token);
        }
        match token.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket => {
                self.mark(Element::Token(index));
                self.open();
                self.mark(Element::SoftLine);
            }
            TokenKind::CloseParen | TokenKind::CloseBracket => {
                self.mark(Element::Dedent);
                self.mark(Element::SoftLine);
                self.mark(Element::Token(index));
                self.mark(Element::Close);
            }
            _ => self.mark(Element::Token(index)),
        }
    }

    /// A comment stays on the line of what stands before it, or on a line of its own.
    fn comment(&mut self, index: usize, token: LexedToken) {
        let before = index.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|before| before.kind);
        let own_line = before.is_none_or(is_line_comment)
            || token.kind == TokenKind::Docs
            || begins_line(self.source, token.range.start);
        if own_line {
            self.mark(Element::Hard);
            self.mark(Element::Token(index));
            return self.mark(Element::Hard);
        }
        // What was to come between the previous token and the next comes after the comment. It is outside of the groups
        // that end here, which may still fit on their line, and within those that begin here, which cannot.
        let mut after =
            self.elements.iter().rposition(|element| matches!(element, Element::Token(_))).map_or(0, |at| at + 1);
        let mut pass = |marks: [Element; 2]| {
            while self.elements.get(after).is_some_and(|element| marks.contains(element)) {
                after += 1;
            }
        };
        pass([Element::Dedent, Element::Close]);
        pass([Element::Open, Element::Indent]);
        if token.kind != TokenKind::BlockComment {
            self.elements.insert(after, Element::Hard);
        } else if let Some(element @ Element::SoftLine) = self.elements.get_mut(after) {
            *element = Element::Line;
        }
        self.elements.insert(after, Element::Token(index));
    }

    /// Whether a comment stands among the tokens that are still to come and start before `offset`.
    pub(crate) fn has_comment(&self, offset: u32) -> bool {
        self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < offset)
            .any(|token| token.kind.is_trivia())
    }

    /// Braces around `content`, on one line if that fits.
    pub(crate) fn braces(&mut self, end: u32, content: impl FnOnce(&mut Self)) {
        self.take();
        self.open();
        self.mark(Element::Line);
        content(self);
        self.until(end.saturating_sub(1));
        self.mark(Element::Dedent);
        self.mark(Element::Line);
        self.take();
        self.mark(Element::Close);
    }

    /// Braces around `content`, one member a line. Empty ones stay together.
    pub(crate) fn body(&mut self, range: TextRange, content: impl FnOnce(&mut Self)) {
        if range.is_empty() {
            return;
        }
        self.until(range.start);
        self.take();
        if self.peek().is_some_and(|token| token.kind == TokenKind::CloseBrace) {
            self.mark(Element::Glue);
            return self.take();
        }
        self.mark(Element::Indent);
        self.mark(Element::Hard);
        content(self);
        self.until(range.end.saturating_sub(1));
        self.mark(Element::Dedent);
        self.mark(Element::Hard);
        self.take();
    }

    /// Takes tokens up to `limit`, and breaks the line before the last `word` among them if what
    /// follows it would not fit.
    pub(crate) fn break_before(&mut self, word: TokenKind, limit: u32) {
        let last = self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < limit)
            .filter(|token| token.kind == word)
            .last()
            .map(|token| token.range.start);
        let Some(at) = last else { return self.until(limit) };
        self.until(at);
        self.fill_line();
        self.until(limit);
    }

    /// A line that breaks only if what follows it, up to the next possible break, would not fit.
    pub(crate) fn fill_line(&mut self) {
        self.mark(Element::Open);
        self.mark(Element::Line);
        self.mark(Element::Close);
    }

    /// Takes tokens up to the next opening brace, if one stands before `limit`.
    pub(crate) fn break_nothing_until_brace(&mut self, limit: u32) {
        while let Some(token) = self.peek()
            && token.range.start < limit
            && token.kind != TokenKind::OpenBrace
        {
            self.take();
        }
    }

    /// A word with a list behind it, as many elements a line as fit.
    pub(crate) fn list<T>(&mut self, elements: &[T], range: impl Fn(&T) -> TextRange, each: impl Fn(&mut Self, &T)) {
        let several = elements.len() > 1;
        if several {
            self.mark(Element::Indent);
        }
        for (at, element) in elements.iter().enumerate() {
            self.until(range(element).start);
            if at > 0 {
                self.fill_line();
            }
            each(self, element);
            self.until(range(element).end);
        }
        if several {
            self.mark(Element::Dedent);
        }
    }
}
