//! The documentation of candidates, found when somebody looks at it.

use zcc_base::Anchor;
use zcc_db::{Db, item_of, tree};
use zcc_hir::model::{entity_place, resolve_entity};
use zcc_hir::names::{Table, libraries, tables};
use zcc_hir::rules::{catalog, clause_docs, find_clause, requirement};
use zcc_syntax::ast::{Item, ItemKind, MemberKind};

/// The documentation behind a key.
pub(super) fn of(db: &dyn Db, key: &str) -> Option<String> {
    let (kind, rest) = key.split_once('|')?;
    let (package, name) = rest.split_once('|').unwrap_or(("", rest));
    let entry = |table: &Table| {
        let (_, entries) = table.named(package.parse().ok()?, name);
        entries.first().map(|entry| tree(db, entry.item(db)))
    };
    match kind {
        "capability" => entry(&tables(db).capabilities).map(declaration),
        "enum" => entry(&tables(db).enums).map(declaration),
        "catalog" => entry(&tables(db).catalogs).map(declaration),
        "function" => entry(&tables(db).functions).map(declaration),
        "product" => entry(&libraries(db).products).map(declaration),
        "protocol" => entry(&libraries(db).protocols).map(declaration),
        "profile" => entry(&libraries(db).profiles).map(declaration),
        "attribute" => attribute(db, package.parse().ok()?, name),
        "parameter" => parameter(db, package.parse().ok()?, name),
        "variant" => variant(db, package, name),
        "clause" => clause(db, package, name),
        "entity" => {
            let entity = resolve_entity(db, rest)?;
            let place = entity_place(db, entity);
            element(db, place.anchor, place.range)
        }
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// The title and the docs of a declaration.
fn declaration(item: &Item) -> String {
    let title = match &item.kind {
        ItemKind::Block(block) => block.title.as_ref().map(|title| title.value.as_str()),
        ItemKind::Requirement(requirement) => requirement.title.as_ref().map(|title| title.value.as_str()),
        _ => None,
    };
    said(title, &item.docs)
}

fn said(title: Option<&str>, docs: &str) -> String {
    match title {
        Some(title) if docs.is_empty() => format!("**{title}**"),
        Some(title) => format!("**{title}**\n\n{docs}"),
        None => docs.to_owned(),
    }
}

fn attribute(db: &dyn Db, package: u32, name: &str) -> Option<String> {
    let bare = name.rsplit_once('.').map_or(name, |(_, bare)| bare);
    let (_, entries) = tables(db).attributes.named(package, bare);
    let entry = entries.iter().find(|entry| entry.item(db).name(db) == name)?;
    Some(tree(db, entry.item(db)).docs.to_string())
}

fn parameter(db: &dyn Db, package: u32, path: &str) -> Option<String> {
    let (owner, name) = path.split_once('|')?;
    let (_, entries) = tables(db).capabilities.named(package, owner);
    let ItemKind::Block(block) = &tree(db, entries.first()?.item(db)).kind else { return None };
    let found = block
        .members
        .iter()
        .find(|member| matches!(&member.kind, MemberKind::Parameter { name: known, .. } if known.text == name))?;
    Some(found.docs.to_string())
}

fn variant(db: &dyn Db, of: &str, name: &str) -> Option<String> {
    let entry = tables(db).enums.entries().iter().find(|entry| entry.name == of)?;
    let ItemKind::Enum { body, .. } = &tree(db, entry.item(db)).kind else { return None };
    let found = body.variants.iter().find(|variant| variant.name.text == name)?;
    Some(found.docs.to_string())
}

fn clause(db: &dyn Db, of: &str, id: &str) -> Option<String> {
    let found = find_clause(db, id, None)
        .into_iter()
        .find(|clause| requirement(db, clause.requirement).catalog.is_some_and(|home| catalog(db, home).name == of))?;
    let declared = requirement(db, found.requirement);
    let clause = declared.clauses.get(usize::from(found.clause))?;
    let docs = clause_docs(db, found.requirement).get(usize::from(found.clause))?;
    let parts = [("", &docs.intent), ("*Asks:* ", &docs.asks), ("*Remedy:* ", &docs.remedy)];
    let mut text = format!("**{} {}**", clause.id, clause.title);
    for (word, part) in parts {
        if !part.is_empty() {
            text.push_str(&format!("\n\n{word}{part}"));
        }
    }
    Some(text)
}

/// What is said of something in the model.
fn element(db: &dyn Db, anchor: Anchor, name: zcc_base::TextRange) -> Option<String> {
    let item = tree(db, item_of(db, anchor));
    let ItemKind::Block(block) = &item.kind else { return None };
    if block.name.as_ref().is_some_and(|own| own.range == name) {
        return Some(declaration(item));
    }
    let mut members = &block.members;
    loop {
        let around = members.iter().find(|member| member.range.start <= name.start && name.end <= member.range.end)?;
        let MemberKind::Block(inner) = &around.kind else { return None };
        if inner.name.as_ref().is_some_and(|own| own.range == name) {
            return Some(said(inner.title.as_ref().map(|title| title.value.as_str()), &around.docs));
        }
        members = &inner.members;
    }
}
