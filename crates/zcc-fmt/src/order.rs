//! The order in which tokens are printed: that of the source, but that a separator or an opening bracket goes before the
//! comments that part it from what it belongs to, so that it begins no line.

use zcc_syntax::{LexedToken, TokenClass, TokenKind};

use crate::comment::begins_line;

/// The tokens of a declaration that parses, in the order in which they are printed. Neither the comments nor the other
/// tokens change their order among themselves, and nothing passes a documentation comment.
pub(crate) fn in_printed_order(source: &str, tokens: &[LexedToken]) -> Vec<LexedToken> {
    let mut ordered: Vec<LexedToken> = Vec::with_capacity(tokens.len());
    let mut ranks = Ranks::default();
    // The last token if it is no documentation, and where in the order the comments after it begin.
    let mut before = None;
    let mut comments = 0;
    for token in tokens {
        if matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
            ordered.push(*token);
            continue;
        }
        let at = ordered[comments..].iter().position(|comment| parts_lines(source, *comment));
        match (at, before) {
            (Some(at), Some(before)) if ranks.separates(token.kind) || opens_after(before, token.kind) => {
                ordered.insert(comments + at, *token);
                comments += at + 1;
            }
            _ => {
                ordered.push(*token);
                comments = ordered.len();
            }
        }
        before = (!token.kind.is_trivia()).then_some(token.kind);
        ranks.pass(token.kind);
    }
    ordered
}

/// Whether a comment stands at the beginning of a line or goes on to its end, so that what follows begins another.
fn parts_lines(source: &str, comment: LexedToken) -> bool {
    comment.kind == TokenKind::LineComment || begins_line(source, comment.range.start)
}

/// Whether an opening bracket belongs to the token before it, and not to what it begins.
fn opens_after(before: TokenKind, bracket: TokenKind) -> bool {
    use TokenKind as T;
    match bracket {
        T::OpenParen => matches!(before, T::Name | T::QuotedName),
        T::OpenBracket => before == T::Equals,
        T::OpenBrace => {
            matches!(before, T::Equals | T::CloseParen)
                || matches!(before.class(), TokenClass::Word | TokenClass::Literal)
        }
        _ => false,
    }
}

/// Finds out where `<` stands between the variants of an enum, and where it compares.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Ranks {
    #[default]
    Outside,
    /// After `enum` and, maybe, its name.
    Head,
    /// In the braces.
    Variants,
}

impl Ranks {
    fn pass(&mut self, kind: TokenKind) {
        *self = match (*self, kind) {
            (state, kind) if kind.is_trivia() => state,
            (_, TokenKind::Enum) => Self::Head,
            (Self::Head, TokenKind::OpenBrace) => Self::Variants,
            (Self::Head, kind) if matches!(kind.class(), TokenClass::Word | TokenClass::Literal) => Self::Head,
            (Self::Head, _) | (Self::Variants, TokenKind::CloseBrace) => Self::Outside,
            (state, _) => state,
        };
    }

    /// Whether a token ends what stands before it, and so belongs to that.
    fn separates(self, kind: TokenKind) -> bool {
        match kind {
            TokenKind::Comma | TokenKind::Colon | TokenKind::Equals => true,
            TokenKind::Less => self == Self::Variants,
            _ => false,
        }
    }
}
