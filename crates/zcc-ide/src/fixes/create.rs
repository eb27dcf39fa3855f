//! Creates what a path names and is not there.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic};
use zcc_db::{Db, items};
use zcc_hir::model::{places, quoted};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use super::action::Edit;
use super::text::{Side, behind_item, block_around, declaration, into_block};
use crate::cursor::{PathOf, Wanted, spot};
use crate::target::{FilePosition, FileRange};

/// The edits that create what is not there, with what they do.
pub(super) fn fixes(db: &dyn Db, told: &Diagnostic) -> Vec<(String, Vec<Edit>)> {
    let found = match told.code {
        Code::UNKNOWN_ELEMENT => element(db, told),
        Code::UNKNOWN_PRODUCT => product(db, told),
        _ => None,
    };
    found.into_iter().collect()
}

/// The names that are written where the problem is.
fn written(db: &dyn Db, target: FileRange) -> Vec<SmolStr> {
    let text = target.file.text(db).get(target.range.to_usize()).unwrap_or_default();
    let mut names = Vec::new();
    for token in zcc_syntax::lex(text) {
        let name = token.text(text);
        if name != "." {
            names.push(SmolStr::new(name.trim_matches('`')));
        }
    }
    names
}

fn element(db: &dyn Db, told: &Diagnostic) -> Option<(String, Vec<Edit>)> {
    let target = FileRange::of(db, told.primary.place);
    let names = written(db, target);
    let (last, before) = names.split_last()?;
    let at = FilePosition { file: target.file, offset: target.range.start };
    let spot = spot(db, at, target.range.start)?;
    if spot.in_test() || target.file.path(db).ends_with("_test.zc") {
        return None;
    }
    let outer: Vec<String> = before.iter().map(|name| quoted(name).to_string()).collect();
    let outer = outer.join(".");
    // Where what is named first is not there, that is what was told of.
    let whole = target.file.text(db).get(target.range.end as usize..).unwrap_or_default();
    let goes_on = whole.starts_with('.');
    let kind = spot.wanted.iter().find_map(|wanted| match wanted {
        _ if goes_on => Some(BlockKind::Zone),
        Wanted::Path(PathOf::Zone, _) => Some(BlockKind::Zone),
        Wanted::Value(_) if before.is_empty() => Some(BlockKind::Zone),
        Wanted::Path(PathOf::ChannelEnd | PathOf::Partner, _) | Wanted::Value(_) => Some(BlockKind::Component),
        _ => None,
    })?;
    let name = quoted(last);
    let home = if outer.is_empty() && kind == BlockKind::Component { spot.zone_path() } else { outer };
    let table = places(db);
    if home.is_empty() {
        let text = format!("zone {name} {{\n  target: SL 1\n\n  component device {{\n    kind: host_device\n  }}\n}}");
        // Behind the last zone of the file, or what speaks of it.
        let all = items(db, target.file);
        let zone = Some(DeclarationKind::Block(BlockKind::Zone));
        let behind = all.iter().rev().find(|item| item.kind(db) == zone).copied().or(spot.item)?;
        return (kind == BlockKind::Zone)
            .then(|| (format!("create zone `{last}`"), vec![behind_item(db, behind, &text)]));
    }
    let place = table.find(&home)?;
    let entry = table.entry(place)?;
    let (item, tree) = declaration(db, entry.anchor);
    let named = zcc_hir::model::entity_place(db, table.entity(place));
    let found = block_around(tree, named.range)?;
    let (word, text) = match (kind, table.is_zone(place)) {
        (BlockKind::Zone, true) => (
            "zone",
            format!("zone {name} {{\n  target: SL 1\n\n  component device {{\n    kind: host_device\n  }}\n}}"),
        ),
        (BlockKind::Component, true) => ("component", format!("component {name} {{\n  kind: host_device\n}}")),
        (BlockKind::Component, false) => ("boundary", format!("boundary {name} {{\n  kind: network_device\n}}")),
        _ => return None,
    };
    let edit = into_block(db, item, found, &[text], Side::BackApart);
    Some((format!("create {word} `{last}` in `{home}`"), vec![edit]))
}

fn product(db: &dyn Db, told: &Diagnostic) -> Option<(String, Vec<Edit>)> {
    let target = FileRange::of(db, told.primary.place);
    let names = written(db, target);
    let [name] = names.as_slice() else { return None };
    // A kind of component where a product should be is another mistake.
    if target.file.path(db).ends_with("_test.zc")
        || ["embedded_device", "host_device", "network_device", "software_application"].contains(&name.as_str())
    {
        return None;
    }
    // Beside a dot it would be one of another package.
    let before = target.file.text(db).get(..target.range.start as usize).unwrap_or_default();
    let behind = target.file.text(db).get(target.range.end as usize..).unwrap_or_default();
    if before.ends_with('.') || behind.starts_with('.') {
        return None;
    }
    let (item, _) = declaration(db, told.primary.place.anchor);
    let text = format!("product {}: embedded_device {{\n  supplier: \"…\"\n}}", quoted(name));
    Some((format!("create product `{name}`"), vec![behind_item(db, item, &text)]))
}
