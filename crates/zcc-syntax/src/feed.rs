//! Hands the parser its tokens, and keeps it from working for nothing.

use std::cell::Cell;

use crate::lexer::LexedToken;
use crate::token::{Token, closer};
use crate::tree::{Builder, MOST_ERRORS};

/// So many tokens in a row may the parser read without building anything.
const PATIENCE: u32 = 1024;

/// Feeds the parser. Once it has found too many errors, or reads on and on without understanding, it gets only the
/// closing brackets it needs to come to an end.
pub(crate) struct Feed<'source, 'b> {
    source: &'source str,
    tokens: &'source [LexedToken],
    builder: &'b Builder<'source>,
    next: usize,
    progress: u32,
    patience: u32,
    /// Where feeding ended before the text did.
    gave_up: &'b Cell<Option<u32>>,
    /// What is left to be closed then, the innermost last.
    closers: Vec<LexedToken>,
}

impl<'source, 'b> Feed<'source, 'b> {
    pub(crate) fn new(
        source: &'source str,
        tokens: &'source [LexedToken],
        builder: &'b Builder<'source>,
        gave_up: &'b Cell<Option<u32>>,
    ) -> Self {
        Self { source, tokens, builder, next: 0, progress: 0, patience: PATIENCE, gave_up, closers: Vec::new() }
    }

    fn is_hopeless(&mut self) -> bool {
        let progress = self.builder.progress.get();
        if progress == self.progress {
            self.patience -= 1;
        } else {
            self.progress = progress;
            self.patience = PATIENCE;
        }
        self.patience == 0 || self.builder.errors.get() >= MOST_ERRORS
    }

    fn give_up(&mut self, at: u32) {
        self.gave_up.set(Some(at));
        for token in self.tokens.iter().take(self.next) {
            match closer(token.kind) {
                Some(kind) => self.closers.push(LexedToken { kind, range: zcc_base::TextRange::empty(at) }),
                None if self.closers.last().is_some_and(|open| open.kind == token.kind) => {
                    self.closers.pop();
                }
                None => {}
            }
        }
    }
}

impl<'source> Iterator for Feed<'source, '_> {
    type Item = Result<(u32, Token<'source>, u32), ()>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.gave_up.get().is_some() {
            let token = self.closers.pop()?;
            return Some(Ok((token.range.start, Token(token.kind, ""), token.range.end)));
        }
        let token = self.tokens.get(self.next)?;
        if self.is_hopeless() {
            self.give_up(token.range.start);
            return self.next();
        }
        self.next += 1;
        let text = self.source.get(token.range.to_usize()).unwrap_or("");
        Some(Ok((token.range.start, Token(token.kind, text), token.range.end)))
    }
}
