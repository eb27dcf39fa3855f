//! What every part of the adapter works on: the tokens so far, the brackets that are open, what there is to tell.

use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::kind::TokenKind;
use crate::lexer::LexedToken;

/// So many diagnostics of one declaration are enough.
pub(crate) const MOST_DIAGNOSTICS: usize = 100;

/// Lines of docs and the token they stand before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocsRun {
    /// Where the token after them starts; the end of the text if there is none.
    pub(crate) before: u32,
    /// From the first line to the last.
    pub(crate) range: TextRange,
}

/// The last line that starts a declaration which may have a body, and has had none so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLine {
    pub(super) word: LexedToken,
    pub(super) indent: usize,
    /// How many brackets are open around it.
    pub(super) depth: usize,
}

pub(super) struct Adapter<'source> {
    pub(super) source: &'source str,
    pub(super) anchor: Anchor,
    pub(super) tokens: Vec<LexedToken>,
    pub(super) docs: Vec<DocsRun>,
    pub(super) pending_docs: Option<TextRange>,
    pub(super) open: Vec<LexedToken>,
    /// How many of the open brackets lie outside the message being read.
    pub(super) floor: usize,
    pub(super) too_deep: Option<u32>,
    /// A test holds rules, which belong outside of it.
    pub(super) tests_rules: bool,
    /// How many brackets have no partner.
    pub(super) bracket_errors: usize,
    /// How many closing braces are among them.
    pub(super) unmatched: usize,
    /// Some bracket has no partner: lines and how far they are indented tell which.
    pub(super) by_layout: bool,
    /// The lines of a body are indented.
    pub(super) is_indented: bool,
    /// How many opening braces are missing.
    pub(super) to_open: usize,
    pub(super) head_line: Option<HeadLine>,
    /// How many words have been held against those of the language.
    pub(super) guesses: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'source> Adapter<'source> {
    pub(super) fn new(source: &'source str, anchor: Anchor, tokens: usize) -> Self {
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

    pub(super) fn previous(&self) -> Option<TokenKind> {
        self.tokens.last().map(|token| token.kind)
    }

    pub(super) fn push(&mut self, token: LexedToken) {
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: token.range.start, range });
        }
        self.tokens.push(token);
    }

    pub(super) fn report(&mut self, code: Code, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        // Of very many the first ones and the last are kept.
        self.diagnostics.truncate(MOST_DIAGNOSTICS - 1);
        self.diagnostics.push(Diagnostic::new(code, Place { anchor: self.anchor, range }, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }
}

/// At most some forty characters of a text.
pub(crate) fn shorten(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
