//! The formatter: one canonical style, 100 columns. It prints the tokens of the source in their order, comments apart,
//! and asks the tree only where lines may break, so nothing can be lost; and it proves that by reading what it printed.

mod comment;
mod declaration;
mod element;
mod emit;
mod expr;
mod order;
mod printer;
mod rules;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use zcc_base::{Anchor, Severity, TextRange};
use zcc_syntax::{LexedToken, Parsed, TokenClass, TokenKind, chunks, is_blank, lex, parse_chunk};

use crate::emit::Emitter;
use crate::order::in_printed_order;
use crate::printer::{has_empty_line, normal_text, print};

/// Formats the text of a file. A declaration that does not parse is left as it is; the others are formatted all the
/// same. Formatting what was formatted changes nothing.
pub fn format(text: &str) -> String {
    let (formatted, is_whole) = format_declarations(text);
    // Where brackets are missing the layout says what belongs together, and a new one must not say something else.
    if is_whole || outline(text) == outline(&formatted) && format_declarations(&formatted).0 == formatted {
        formatted
    } else {
        text.to_owned()
    }
}

/// The file with its declarations formatted, and whether all of them could be.
fn format_declarations(text: &str) -> (String, bool) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let out = String::with_capacity(text.len() + text.len() / 8);
    let mut file = FileText { source: text, out, previous: None, is_whole: true };
    let mut end = 0;
    for chunk in chunks(text) {
        file.comments(end, chunk.range.start);
        file.declaration(chunk.range);
        end = chunk.range.end;
    }
    file.comments(end, text.len() as u32);
    (file.out, file.is_whole)
}

/// How many tokens each declaration has.
fn outline(text: &str) -> Vec<usize> {
    chunks(text).iter().map(|chunk| lex(text.get(chunk.range.to_usize()).unwrap_or("")).len()).collect()
}

/// A file as it is put together from its declarations and the comments between them.
struct FileText<'a> {
    source: &'a str,
    out: String,
    /// Where the last piece ended in the source, and what it was.
    previous: Option<(u32, Piece)>,
    /// Every declaration could be formatted.
    is_whole: bool,
}

/// What a piece of a file is, as far as empty lines go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A comment on a line of its own: what follows it directly stays with it.
    Comment,
    /// A declaration of one line.
    Line,
    /// A declaration of several lines, which takes an empty line before and after it.
    Tall,
}

impl FileText<'_> {
    /// Comments that belong to no declaration, each on a line of its own. One that stands on the line of the
    /// declaration before it stays there.
    fn comments(&mut self, start: u32, end: u32) {
        let gap = self.source.get(start as usize..end as usize).unwrap_or("");
        for token in lex(gap) {
            let range = token.range + start;
            let text = normal_text(token, gap);
            let trails = self.previous.is_some_and(|(before, _)| {
                !self.source.get(before as usize..range.start as usize).unwrap_or("").contains('\n')
            });
            if trails && self.out.ends_with('\n') {
                self.out.pop();
                self.out.push(' ');
                self.out.push_str(&text);
                self.out.push('\n');
                self.previous = self.previous.map(|(_, piece)| (range.end, piece));
            } else {
                self.piece(range, &format!("{text}\n"), Piece::Comment);
            }
        }
    }

    fn declaration(&mut self, range: TextRange) {
        let source = self.source.get(range.to_usize()).unwrap_or("");
        let formatted = format_chunk(source).unwrap_or_else(|| {
            self.is_whole = false;
            verbatim(source)
        });
        let end = range.end - (source.len() - source.trim_end_matches(is_blank).len()) as u32;
        let piece = if formatted.trim_end().contains('\n') { Piece::Tall } else { Piece::Line };
        self.piece(TextRange::new(range.start, end), &formatted, piece);
    }

    /// Adds a piece, after an empty line where the source has one or a tall declaration asks for it.
    fn piece(&mut self, range: TextRange, text: &str, piece: Piece) {
        if text.is_empty() {
            return;
        }
        if let Some((end, previous)) = self.previous {
            let apart = previous == Piece::Tall || (piece == Piece::Tall && previous != Piece::Comment);
            if apart || has_empty_line(self.source, end, range.start) {
                self.out.push('\n');
            }
        }
        self.out.push_str(text);
        self.previous = Some((range.end, piece));
    }
}

/// Formats the text of one declaration, with a line feed at its end; nothing if it does not parse.
fn format_chunk(source: &str) -> Option<String> {
    let tokens = lex(source);
    let parsed = parse_chunk(source, Anchor(0));
    if !is_sound(&parsed) {
        return None;
    }
    let tokens = in_printed_order(source, &tokens);
    let mut emitter = Emitter::new(source, &tokens);
    emitter.item(&parsed.item);
    emitter.until(u32::MAX);
    let formatted = print(source, &tokens, &emitter.elements);
    (says_the_same(source, &formatted) && is_sound(&parse_chunk(&formatted, Anchor(0)))).then_some(formatted)
}

fn is_sound(parsed: &Parsed) -> bool {
    parsed.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
}

fn verbatim(source: &str) -> String {
    source.trim_end_matches(is_blank).to_owned() + "\n"
}

/// Whether two texts have the same tokens in the same order, and the same comments. Only documentation means something
/// by where it stands. The language takes line ends and blanks for nothing, so texts with the same tokens mean the same.
fn says_the_same(left: &str, right: &str) -> bool {
    let (left_tokens, right_tokens) = (lex(left), lex(right));
    let same = |counts: fn(TokenKind) -> bool| said(left, &left_tokens, counts).eq(said(right, &right_tokens, counts));
    same(|kind| kind.class() != TokenClass::Comment) && same(TokenKind::is_trivia)
}

/// The tokens that count, with what they say.
fn said<'a>(
    text: &'a str,
    tokens: &'a [LexedToken],
    counts: fn(TokenKind) -> bool,
) -> impl Iterator<Item = (TokenKind, Cow<'a, str>)> {
    tokens.iter().filter(move |token| counts(token.kind)).map(move |token| (token.kind, normal_text(*token, text)))
}
