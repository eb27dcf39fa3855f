//! Adds what a declaration must state.

use zcc_base::{Code, Diagnostic, format_date};
use zcc_db::{Db, Workspace, items};
use zcc_hir::names::tables;
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{BlockKind, MemberKind};

use super::action::Edit;
use super::text::{Found, Side, block_around, declaration, in_file, into_block};
use crate::target::FileRange;

/// The edits that add what is missing, with what they do.
pub(super) fn fixes(db: &dyn Db, told: &Diagnostic) -> Vec<(String, Vec<Edit>)> {
    let place = told.primary.place;
    let (item, tree) = declaration(db, place.anchor);
    if told.code == Code::NO_SITE {
        return site(db, place.anchor).into_iter().collect();
    }
    let Some(found) = block_around(tree, place.range) else { return Vec::new() };
    let one =
        |title: &str, lines: &[String]| vec![(title.to_owned(), vec![into_block(db, item, found, lines, Side::Back)])];
    match (told.code, found.block.kind) {
        (Code::MISSING_KIND, BlockKind::Product) => {
            let name = found.block.name.as_ref().map_or(place.range, |name| name.range);
            let end = found.block.title.as_ref().map_or(name.end, |title| title.range.end);
            let at = in_file(db, item, zcc_base::TextRange::empty(end));
            let kinds = ["embedded_device", "host_device", "network_device", "software_application"];
            kinds
                .into_iter()
                .map(|kind| (format!("say that it is `{kind}`"), vec![Edit::new(at, format!(": {kind}"))]))
                .collect()
        }
        (Code::MISSING_KIND, BlockKind::Component | BlockKind::Boundary) => {
            let mut kinds = ["embedded_device", "host_device", "network_device", "software_application"];
            if found.block.kind == BlockKind::Boundary {
                kinds.swap(0, 2);
            }
            let fix = |kind: &str| {
                let edit = into_block(db, item, found, &[format!("kind: {kind}")], Side::Front);
                (format!("add `kind: {kind}`"), vec![edit])
            };
            kinds.into_iter().map(fix).collect()
        }
        (Code::MISSING_TARGET, _) => [1, 2, 3]
            .into_iter()
            .map(|level| {
                let edit = into_block(db, item, found, &[format!("target: SL {level}")], Side::Front);
                (format!("add `target: SL {level}`"), vec![edit])
            })
            .collect(),
        (Code::INCOMPLETE_COVER, BlockKind::Waiver | BlockKind::Countermeasure) => {
            let lines = missing_of_cover(db, found);
            if lines.is_empty() { Vec::new() } else { one("add what it must state", &lines) }
        }
        (Code::BAD_CERTIFICATE, BlockKind::Certificate) => {
            let lines = missing_of_certificate(db, found);
            if lines.is_empty() { Vec::new() } else { one("add what it must state", &lines) }
        }
        (Code::MISSING_PART, BlockKind::Catalog) => ["SL", "ML", "none"]
            .into_iter()
            .map(|kind| {
                let edit = into_block(db, item, found, &[format!("levels: {kind}")], Side::Front);
                (format!("add `levels: {kind}`"), vec![edit])
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn states(found: Found<'_>, wanted: &str) -> bool {
    found
        .block
        .members
        .iter()
        .any(|member| matches!(&member.kind, MemberKind::Attribute { name, .. } if name.text == wanted))
}

/// A year from the day of the assessment.
fn in_a_year(db: &dyn Db) -> String {
    format_date(i64::from(Workspace::get(db).as_of(db)) + 365)
}

fn missing_of_cover(db: &dyn Db, found: Found<'_>) -> Vec<String> {
    let is_waiver = found.block.kind == BlockKind::Waiver;
    let first_place =
        zcc_hir::model::places(db).entries().first().map_or_else(|| "zone".to_owned(), |entry| entry.path.to_string());
    let id = zcc_hir::model::assessed(db)
        .first()
        .and_then(|id| zcc_hir::rules::clause_ids(db, *id).first().map(ToString::to_string))
        .unwrap_or_else(|| "SR 1.1".to_owned());
    let clauses = if is_waiver { "accepts" } else { "compensates" };
    let mut wanted = vec![(clauses, id), ("for", first_place)];
    if is_waiver {
        wanted.push(("until", in_a_year(db)));
        wanted.push(("because", "\"why this can be borne\"".to_owned()));
        wanted.push(("approved_by", "\"who decided\"".to_owned()));
    }
    wanted
        .into_iter()
        .filter(|(name, _)| !states(found, name))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect()
}

fn missing_of_certificate(db: &dyn Db, found: Found<'_>) -> Vec<String> {
    let own = |table: &zcc_hir::names::Table| {
        let root = Workspace::get(db).packages(db).len() as u32 - 1;
        table.of_package(root).first().map(|entry| zcc_hir::model::quoted(&entry.name).to_string())
    };
    let all = zcc_hir::names::libraries(db);
    let wanted = [
        ("for", own(&all.products).unwrap_or_else(|| "product".to_owned())),
        ("scheme", "\"the scheme that it was issued under\"".to_owned()),
        ("number", "\"its number\"".to_owned()),
        ("profile", own(&all.profiles).unwrap_or_else(|| "profile".to_owned())),
        ("valid_until", in_a_year(db)),
    ];
    wanted
        .into_iter()
        .filter(|(name, _)| !states(found, name))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect()
}

/// A site, before the first zone or conduit of the file.
fn site(db: &dyn Db, anchor: zcc_base::Anchor) -> Option<(String, Vec<Edit>)> {
    let (item, _) = declaration(db, anchor);
    let file = item.file(db);
    let catalogs = tables(db).catalogs.of_package(0);
    let catalog = catalogs.first().map(|entry| entry.name.clone())?;
    let root = Workspace::get(db).root(db).name(db);
    let name = zcc_hir::model::quoted(root);
    let text = format!("site {name} {{\n  assess: [{catalog}]\n}}\n\n");
    let is_block = |kind| matches!(kind, Some(DeclarationKind::Block(_)));
    let first = items(db, file).iter().find(|item| is_block(item.kind(db))).copied().unwrap_or(item);
    let at = FileRange { file, range: zcc_base::TextRange::empty(first.offset(db)) };
    Some((format!("add a site that is held against `{catalog}`"), vec![Edit::new(at, text)]))
}
