//! Syntax errors in the reader's words.

use lalrpop_util::ParseError;
use zcc_base::{Code, Diagnostic, Severity, TextRange};

use crate::ast::{Expr, ExprKind, Name};
use crate::kind::{TokenClass, TokenKind};
use crate::lexer::LexedToken;
use crate::token::{Token, shorten};
use crate::tree::expected::Expected;
use crate::tree::{Builder, Node, Recovery};
use crate::words::meant_word;

impl<'source> Builder<'source> {
    /// Tells a syntax error, unless it comes from the one before it.
    pub(crate) fn unexpected(&self, recovery: Recovery<'source>) {
        self.work();
        self.errors.set(self.errors.get() + 1);
        let dropped_to = recovery.dropped_tokens.last().map(|token| token.2);
        let (at, found, expected) = match recovery.error {
            ParseError::UnrecognizedToken { token: (l, token, r), expected } => {
                (TextRange::new(l, r), Some(token), expected)
            }
            ParseError::UnrecognizedEof { location, expected } => (TextRange::empty(location), None, expected),
            ParseError::ExtraToken { token: (l, token, r) } => (TextRange::new(l, r), Some(token), Vec::new()),
            ParseError::InvalidToken { location } => (TextRange::empty(location), None, Vec::new()),
            ParseError::User { .. } => return,
        };
        self.errors.set(self.errors.get() + 1);
        let follows = self.follows_an_error(at.start);
        self.last_error.set(Some(dropped_to.unwrap_or(at.start)));
        // What stands too much after a mistake does so because of it.
        let is_rest = expected.is_empty() && (self.errors.get() > 2 || has_error(&self.prepared.diagnostics));
        if !follows && !is_rest && !self.too_deep.get() {
            self.report(self.explain(at, found, &expected));
        }
    }

    /// Whether hardly anything was understood since the last error, so that this one most likely comes from it.
    fn follows_an_error(&self, at: u32) -> bool {
        let Some(last) = self.last_error.get() else { return false };
        let tokens = &self.prepared.tokens;
        let understood = tokens.partition_point(|token| token.range.start < at)
            - tokens.partition_point(|token| token.range.start < last.min(at));
        let between = self.source.get(last as usize..at as usize).unwrap_or("");
        understood < 2 || understood < 4 && !between.contains('\n')
    }

    fn explain(&self, at: TextRange, found: Option<Token<'source>>, expected: &[String]) -> Diagnostic {
        let end = self.prepared.tokens.partition_point(|token| token.range.start < at.start);
        let before = self.prepared.tokens.get(..end).unwrap_or(&[]);
        let expected = Expected { terminals: expected, before };
        if let Some(special) = found.and_then(|found| self.special(at, found, &expected)) {
            return special;
        }
        let wanted =
            if expected.terminals.is_empty() { "the end of the declaration".to_owned() } else { expected.to_string() };
        let wanted = if wanted.is_empty() { "something else".to_owned() } else { wanted };
        match (found, before.last()) {
            // What is missing is missing at the end of the line before, not where the next one starts.
            (found, Some(last))
                if found.is_none_or(|found| found.1.is_empty())
                    || last.kind != TokenKind::OpenBrace && self.is_line_between(*last, at.start) =>
            {
                let text = shorten(last.text(self.source));
                let range = if last.range.is_empty() { at } else { last.range };
                Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(range), format!("expected {wanted} after `{text}`"))
            }
            (Some(found), _) => {
                let text = found.1;
                let message = format!("expected {wanted}, found `{}`", shorten(text));
                let mut told = Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), message);
                told.help = self.shape(found, &expected);
                told
            }
            (None, _) => Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), format!("expected {wanted}")),
        }
    }

    /// How that is written which has been begun.
    fn shape(&self, Token(found, text): Token<'_>, expected: &Expected<'_>) -> Option<String> {
        use TokenKind as T;
        if expected.wants_colon_and_value() {
            let name = shorten(expected.before.last()?.text(self.source));
            let attribute = format!("an attribute is written `{name}: {}`", shorten(text));
            let is_name = found.class() == TokenClass::Word;
            let part = is_name.then(|| format!("; a part begins with what it is: `component {}`", shorten(text)));
            return Some(attribute + &part.unwrap_or_default());
        }
        let is_course = expected.has("from") && !expected.has("NAME");
        if is_course && expected.is_in_head_of(T::Conduit) {
            return Some("write `conduit name between a and b`, or `from a to b` where it goes one way".into());
        }
        (is_course && expected.is_in_head_of(T::Channel)).then(|| "write `channel name: modbus_tcp from a to b`".into())
    }

    fn is_line_between(&self, last: LexedToken, at: u32) -> bool {
        self.source.get(last.range.end as usize..at as usize).is_some_and(|between| between.contains('\n'))
    }

    /// Mistakes that many make have answers of their own.
    fn special(
        &self,
        at: TextRange,
        Token(found, text): Token<'source>,
        expected: &Expected<'_>,
    ) -> Option<Diagnostic> {
        use TokenKind as T;
        let tell = |message: &str, help: &str| {
            Some(Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), message).help(help))
        };
        let after_expression = expected.has("and") && expected.has("=>");
        match found {
            T::Equals if expected.has(":") => {
                tell("an attribute is stated with a colon, not with `=`", "write `name: value`")
                    .map(|diagnostic| diagnostic.fix("write `:`", self.place(at), ":"))
            }
            T::Equals if after_expression || expected.has("==") => {
                tell("`=` compares nothing", "equality is written `==`")
                    .map(|diagnostic| diagnostic.fix("write `==`", self.place(at), "=="))
            }
            T::Lacks if after_expression => {
                tell("there is no `lacks` in an expression", "write `not (x has capability)`")
            }
            T::Equal | T::NotEqual | T::Less | T::LessEqual | T::Greater | T::GreaterEqual | T::In | T::Has
                if after_expression && !expected.has("==") =>
            {
                tell("comparisons do not chain", "compare two things at a time and join the comparisons with `and`")
            }
            T::Plus
            | T::Minus
            | T::Star
            | T::Slash
            | T::OpenParen
            | T::Equal
            | T::NotEqual
            | T::Less
            | T::Greater
            | T::And
            | T::Or
                if expected.is_member() =>
            {
                tell(
                    "an attribute takes a value, not a calculation",
                    "write the value itself; rules calculate, in `define` and `requirement`",
                )
            }
            T::Comma if expected.is_member() => {
                tell("no comma stands between members", "remove it: each member begins with its own word")
            }
            T::Name | T::Int | T::Decimal | T::Version | T::String | T::Date
                if expected.has("SR 1.1") && !expected.has("42") =>
            {
                let message = format!("`{}` is no identifier such as `SR 1.1`", shorten(text));
                let help = "any other identifier stands in back-quotes: `` `A.8.15` ``";
                Some(Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), message).help(help))
            }
            T::Address if expected.is_member() => {
                let address = expected.before.last().filter(|last| last.kind == T::Address)?.text(self.source);
                let bits: u32 = text.split('.').map(|part| part.parse::<u8>().map_or(0, u8::count_ones)).sum();
                let help = format!("write `{address}/{bits}`");
                let message = "a network is written with the length of its prefix, not with a mask";
                let told = tell(message, &help)?;
                let place = self.place(expected.before.last()?.range.cover(at));
                Some(told.fix(help, place, format!("{address}/{bits}")))
            }
            T::Name | T::Include if expected.is_declaration() => {
                let near = meant_word(text, false)?;
                let help = format!("did you mean `{near}`?");
                let message = format!("no declaration starts with `{}`", shorten(text));
                Some(Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(at), message).help(help).fix(
                    format!("write `{near}`"),
                    self.place(at),
                    near,
                ))
            }
            T::Comma | T::And if expected.has("{") && expected.is_one_way() => {
                let help = "a conduit among more is written `between a, b and c`; or declare one for each way";
                tell("`from … to …` joins two zones", help)
            }
            T::String if expected.has("not") && expected.has("NAME") && !expected.has("every") => {
                let help = "write it without quotes: met, unmet, unproven, not applicable, accepted or compensated";
                tell("a verdict stands in no quotes", help)
            }
            _ => None,
        }
    }

    /// Says that nothing stands where the adapter saw that something is missing.
    pub(crate) fn nothing(&self, at: u32) -> Expr {
        let end = self.prepared.tokens.partition_point(|token| token.range.start < at);
        let before = self.prepared.tokens.get(end.saturating_sub(2)..end).unwrap_or(&[]);
        let text = match before {
            [name, colon] if colon.kind == TokenKind::Colon => format!("{}:", name.text(self.source)),
            [.., last] => last.text(self.source).to_owned(),
            [] => String::new(),
        };
        let range = before.last().map_or(TextRange::empty(at), |token| token.range);
        self.tell_missing(
            range,
            format!("nothing stands after `{}`", shorten(&text)),
            "write what belongs there on the same line, or remove it",
        );
        self.expr(ExprKind::Error, at, at)
    }

    /// Says that a declaration has no name.
    pub(crate) fn no_head_name(&self, at: u32) {
        let end = self.prepared.tokens.partition_point(|token| token.range.start < at);
        let word = end.checked_sub(1).and_then(|index| self.prepared.tokens.get(index));
        let text = word.map_or("", |token| token.text(self.source));
        let range = word.map_or(TextRange::empty(at), |token| token.range);
        self.tell_missing(range, format!("this `{text}` has no name"), "write a name after it");
    }

    /// Says that a block has several names.
    pub(crate) fn several_names(&self, more: &[Name]) {
        let (Some(first), Some(last)) = (more.first(), more.last()) else { return };
        self.errors.set(self.errors.get() + 1);
        let place = self.place(first.range.cover(last.range));
        self.report(
            Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "one declaration has one name")
                .help("declare each by itself: what stands in the braces belongs to the first"),
        );
    }

    /// A `let` after which nothing is said of what it names: one for all clauses that stands after a clause, most often.
    pub(crate) fn let_without_body(&self, name: &Name, value: &Node, error: Recovery<'source>, l: u32, r: u32) -> Node {
        use TokenKind as T;
        let next = match &error.error {
            ParseError::UnrecognizedToken { token: (_, Token(kind, _), _), .. } => Some(*kind),
            _ => None,
        };
        let of_requirement = self.prepared.tokens.first().is_some_and(|first| first.kind == T::Requirement);
        if of_requirement && matches!(next, Some(T::Enhancement | T::Base | T::Let | T::CloseBrace)) {
            let range = TextRange::new(l, value.expr.range.end);
            self.errors.set(self.errors.get() + 1);
            self.last_error.set(Some(range.end));
            self.report(
                Diagnostic::new(
                    Code::UNEXPECTED_TOKEN,
                    self.place(range),
                    format!("`let {}` stands after a clause", name.text),
                )
                .help("move it before the first clause: it holds for all of them; a `let` in a condition goes on with `:`"),
            );
        } else {
            self.unexpected(error);
        }
        Node::leaf(self.expr(ExprKind::Error, l, r))
    }

    fn tell_missing(&self, range: TextRange, message: String, help: &str) {
        self.errors.set(self.errors.get() + 1);
        self.last_error.set(Some(range.end));
        self.report(Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(range), message).help(help));
    }
}

fn has_error(told: &[Diagnostic]) -> bool {
    told.iter().any(|one| one.severity == Severity::Error)
}
