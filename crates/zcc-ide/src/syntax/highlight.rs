//! What each word of a file is, for colours.

use zcc_base::TextRange;
use zcc_db::{File, items, tree};
use zcc_syntax::{LexedToken, TokenClass, TokenKind, lex};

use super::roles::{Role, roles};
use crate::host::Analysis;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the notion of its name")]
pub enum HighlightKind {
    Keyword,
    Comment,
    String,
    Number,
    Operator,
    Namespace,
    Type,
    Struct,
    Enum,
    EnumMember,
    Property,
    Function,
    Variable,
    Parameter,
    Decorator,
    Zone,
    Conduit,
    Channel,
    Component,
    Product,
    Protocol,
    Capability,
    Requirement,
    Level,
    Catalog,
}

/// What else can be said of a word: several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HighlightModifiers(pub u32);

impl HighlightModifiers {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// It is declared here.
    pub const DECLARATION: Self = Self(1);
    /// It never changes.
    pub const READONLY: Self = Self(2);
    /// The language brings it along.
    pub const DEFAULT_LIBRARY: Self = Self(4);
    /// It is documentation.
    pub const DOCUMENTATION: Self = Self(8);

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word with what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where, counted from the start of the file.
    pub range: TextRange,
    /// What.
    pub kind: HighlightKind,
    /// What else.
    pub modifiers: HighlightModifiers,
}

impl Analysis {
    /// What the words of a file are, in order, without overlap; those that a range touches, if one is asked for.
    pub fn highlights_of(&self, file: File, within: Option<TextRange>) -> Vec<Highlight> {
        let db = &self.db;
        let text = file.text(db);
        let touches =
            |range: TextRange| within.is_none_or(|wanted| range.start <= wanted.end && wanted.start <= range.end);
        let mut found = Vec::new();
        let mut end = 0;
        for item in items(db, file) {
            let start = item.offset(db);
            let body = item.text(db);
            between(text, TextRange::new(end, start), &mut found);
            end = start + body.len() as u32;
            if touches(TextRange::new(start, end)) {
                declaration(body, start, roles(tree(db, *item)), &mut found);
            }
        }
        between(text, TextRange::new(end, text.len() as u32), &mut found);
        found.retain(|highlight| touches(highlight.range));
        found
    }
}

/// What stands between declarations: comments.
fn between(text: &str, range: TextRange, found: &mut Vec<Highlight>) {
    if range.start < range.end {
        declaration(text.get(range.to_usize()).unwrap_or_default(), range.start, Vec::new(), found);
    }
}

fn declaration(body: &str, start: u32, mut roles: Vec<Role>, found: &mut Vec<Highlight>) {
    roles.sort_by_key(|(range, ..)| (range.start, range.end));
    let mut roles = roles.into_iter().peekable();
    for token in lex(body) {
        while roles.peek().is_some_and(|(range, ..)| range.end <= token.range.start) {
            roles.next();
        }
        let role = roles.peek().filter(|(range, ..)| range.start <= token.range.start && token.range.end <= range.end);
        let named = role.filter(|_| !matches!(token.kind.class(), TokenClass::Comment | TokenClass::Docs));
        let (kind, modifiers) = match (named, plain(token)) {
            (Some((_, kind, modifiers)), _) => (*kind, *modifiers),
            (None, Some(plain)) => plain,
            (None, None) => continue,
        };
        found.push(Highlight { range: token.range + start, kind, modifiers });
    }
}

/// What a token is by itself.
fn plain(token: LexedToken) -> Option<(HighlightKind, HighlightModifiers)> {
    let kind = match (token.kind.class(), token.kind) {
        (TokenClass::Docs, _) => return Some((HighlightKind::Comment, HighlightModifiers::DOCUMENTATION)),
        (TokenClass::Comment, _) => HighlightKind::Comment,
        (TokenClass::Reserved, _) => HighlightKind::Keyword,
        (_, TokenKind::Name | TokenKind::QuotedName) | (TokenClass::Error, _) => return None,
        (TokenClass::Word, _) => HighlightKind::Keyword,
        (TokenClass::Literal, TokenKind::RequirementId | TokenKind::Enhancement) => HighlightKind::Requirement,
        (TokenClass::Literal, TokenKind::SecurityLevel | TokenKind::MaturityLevel) => HighlightKind::Level,
        (TokenClass::Literal, TokenKind::String) => HighlightKind::String,
        (TokenClass::Literal, _) => HighlightKind::Number,
        (
            TokenClass::Punctuation,
            TokenKind::Equal
            | TokenKind::NotEqual
            | TokenKind::Less
            | TokenKind::LessEqual
            | TokenKind::Greater
            | TokenKind::GreaterEqual
            | TokenKind::Implies
            | TokenKind::Plus
            | TokenKind::Minus
            | TokenKind::Star
            | TokenKind::Slash,
        ) => HighlightKind::Operator,
        (TokenClass::Punctuation, _) => return None,
    };
    Some((kind, HighlightModifiers::NONE))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::at_cursor;

    #[test]
    fn words_are_what_they_stand_for() {
        let (analysis, at) = at_cursor(
            "$0/// Docs.\nzone control \"C\" {\n  target: SL 2 { IAC: 3 }\n  component target: acme.plc { enable all, session_lock { period: 5 } }\n}\nrequirement SR 9.1 \"T\" in c.F for zone z {\n  base at SL 1: every x in z.components: x has lock where on == true otherwise \"{x} is open\"\n}\n",
        );
        let text = analysis.text(at.file);
        let shown: Vec<String> = analysis
            .highlights_of(at.file, None)
            .into_iter()
            .map(|one| {
                let declared = if one.modifiers == HighlightModifiers::DECLARATION { "!" } else { "" };
                format!("{}:{:?}{declared}", &text[one.range.to_usize()], one.kind)
            })
            .collect();
        expect![[r#"/// Docs.:Comment  zone:Keyword  control:Zone!  "C":String  target:Property  SL 2:Level  IAC:EnumMember  3:Number  component:Keyword  target:Component!  acme:Namespace  plc:Product  enable:Keyword  all:Keyword  session_lock:Capability  period:Property  5:Number  requirement:Keyword  SR 9.1:Requirement!  "T":String  in:Keyword  c:Catalog  F:EnumMember  for:Keyword  zone:Type  z:Parameter!  base:Requirement!  at:Keyword  SL 1:Level  every:Keyword  x:Variable!  in:Keyword  z:Parameter  components:Property  x:Variable  has:Keyword  lock:Capability  where:Keyword  on:EnumMember  ==:Operator  true:Keyword  otherwise:Keyword  "{x} is open":String"#]].assert_eq(&shown.join("  "));
    }
}
