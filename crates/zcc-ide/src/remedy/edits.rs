//! Lines written into the braces of the model, and taken out of them.

use std::collections::BTreeMap;

use smol_str::SmolStr;
use zcc_base::{Place, TextRange};
use zcc_db::{Db, File, Item, item_of, tree};
use zcc_eval::findings::Switch;
use zcc_hir::model::{entity_place, resolve_entity};
use zcc_syntax::ast::{self, Block, ItemKind, MemberKind};

use super::FileEdits;
use crate::syntax::TextEdit;

/// What is to stand where.
type RawEdits = Vec<(TextRange, String)>;

/// Collects what is to be written and taken out, and makes edits of it, formatted where the file was.
pub(super) struct Rewrite<'db> {
    db: &'db dyn Db,
    /// By the place of a name: the lines for the braces that follow it.
    lines: Vec<(Place, Vec<String>)>,
    gone: Vec<Place>,
    appended: Vec<(File, String)>,
}

impl<'db> Rewrite<'db> {
    pub(super) const fn new(db: &'db dyn Db) -> Self {
        Self { db, lines: Vec::new(), gone: Vec::new(), appended: Vec::new() }
    }

    /// Sets switches.
    pub(super) fn switch(&mut self, switches: &[Switch]) {
        for switch in switches {
            if let Some((_, place)) = &switch.instead_of
                && !self.gone.contains(place)
            {
                self.gone.push(*place);
            }
            if let Some(line) = &switch.line {
                self.line(&switch.path, line);
            }
        }
    }

    /// Writes a line into the braces of something.
    pub(super) fn line(&mut self, path: &str, line: &str) {
        let entity = resolve_entity(self.db, path);
        let Some(place) = entity.map(|entity| entity_place(self.db, entity)) else { return };
        match self.lines.iter_mut().find(|(known, _)| *known == place) {
            Some((_, lines)) if lines.iter().any(|known| known == line) => {}
            Some((_, lines)) => lines.push(line.to_owned()),
            None => self.lines.push((place, vec![line.to_owned()])),
        }
    }

    /// Adds a declaration at the end of a file.
    pub(super) fn append(&mut self, file: File, declaration: String) {
        self.appended.push((file, declaration));
    }

    /// The edits, file by file.
    pub(super) fn finish(self) -> Vec<FileEdits> {
        let db = self.db;
        let mut raw: BTreeMap<&str, (File, RawEdits)> = BTreeMap::new();
        let mut put = |file: File, range: TextRange, text: String| {
            raw.entry(&**file.path(db)).or_insert_with(|| (file, Vec::new())).1.push((range, text));
        };
        for place in &self.gone {
            let item = item_of(db, place.anchor);
            put(item.file(db), whole_line(item, db, place.range) + item.offset(db), String::new());
        }
        for (place, lines) in &self.lines {
            let item = item_of(db, place.anchor);
            let gone: Vec<TextRange> =
                self.gone.iter().filter(|gone| gone.anchor == place.anchor).map(|gone| gone.range).collect();
            if let Some(block) = block_named(&tree(db, item).kind, place.range) {
                for (offset, text) in written(item.text(db), block, lines, &gone) {
                    put(item.file(db), TextRange::empty(offset + item.offset(db)), text);
                }
            }
        }
        for (file, declaration) in self.appended {
            let text = file.text(db);
            let end = TextRange::empty(text.len() as u32);
            let before = match (text.trim().is_empty(), text.ends_with('\n')) {
                (true, _) => "",
                (false, true) => "\n",
                (false, false) => "\n\n",
            };
            put(file, end, format!("{before}{declaration}"));
        }
        let edits = raw.into_values().map(|(file, raw)| (file, finished(file.text(db), raw)));
        edits.filter(|(_, edits)| !edits.is_empty()).collect()
    }
}

/// The block that has its name in a range.
pub(super) fn block_named(kind: &ItemKind, name: TextRange) -> Option<&Block> {
    let ItemKind::Block(outer) = kind else { return None };
    let mut waiting = vec![outer];
    while let Some(block) = waiting.pop() {
        if block.name.as_ref().is_some_and(|own| own.range == name) {
            return Some(block);
        }
        waiting.extend(block.members.iter().filter_map(|member| match &member.kind {
            MemberKind::Block(inner) => Some(&**inner),
            _ => None,
        }));
    }
    None
}

/// A range, with its line where nothing else stands in that.
fn whole_line(item: Item<'_>, db: &dyn Db, range: TextRange) -> TextRange {
    let text = item.text(db);
    let before = text.get(..range.start as usize).unwrap_or_default();
    let after = text.get(range.end as usize..).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let (Some(line), true) = (after.find('\n'), before.trim_end_matches([' ', '\t']).ends_with('\n')) else {
        return range;
    };
    if !after[..line].trim().is_empty() {
        return range;
    }
    TextRange::new(range.start - blanks as u32, range.end + line as u32 + 1)
}

/// Where to write what into a block: an `enable` joins the last one that is there. Empty where its braces are not there.
fn written(text: &str, block: &Block, lines: &[String], gone: &[TextRange]) -> Vec<(u32, String)> {
    let stays = |range: TextRange| !gone.iter().any(|gone| gone.start < range.end && range.start < gone.end);
    let enable = |line: &String| line.strip_prefix("enable ").map(str::to_owned);
    let mut lines: Vec<String> = lines.to_vec();
    let mut found = Vec::new();
    let joined = block.members.iter().rev().find_map(|member| match &member.kind {
        MemberKind::Switch { enable: true, switches } if stays(member.range) => {
            let named = switches.iter().all(|switch| switch.capability.is_some());
            switches.last().filter(|_| named).map(|last| last.range.end)
        }
        _ => None,
    });
    if let Some(end) = joined {
        let more: Vec<String> = lines.iter().filter_map(enable).collect();
        if !more.is_empty() {
            found.push((end, format!(", {}", more.join(", "))));
        }
        lines.retain(|line| !line.starts_with("enable "));
    } else {
        let together: Vec<String> = lines.iter().filter_map(enable).collect();
        lines.retain(|line| !line.starts_with("enable "));
        if !together.is_empty() {
            lines.insert(0, format!("enable {}", together.join(", ")));
        }
    }
    if !lines.is_empty() {
        found.extend(new_lines(text, block, &lines, &stays));
    }
    found
}

fn new_lines(text: &str, block: &Block, lines: &[String], stays: &dyn Fn(TextRange) -> bool) -> Option<(u32, String)> {
    let name = block.name.as_ref()?.range;
    let line_start = text.get(..name.start as usize)?.rfind('\n').map_or(0, |end| end + 1);
    let first = text.get(line_start..)?;
    let outer = &first[..first.len() - first.trim_start_matches([' ', '\t']).len()];
    let inner = format!("\n{outer}  ");
    let body = text.get(block.body.to_usize()).unwrap_or_default();
    if block.body.is_empty() {
        return Some((block.body.start, format!(" {{{inner}{}\n{outer}}}", lines.join(&inner))));
    }
    if !body.ends_with('}') || body.len() < 2 {
        return None;
    }
    if !body.contains('\n') {
        let before = if body[..body.len() - 1].ends_with([' ', '\t']) { "" } else { " " };
        return Some((block.body.end - 1, format!("{before}{} ", lines.join(" "))));
    }
    let all = format!("{inner}{}", lines.join(&inner));
    // After the switches, else after what the thing says of itself, else at the start.
    let plain = |member: &&ast::Member| !matches!(member.kind, MemberKind::Block(_) | MemberKind::Error);
    let switch = |member: &&ast::Member| matches!(member.kind, MemberKind::Switch { .. });
    let kept = || block.members.iter().rev().filter(|member| stays(member.range));
    let after =
        kept().find(switch).or_else(|| kept().find(plain)).map_or(block.body.start + 1, |member| member.range.end);
    let rest = text.get(after as usize..)?;
    let line_end = rest.find('\n').unwrap_or(0);
    let is_comment = rest[..line_end].trim_start().starts_with("//");
    let at = if is_comment { after + line_end as u32 } else { after };
    let joins = !is_comment && !rest[..line_end].trim().is_empty();
    Some((at, if joins { format!("{all}{inner}") } else { all }))
}

/// What edits make of a text, formatted if it was, as one edit of the lines that change.
fn finished(before: &str, mut raw: RawEdits) -> Vec<TextEdit> {
    raw.sort_by_key(|(range, _)| (range.start, range.end));
    let mut after = String::with_capacity(before.len() + 64);
    let mut end = 0;
    for (range, text) in raw {
        // Two switches of one line that both go have the same range.
        let start = (range.start as usize).max(end);
        after.push_str(before.get(end..start).unwrap_or_default());
        after.push_str(&text);
        end = (range.end as usize).max(end);
    }
    after.push_str(before.get(end..).unwrap_or_default());
    if zcc_fmt::format(before) == before {
        after = zcc_fmt::format(&after);
    }
    let same_lines = |a: &mut dyn Iterator<Item = (&str, &str)>| -> usize {
        a.take_while(|(old, new)| old == new).map(|(old, _)| old.len()).sum()
    };
    let prefix = same_lines(&mut before.split_inclusive('\n').zip(after.split_inclusive('\n')));
    let (old, new) = (&before[prefix..], &after[prefix..]);
    let (old_lines, new_lines) = (old.split_inclusive('\n').rev(), new.split_inclusive('\n').rev());
    let suffix = same_lines(&mut old_lines.zip(new_lines));
    let (old, new) = (&old[..old.len() - suffix], &new[..new.len() - suffix]);
    if old == new {
        return Vec::new();
    }
    let range = TextRange::new(prefix as u32, (prefix + old.len()) as u32);
    vec![TextEdit { range, text: SmolStr::new(new) }]
}
