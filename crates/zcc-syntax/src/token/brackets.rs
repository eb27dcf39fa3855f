//! Every bracket gets its partner.

use zcc_base::{Code, TextRange};

use crate::kind::TokenKind;
use crate::lexer::LexedToken;
use crate::token::adapter::{Adapter, DocsRun};

/// Brackets deeper than this are not read.
const DEEPEST: usize = 64;

impl Adapter<'_> {
    pub(super) fn open(&mut self, token: LexedToken) {
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
        if self.head_line.is_some_and(|head| head.depth == self.open.len()) {
            self.head_line = None;
        }
        self.open.push(token);
        self.push(token);
    }

    pub(super) fn close(&mut self, token: LexedToken) {
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
            self.bracket_errors += 1;
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
            self.bracket_errors += 1;
            self.unmatched += usize::from(token.kind == TokenKind::CloseBrace);
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

    /// Closes what is still open above `depth` and says so.
    pub(super) fn close_down_to(&mut self, depth: usize, at: u32) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { break };
            self.tokens.extend(closer(open.kind).map(|kind| LexedToken { kind, range: TextRange::empty(at) }));
            self.bracket_errors += 1;
            // One that stands for a missing one has been told.
            if self.too_deep.is_none() && !open.range.is_empty() {
                let text = open.text(self.source);
                let missing = closer_text(open.kind);
                self.report(Code::UNCLOSED, open.range, format!("this `{text}` is never closed")).help =
                    Some(format!("add the `{missing}` that belongs to it"));
            }
        }
    }

    pub(super) fn finish(&mut self, end: u32) {
        if self.waits(false) && self.too_deep.is_none() {
            self.missing();
        }
        self.close_down_to(0, end);
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: end, range });
        }
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
