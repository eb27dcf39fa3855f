//! Takes out what is not used, stands twice or means nothing.

use zcc_base::{Code, Diagnostic, TextRange};
use zcc_db::Db;
use zcc_syntax::ast::{Block, Field, ItemKind, Member, MemberKind};

use super::action::Edit;
use super::text::{block_around, contains, declaration, in_file, member_around, without};
use crate::target::FileRange;

/// The edits that take something out, with what they do and whether that is safe.
pub(super) fn fixes(db: &dyn Db, told: &Diagnostic) -> Vec<(String, Vec<Edit>, bool)> {
    let place = told.primary.place;
    let (item, tree) = declaration(db, place.anchor);
    let whole = || without(db, in_file(db, item, TextRange::new(0, item.text(db).trim_end().len() as u32)));
    let one = |title: &str, edit: Edit, is_safe: bool| vec![(title.to_owned(), vec![edit], is_safe)];
    match told.code {
        Code::UNUSED_IMPORT => one("remove the import", whole(), true),
        Code::UNUSED_DECLARATION => one("remove the declaration", whole(), false),
        Code::UNUSED_VARIABLE => {
            let target = FileRange::of(db, place);
            let name = target.file.text(db).get(target.range.to_usize()).unwrap_or_default();
            let marked = if name.starts_with('`') { None } else { Some(format!("_{name}")) };
            marked.map_or_else(Vec::new, |marked| {
                vec![(format!("write `{marked}`"), vec![Edit::new(target, marked)], false)]
            })
        }
        Code::DUPLICATE_NAME => {
            let Some(found) = block_around(tree, place.range) else {
                return match &tree.kind {
                    ItemKind::Test(_) => Vec::new(),
                    _ => one("remove this one", whole(), false),
                };
            };
            let range = match found.member {
                None => return one("remove this one", whole(), false),
                Some(member) => docs_and(item.text(db), member.range),
            };
            one("remove this one", without(db, in_file(db, item, range)), false)
        }
        Code::SEVERAL_SITES => one("remove this one", whole(), false),
        Code::ATTRIBUTE_TWICE | Code::UNTRUSTED_TARGET => {
            let Some(member) =
                block_around(tree, place.range).and_then(|found| member_around(found.block, place.range))
            else {
                return Vec::new();
            };
            one("remove this line", without(db, in_file(db, item, docs_and(item.text(db), member.range))), false)
        }
        Code::SWITCHED_TWICE | Code::NOTHING_TO_DISABLE | Code::ENABLED_TWICE | Code::ENABLED_AND_DISABLED => {
            let Some(found) = block_around(tree, place.range) else { return Vec::new() };
            let Some(edit) = switch(found.block, place.range).map(|range| without(db, in_file(db, item, range))) else {
                return Vec::new();
            };
            one("remove this switch", edit, told.code == Code::SWITCHED_TWICE)
        }
        Code::PARAMETER_TWICE => {
            let Some(found) = block_around(tree, place.range) else { return Vec::new() };
            let Some(range) = field(found.block, item.text(db), place.range) else { return Vec::new() };
            one("remove this one", without(db, in_file(db, item, range)), false)
        }
        Code::DANGLING_DOCS => {
            let target = FileRange::of(db, place);
            let text = target.file.text(db).get(target.range.to_usize()).unwrap_or_default();
            if !text.contains("///") {
                return Vec::new();
            }
            let comment = text.replace("///", "//");
            vec![("make it a comment".to_owned(), vec![Edit::new(target, comment)], true)]
        }
        _ => Vec::new(),
    }
}

/// A member with the documentation before it.
fn docs_and(text: &str, range: TextRange) -> TextRange {
    let before = text.get(..range.start as usize).unwrap_or_default();
    let mut start = range.start as usize;
    for line in before.split_inclusive('\n').rev() {
        let is_first = start == range.start as usize;
        let trimmed = line.trim();
        if trimmed.starts_with("///") {
            start -= line.len() - (line.len() - line.trim_start().len());
            start = before.get(..start).map_or(start, |_| start);
        } else if !(is_first && trimmed.is_empty()) {
            break;
        } else {
            start -= line.len();
        }
    }
    let docs = before.get(start..).unwrap_or_default();
    let lead = docs.len() - docs.trim_start().len();
    TextRange::new((start + lead) as u32, range.end)
}

/// What to take out so that a switch is gone: with its comma, or its whole line where it is the only one.
fn switch(block: &Block, wanted: TextRange) -> Option<TextRange> {
    block.members.iter().find_map(|member: &Member| {
        let MemberKind::Switch { switches, .. } = &member.kind else { return None };
        let at = switches.iter().position(|one| contains(one.range, wanted))?;
        let own = switches.get(at)?.range;
        Some(match (at.checked_sub(1).and_then(|before| switches.get(before)), switches.get(at + 1)) {
            (Some(before), _) => TextRange::new(before.range.end, own.end),
            (None, Some(next)) => TextRange::new(own.start, next.range.start),
            (None, None) => member.range,
        })
    })
}

/// What to take out so that a field is gone.
fn field(block: &Block, text: &str, wanted: TextRange) -> Option<TextRange> {
    let of = |fields: &[Field]| {
        let at = fields.iter().position(|field| field.name.range == wanted)?;
        let own = fields.get(at)?;
        let end = own.value.range.end;
        let comma = text.get(end as usize..).is_some_and(|rest| rest.starts_with(','));
        Some(match at.checked_sub(1).and_then(|before| fields.get(before)) {
            Some(before) => TextRange::new(before.value.range.end, end),
            None => TextRange::new(own.name.range.start, end + u32::from(comma)),
        })
    };
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Claims { claims, .. } => claims.iter().find_map(|claim| of(&claim.fields)),
        MemberKind::Switch { switches, .. } => switches.iter().find_map(|switch| of(&switch.fields)),
        _ => None,
    })
}
