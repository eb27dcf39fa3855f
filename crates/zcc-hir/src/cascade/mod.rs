//! One mistake gives one error: what is only said because the text of some declaration does not read is not said.

use zcc_base::{Anchor, Code, Diagnostic, Severity};
use zcc_db::{Db, File, Item, Workspace, item_of, items, syntax_diagnostics};

/// Whether the parser found a mistake in a declaration, so that something may be missing from its tree.
pub(crate) fn is_broken(db: &dyn Db, item: Item<'_>) -> bool {
    syntax_diagnostics(db, item).iter().any(|one| one.severity == Severity::Error)
}

/// The declarations that the parser found a mistake in, the standard library's aside.
#[salsa::tracked(returns(deref))]
fn broken_items(db: &dyn Db) -> Box<[Item<'_>]> {
    let workspace = Workspace::get(db);
    let packages = workspace.packages(db).iter().filter(|package| **package != workspace.standard(db));
    let all = packages.flat_map(|package| package.files(db).iter()).flat_map(|file| items(db, *file));
    all.copied().filter(|item| is_broken(db, *item)).collect()
}

/// Leaves out what comes of mistakes that the parser has told.
pub(crate) fn quieten(db: &dyn Db, told: &mut Vec<Diagnostic>) {
    told.retain(|one| match consequence(one.code) {
        Consequence::None => true,
        of => !follows(db, of, one),
    });
}

/// Of what a diagnostic may be a consequence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Consequence {
    /// It stands on its own.
    None,
    /// A part of the declaration is missing that may be where the parser could not read.
    Absent,
    /// A name is missing that may be declared where the parser could not read.
    Unknown,
    /// A name is never used, or so it seems where not all could be read.
    Unused,
    /// Something stands in the wrong block, maybe for want of a bracket.
    Misplaced,
    /// Something stands in no block, maybe for want of a bracket.
    Outside,
    /// There is no site, or its word could not be read.
    NoSite,
}

fn consequence(code: Code) -> Consequence {
    match code {
        Code::EMPTY_ZONE
        | Code::EMPTY_CONDUIT
        | Code::MISSING_TARGET
        | Code::CONDUIT_OF_ONE_ZONE
        | Code::CHANNEL_NOT_JOINED
        | Code::MISSING_KIND
        | Code::MISSING_PART
        | Code::INCOMPLETE_COVER
        | Code::BAD_CERTIFICATE
        | Code::NOTHING_EXPECTED
        | Code::NOT_A_DEPENDENCY => Consequence::Absent,
        Code::UNKNOWN_NAME
        | Code::UNKNOWN_PRODUCT
        | Code::UNKNOWN_ELEMENT
        | Code::UNKNOWN_ATTRIBUTE
        | Code::UNKNOWN_VARIANT
        | Code::UNKNOWN_FAMILY
        | Code::UNKNOWN_PARAMETER
        | Code::UNKNOWN_CLAUSE => Consequence::Unknown,
        Code::UNUSED_DECLARATION | Code::UNUSED_IMPORT => Consequence::Unused,
        Code::MISPLACED_MEMBER | Code::MISPLACED_CLAIM => Consequence::Misplaced,
        Code::ASSET_IN_NO_ZONE => Consequence::Outside,
        Code::NO_SITE => Consequence::NoSite,
        _ => Consequence::None,
    }
}

fn follows(db: &dyn Db, of: Consequence, told: &Diagnostic) -> bool {
    let item = item_of(db, told.primary.place.anchor);
    let name = || {
        let text = item.text(db).get(told.primary.place.range.to_usize()).unwrap_or_default();
        text.rsplit('.').next().unwrap_or_default().trim_matches('`').to_owned()
    };
    match of {
        Consequence::None => false,
        Consequence::Absent => is_broken(db, item),
        Consequence::Unknown => {
            let name = name();
            name.is_empty() || is_mentioned_in_broken_text(db, &name, Some(item.anchor()))
        }
        Consequence::Unused => is_broken(db, item) || is_mentioned_in_broken_text(db, &name(), None),
        Consequence::Misplaced => lacks_bracket(db, item),
        Consequence::Outside => is_broken(db, item) || file_lacks_bracket(db, item.file(db)),
        Consequence::NoSite => broken_items(db).iter().any(|item| item.kind(db).is_none()),
    }
}

/// Whether a bracket of the declaration has no partner.
fn lacks_bracket(db: &dyn Db, item: Item<'_>) -> bool {
    syntax_diagnostics(db, item).iter().any(|one| matches!(one.code, Code::UNCLOSED | Code::UNMATCHED))
}

fn file_lacks_bracket(db: &dyn Db, file: File) -> bool {
    broken_items(db).iter().any(|item| item.file(db) == file && lacks_bracket(db, *item))
}

/// Whether a name stands, as a word, in text that could not be read; in that of `own`, beside where it is used.
fn is_mentioned_in_broken_text(db: &dyn Db, name: &str, own: Option<Anchor>) -> bool {
    broken_items(db).iter().any(|item| {
        let needed = if own == Some(item.anchor()) { 2 } else { 1 };
        mentions(item.text(db), name).take(needed).count() == needed
    })
}

/// Where a name stands in a text as a word of its own.
fn mentions(text: &str, name: &str) -> impl Iterator<Item = usize> {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = text.as_bytes();
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !name.is_empty() && !is_word(before) && !is_word(bytes.get(at + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn a_name_is_mentioned_as_a_whole_word() {
        assert_eq!(mentions("plc plc_500 `plc` a.plc", "plc").collect::<Vec<_>>(), [0, 13, 20]);
        assert_eq!(mentions("plc", "").count(), 0);
    }
}
