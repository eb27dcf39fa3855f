//! What each word is, for colours.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};
use zcc_ide::{File, Highlight, HighlightKind, TextRange};

use crate::snapshot::Snapshot;

/// What words can be, in the order of the legend.
const KINDS: [(HighlightKind, SemanticTokenType); 25] = [
    (HighlightKind::Keyword, SemanticTokenType::KEYWORD),
    (HighlightKind::Comment, SemanticTokenType::COMMENT),
    (HighlightKind::String, SemanticTokenType::STRING),
    (HighlightKind::Number, SemanticTokenType::NUMBER),
    (HighlightKind::Operator, SemanticTokenType::OPERATOR),
    (HighlightKind::Namespace, SemanticTokenType::NAMESPACE),
    (HighlightKind::Type, SemanticTokenType::TYPE),
    (HighlightKind::Struct, SemanticTokenType::STRUCT),
    (HighlightKind::Enum, SemanticTokenType::ENUM),
    (HighlightKind::EnumMember, SemanticTokenType::ENUM_MEMBER),
    (HighlightKind::Property, SemanticTokenType::PROPERTY),
    (HighlightKind::Function, SemanticTokenType::FUNCTION),
    (HighlightKind::Variable, SemanticTokenType::VARIABLE),
    (HighlightKind::Parameter, SemanticTokenType::PARAMETER),
    (HighlightKind::Decorator, SemanticTokenType::DECORATOR),
    (HighlightKind::Zone, SemanticTokenType::new("zone")),
    (HighlightKind::Conduit, SemanticTokenType::new("conduit")),
    (HighlightKind::Channel, SemanticTokenType::new("channel")),
    (HighlightKind::Component, SemanticTokenType::new("component")),
    (HighlightKind::Product, SemanticTokenType::new("product")),
    (HighlightKind::Protocol, SemanticTokenType::new("protocol")),
    (HighlightKind::Capability, SemanticTokenType::new("capability")),
    (HighlightKind::Requirement, SemanticTokenType::new("requirement")),
    (HighlightKind::Level, SemanticTokenType::new("level")),
    (HighlightKind::Catalog, SemanticTokenType::new("catalog")),
];

/// What else can be said of a word, in the order of the bits.
const MODIFIERS: [SemanticTokenModifier; 4] = [
    SemanticTokenModifier::DECLARATION,
    SemanticTokenModifier::READONLY,
    SemanticTokenModifier::DEFAULT_LIBRARY,
    SemanticTokenModifier::DOCUMENTATION,
];

/// The names of the numbers in the answers.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: KINDS.iter().map(|(_, name)| name.clone()).collect(),
        token_modifiers: MODIFIERS.to_vec(),
    }
}

/// `textDocument/semanticTokens/full`
pub(crate) fn full(snapshot: &Snapshot, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let data = tokens(snapshot, snapshot.file_at(&uri)?, None);
    let (id, _) = snapshot.shared.tokens.keep(&uri, &data, "");
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens { result_id: Some(id), data })))
}

/// `textDocument/semanticTokens/full/delta`
pub(crate) fn delta(
    snapshot: &Snapshot,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let data = tokens(snapshot, snapshot.file_at(&uri)?, None);
    let (id, before) = snapshot.shared.tokens.keep(&uri, &data, &params.previous_result_id);
    Ok(Some(match before {
        Some(before) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
            result_id: Some(id),
            edits: difference(&before, &data),
        }),
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id: Some(id), data }),
    }))
}

/// `textDocument/semanticTokens/range`
pub(crate) fn range(
    snapshot: &Snapshot,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let file = snapshot.file(&params.text_document)?;
    let within = snapshot.text_range(file, params.range);
    let data = tokens(snapshot, file, Some(within));
    Ok(Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })))
}

/// The one edit that leads from one list to another. Positions are relative, so most tokens stay as they are.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    const NUMBERS: usize = 5;
    let same = |(old, new): &(&SemanticToken, &SemanticToken)| old == new;
    let start = before.iter().zip(after).take_while(same).count();
    let (old, new) = (&before[start..], &after[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    vec![SemanticTokensEdit {
        start: (start * NUMBERS) as u32,
        delete_count: (old.len() * NUMBERS) as u32,
        data: Some(new.to_vec()),
    }]
}

fn tokens(snapshot: &Snapshot, file: File, within: Option<TextRange>) -> Vec<SemanticToken> {
    let text = snapshot.analysis.text(file);
    let mut found = Vec::new();
    let (mut line, mut column) = (0, 0);
    for Highlight { range, kind, modifiers } in snapshot.analysis.highlights_of(file, within) {
        let token_type = KINDS.iter().position(|(known, _)| *known == kind).unwrap_or(0) as u32;
        // A token must not go over the end of its line.
        let mut start = range.start;
        for piece in text.get(range.to_usize()).unwrap_or_default().split_inclusive('\n') {
            let shown = piece.trim_end_matches(['\n', '\r']);
            let length = snapshot.shared.encoding.length(shown);
            if length > 0 {
                let at = snapshot.range(file, TextRange::new(start, start)).start;
                found.push(SemanticToken {
                    delta_line: at.line - line,
                    delta_start: if at.line == line { at.character - column } else { at.character },
                    length,
                    token_type,
                    token_modifiers_bitset: modifiers.0,
                });
                (line, column) = (at.line, at.character);
            }
            start += piece.len() as u32;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn token(length: u32) -> SemanticToken {
        SemanticToken { delta_line: 0, delta_start: 1, length, token_type: 0, token_modifiers_bitset: 0 }
    }

    #[test]
    fn a_difference_is_what_lies_between_the_common_ends() {
        let before = [1, 2, 3, 4].map(token);
        let after = [1, 9, 8, 3, 4].map(token);
        let edits = difference(&before, &after);
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].start, edits[0].delete_count), (5, 5));
        assert_eq!(edits[0].data.as_deref(), Some(&[token(9), token(8)][..]));
        assert!(difference(&before, &before).is_empty());
    }
}
