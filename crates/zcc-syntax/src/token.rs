//! From what was lexed to what the grammar reads: comments and docs go aside, errors are told and mended, words are
//! given the meaning their neighbours ask for, and every bracket gets its partner. The parser sees only good text.

use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange, nearest};

use crate::lexer::{LexedToken, TokenClass, TokenKind, lex};
use crate::words::DECLARATION_WORDS;

/// Brackets deeper than this are not read.
const DEEPEST: usize = 64;

/// So many diagnostics of one declaration are enough.
pub(crate) const MOST_DIAGNOSTICS: usize = 100;

/// A token as the grammar sees it: its kind and its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'source>(pub(crate) TokenKind, pub(crate) &'source str);

/// Lines of docs and the token they stand before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocsRun {
    /// Where the token after them starts; the end of the text if there is none.
    pub(crate) before: u32,
    /// From the first line to the last.
    pub(crate) range: TextRange,
}

/// What the grammar reads, with what was put aside.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) tokens: Vec<LexedToken>,
    pub(crate) docs: Vec<DocsRun>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Prepares the text of one declaration.
pub(crate) fn prepare(source: &str, anchor: Anchor) -> Prepared {
    let lexed = lex(source);
    let mut adapter = Adapter::new(source, anchor, lexed.len());
    adapter.run(&lexed);
    if adapter.unclosed {
        adapter = Adapter { by_layout: true, ..Adapter::new(source, anchor, lexed.len()) };
        adapter.run(&lexed);
    }
    Prepared { tokens: adapter.tokens, docs: adapter.docs, diagnostics: adapter.diagnostics }
}

struct Adapter<'source> {
    source: &'source str,
    anchor: Anchor,
    tokens: Vec<LexedToken>,
    docs: Vec<DocsRun>,
    pending_docs: Option<TextRange>,
    open: Vec<LexedToken>,
    /// How many of the open brackets lie outside the message being read.
    floor: usize,
    too_deep: bool,
    /// Some bracket had to be closed.
    unclosed: bool,
    /// Some bracket is never closed: where a closing one stands tells which.
    by_layout: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'source> Adapter<'source> {
    fn new(source: &'source str, anchor: Anchor, tokens: usize) -> Self {
        Self {
            source,
            anchor,
            tokens: Vec::with_capacity(tokens + 2),
            docs: Vec::new(),
            pending_docs: None,
            open: Vec::new(),
            floor: 0,
            too_deep: false,
            unclosed: false,
            by_layout: false,
            diagnostics: Vec::new(),
        }
    }

    fn run(&mut self, lexed: &[LexedToken]) {
        self.feed(lexed);
        self.finish(self.source.len() as u32);
    }

    fn feed(&mut self, lexed: &[LexedToken]) {
        use TokenKind as T;
        for (at, &token) in lexed.iter().enumerate() {
            if self.too_deep {
                return;
            }
            match token.kind {
                T::LineComment | T::BlockComment => {}
                T::Docs => self.pending_docs = Some(self.pending_docs.unwrap_or(token.range).cover(token.range)),
                T::OpenBrace | T::OpenBracket | T::OpenParen => self.open(token),
                T::CloseBrace | T::CloseBracket | T::CloseParen => self.close(token),
                T::String if self.previous() == Some(T::Otherwise) => self.message(token),
                T::QuotedName => self.push(LexedToken { kind: T::Name, ..token }),
                T::Comma if self.previous() == Some(T::Colon) => {
                    self.missing();
                    self.push(token);
                }
                T::Base => self.base(token, next_kind(lexed, at)),
                kind => match kind.class() {
                    TokenClass::Word => self.word(token, lexed, at),
                    TokenClass::Reserved => self.reserved(token, next_kind(lexed, at)),
                    TokenClass::Literal | TokenClass::Punctuation if kind != T::Semicolon => self.push(token),
                    _ => self.error(token),
                },
            }
        }
    }

    fn previous(&self) -> Option<TokenKind> {
        self.tokens.last().map(|token| token.kind)
    }

    fn push(&mut self, token: LexedToken) {
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: token.range.start, range });
        }
        self.tokens.push(token);
    }

    fn report(&mut self, code: Code, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        // Of very many the first ones and the last are kept.
        self.diagnostics.truncate(MOST_DIAGNOSTICS - 1);
        self.diagnostics.push(Diagnostic::new(code, Place { anchor: self.anchor, range }, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    fn open(&mut self, token: LexedToken) {
        if self.open.len() >= DEEPEST {
            self.too_deep = true;
            self.report(
                Code::NESTED_TOO_DEEPLY,
                token.range,
                format!("brackets are nested more than {DEEPEST} deep"),
            )
            .help = Some("split the declaration, or give the inner parts a name with `define`".into());
            return;
        }
        self.open.push(token);
        self.push(token);
    }

    fn close(&mut self, token: LexedToken) {
        let closes = |open: &LexedToken| closer(open.kind) == Some(token.kind);
        let mut partner = self.open.iter().skip(self.floor).rposition(closes);
        if self.by_layout
            && let Some(indent) = self.indent(token)
        {
            // The partner is the one whose line is indented alike, if there is one.
            let alike = |open: &LexedToken| closes(open) && self.line_indent(*open) == Some(indent);
            partner = self.open.iter().skip(self.floor).rposition(alike).or(partner);
        }
        match partner {
            Some(index) => {
                if self.waits(false) {
                    self.missing();
                }
                self.close_down_to(self.floor + index + 1, token.range.start);
                self.open.pop();
                self.push(token);
            }
            None => {
                let text = token.text(self.source);
                self.report(Code::UNMATCHED, token.range, format!("this `{text}` closes nothing")).help =
                    Some(format!("remove the `{text}`, or add what it should close"));
            }
        }
    }

    /// Closes what is still open above `depth` and says so.
    fn close_down_to(&mut self, depth: usize, at: u32) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { break };
            self.tokens.extend(closer(open.kind).map(|kind| LexedToken { kind, range: TextRange::empty(at) }));
            self.unclosed = true;
            if !self.too_deep {
                let text = open.text(self.source);
                let missing = closer_text(open.kind);
                self.report(Code::UNCLOSED, open.range, format!("this `{text}` is never closed")).help =
                    Some(format!("add the `{missing}` that belongs to it"));
            }
        }
    }

    fn finish(&mut self, end: u32) {
        if self.waits(false) && !self.too_deep {
            self.missing();
        }
        self.close_down_to(0, end);
        if let Some(range) = self.pending_docs.take() {
            self.docs.push(DocsRun { before: end, range });
        }
    }

    /// A reserved word is a name where nothing but a name can stand: after a dot and before a colon.
    fn reserved(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let names = self.previous() == Some(T::Dot)
            || next == Some(T::Colon) && !matches!(token.kind, T::True | T::False | T::IsStated);
        self.push(if names { LexedToken { kind: T::Name, ..token } } else { token });
    }

    /// `base` starts a clause where the head of one goes on after it, and is a name anywhere else.
    fn base(&mut self, token: LexedToken, next: Option<TokenKind>) {
        use TokenKind as T;
        let heads = matches!(next, Some(T::Colon | T::String | T::At | T::Should | T::When))
            && !matches!(self.previous(), Some(T::Dot | T::In));
        self.push(if heads { token } else { LexedToken { kind: T::Name, ..token } });
    }

    /// A word may be misspelt, may stand where something is missing before it, and may itself lack its name.
    fn word(&mut self, token: LexedToken, lexed: &[LexedToken], at: usize) {
        let next = next_token(lexed, at);
        if self.waits(true) && self.starts_member(token, next, lexed, at) {
            self.missing();
        }
        let first = self.starts_line(token);
        match next {
            Some(next) if first && token.kind == TokenKind::Name && self.is_misspelt(token, next) => {
                let kind = self.misspelt(token);
                self.push(LexedToken { kind, ..token });
            }
            _ => {
                self.push(token);
                if first && self.lacks_name(token, next, lexed, at) {
                    self.missing();
                }
            }
        }
    }

    /// Notes that something is missing after the last token.
    fn missing(&mut self) {
        if let Some(last) = self.tokens.last() {
            self.tokens.push(LexedToken { kind: TokenKind::Missing, range: TextRange::empty(last.range.end) });
        }
    }

    /// Whether what was read last wants something after it. A comma may end a list.
    fn waits(&self, comma: bool) -> bool {
        use TokenKind as T;
        match self.previous() {
            Some(T::Colon | T::Dot) => true,
            Some(T::Comma) => comma && self.open.last().is_some_and(|open| open.kind == T::OpenBrace),
            Some(T::Enable | T::Disable | T::Provides | T::Offers | T::Lacks | T::Include | T::Speaks) => {
                // One that is the value of an attribute is but a name.
                let before = self.tokens.len().checked_sub(2).and_then(|index| self.tokens.get(index));
                !before.is_some_and(|before| before.kind == T::Colon || is_infix(before.kind))
            }
            _ => false,
        }
    }

    /// Whether the word on a later line than what waits for it starts a member of its own; what follows it tells.
    fn starts_member(&self, token: LexedToken, next: Option<LexedToken>, lexed: &[LexedToken], at: usize) -> bool {
        use TokenKind as T;
        let Some(&before) = self.tokens.last() else { return false };
        let in_braces = self.open.last().is_none_or(|open| open.kind == T::OpenBrace);
        if !in_braces || !self.is_line_between(before, token) {
            return false;
        }
        if starts_claim(token.kind) && starts_claim(before.kind) {
            return true;
        }
        let Some(next) = next else { return false };
        if self.is_line_between(token, next) {
            return false;
        }
        let head = starts_block(token.kind);
        match next.kind {
            // `x: bool` inside of `every x in` is no attribute, but then no word stands alone before it.
            T::Colon => before.kind != T::Comma && !matches!(next_kind(lexed, at + 1), Some(T::Colon)),
            T::String => head,
            kind => kind.class() == TokenClass::Word && (head || starts_claim(token.kind)),
        }
    }

    fn starts_line(&self, token: LexedToken) -> bool {
        use TokenKind as T;
        match self.tokens.last() {
            None => true,
            Some(last) if last.kind == T::OpenBrace => true,
            Some(last) => !is_infix(last.kind) && last.kind != T::Missing && self.is_line_between(*last, token),
        }
    }

    /// Two words side by side at the start of a line: the first should be a word of the language.
    fn is_misspelt(&self, token: LexedToken, next: LexedToken) -> bool {
        let names = matches!(next.kind, TokenKind::String | TokenKind::QuotedName | TokenKind::RequirementId)
            || next.kind.class() == TokenClass::Word;
        let text = token.text(self.source);
        names && text.len() > 3 && !self.is_line_between(token, next) && nearest_word(text).is_some()
    }

    fn misspelt(&mut self, token: LexedToken) -> TokenKind {
        let text = token.text(self.source);
        let Some(word) = nearest_word(text) else { return token.kind };
        let place = Place { anchor: self.anchor, range: token.range };
        let diagnostic = self.report(Code::UNEXPECTED_TOKEN, token.range, format!("nothing starts with `{text}`"));
        *diagnostic =
            diagnostic.clone().help(format!("did you mean `{word}`?")).fix(format!("write `{word}`"), place, word);
        lex(word).first().map_or(token.kind, |token| token.kind)
    }

    /// Whether the word that starts a declaration has no name after it.
    fn lacks_name(&self, token: LexedToken, next: Option<LexedToken>, lexed: &[LexedToken], at: usize) -> bool {
        use TokenKind as T;
        if !starts_block(token.kind) && !matches!(token.kind, T::Import | T::Enum | T::Relation | T::Define) {
            return false;
        }
        let Some(next) = next else { return true };
        match next.kind {
            T::OpenBrace | T::CloseBrace | T::String | T::OpenParen => true,
            kind if kind.class() == TokenClass::Word && self.is_line_between(token, next) => {
                let after = lexed.iter().skip(at + 1).filter(|token| !token.kind.is_trivia()).nth(1);
                starts_block(kind) || starts_claim(kind) || after.is_some_and(|after| after.kind == T::Colon)
            }
            _ => false,
        }
    }

    /// How far the line of a token is indented; nothing where the line is long.
    fn line_indent(&self, token: LexedToken) -> Option<usize> {
        let start = token.range.start as usize;
        let before = self.source.as_bytes().get(start.saturating_sub(256)..start)?;
        let line = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => &before[at + 1..],
            None if before.len() == start => before,
            None => return None,
        };
        Some(line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }

    /// How far a token is indented that is the first of its line.
    fn indent(&self, token: LexedToken) -> Option<usize> {
        let indent = self.line_indent(token)?;
        let start = token.range.start as usize;
        let is_first = start == indent || self.source.as_bytes().get(start - indent - 1) == Some(&b'\n');
        is_first.then_some(indent)
    }

    fn is_line_between(&self, one: LexedToken, other: LexedToken) -> bool {
        let between = self.source.as_bytes().get(one.range.end as usize..other.range.start as usize);
        between.is_some_and(|bytes| bytes.contains(&b'\n'))
    }

    /// The string after `otherwise`: what stands in braces is read as tokens.
    fn message(&mut self, token: LexedToken) {
        use TokenKind as T;
        let text = token.text(self.source);
        let mut piece = (T::MessageStart, 0);
        let mut at = 1;
        while let Some(value) = next_value(text, at) {
            let Some(end) = value_end(text, value) else {
                let start = token.range.start + value as u32;
                self.report(
                    Code::UNCLOSED,
                    TextRange::new(start, start + 1),
                    "this `{` of a message is never closed",
                )
                .help = Some("add the `}` after the value; a brace that is meant as such is written `{{`".into());
                break;
            };
            let range =
                |from: usize, to: usize| TextRange::new(token.range.start + from as u32, token.range.start + to as u32);
            self.push(LexedToken { kind: piece.0, range: range(piece.1, value + 1) });
            self.value(&text[value + 1..end], token.range.start + value as u32 + 1);
            piece = (T::MessageMiddle, end);
            at = end + 1;
        }
        let kind = if piece.0 == T::MessageStart { T::String } else { T::MessageEnd };
        self.push(LexedToken { kind, range: TextRange::new(token.range.start + piece.1 as u32, token.range.end) });
    }

    /// The inside of `{...}` in a message.
    fn value(&mut self, text: &str, offset: u32) {
        let mut lexed = lex(text);
        for token in &mut lexed {
            token.range = token.range + offset;
        }
        let floor = std::mem::replace(&mut self.floor, self.open.len());
        self.feed(&lexed);
        self.close_down_to(self.floor, offset + text.len() as u32);
        self.floor = floor;
    }

    fn error(&mut self, token: LexedToken) {
        use TokenKind as T;
        let text = token.text(self.source);
        let name = |token: LexedToken| LexedToken { kind: T::Name, ..token };
        match token.kind {
            T::FileDocs => {
                self.report(
                    Code::DANGLING_DOCS,
                    token.range,
                    "`//!` documents a file, and this is inside of a declaration",
                )
                .help = Some("write `///` to document what follows, or `//` for a comment".into());
            }
            T::Semicolon => {
                let place = Place { anchor: self.anchor, range: token.range };
                let diagnostic = self.report(Code::SEMICOLON, token.range, "there are no semicolons in this language");
                diagnostic.help = Some("use a comma or a new line".into());
                *diagnostic = diagnostic.clone().fix("remove the semicolon", place, "");
            }
            T::UnterminatedString => {
                self.report(Code::UNTERMINATED_STRING, token.range, "this string does not end on its line").help =
                    Some("add the closing `\"`".into());
                self.push(LexedToken { kind: T::String, ..token });
            }
            T::UnterminatedName => {
                let message = if text == "``" {
                    "there is no name between these back-quotes"
                } else {
                    "this back-quoted name does not end on its line"
                };
                self.report(Code::UNTERMINATED_NAME, token.range, message).help =
                    Some("write the name between two back-quotes: `` `=K1-A2` ``".into());
                self.push(name(token));
            }
            T::UnterminatedComment => {
                let range = TextRange::new(token.range.start, token.range.start + 2);
                self.report(Code::UNTERMINATED_COMMENT, range, "this comment is never closed").help =
                    Some("add a `*/`; comments nest, so each `/*` needs its own".into());
            }
            T::DigitWord => {
                self.report(
                    Code::BAD_LITERAL,
                    token.range,
                    format!("`{}` is neither a number nor a name", shorten(text)),
                )
                .help = Some("a name does not begin with a digit; in back-quotes it may".into());
                self.push(name(token));
            }
            T::ForeignWord if text.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                self.report(
                    Code::UNEXPECTED_CHARACTER,
                    token.range,
                    format!("`{}` has letters beyond a to z, which a name has only in back-quotes", shorten(text)),
                )
                .help = Some(format!("write `` `{}` ``", shorten(text)));
                self.push(name(token));
            }
            _ => self.unknown(token, text),
        }
    }

    fn unknown(&mut self, token: LexedToken, text: &str) {
        let printable: String = shorten(text).chars().flat_map(char::escape_debug).collect();
        let help = match text {
            "&&" | "&" => Some("write `and`"),
            "||" | "|" => Some("write `or`"),
            "!" => Some("write `not`"),
            _ if text.starts_with('\'') => Some("strings stand in double quotes"),
            _ if text.starts_with(['“', '”', '„', '‘', '’']) => {
                Some("strings stand in straight double quotes: `\"`")
            }
            _ if text.contains('\u{A0}') => Some("this is a space that does not break; type an ordinary one"),
            _ => None,
        };
        self.report(Code::UNEXPECTED_CHARACTER, token.range, format!("`{printable}` means nothing here")).help =
            help.map(Into::into);
    }
}

/// At most some forty characters of a text.
pub(crate) fn shorten(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

fn next_token(lexed: &[LexedToken], at: usize) -> Option<LexedToken> {
    lexed.iter().skip(at + 1).find(|token| !token.kind.is_trivia()).copied()
}

fn next_kind(lexed: &[LexedToken], at: usize) -> Option<TokenKind> {
    next_token(lexed, at).map(|token| token.kind)
}

/// Whether the kind is of a word that starts a block.
fn starts_block(kind: TokenKind) -> bool {
    (TokenKind::Site..=TokenKind::Catalog).contains(&kind)
}

/// Whether the kind is of a word that starts a line about capabilities.
fn starts_claim(kind: TokenKind) -> bool {
    (TokenKind::Provides..=TokenKind::Family).contains(&kind)
}

/// Whether what follows goes on with what stood before.
fn is_infix(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(kind, T::Colon | T::Comma | T::Dot | T::OpenParen | T::OpenBracket)
        || (T::Equals..=T::Slash).contains(&kind)
        || kind.class() == TokenClass::Reserved && !matches!(kind, T::True | T::False | T::IsStated)
}

/// The word that may start a line and is nearest to this one.
fn nearest_word(text: &str) -> Option<&'static str> {
    const MEMBERS: [&str; 8] = ["provides", "offers", "lacks", "enable", "disable", "speaks", "include", "family"];
    nearest(text, DECLARATION_WORDS.iter().copied().chain(MEMBERS))
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

/// Where the next `{` that starts a value stands in the text of a message; `{{` is a brace.
fn next_value(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' if bytes.get(at + 1) == Some(&b'{') => at += 2,
            b'{' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Where the `}` of the value that starts at `start` stands.
fn value_end(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
