//! From a position to what may stand there.

use zcc_db::{Db, Item, items};
use zcc_syntax::{LexedToken, TokenKind, lex};

use super::reader;
use super::wanted::{Frame, Spot};
use crate::target::FilePosition;

/// Reads a position. `start` is where the word begins that is being typed. `None` in comments and in texts.
pub(crate) fn spot(db: &dyn Db, at: FilePosition, start: u32) -> Option<Spot<'_>> {
    let all = items(db, at.file);
    let file_text = at.file.text(db);
    let before = all.partition_point(|item| item.offset(db) <= start);
    let item = before.checked_sub(1).and_then(|index| all.get(index)).copied();
    let offset = item.map_or(0, |item| item.offset(db));
    // What follows the last token of a declaration belongs to it as long as no other starts.
    let end = all.get(before).map_or(file_text.len() as u32, |next| next.offset(db));
    let text = file_text.get(offset as usize..end.max(start) as usize)?;
    let cursor = start.checked_sub(offset)?;
    let lexed = lex(text);
    if let Some(token) = lexed.iter().find(|token| token.range.start < cursor && cursor <= token.range.end) {
        let whole = token.text(text);
        let inside = match token.kind {
            TokenKind::LineComment | TokenKind::Docs => true,
            _ => cursor < token.range.end,
        };
        let is_text = whole.starts_with('"');
        if inside && is_text {
            return message(item, text, &lexed, token, cursor, offset);
        }
        let is_comment = token.kind.is_trivia() || matches!(token.kind, TokenKind::Docs);
        if inside && (is_comment || whole.starts_with("/*")) {
            return None;
        }
    }
    let tokens: Vec<LexedToken> = lexed
        .into_iter()
        .filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Docs && token.range.end <= cursor)
        .collect();
    let continues_line = tokens.last().is_some_and(|last| {
        let between = text.get(last.range.end as usize..cursor as usize).unwrap_or_default();
        !between.contains('\n') && !matches!(last.kind, TokenKind::OpenBrace | TokenKind::CloseBrace)
    });
    let read = reader::read(text, &tokens, reader::Entry::Chunk);
    let before = text.get(..cursor as usize)?.to_owned();
    Some(Spot { item, wanted: read.wanted, frames: read.frames, start, continues_line, before, tail: read.tail })
}

/// Inside a text: an expression where it is one of a message, else nothing.
fn message<'db>(
    item: Option<Item<'db>>,
    text: &str,
    lexed: &[LexedToken],
    token: &LexedToken,
    cursor: u32,
    offset: u32,
) -> Option<Spot<'db>> {
    let before = text.get(token.range.start as usize..cursor as usize)?;
    let open = before.rfind('{')?;
    if before.get(open..)?.contains('}') {
        return None;
    }
    let index = lexed.iter().position(|other| other == token)?;
    if index.checked_sub(1).and_then(|index| lexed.get(index)).map(|token| token.kind) != Some(TokenKind::Otherwise) {
        return None;
    }
    let inner = before.get(open + 1..)?;
    let tokens: Vec<LexedToken> = lex(inner).into_iter().filter(|token| !token.kind.is_trivia()).collect();
    let read = reader::read(inner, &tokens, reader::Entry::Expression);
    let mut frames = read.frames;
    frames.insert(0, Frame::Message);
    let before = text.get(..cursor as usize)?.to_owned();
    let tail = format!("{}}}\" }}", read.tail);
    let start = offset + cursor;
    Some(Spot { item, wanted: read.wanted, frames, start, continues_line: true, before, tail })
}
