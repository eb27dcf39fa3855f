//! From text to trees: one declaration at a time.

use std::cell::Cell;

use lalrpop_util::lalrpop_mod;
use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::ast::{Item, ItemKind};
use crate::cascade::without_consequences;
use crate::chunk::{Chunk, chunks};
use crate::feed::Feed;
use crate::lexer::LexedToken;
use crate::token::{MOST_DIAGNOSTICS, prepare};
use crate::tree::Builder;

lalrpop_mod!(
    #[allow(
        clippy::all,
        clippy::pedantic,
        clippy::unwrap_used,
        unused,
        missing_docs,
        unreachable_pub,
        unused_qualifications
    )]
    zc
);

/// A declaration and what is wrong with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The declaration.
    pub item: Item,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// A chunk of a file with its declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedChunk {
    /// Where it stands; the ranges in `parsed` count from its start.
    pub chunk: Chunk,
    /// What it declares.
    pub parsed: Parsed,
}

/// Parses the text of one chunk. Ranges count from the start of `text`; places in diagnostics name `anchor`.
///
/// Whatever the text, there is a tree; where it is broken, the tree has `Error` in it and the diagnostics say why.
pub fn parse_chunk(text: &str, anchor: Anchor) -> Parsed {
    let prepared = prepare(text, anchor);
    if prepared.tokens.is_empty() {
        let builder = Builder::new(text, anchor, &prepared);
        let dangling = if prepared.diagnostics.is_empty() { builder.dangling_docs() } else { Vec::new() };
        return Parsed { item: nothing(text, &[]), diagnostics: [prepared.diagnostics, dangling].concat() };
    }
    let builder = Builder::new(text, anchor, &prepared);
    let gave_up = Cell::new(None);
    let parsed = zc::ChunkParser::new().parse(&builder, Feed::new(text, &prepared.tokens, &builder, &gave_up));
    let item = parsed.map_or_else(|_| nothing(text, &prepared.tokens), |item| *item);
    let mut diagnostics = builder.diagnostics.take();
    if let Some(at) = prepared.too_deep {
        diagnostics.retain(|diagnostic| diagnostic.primary.place.range.end < at);
    }
    let first = prepared.tokens.first().map(|token| token.kind);
    diagnostics = without_consequences(text, first, diagnostics, prepared.diagnostics.clone());
    if let Some(at) = gave_up.get() {
        cut(&mut diagnostics, Place { anchor, range: TextRange::empty(at) });
    }
    // Docs of what could not be read belong to nothing, and that is no news.
    if builder.errors.get() == 0 && prepared.too_deep.is_none() && gave_up.get().is_none() {
        diagnostics.extend(builder.dangling_docs());
    }
    if diagnostics.is_empty() && matches!(item.kind, ItemKind::Error) {
        let place = Place { anchor, range: item.range };
        diagnostics.push(Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "this is no declaration"));
    }
    if diagnostics.len() >= MOST_DIAGNOSTICS {
        diagnostics.truncate(MOST_DIAGNOSTICS);
        if let Some(last) = diagnostics.last_mut() {
            last.notes.push("further mistakes in this declaration are not shown".into());
        }
    }
    Parsed { item, diagnostics }
}

/// Parses all declarations of a file; each chunk has its number as anchor.
pub fn parse_file(text: &str) -> Vec<ParsedChunk> {
    let parse = |(index, chunk): (usize, Chunk)| {
        let own = text.get(chunk.range.to_usize()).unwrap_or("");
        ParsedChunk { parsed: parse_chunk(own, Anchor(index as u64)), chunk }
    };
    chunks(text).into_iter().enumerate().map(parse).collect()
}

/// Forgets what was said of text that was not read, and says that it was not.
fn cut(diagnostics: &mut Vec<Diagnostic>, at: Place) {
    diagnostics.retain(|diagnostic| diagnostic.primary.place.range.start < at.range.start);
    match diagnostics.last_mut() {
        Some(last) => last.notes.push("the rest of this declaration was not read".into()),
        None => diagnostics.push(
            Diagnostic::new(Code::NESTED_TOO_DEEPLY, at, "this expression is nested too deeply to be read")
                .help("give its parts names with `let` or `define`"),
        ),
    }
}

fn nothing(text: &str, tokens: &[LexedToken]) -> Item {
    let start = tokens.first().map_or(text.len() as u32, |token| token.range.start);
    let end = tokens.last().map_or(text.len() as u32, |token| token.range.end);
    Item { docs: SmolStr::default(), kind: ItemKind::Error, range: TextRange::new(start, end) }
}
