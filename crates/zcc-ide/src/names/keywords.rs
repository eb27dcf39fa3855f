//! Words of the language itself, where no name stands.

use zcc_hir::program::LevelKind;
use zcc_syntax::{LexedToken, TokenClass, TokenKind, lex};

use super::symbol::{NameUse, Role, Symbol};

/// The word or level at an offset of a declaration's text.
pub(super) fn word_at(text: &str, offset: u32) -> Option<NameUse> {
    let tokens = lex(text);
    let after = tokens.partition_point(|token| token.range.start <= offset);
    let at = (after.saturating_sub(2)..after).rev().find(|at| {
        let token = tokens[*at];
        token.range.touches(offset) && symbol(text, token).is_some()
    })?;
    let token = tokens[at];
    let found = symbol(text, token)?;
    if matches!(found, Symbol::Keyword(_)) {
        // After a dot, and before a colon, all words are names.
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.kind);
        let next = tokens.get(at + 1).map(|token| token.kind);
        let named = before == Some(TokenKind::Dot) || (next == Some(TokenKind::Colon) && token.kind != TokenKind::Base);
        if named {
            return None;
        }
    }
    Some(NameUse { symbol: found, range: token.range, role: Role::Use })
}

fn symbol(text: &str, token: LexedToken) -> Option<Symbol> {
    let number = || token.text(text).split_ascii_whitespace().last().and_then(|number| number.parse().ok());
    match token.kind {
        TokenKind::SecurityLevel => Some(Symbol::Level(LevelKind::Security, number()?)),
        TokenKind::MaturityLevel => Some(Symbol::Level(LevelKind::Maturity, number()?)),
        TokenKind::Name | TokenKind::QuotedName => None,
        kind if matches!(kind.class(), TokenClass::Word | TokenClass::Reserved) => Some(Symbol::Keyword(kind)),
        _ => None,
    }
}
