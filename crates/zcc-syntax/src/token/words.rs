//! What a word means where it stands: a misspelt one is taken for the right one, and where something is missing before
//! or after it the parser is told so. All of it goes by lines, which the grammar knows nothing of.

use zcc_base::{Code, Place, TextRange};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::{LexedToken, lex};
use crate::token::adapter::{Adapter, MOST_DIAGNOSTICS, shorten};
use crate::words::{meant_operator, meant_word};

impl Adapter<'_> {
    /// A word may be misspelt, may stand where something is missing before it, and may itself lack its name.
    pub(super) fn word(&mut self, token: LexedToken, lexed: &[LexedToken], at: usize) {
        let next = next_token(lexed, at);
        self.tests_rules |= states_rules(token.kind);
        if self.waits(true) && self.starts_member(token, next, lexed, at) || self.ends_expectation(token, next) {
            self.missing();
        }
        let first = self.starts_line(token);
        if let Some(next) = next {
            self.colon_before(token, next);
        }
        match next {
            Some(next) if first && token.kind == TokenKind::Name && self.is_misspelt(token, next) => {
                let kind = self.misspelt(token);
                self.push(LexedToken { kind, ..token });
            }
            _ => {
                let kind = self.misspelt_operator(token, next).unwrap_or(token.kind);
                self.push(LexedToken { kind, ..token });
                if first && self.lacks_name(token, next, lexed, at) {
                    self.missing();
                }
            }
        }
    }

    /// Whether the innermost bracket holds the variants of an enum.
    fn is_in_enum(&self) -> bool {
        let Some(brace) = self.open.last().filter(|open| open.kind == TokenKind::OpenBrace) else { return false };
        let before = self.tokens.partition_point(|token| token.range.start < brace.range.start);
        let head = self.tokens.get(before.saturating_sub(2)..before).unwrap_or(&[]);
        head.iter().any(|token| token.kind == TokenKind::Enum)
    }

    /// Notes that something is missing after the last token.
    pub(super) fn missing(&mut self) {
        if let Some(last) = self.tokens.last() {
            self.tokens.push(LexedToken { kind: TokenKind::Missing, range: TextRange::empty(last.range.end) });
        }
    }

    /// Whether what was read last wants something after it. A comma may end a list.
    pub(super) fn waits(&self, comma: bool) -> bool {
        use TokenKind as T;
        match self.previous() {
            Some(T::Colon | T::Dot | T::With) => true,
            Some(T::Comma) => comma && self.open.last().is_some_and(|open| open.kind == T::OpenBrace),
            Some(T::And) => self.is_in_ends(),
            Some(
                T::Enable
                | T::Disable
                | T::Provides
                | T::Offers
                | T::Lacks
                | T::Include
                | T::Speaks
                | T::Between
                | T::From
                | T::To,
            ) => {
                // One that is the value of an attribute, or stands where a name is wanted, is but a name.
                let before = self.tokens.len().checked_sub(2).and_then(|index| self.tokens.get(index));
                !before
                    .is_some_and(|before| before.kind == T::Colon || is_infix(before.kind) || wants_name(before.kind))
            }
            _ => false,
        }
    }

    /// Whether what is being read has no members, only expressions, variants or types: there a line says nothing about
    /// what the word on it means.
    pub(super) fn is_without_members(&self) -> bool {
        use TokenKind as T;
        match self.tokens.first().map(|first| first.kind) {
            Some(T::Test) => self.tests_rules,
            Some(T::Enum | T::Attribute) => true,
            Some(kind) => states_rules(kind),
            None => false,
        }
    }

    /// Whether an `and` was read that joins the ends of a conduit.
    fn is_in_ends(&self) -> bool {
        use TokenKind as T;
        let ends = self.tokens.iter().rev().skip(1).take(64);
        let mut ends = ends.skip_while(|token| matches!(token.kind, T::Name | T::Dot | T::Comma | T::And));
        ends.next().is_some_and(|token| token.kind == T::Between)
    }

    /// Whether the word on a later line than what waits for it starts a member of its own; what follows it tells.
    fn starts_member(&self, token: LexedToken, next: Option<LexedToken>, lexed: &[LexedToken], at: usize) -> bool {
        use TokenKind as T;
        if self.is_without_members() {
            return false;
        }
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

    /// Whether an expectation starts on a new line where the one before it is not at its end.
    fn ends_expectation(&self, token: LexedToken, next: Option<LexedToken>) -> bool {
        use TokenKind as T;
        let Some(before) = self.tokens.last() else { return false };
        token.kind == T::Expect
            && matches!(before.kind, T::For | T::Because | T::In)
            && self.is_line_between(*before, token)
            && next.is_some_and(|next| matches!(next.kind, T::RequirementId | T::QuotedName | T::Capable))
    }

    /// Puts a colon before what a component or product is of, where it stands right after the title.
    fn colon_before(&mut self, token: LexedToken, next: LexedToken) {
        use TokenKind as T;
        let [.., word, name, title] = self.tokens.as_slice() else { return };
        let title = *title;
        let heads = matches!(word.kind, T::Component | T::Boundary | T::Product)
            && name.kind.class() == TokenClass::Word
            && title.kind == T::String
            && !self.is_line_between(*word, token);
        if token.kind == T::Name && heads && matches!(next.kind, T::OpenBrace | T::Comma | T::Dot) {
            let text = token.text(self.source);
            self.report(Code::UNEXPECTED_TOKEN, token.range, format!("no `:` stands before `{text}`")).help =
                Some(format!("write `: {text}` after the title"));
            self.tokens.push(LexedToken { kind: T::Colon, range: TextRange::empty(title.range.end) });
        }
    }

    /// How many tokens to pass over: those of a member that no word starts, where a name, a title or a body does.
    pub(super) fn nameless_member(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let token = lexed[at];
        let in_members = self.floor == 0
            && self.open.last().is_some_and(|open| open.kind == T::OpenBrace)
            && !self.is_without_members()
            && !self.is_in_enum();
        if token.kind != T::Name || !in_members || !self.starts_line(token) || self.waits(true) {
            return None;
        }
        let next = next_token(lexed, at).filter(|next| !self.is_line_between(token, *next))?;
        if !matches!(next.kind, T::OpenBrace | T::String) {
            return None;
        }
        if self.guesses == MOST_DIAGNOSTICS {
            return None;
        }
        self.guesses += 1;
        // To the end of its body, if it has one.
        let mut depth = 0_usize;
        let mut before = token;
        for (count, other) in lexed.iter().enumerate().skip(at + 1) {
            match other.kind {
                T::OpenBrace => depth += 1,
                T::CloseBrace if depth == 0 => return None,
                T::CloseBrace => {
                    depth -= 1;
                    if depth == 0 {
                        let text = shorten(token.text(self.source));
                        self.report(Code::UNEXPECTED_TOKEN, token.range, format!("nothing says what `{text}` is"))
                            .help = Some(format!("write it before the name, as in `component {text}`"));
                        return Some(count - at);
                    }
                }
                _ if depth == 0 && self.is_line_between(before, *other) => return None,
                _ => {}
            }
            before = *other;
        }
        None
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
    fn is_misspelt(&mut self, token: LexedToken, next: LexedToken) -> bool {
        let names = matches!(next.kind, TokenKind::String | TokenKind::QuotedName | TokenKind::RequirementId)
            || next.kind.class() == TokenClass::Word;
        let text = token.text(self.source);
        if !names || self.is_line_between(token, next) || self.guesses == MOST_DIAGNOSTICS {
            return false;
        }
        self.guesses += 1;
        self.meant(text).is_some()
    }

    /// The word of the language that a line should begin with which begins with another.
    fn meant(&self, text: &str) -> Option<&'static str> {
        let in_body = !self.tokens.is_empty();
        if in_body && self.is_without_members() { None } else { meant_word(text, in_body) }
    }

    fn misspelt(&mut self, token: LexedToken) -> TokenKind {
        let text = token.text(self.source);
        let Some(word) = self.meant(text) else { return token.kind };
        let place = Place { anchor: self.anchor, range: token.range };
        let diagnostic = self.report(Code::UNEXPECTED_TOKEN, token.range, format!("nothing starts with `{text}`"));
        *diagnostic =
            diagnostic.clone().help(format!("did you mean `{word}`?")).fix(format!("write `{word}`"), place, word);
        lex(word).first().map_or(token.kind, |token| token.kind)
    }

    /// Two names side by side in an expression: one of them should be a word that joins expressions or starts one. Which
    /// kind this one has then; where the one before it is misspelt, that one is mended.
    fn misspelt_operator(&mut self, token: LexedToken, next: Option<LexedToken>) -> Option<TokenKind> {
        use TokenKind as T;
        let before = self.tokens.last().copied().filter(|before| before.kind == T::Name)?;
        let of_rules = self.tokens.first().is_some_and(|first| states_rules(first.kind)) || self.tests_rules;
        if token.kind != T::Name || !of_rules || self.is_line_between(before, token) || self.guesses == MOST_DIAGNOSTICS
        {
            return None;
        }
        self.guesses += 1;
        let binds = next.is_some_and(|next| next.kind == T::In);
        let (starts, word) = meant_operator(before.text(self.source), token.text(self.source), binds)?;
        let wrong = if starts { before } else { token };
        let text = shorten(wrong.text(self.source));
        let place = Place { anchor: self.anchor, range: wrong.range };
        let message = format!("`{text}` joins nothing here, and starts nothing");
        let told = self.report(Code::UNEXPECTED_TOKEN, wrong.range, message);
        *told = told.clone().help(format!("did you mean `{word}`?")).fix(format!("write `{word}`"), place, word);
        let kind = lex(word).first().map(|token| token.kind)?;
        if !starts {
            return Some(kind);
        }
        if let Some(last) = self.tokens.last_mut() {
            last.kind = kind;
        }
        None
    }

    /// Whether the word that starts a declaration has no name after it.
    fn lacks_name(&self, token: LexedToken, next: Option<LexedToken>, lexed: &[LexedToken], at: usize) -> bool {
        use TokenKind as T;
        if !starts_block(token.kind) && !matches!(token.kind, T::Import | T::Enum | T::Relation | T::Define) {
            return false;
        }
        // The token itself has been read by now.
        if self.tokens.len() > 1 && (self.is_without_members() || self.is_in_enum()) {
            return false;
        }
        let Some(next) = next else { return true };
        match next.kind {
            T::OpenBrace | T::CloseBrace | T::String | T::UnterminatedString | T::OpenParen => true,
            T::Every | T::Some | T::No | T::If | T::Let | T::Not => self.is_line_between(token, next),
            // `conduit between a and b`: the word is not the name.
            T::Between | T::From if token.kind == T::Conduit && !self.is_line_between(token, next) => {
                let after = lexed.iter().skip(at + 1).filter(|token| !token.kind.is_trivia()).nth(1);
                after.is_some_and(|after| {
                    let word = after.kind.class() == TokenClass::Word || after.kind == T::QuotedName;
                    word && !matches!(after.kind, T::Between | T::From)
                })
            }
            kind if kind.class() == TokenClass::Word && self.is_line_between(token, next) => {
                let after = lexed.iter().skip(at + 1).filter(|token| !token.kind.is_trivia()).nth(1);
                match token.kind {
                    T::Define | T::Relation => {
                        return !after.is_some_and(|after| matches!(after.kind, T::Colon | T::OpenParen | T::Equals));
                    }
                    T::Enum => {
                        let is_variant = |after: &LexedToken| matches!(after.kind, T::Comma | T::Less | T::CloseBrace);
                        return after.is_some_and(is_variant);
                    }
                    _ => {}
                }
                starts_block(kind) || starts_claim(kind) || after.is_some_and(|after| after.kind == T::Colon)
            }
            _ => false,
        }
    }
}

pub(super) fn next_token(lexed: &[LexedToken], at: usize) -> Option<LexedToken> {
    lexed.iter().skip(at + 1).find(|token| !token.kind.is_trivia()).copied()
}

pub(super) fn next_kind(lexed: &[LexedToken], at: usize) -> Option<TokenKind> {
    next_token(lexed, at).map(|token| token.kind)
}

/// Whether the kind is of a word that starts a block.
pub(crate) fn starts_block(kind: TokenKind) -> bool {
    (TokenKind::Site..=TokenKind::Catalog).contains(&kind)
}

/// Whether the kind is of a word that starts a declaration full of expressions.
fn states_rules(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Requirement | TokenKind::Relation | TokenKind::Define)
}

/// Whether the kind is of a word that starts a line about capabilities.
pub(crate) fn starts_claim(kind: TokenKind) -> bool {
    (TokenKind::Provides..=TokenKind::Family).contains(&kind)
}

/// Whether a name must follow a token in a claim or a list.
fn wants_name(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(
        kind,
        T::Comma
            | T::Dot
            | T::Enable
            | T::Disable
            | T::Provides
            | T::Offers
            | T::Lacks
            | T::Include
            | T::Speaks
            | T::Between
            | T::With
    )
}

/// Whether what follows goes on with what stood before.
pub(super) fn is_infix(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(kind, T::Colon | T::Comma | T::Dot | T::OpenParen | T::OpenBracket)
        || (T::Equals..=T::Slash).contains(&kind)
        || kind.class() == TokenClass::Reserved && !matches!(kind, T::True | T::False | T::IsStated)
}
