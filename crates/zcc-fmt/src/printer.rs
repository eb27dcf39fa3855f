//! From elements to text: which groups fit on their line, and what stands between two tokens.

use std::borrow::Cow;

use zcc_syntax::{LexedToken, TokenKind, is_blank};

use crate::comment::{follows_empty_line, is_line_comment};
use crate::element::Element;

/// The canonical width of a line, in characters.
const WIDTH: usize = 100;
/// One step of indentation.
const STEP: &str = "  ";

/// Prints `elements`, whose tokens are those of `source` in the order in which they are printed.
pub(crate) fn print(source: &str, tokens: &[LexedToken], elements: &[Element]) -> String {
    let mut printer = Printer {
        source,
        tokens,
        elements,
        widths: tokens.iter().map(|token| normal_text(*token, source).chars().count()).collect(),
        out: String::with_capacity(source.len() + source.len() / 8),
        column: 0,
        indent: 0,
        previous: None,
        pending: Pending::Nothing,
        pending_indent: 0,
    };
    printer.run();
    printer.out
}

/// What has been asked for between the previous token and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Glue,
    Blank,
    Break,
}

struct Printer<'a> {
    source: &'a str,
    tokens: &'a [LexedToken],
    elements: &'a [Element],
    widths: Vec<usize>,
    out: String,
    column: usize,
    indent: usize,
    previous: Option<usize>,
    pending: Pending,
    /// The indentation that was in force when the pending line break was asked for.
    pending_indent: usize,
}

impl Printer<'_> {
    fn run(&mut self) {
        // Whether each open group is on one line.
        let mut flat = vec![false];
        for (at, element) in self.elements.iter().enumerate() {
            let is_flat = flat.last().copied().unwrap_or(false);
            match *element {
                Element::Token(index) => self.token(index),
                Element::Open => flat.push(is_flat || self.fits(at)),
                Element::Close => {
                    flat.pop();
                }
                Element::Indent => self.indent += 1,
                Element::Dedent => self.indent = self.indent.saturating_sub(1),
                Element::Line => self.ask(if is_flat { Pending::Blank } else { Pending::Break }),
                Element::SoftLine => self.ask(if is_flat { Pending::Glue } else { Pending::Break }),
                Element::Hard => self.ask(Pending::Break),
                Element::Glue => self.ask(Pending::Glue),
            }
        }
        if self.previous.is_some() {
            self.out.push('\n');
        }
    }

    fn ask(&mut self, wish: Pending) {
        if wish == Pending::Break {
            self.pending_indent = self.indent;
        }
        if self.pending != Pending::Break {
            self.pending = wish;
        }
    }

    fn token(&mut self, index: usize) {
        let Some(token) = self.tokens.get(index).copied() else { return };
        match (self.previous, self.pending) {
            (None, _) | (Some(_), Pending::Glue) => {}
            (Some(previous), Pending::Break) => self.break_line(previous, token),
            (Some(_), Pending::Blank) => self.push(" "),
            (Some(previous), Pending::Nothing) => {
                if self.tokens.get(previous).is_some_and(|previous| blank_between(previous.kind, token.kind)) {
                    self.push(" ");
                }
            }
        }
        // A comment of several lines keeps them as they are.
        for (at, line) in normal_text(token, self.source).split('\n').enumerate() {
            if at > 0 {
                self.out.push('\n');
                self.column = 0;
            }
            self.push(line);
        }
        self.previous = Some(index);
        self.pending = Pending::Nothing;
    }

    fn break_line(&mut self, previous: usize, next: LexedToken) {
        self.out.push('\n');
        let Some(before) = self.tokens.get(previous) else { return };
        let opened = matches!(before.kind, TokenKind::OpenBrace | TokenKind::OpenBracket | TokenKind::OpenParen);
        let closes = matches!(next.kind, TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen);
        if !opened && !closes && follows_empty_line(self.source, next.range.start) {
            self.out.push('\n');
        }
        self.column = 0;
        for _ in 0..self.pending_indent {
            self.push(STEP);
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    /// Whether the group that opens at `at` fits on the rest of the line, with what must follow it there.
    fn fits(&self, at: usize) -> bool {
        let start = self.column + usize::from(self.pending == Pending::Blank);
        let mut left = match self.pending {
            Pending::Break => WIDTH.saturating_sub(self.pending_indent * STEP.len()),
            _ => WIDTH.saturating_sub(start),
        };
        let mut depth = 0_usize;
        // After the group, what cannot be parted from its end must fit too.
        let mut closed = false;
        let mut previous = self.previous;
        let mut glued = self.pending != Pending::Nothing;
        for element in &self.elements[at..] {
            match *element {
                Element::Open => depth += 1,
                Element::Close => {
                    depth = depth.saturating_sub(1);
                    closed |= depth == 0;
                }
                Element::Hard => return closed,
                Element::Line | Element::SoftLine if closed => return true,
                Element::Line => {
                    let Some(rest) = left.checked_sub(1) else { return false };
                    left = rest;
                    glued = true;
                }
                Element::SoftLine | Element::Glue => glued = true,
                Element::Indent | Element::Dedent => {}
                Element::Token(index) => {
                    let Some(token) = self.tokens.get(index) else { continue };
                    let blank = !glued
                        && previous
                            .and_then(|previous| self.tokens.get(previous))
                            .is_some_and(|previous| blank_between(previous.kind, token.kind));
                    let width = self.widths.get(index).copied().unwrap_or(0) + usize::from(blank);
                    if closed && is_line_comment(token.kind) {
                        return true;
                    }
                    if token.kind == TokenKind::BlockComment && token.text(self.source).contains('\n') {
                        return closed;
                    }
                    let Some(rest) = left.checked_sub(width) else { return false };
                    left = rest;
                    previous = Some(index);
                    glued = false;
                }
            }
        }
        true
    }
}

/// What a token says: the blanks inside an identifier such as `SR 1.1 RE 2` are one each, and no line of a comment ends
/// in blanks.
pub(crate) fn normal_text(token: LexedToken, source: &str) -> Cow<'_, str> {
    use TokenKind as T;
    let text = token.text(source);
    match token.kind {
        T::RequirementId | T::SecurityLevel | T::MaturityLevel | T::Enhancement | T::Duration | T::IsStated => {
            Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        T::BlockComment => {
            Cow::Owned(text.lines().map(|line| line.trim_end_matches(is_blank)).collect::<Vec<_>>().join("\n"))
        }
        _ => Cow::Borrowed(text.trim_end_matches(is_blank)),
    }
}

/// Whether an empty line stands between two places of the source.
pub(crate) fn has_empty_line(source: &str, from: u32, to: u32) -> bool {
    let between = source.get(from as usize..to as usize).unwrap_or("");
    between.bytes().filter(|byte| *byte == b'\n').count() >= 2
}

/// Whether a blank stands between two tokens on a line, where nothing else was asked for.
fn blank_between(left: TokenKind, right: TokenKind) -> bool {
    use TokenKind as T;
    (!matches!(left, T::OpenParen | T::OpenBracket | T::Dot) || is_line_comment(right))
        && !matches!(right, T::CloseParen | T::CloseBracket | T::Comma | T::Colon | T::Dot | T::Semicolon)
}
