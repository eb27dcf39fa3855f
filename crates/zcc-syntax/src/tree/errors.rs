//! Syntax errors in the reader's words.

use lalrpop_util::ParseError;
use zcc_base::{Code, Diagnostic, TextRange};

use crate::ast::{Expr, ExprKind};
use crate::lexer::TokenKind;
use crate::token::{Token, shorten};
use crate::tree::{Builder, Recovery};

/// How many syntax errors of one declaration are told.
pub(crate) const MOST_ERRORS: usize = 50;

impl<'source> Builder<'source> {
    /// Tells a syntax error, unless it comes from the one before it.
    pub(crate) fn unexpected(&self, recovery: Recovery<'source>) {
        self.work();
        let dropped_to = recovery.dropped_tokens.last().map(|token| token.2);
        let (at, found, expected) = match recovery.error {
            ParseError::UnrecognizedToken { token: (l, token, r), expected } => {
                (TextRange::new(l, r), Some(token), expected)
            }
            ParseError::UnrecognizedEof { location, expected } => (TextRange::empty(location), None, expected),
            ParseError::ExtraToken { token: (l, token, r) } => (TextRange::new(l, r), Some(token), Vec::new()),
            ParseError::InvalidToken { location } => (TextRange::empty(location), None, Vec::new()),
            ParseError::User { .. } => return,
        };
        let follows = self.follows_an_error(at.start);
        self.last_error.set(Some(dropped_to.unwrap_or(at.start)));
        if !follows {
            self.report(self.explain(at, found, &expected));
        }
    }

    /// Whether hardly anything was understood since the last error on the same line.
    fn follows_an_error(&self, at: u32) -> bool {
        let Some(last) = self.last_error.get() else { return false };
        let between = self.source.get(last as usize..at as usize).unwrap_or("");
        let start = self.prepared.tokens.partition_point(|token| token.range.start < last);
        let end = self.prepared.tokens.partition_point(|token| token.range.start < at);
        end.saturating_sub(start) < 3 && !between.contains('\n')
    }

    fn explain(&self, at: TextRange, found: Option<Token<'source>>, expected: &[String]) -> Diagnostic {
        let wanted = self.wanted(at.start, expected);
        let found = match found {
            Some(Token(_, text)) if !text.is_empty() => format!("found `{}`", shorten(text)),
            _ => "but it ends here".to_owned(),
        };
        let message = if wanted.is_empty() {
            format!("this is not understood here: {found}")
        } else {
            format!("expected {wanted}, {found}")
        };
        Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), message)
    }

    /// What could have stood here, in words.
    fn wanted(&self, at: u32, expected: &[String]) -> String {
        let has = |terminal: &str| expected.iter().any(|one| one.trim_matches('"') == terminal);
        let previous = self.prepared.tokens.iter().take_while(|token| token.range.start < at).last();
        let previous = previous.map(|token| token.kind);
        let mut wanted: Vec<&str> = Vec::new();
        if has("base") && has("provides") {
            wanted.push("a member such as `component` or `target:`");
        } else if has("every") {
            wanted.push("an expression");
        } else if has("42") && has("[") {
            wanted.push("a value");
        } else if has("NAME") {
            let is_type = matches!(previous, Some(TokenKind::Colon | TokenKind::Of)) && !has("missing");
            wanted.push(if is_type { "a type" } else { "a name" });
        } else if has("zone") {
            wanted.push("a declaration such as `zone`");
            if has("expect") {
                wanted.push("`expect`");
            }
        } else if has("RE 1") {
            wanted.push("a clause: `base` or `RE 1`");
        } else if has("SL 2") {
            wanted.push("a level such as `SL 2`");
        } else if has("SR 1.1") {
            wanted.push("an identifier such as `SR 1.1`");
        }
        if has("MESSAGE_START") {
            wanted = vec!["a message in quotes"];
        } else if has("STRING") && !has("42") {
            wanted.push("a title");
        }
        if has("otherwise") {
            wanted.push("`otherwise` and a message");
        }
        for (terminal, word) in [
            (":", "`:`"),
            ("=", "`=`"),
            ("between", "`between`"),
            ("from", "`from`"),
            ("to", "`to`"),
            ("for", "`for`"),
            ("in", "`in`"),
            ("then", "`then`"),
            ("else", "`else`"),
            ("where", "`where`"),
            (",", "`,`"),
            ("{", "`{`"),
            (")", "`)`"),
            ("]", "`]`"),
            ("}", "`}`"),
        ] {
            let is_name = has("NAME") && matches!(terminal, "between" | "from" | "to" | "for");
            if has(terminal) && !is_name {
                wanted.push(word);
            }
        }
        wanted.truncate(4);
        match wanted.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// Says that nothing stands where the adapter saw that something is missing.
    pub(crate) fn nothing(&self, at: u32) -> Expr {
        let end = self.prepared.tokens.partition_point(|token| token.range.start < at);
        let before = self.prepared.tokens.get(end.saturating_sub(2)..end).unwrap_or(&[]);
        let text = match before {
            [name, colon] if colon.kind == TokenKind::Colon => format!("{}:", name.text(self.source)),
            [.., last] => last.text(self.source).to_owned(),
            [] => String::new(),
        };
        let range = TextRange::new(before.last().map_or(at, |token| token.range.start), at);
        self.report(
            Diagnostic::new(
                Code::UNEXPECTED_TOKEN,
                self.place(range),
                format!("nothing stands after `{}`", shorten(&text)),
            )
            .help("write what belongs there on the same line, or remove it"),
        );
        self.expr(ExprKind::Error, at, at)
    }
}
