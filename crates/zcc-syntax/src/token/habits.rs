//! What writers bring along from other languages, from other programs and from their keyboards: it is told once, and taken
//! for what it means.

use zcc_base::{Code, Place, TextRange};

use crate::kind::{TokenClass, TokenKind};
use crate::lexer::{LexedToken, lex};
use crate::token::adapter::{Adapter, shorten};
use crate::token::words::{is_infix, next_token, starts_block};

/// What opens a string elsewhere, and in writing.
const OPENING: [char; 9] = ['\'', '“', '”', '„', '‘', '’', '‚', '«', '»'];

/// Whether a text begins with a quote that opens no string here.
pub(super) fn opens_foreign_string(text: &str) -> bool {
    text.starts_with(OPENING)
}

/// The text between quotes that are none of the language's.
pub(crate) fn between_foreign_quotes(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(OPENING)?;
    Some(inner.strip_suffix('"').or_else(|| inner.strip_suffix(OPENING)).unwrap_or(inner))
}

/// Makes one token of each string that stands in quotes of other languages: one that does not end as a string should.
pub(super) fn with_foreign_strings(source: &str, lexed: Vec<LexedToken>) -> Vec<LexedToken> {
    if !source.contains(OPENING) {
        return lexed;
    }
    let mut mended: Vec<LexedToken> = Vec::with_capacity(lexed.len());
    let mut past = 0;
    for token in lexed {
        if token.range.start < past {
            continue;
        }
        let is_foreign = matches!(token.kind, TokenKind::Unknown | TokenKind::ForeignWord);
        let start = token.range.start as usize;
        let rest = source.get(start..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let length = if is_foreign { foreign_string(line) } else { None };
        match length {
            Some(length) if !line[length..].contains("/*") => {
                let end = start + length;
                mended.push(LexedToken {
                    kind: TokenKind::UnterminatedString,
                    range: TextRange::new(start as u32, end as u32),
                });
                let mut others = lex(&line[length..]);
                for other in &mut others {
                    other.range = other.range + end as u32;
                }
                // What is foreign in the rest of the line is left for the writer's next look.
                mended.extend(others);
                past = (start + line.len()) as u32;
            }
            _ => mended.push(token),
        }
    }
    mended
}

/// How long the string is that a line begins with in quotes that are none of the language's.
fn foreign_string(line: &str) -> Option<usize> {
    let opening = line.chars().next().filter(|c| OPENING.contains(c))?;
    let single = matches!(opening, '\'' | '‘' | '’' | '‚');
    let mut rest = line.char_indices().skip(1).peekable();
    while let Some((at, c)) = rest.next() {
        let closes = match c {
            '"' | '“' | '”' | '«' | '»' => !single,
            // In a word it is an apostrophe.
            '\'' | '‘' | '’' => single && !rest.peek().is_some_and(|(_, next)| next.is_alphanumeric()),
            _ => false,
        };
        if closes {
            return Some(at + c.len_utf8());
        }
    }
    None
}

impl Adapter<'_> {
    /// How many tokens to pass over after this one, where something stands that is written otherwise here.
    pub(super) fn habit(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let token = lexed[at];
        if self.floor > 0 {
            return None;
        }
        match token.kind {
            T::Unknown if token.text(self.source).starts_with('#') => Some(self.hash_comment(lexed, at)),
            T::Minus => self.dashed_list(lexed, at),
            T::Equals => self.colon_equals(token),
            T::Int => self.number_with_comma(lexed, at).or_else(|| self.second_name(lexed, at)),
            T::RequirementId | T::DigitWord => self.name_in_parts(lexed, at).or_else(|| self.second_name(lexed, at)),
            kind if kind.class() == TokenClass::Word => {
                self.name_in_parts(lexed, at).or_else(|| self.second_name(lexed, at))
            }
            kind if kind.class() == TokenClass::Reserved => self.reserved_name(lexed, at),
            _ => None,
        }
    }

    /// `#` up to the end of its line.
    fn hash_comment(&mut self, lexed: &[LexedToken], at: usize) -> usize {
        let token = lexed[at];
        let marks = token.text(self.source).bytes().take_while(|byte| *byte == b'#').count() as u32;
        let range = TextRange::new(token.range.start, token.range.start + marks);
        let place = Place { anchor: self.anchor, range };
        let diagnostic = self.report(Code::UNEXPECTED_CHARACTER, range, "`#` starts no comment");
        *diagnostic = diagnostic.clone().help("a comment starts with `//`").fix("write `//`", place, "//");
        let rest = self.source.get(token.range.start as usize..).unwrap_or("");
        let end = token.range.start + rest.find('\n').unwrap_or(rest.len()) as u32;
        lexed.iter().skip(at + 1).take_while(|other| other.range.start < end).count()
    }

    /// `:=` for `:`
    fn colon_equals(&mut self, token: LexedToken) -> Option<usize> {
        let last = self.tokens.last().filter(|last| last.kind == TokenKind::Colon)?;
        if last.range.end != token.range.start || self.states_rules_so_far() {
            return None;
        }
        let range = last.range.cover(token.range);
        self.tell_and_fix(range, "an attribute is stated with `:` alone".to_owned(), "write `name: value`", ":");
        Some(0)
    }

    /// `8,5`
    fn number_with_comma(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let [whole, comma, part, ..] = lexed.get(at..)? else { return None };
        let joined = whole.range.end == comma.range.start && comma.range.end == part.range.start;
        let is_value = self.previous() == Some(T::Colon);
        if !joined || !is_value || comma.kind != T::Comma || !matches!(part.kind, T::Int | T::Duration) {
            return None;
        }
        let range = whole.range.cover(part.range);
        let text = self.source.get(range.to_usize()).unwrap_or("");
        let message = format!("`{}` is no number", shorten(text));
        self.report(Code::BAD_LITERAL, range, message).help = Some(
            "numbers are whole: take a smaller unit, as in `90 minutes`; a version stands in quotes: `\"4.1\"`".into(),
        );
        self.tokens.push(LexedToken { kind: T::Decimal, range });
        Some(2)
    }

    /// A list with a dash before each of its elements.
    fn dashed_list(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let first = lexed[at];
        if self.states_rules_so_far() || !self.is_first_of_line(first) || self.tokens.is_empty() {
            return None;
        }
        let is_value = self.previous() == Some(T::Colon);
        let mut elements: Vec<LexedToken> = Vec::new();
        let mut count = 0_usize;
        let mut plain = true;
        let mut last = first;
        for other in &lexed[at..] {
            let new_line = count > 0 && self.is_line_between(last, *other);
            if new_line && other.kind != T::Minus || other.kind == T::CloseBrace {
                break;
            }
            if count > 0 && new_line {
                elements.push(LexedToken { kind: T::Comma, range: TextRange::empty(last.range.end) });
            } else if count > 0 && !other.kind.is_trivia() {
                plain &= matches!(other.kind, T::Dot | T::Int | T::String | T::RequirementId)
                    || matches!(other.kind.class(), TokenClass::Word | TokenClass::Literal);
                elements.push(*other);
            }
            last = *other;
            count += 1;
        }
        self.report(Code::UNEXPECTED_TOKEN, first.range, "no dash stands before the elements of a list").help =
            Some("write a list in brackets, with commas: `[a, b]`".into());
        if is_value {
            self.tokens.push(LexedToken { kind: T::OpenBracket, range: TextRange::empty(first.range.start) });
            if plain {
                self.tokens.append(&mut elements);
            }
            self.tokens.push(LexedToken { kind: T::CloseBracket, range: TextRange::empty(last.range.end) });
        }
        Some(count.saturating_sub(1))
    }

    /// `plc-01` for `plc_01`, and in the head of a declaration `zone.plc` for `plc`.
    fn name_in_parts(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let heads = self.is_after_head_word(lexed[at]);
        if !heads && (self.states_rules_so_far() || lexed[at].kind.class() != TokenClass::Word) {
            return None;
        }
        let mut last = at;
        let mut separator = None;
        while let [.., mark, part] = lexed.get(last + 1..last + 3)? {
            let joined = lexed[last].range.end == mark.range.start && mark.range.end == part.range.start;
            let is_part =
                matches!(part.kind, T::Int | T::DigitWord | T::Decimal | T::Version | T::Date | T::RequirementId)
                    || part.kind.class() == TokenClass::Word
                    || part.kind.class() == TokenClass::Reserved;
            let is_mark = mark.kind == T::Minus || mark.kind == T::Dot && heads && self.is_of_block();
            if !joined || !is_part || !is_mark || separator.is_some_and(|other| other != mark.kind) {
                break;
            }
            separator = Some(mark.kind);
            last += 2;
        }
        let range = lexed[at].range.cover(lexed[last].range);
        let text = self.source.get(range.to_usize()).unwrap_or("");
        match separator {
            Some(T::Dot) => {
                let part = lexed[last];
                let own = part.text(self.source);
                let message = format!("the name of a declaration is one word, and `{}` is a path", shorten(text));
                let help = format!("write `{}`: what stands in a block is named without the block", shorten(own));
                let own = own.to_owned();
                self.tell_and_fix(range, message, &help, &own);
                self.push(LexedToken { kind: T::Name, ..part });
                Some(last - at)
            }
            _ if lexed[at].kind == T::DigitWord && separator.is_none() => None,
            _ if text.contains('-') && !text.contains([' ', '`']) => {
                let mended = text.replace(['-', '.'], "_");
                let message = format!("`{}` is no name: names have `_`, not `-`", shorten(text));
                let help =
                    format!("write `{0}`, or put it in back-quotes: `` `{1}` ``", shorten(&mended), shorten(text));
                self.tell_and_fix(range, message, &help, &mended);
                self.push(LexedToken { kind: T::Name, range });
                Some(last - at)
            }
            _ => None,
        }
    }

    /// A second word after the name of a block, before its body, its title or what it is of.
    fn second_name(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let token = lexed[at];
        let [rest @ .., word, name] = self.tokens.as_slice() else { return None };
        let next = next_token(lexed, at)?;
        let ends_name = match next.kind {
            T::OpenBrace | T::String => true,
            T::Colon => matches!(word.kind, T::Component | T::Boundary | T::Channel | T::Product),
            T::Between | T::From => word.kind == T::Conduit,
            _ => false,
        };
        let heads = starts_block(word.kind)
            && name.kind == T::Name
            && !self.is_line_between(*name, token)
            && rest.last().is_none_or(|before| before.kind == T::OpenBrace || self.is_line_between(*before, *word));
        let is_name = matches!(token.kind, T::Name | T::Int | T::DigitWord | T::RequirementId);
        if !is_name || !heads || !ends_name || self.is_line_between(token, next) {
            return None;
        }
        let joined = format!("{}_{}", name.text(self.source), token.text(self.source));
        let range = name.range.cover(token.range);
        let text = shorten(token.text(self.source)).to_owned();
        let place = Place { anchor: self.anchor, range };
        let told =
            self.report(Code::UNEXPECTED_TOKEN, token.range, format!("a name is one word, and `{text}` is another"));
        let help = format!("write `{}`, or put the name in back-quotes; the title stands in quotes", shorten(&joined));
        *told = told.clone().help(help).fix(format!("write `{}`", shorten(&joined)), place, joined);
        Some(0)
    }

    /// A reserved word where the name of a block stands.
    fn reserved_name(&mut self, lexed: &[LexedToken], at: usize) -> Option<usize> {
        use TokenKind as T;
        let token = lexed[at];
        let next = next_token(lexed, at);
        let ends = next.is_none_or(|next| {
            matches!(next.kind, T::OpenBrace | T::String | T::Colon | T::Between | T::From)
                || self.is_line_between(token, next)
        });
        if !ends || token.kind == T::IsStated || !self.is_after_head_word(token) || !self.is_of_block() {
            return None;
        }
        let text = token.text(self.source).to_owned();
        let message = format!("`{text}` is a word of the language, and no name without back-quotes");
        self.tell_and_fix(
            token.range,
            message,
            &format!("write `` `{text}` ``, or another name"),
            &format!("`{text}`"),
        );
        self.push(LexedToken { kind: T::Name, ..token });
        Some(0)
    }

    fn tell_and_fix(&mut self, range: TextRange, message: String, help: &str, replacement: &str) {
        let place = Place { anchor: self.anchor, range };
        let told = self.report(Code::UNEXPECTED_TOKEN, range, message);
        let title = if replacement.starts_with('`') {
            "put it in back-quotes".to_owned()
        } else {
            format!("write `{}`", shorten(replacement))
        };
        *told = told.clone().help(help).fix(title, place, replacement);
    }

    /// Whether the name of what is declared stands here: after the word that starts a line, on that line.
    fn is_after_head_word(&self, token: LexedToken) -> bool {
        use TokenKind as T;
        let [rest @ .., word] = self.tokens.as_slice() else { return false };
        let names = starts_block(word.kind)
            || rest.is_empty() && matches!(word.kind, T::Enum | T::Relation | T::Define | T::Import);
        names
            && (rest.is_empty() || !self.states_rules_so_far())
            && !self.is_line_between(*word, token)
            && rest.last().is_none_or(|before| {
                before.kind == T::OpenBrace || !is_infix(before.kind) && self.is_line_between(*before, *word)
            })
    }

    fn is_of_block(&self) -> bool {
        self.previous().is_some_and(starts_block)
    }

    /// Whether what has been read may hold expressions, in which a `-` subtracts.
    fn states_rules_so_far(&self) -> bool {
        use TokenKind as T;
        match self.tokens.first().map(|first| first.kind) {
            Some(T::Requirement | T::Relation | T::Define) => true,
            Some(T::Test) => self.tests_rules,
            _ => false,
        }
    }

    fn is_first_of_line(&self, token: LexedToken) -> bool {
        self.tokens.last().is_none_or(|last| self.is_line_between(*last, token))
    }
}
