//! What the parser could have read, in the words of a reader.

use std::fmt;

use crate::kind::TokenKind;
use crate::lexer::LexedToken;
use crate::token::{starts_block, starts_claim};

/// So many tokens back the word is looked for that a line began with.
const FAR: usize = 100;

/// What the parser could have read, in its own terms.
pub(super) struct Expected<'a> {
    pub(super) terminals: &'a [String],
    /// The tokens before.
    pub(super) before: &'a [LexedToken],
}

impl Expected<'_> {
    pub(super) fn has(&self, terminal: &str) -> bool {
        self.terminals.iter().any(|one| one.trim_matches('"') == terminal)
    }

    pub(super) fn is_member(&self) -> bool {
        self.has("base") && self.has("provides")
    }

    pub(super) fn is_declaration(&self) -> bool {
        self.has("zone") && !self.has("NAME")
    }

    /// Whether a colon has a type after it here, not a value.
    fn is_typed(&self) -> bool {
        use TokenKind as T;
        let first = self.before.first().map(|token| token.kind);
        matches!(first, Some(T::Attribute | T::Capability | T::Define | T::Relation | T::Requirement))
    }

    /// Whether the name of an attribute stands where a member begins, and nothing goes on with it.
    pub(super) fn wants_colon_and_value(&self) -> bool {
        self.terminals.len() == 1 && self.has(":") && !self.is_typed()
    }

    /// Whether a declaration of this word was the last to begin.
    pub(super) fn is_in_head_of(&self, word: TokenKind) -> bool {
        self.before.iter().rev().take(FAR).map(|token| token.kind).find(|kind| starts_block(*kind)) == Some(word)
    }

    /// Whether the head of a conduit that goes one way has just been read.
    pub(super) fn is_one_way(&self) -> bool {
        use TokenKind as T;
        let is_part = |kind| matches!(kind, T::Name | T::Dot);
        let mut back = self.before.iter().rev().take(FAR).map(|token| token.kind).skip_while(|kind| is_part(*kind));
        back.next() == Some(T::To)
            && back.find(|kind| !is_part(*kind)) == Some(T::From)
            && back.find(|kind| !matches!(kind, T::Name | T::String)) == Some(T::Conduit)
    }

    /// What a reader would call the name that is missing.
    fn name(&self) -> &'static str {
        use TokenKind as T;
        let kind = |back: usize| {
            let at = self.before.len().checked_sub(back);
            at.and_then(|at| self.before.get(at)).map(|token| token.kind)
        };
        // The word that the line began with.
        let word = self.before.iter().rev().take(FAR).map(|token| token.kind).find(|kind| {
            starts_block(*kind) || starts_claim(*kind) || matches!(kind, T::Requirement | T::OpenBrace | T::CloseBrace)
        });
        if self.has("not") && !self.has("every") {
            return "a verdict such as `met` or `not applicable`";
        }
        let is_claim = |kind| matches!(kind, T::Provides | T::Offers | T::Lacks | T::Enable | T::Disable);
        match (kind(1), word) {
            (Some(T::Colon | T::Of | T::For), _) if self.is_typed() => "a type",
            (Some(T::Colon | T::Comma), Some(T::Component | T::Boundary)) => "the name of a product",
            (Some(T::Colon | T::Comma), Some(T::Product)) => "a kind such as `embedded_device`",
            (Some(T::From | T::To), Some(T::Channel)) | (Some(T::With), Some(T::Enable)) => "the path of a component",
            (Some(T::From | T::To | T::Between | T::And | T::Comma), Some(T::Conduit)) => "the path of a zone",
            (Some(T::Colon), Some(T::Channel)) | (Some(T::Speaks | T::Comma), Some(T::Speaks)) => {
                "the name of a protocol"
            }
            (Some(T::Include | T::Comma), Some(T::Include)) => "the name of a profile",
            (Some(T::Has | T::With), _) => "the name of a capability",
            (Some(last), _) if is_claim(last) => "the name of a capability",
            (Some(T::Comma), Some(word)) if is_claim(word) => "the name of a capability",
            (Some(T::In), Some(T::Requirement)) => "a family such as `part_3_3.IAC`",
            (Some(T::Import), _) => "the name of a package",
            _ => "a name",
        }
    }

    /// What a reader would call the things that go on with what stands before.
    fn kinds(&self) -> Vec<&'static str> {
        let last = self.before.last().map(|token| token.kind);
        if self.is_member() {
            return vec!["a member such as `component` or `target:`", "`}`"];
        }
        if self.is_declaration() {
            return if self.has("expect") {
                vec!["a declaration", "`expect`", "`}`"]
            } else {
                vec!["a declaration such as `zone`"]
            };
        }
        if self.terminals.len() == 1 && self.has(":") {
            return vec![if self.is_typed() { "`:` and a type" } else { "`:` and a value" }];
        }
        if self.has("MESSAGE_START") {
            return vec!["a message in quotes"];
        }
        let mut kinds = Vec::new();
        if self.has("every") {
            kinds.push("an expression");
        } else if self.has("42") && self.has("[") {
            kinds.push("a value");
        } else if self.has("NAME") {
            kinds.push(self.name());
        } else if self.has("SL 2") {
            kinds.push(if last == Some(TokenKind::On) {
                "a date such as `2026-01-31`"
            } else {
                "a level such as `SL 2`"
            });
        } else if self.has("SR 1.1") {
            kinds.push("an identifier such as `SR 1.1`");
        }
        if self.has("RE 1") && !self.has("and") {
            kinds.push("a clause: `base` or `RE 1`");
        }
        if self.has("otherwise") {
            kinds.push("`otherwise` and a message");
        }
        kinds
    }
}

/// Words that are said as they are, where they are not merely possible names.
const WORDS: [(&str, &str); 12] = [
    ("between", "`between` and the zones"),
    ("from", "`from` and an end"),
    ("to", "`to` and an end"),
    ("for", "`for`"),
    ("in", "`in`"),
    ("then", "`then`"),
    ("else", "`else`"),
    ("of", "`of`"),
    (":", "`:`"),
    ("=", "`=`"),
    (".", "`.`"),
    (",", "`,`"),
];

const BRACKETS: [(&str, &str); 4] = [("{", "`{`"), (")", "`)`"), ("]", "`]`"), ("}", "`}`")];

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds = self.kinds();
        let operand = kinds.iter().any(|kind| matches!(*kind, "an expression" | "a value"));
        let closed = self.is_member() || self.is_declaration() || kinds.iter().any(|kind| kind.starts_with("`:` and"));
        // After a whole expression anything may follow; only what the sentence still lacks is worth saying.
        let whole = self.has("and") && self.has("=>");
        if !operand && !closed {
            let names = self.has("NAME");
            let said = WORDS.iter().filter(|(terminal, _)| {
                let is_name = names && terminal.starts_with(|c: char| c.is_ascii_alphabetic());
                let is_operator = (whole || self.has("*")) && matches!(*terminal, "in" | ".");
                self.has(terminal) && !is_name && !is_operator
            });
            kinds.extend(said.map(|(_, word)| *word));
        }
        if !closed {
            let said = BRACKETS.iter().filter(|(terminal, _)| self.has(terminal) && (*terminal != "{" || !operand));
            kinds.extend(said.map(|(_, word)| *word));
        }
        if kinds.len() > 1 {
            kinds.retain(|kind| *kind != "`.`");
        }
        // A type can stand between the two, and has to.
        if kinds.contains(&"`:`") {
            kinds.retain(|kind| *kind != "`=`");
        }
        if kinds.is_empty() && self.has("STRING") {
            kinds.push("a title");
        }
        kinds.truncate(4);
        match kinds.split_last() {
            Some((last, [])) => f.write_str(last),
            Some((last, rest)) => write!(f, "{} or {last}", rest.join(", ")),
            None => Ok(()),
        }
    }
}
