//! The reader itself: a cursor over tokens that notes what it would have taken where they end.

use smol_str::SmolStr;
use zcc_syntax::{LexedToken, TokenClass, TokenKind};

use super::wanted::{Frame, PathOf, Segments, Wanted};

/// Why reading stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The cursor is here.
    End,
    /// What stands here fits nothing.
    Lost,
}

/// The result of reading something.
pub(super) type Read<T = ()> = Result<T, Stop>;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A declaration and what may follow it.
    Chunk,
    /// An expression.
    Expression,
}

/// So many frames are followed.
const DEEPEST: usize = 256;

pub(super) struct Reader<'t> {
    text: &'t str,
    tokens: &'t [LexedToken],
    at: usize,
    pub(super) wanted: Vec<Wanted>,
    pub(super) frames: Vec<Frame>,
    /// What would have to follow the word at the cursor so that all that is open ends.
    pub(super) tail: String,
}

/// What reading comes to.
pub(super) struct Found {
    /// What may stand at the cursor.
    pub(super) wanted: Vec<Wanted>,
    /// What it is inside of.
    pub(super) frames: Vec<Frame>,
    /// What would have to follow the word at the cursor so that all that is open ends.
    pub(super) tail: String,
}

/// Reads tokens to their end: what could follow, and inside of what.
pub(super) fn read(text: &str, tokens: &[LexedToken], entry: Entry) -> Found {
    let mut reader = Reader { text, tokens, at: 0, wanted: Vec::new(), frames: Vec::new(), tail: String::new() };
    match entry {
        Entry::Chunk => reader.chunk(),
        Entry::Expression => {
            let _ = reader.expression();
        }
    }
    Found { wanted: reader.wanted, frames: reader.frames, tail: reader.tail }
}

impl Reader<'_> {
    fn chunk(&mut self) {
        loop {
            if self.is_end() {
                self.want(Wanted::Declaration);
                return;
            }
            let before = self.at;
            let depth = self.frames.len();
            match self.item() {
                Err(Stop::End) => return,
                Err(Stop::Lost) => {
                    self.frames.truncate(depth);
                    if self.at == before {
                        self.at += 1;
                    }
                }
                Ok(()) => {}
            }
        }
    }

    // Tokens.

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Notes what could stand here, if the cursor is here.
    pub(super) fn want(&mut self, wanted: Wanted) {
        if self.is_end() && !self.wanted.contains(&wanted) {
            self.wanted.push(wanted);
        }
    }

    pub(super) fn peek(&self) -> Option<TokenKind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    pub(super) fn peek_second(&self) -> Option<TokenKind> {
        self.tokens.get(self.at + 1).map(|token| token.kind)
    }

    pub(super) fn is(&self, kind: TokenKind) -> bool {
        self.peek() == Some(kind)
    }

    /// Takes the next token whatever it is.
    pub(super) fn bump(&mut self) {
        self.at += 1;
    }

    /// Takes the next token if it is of this kind.
    pub(super) fn take(&mut self, kind: TokenKind) -> bool {
        let found = self.is(kind);
        self.at += usize::from(found);
        found
    }

    /// Takes a word of the grammar, which may be missing.
    pub(super) fn take_word(&mut self, kind: TokenKind, word: &'static str) -> bool {
        self.want(Wanted::Word(word));
        self.take(kind)
    }

    /// Takes a word of the grammar, which must stand here.
    pub(super) fn need_word(&mut self, kind: TokenKind, word: &'static str) -> Read {
        if self.take_word(kind, word) { Ok(()) } else { self.stop() }
    }

    /// Takes a token that must stand here.
    pub(super) fn need(&mut self, kind: TokenKind) -> Read {
        if self.take(kind) { Ok(()) } else { self.stop() }
    }

    pub(super) fn stop<T>(&self) -> Read<T> {
        Err(if self.is_end() { Stop::End } else { Stop::Lost })
    }

    /// Where the next token starts, or the text ends.
    pub(super) fn start(&self) -> u32 {
        self.tokens.get(self.at).map_or(self.text.len() as u32, |token| token.range.start)
    }

    /// Whether the next token is the first on its line.
    pub(super) fn starts_line(&self) -> bool {
        let Some(token) = self.tokens.get(self.at) else { return false };
        let Some(previous) = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)) else { return true };
        self.text.get(previous.range.end as usize..token.range.start as usize).unwrap_or_default().contains('\n')
    }

    fn text_of(&self, at: usize) -> SmolStr {
        let text = self.tokens.get(at).map_or("", |token| token.text(self.text));
        SmolStr::new(if text.starts_with('`') { text.trim_matches('`') } else { text })
    }

    /// Takes a name; behind a dot any word is one.
    pub(super) fn name(&mut self, behind_dot: bool) -> Option<SmolStr> {
        let class = self.peek()?.class();
        let fits = class == TokenClass::Word || behind_dot && class == TokenClass::Reserved || self.is(TokenKind::Base);
        if !fits {
            return None;
        }
        let text = self.text_of(self.at);
        self.bump();
        Some(text)
    }

    /// Takes a name that is given here.
    pub(super) fn new_name(&mut self) -> Read<SmolStr> {
        self.want(Wanted::NewName);
        match self.name(false) {
            Some(name) => Ok(name),
            None => self.stop(),
        }
    }

    pub(super) fn title(&mut self) {
        self.take(TokenKind::String);
    }

    /// Takes a path. One that starts on another line than what asks for it belongs to something else.
    pub(super) fn path(&mut self, of: PathOf) -> Read<Segments> {
        let mut before = Segments::new();
        loop {
            self.want(Wanted::Path(of, before.clone()));
            let elsewhere = before.is_empty() && self.starts_line() && self.previous() != Some(TokenKind::Comma);
            let name = if elsewhere { None } else { self.name(!before.is_empty()) };
            match name {
                Some(name) => before.push(name),
                None => return self.stop(),
            }
            if !self.take(TokenKind::Dot) {
                return Ok(before);
            }
        }
    }

    pub(super) fn previous(&self) -> Option<TokenKind> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| token.kind)
    }

    /// Reads one or more of something with commas between them.
    pub(super) fn list(&mut self, mut element: impl FnMut(&mut Self) -> Read) -> Read {
        loop {
            element(self)?;
            if !self.take(TokenKind::Comma) {
                return Ok(());
            }
        }
    }

    /// Says what would have to follow if the cursor is in what was read.
    pub(super) fn or_tail<T>(&mut self, found: Read<T>, tail: &str) -> Read<T> {
        if matches!(found, Err(Stop::End)) {
            self.tail.push_str(tail);
        }
        found
    }

    /// Reads something inside of something.
    pub(super) fn within<T>(&mut self, frame: Frame, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.frames.len() >= DEEPEST {
            return Err(Stop::End);
        }
        let depth = self.frames.len();
        self.frames.push(frame);
        let found = read(self);
        if !matches!(found, Err(Stop::End)) {
            self.frames.truncate(depth);
        }
        found
    }

    /// Reads what stands in braces that were opened, piece by piece, to their end. What fits nothing is passed over.
    pub(super) fn pieces(&mut self, piece: impl FnMut(&mut Self) -> Read) -> Read {
        let found = self.pieces_to_end(piece);
        self.or_tail(found, " }")
    }

    fn pieces_to_end(&mut self, mut piece: impl FnMut(&mut Self) -> Read) -> Read {
        loop {
            if self.take(TokenKind::CloseBrace) {
                return Ok(());
            }
            let (before, depth) = (self.at, self.frames.len());
            match piece(self) {
                Ok(()) if self.at > before => {}
                Err(Stop::End) => return Err(Stop::End),
                _ => {
                    self.frames.truncate(depth);
                    if self.is_end() {
                        return Err(Stop::End);
                    }
                    if self.at == before {
                        self.skip()?;
                    }
                }
            }
        }
    }

    /// Passes over a token, or over a pair of brackets.
    fn skip(&mut self) -> Read {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => return Err(Stop::End),
                Some(TokenKind::OpenBrace | TokenKind::OpenBracket | TokenKind::OpenParen) => depth += 1,
                Some(TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen) => {
                    depth = depth.saturating_sub(1);
                }
                Some(_) => {}
            }
            self.bump();
            if depth == 0 {
                return Ok(());
            }
        }
    }
}
