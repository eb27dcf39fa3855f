//! Where in a text something is put in or taken out, so that it looks as if it had been written there.

use zcc_base::{Anchor, TextRange};
use zcc_db::{Db, Item, item_of, tree};
use zcc_syntax::ast::{self, Block, ItemKind, Member, MemberKind};

use super::action::Edit;
use crate::target::FileRange;

/// A block with where it starts: its own member, or the item itself.
#[derive(Clone, Copy)]
pub(super) struct Found<'t> {
    pub(super) block: &'t Block,
    /// The blocks around it have these members; `None` for a declaration.
    pub(super) member: Option<&'t Member>,
    /// From its first word to its end.
    pub(super) range: TextRange,
}

/// The innermost block of a declaration that a range lies in.
pub(super) fn block_around(item: &ast::Item, range: TextRange) -> Option<Found<'_>> {
    match &item.kind {
        ItemKind::Block(block) if contains(item.range, range) => {
            Some(innermost(Found { block, member: None, range: item.range }, range))
        }
        ItemKind::Test(test) => test.items.iter().find_map(|item| block_around(item, range)),
        _ => None,
    }
}

fn innermost(outer: Found<'_>, range: TextRange) -> Found<'_> {
    for member in &outer.block.members {
        if let MemberKind::Block(block) = &member.kind
            && contains(member.range, range)
        {
            return innermost(Found { block, member: Some(member), range: member.range }, range);
        }
    }
    outer
}

/// The innermost member of a block that a range lies in.
pub(super) fn member_around(block: &Block, range: TextRange) -> Option<&Member> {
    block.members.iter().find(|member| contains(member.range, range))
}

pub(super) const fn contains(outer: TextRange, inner: TextRange) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The declaration of an anchor, with its tree.
pub(super) fn declaration(db: &dyn Db, anchor: Anchor) -> (Item<'_>, &ast::Item) {
    let item = item_of(db, anchor);
    (item, tree(db, item))
}

/// A range of a declaration in its file.
pub(super) fn in_file(db: &dyn Db, item: Item<'_>, range: TextRange) -> FileRange {
    FileRange { file: item.file(db), range: range + item.offset(db) }
}

/// The blanks that the line starts with on which an offset of a declaration lies.
fn indent(db: &dyn Db, item: Item<'_>, at: u32) -> String {
    let text = item.file(db).text(db);
    let before = text.get(..(item.offset(db) + at) as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}

/// Where in a block's body something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before all that is there.
    Front,
    /// Behind it.
    Back,
    /// Behind it, with an empty line between.
    BackApart,
}

/// Puts lines at the beginning of a block's body, or at its end; gives it a body where it has none.
pub(super) fn into_block(db: &dyn Db, item: Item<'_>, found: Found<'_>, lines: &[String], side: Side) -> Edit {
    let outer = indent(db, item, found.range.start);
    let inner = format!("{outer}  ");
    let listed: Vec<String> =
        lines.iter().flat_map(|line| line.split('\n')).map(|line| indented(&inner, line)).collect();
    let listed = listed.join("\n");
    let body = found.block.body;
    let text = item.text(db);
    let written = text.get(body.to_usize()).unwrap_or_default();
    if !written.starts_with('{') {
        let end = text.get(..found.range.end as usize).map_or(found.range.end, |head| head.trim_end().len() as u32);
        let place = in_file(db, item, TextRange::empty(end));
        return Edit::new(place, format!(" {{\n{listed}\n{outer}}}"));
    }
    let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    if inside.trim().is_empty() {
        let place = in_file(db, item, TextRange::new(body.start + 1, body.end - 1));
        return Edit::new(place, format!("\n{listed}\n{outer}"));
    }
    let on_one_line = !inside.contains('\n');
    if on_one_line && side != Side::Front {
        // What is there goes on a line of its own.
        let start = body.start + 1;
        let place = in_file(db, item, TextRange::new(start, body.end - 1));
        let apart = if side == Side::BackApart { "\n" } else { "" };
        return Edit::new(place, format!("\n{inner}{}\n{apart}{listed}\n{outer}", inside.trim()));
    }
    if side != Side::Front {
        let end = body.start + 1 + inside.trim_end().len() as u32;
        let place = in_file(db, item, TextRange::new(end, body.end - 1));
        let apart = if side == Side::BackApart { "\n" } else { "" };
        return Edit::new(place, format!("\n{apart}{listed}\n{outer}"));
    }
    let place = in_file(db, item, TextRange::empty(body.start + 1));
    if on_one_line && lines.len() == 1 && !listed.contains('\n') {
        return Edit::new(place, format!(" {}", listed.trim()));
    }
    if on_one_line {
        let start = body.start + 1 + (inside.len() - inside.trim_start().len()) as u32;
        let place = in_file(db, item, TextRange::new(body.start + 1, start));
        return Edit::new(place, format!("\n{listed}\n{inner}"));
    }
    Edit::new(place, format!("\n{listed}"))
}

fn indented(indent: &str, line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{indent}{line}") }
}

/// Takes a range out: with its line where nothing else stands on that, else with the blanks before it.
pub(super) fn without(db: &dyn Db, target: FileRange) -> Edit {
    let text = target.file.text(db);
    let (mut start, mut end) = (target.range.start as usize, target.range.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let behind = text.get(end..).unwrap_or_default();
    let rest = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let starts_line = before.get(..start - blanks).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
    let next = behind.get(rest..).unwrap_or_default();
    if starts_line && (next.starts_with('\n') || next.starts_with("\r\n") || next.is_empty()) {
        start -= blanks;
        end += rest + if next.starts_with('\n') { 1 } else { usize::from(next.starts_with("\r\n")) * 2 };
        // One of two empty lines around it goes too.
        let before = text.get(..start).unwrap_or_default();
        let behind = text.get(end..).unwrap_or_default();
        if behind.starts_with('\n') && (before.is_empty() || before.ends_with("\n\n")) {
            end += 1;
        }
    } else if starts_line {
        end += rest;
    } else {
        start -= blanks;
    }
    let range = TextRange::new(start as u32, end as u32);
    Edit::new(FileRange { range, ..target }, "")
}

/// Puts a declaration behind another.
pub(super) fn behind_item(db: &dyn Db, item: Item<'_>, text: &str) -> Edit {
    let end = item.text(db).trim_end().len() as u32;
    let place = in_file(db, item, TextRange::empty(end));
    let behind = place.file.text(db).get(place.range.end as usize..).unwrap_or_default();
    // An empty line stands between it and what follows.
    let apart =
        if behind.trim().is_empty() || behind.trim_start_matches([' ', '\t']).starts_with("\n\n") { "" } else { "\n" };
    Edit::new(place, format!("\n\n{text}{apart}"))
}
