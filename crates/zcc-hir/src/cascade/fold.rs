//! A name that is declared under another or not at all is missed wherever it is used; that is told once.

use rustc_hash::FxHashMap;
use zcc_base::{Code, Diagnostic, Place};

/// So many further places are pointed at.
const SHOWN: usize = 3;

/// Of diagnostics about one and the same unknown name, in whatever declarations, keeps the first and lets it point at
/// the others. The order is kept.
pub fn fold_repeated(told: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<String, usize> = FxHashMap::default();
    let mut repeated: FxHashMap<usize, Vec<Place>> = FxHashMap::default();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(told.len());
    for one in told.drain(..) {
        let Some(key) = unknown_name(&one) else {
            kept.push(one);
            continue;
        };
        if let Some(at) = first.get(&key) {
            repeated.entry(*at).or_default().push(one.primary.place);
        } else {
            first.insert(key, kept.len());
            kept.push(one);
        }
    }
    for (at, places) in repeated {
        let diagnostic = &mut kept[at];
        let shown = places.iter().take(SHOWN).fold(diagnostic.clone(), |one, place| one.secondary(*place, "and here"));
        *diagnostic = shown;
        match places.len().saturating_sub(SHOWN) {
            0 => {}
            1 => diagnostic.notes.push("the same in one more place".to_owned()),
            more => diagnostic.notes.push(format!("the same in {more} more places")),
        }
    }
    *told = kept;
}

/// The name that a diagnostic says to mean nothing, if it says so, or what it says that writers do all over a text.
fn unknown_name(told: &Diagnostic) -> Option<String> {
    let is_habit = matches!(told.code, Code::SEMICOLON | Code::UNEXPECTED_CHARACTER)
        || told.code == Code::UNEXPECTED_TOKEN && told.message.contains(" is no name: ");
    // What is no attribute of one thing may be one of another, and what is no product may be a protocol.
    if is_habit || matches!(told.code, Code::UNKNOWN_ATTRIBUTE | Code::UNKNOWN_PRODUCT) {
        return Some(told.message.clone());
    }
    let is_unknown = matches!(
        told.code,
        Code::UNKNOWN_NAME
            | Code::UNKNOWN_PRODUCT
            | Code::UNKNOWN_ELEMENT
            | Code::UNKNOWN_ATTRIBUTE
            | Code::UNKNOWN_VARIANT
            | Code::UNKNOWN_FAMILY
            | Code::UNKNOWN_PARAMETER
            | Code::UNKNOWN_CLAUSE
    );
    if !is_unknown {
        return None;
    }
    // It is the last that the message quotes; the id of a clause stands in no quotes, at the message's end.
    let quoted =
        told.message.rsplit('`').nth(1).filter(|_| told.message.ends_with('`') || told.code != Code::UNKNOWN_CLAUSE);
    let name = quoted.map_or(told.message.as_str(), |path| path.rsplit('.').next().unwrap_or(path));
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use zcc_base::{Anchor, TextRange};

    use super::*;

    fn unknown(code: Code, message: &str, at: u32) -> Diagnostic {
        Diagnostic::new(code, Place { anchor: Anchor(1), range: TextRange::new(at, at + 1) }, message)
    }

    #[test]
    fn one_name_that_means_nothing_is_told_once() {
        let mut told = vec![
            unknown(Code::UNKNOWN_NAME, "there is no capability `badge`", 1),
            unknown(Code::MISSING_TARGET, "zone `badge` has no target", 2),
            unknown(Code::UNKNOWN_NAME, "there is no capability `badge`", 3),
            unknown(Code::UNKNOWN_NAME, "there is no capability `log`", 4),
            unknown(Code::UNKNOWN_PARAMETER, "`x` has no parameter `badge`", 5),
            unknown(Code::UNKNOWN_NAME, "`lib` has no capability `badge`", 6),
            unknown(Code::UNKNOWN_NAME, "there is no `badge` here", 7),
            unknown(Code::UNKNOWN_CLAUSE, "`house` has no clause HR 1.1", 8),
            unknown(Code::UNKNOWN_CLAUSE, "`house` has no clause HR 1.2", 9),
        ];
        fold_repeated(&mut told);
        let places: Vec<u32> = told.iter().map(|one| one.primary.place.range.start).collect();
        assert_eq!(places, [1, 2, 4, 8, 9]);
        let further: Vec<u32> = told[0].secondary.iter().map(|label| label.place.range.start).collect();
        assert_eq!(further, [3, 5, 6]);
        assert_eq!(told[0].notes, ["the same in one more place"]);
    }
}
