//! From text to trees: one declaration at a time.

use lalrpop_util::lalrpop_mod;
use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::ast::{Item, ItemKind};
use crate::chunk::{Chunk, chunks};
use crate::lexer::{LexedToken, TokenKind};
use crate::token::{Token, prepare};
use crate::tree::{Builder, MOST_ERRORS};

lalrpop_mod!(
    #[allow(clippy::all, clippy::pedantic, unused, missing_docs, unreachable_pub, unused_qualifications)]
    zc
);

/// So many tokens in a row may the parser read without building anything.
const PATIENCE: u32 = 4096;

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
    let builder = Builder::new(text, anchor, &prepared);
    let parsed = zc::ChunkParser::new().parse(&builder, Feed::new(text, &prepared.tokens, &builder));
    let item = parsed.map_or_else(|_| nothing(text, &prepared.tokens), |item| *item);
    let mut diagnostics = builder.diagnostics.take();
    diagnostics.extend_from_slice(&prepared.diagnostics);
    if diagnostics.is_empty() {
        diagnostics = builder.dangling_docs();
        if matches!(item.kind, ItemKind::Error) && !prepared.tokens.is_empty() {
            let place = Place { anchor, range: item.range };
            diagnostics.push(Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "this is no declaration"));
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.place.range.start);
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

fn nothing(text: &str, tokens: &[LexedToken]) -> Item {
    let start = tokens.first().map_or(text.len() as u32, |token| token.range.start);
    let end = tokens.last().map_or(text.len() as u32, |token| token.range.end);
    Item { docs: SmolStr::default(), kind: ItemKind::Error, range: TextRange::new(start, end) }
}

/// Feeds the parser. When it reports too much, or reads on and on without understanding, it gets only the closing
/// brackets it needs to come to an end.
struct Feed<'source, 'b> {
    source: &'source str,
    tokens: &'source [LexedToken],
    builder: &'b Builder<'source>,
    next: usize,
    progress: u32,
    patience: u32,
    gave_up: bool,
}

impl<'source, 'b> Feed<'source, 'b> {
    fn new(source: &'source str, tokens: &'source [LexedToken], builder: &'b Builder<'source>) -> Self {
        Self { source, tokens, builder, next: 0, progress: 0, patience: PATIENCE, gave_up: false }
    }
}

impl<'source> Iterator for Feed<'source, '_> {
    type Item = Result<(u32, Token<'source>, u32), ()>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let token = self.tokens.get(self.next)?;
        self.next += 1;
        let text = self.source.get(token.range.to_usize()).unwrap_or("");
        Some(Ok((token.range.start, Token(token.kind, text), token.range.end)))
    }
}
