//! Catalogues and which families and levels they have.

use std::sync::Arc;

use zcc_base::{Code, Diagnostic};
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::{ExprKind, ItemKind, MemberKind};

use super::declarations::misplaced;
use crate::ids::CatalogId;
use crate::names::{Scope, tables, visible_packages};
use crate::program::{Catalog, Family, LevelKind};
use crate::value::MAX_FAMILIES;

/// A catalogue.
pub fn catalog(db: &dyn Db, id: CatalogId) -> &Arc<Catalog> {
    catalog_value(db, tables(db).catalogs.entries()[id.index()].item(db))
}

/// Whether a catalogue says how it grades, in a way that can be read; if not, that was told.
pub(crate) fn says_how_it_grades(db: &dyn Db, id: CatalogId) -> bool {
    let item = tables(db).catalogs.entries()[id.index()].item(db);
    catalog_lowered(db, item).graded
}

/// The catalogues whose families a level vector may name: those of the scope or, where it has none, every catalogue in
/// sight that grades with security levels.
pub fn level_catalogs(db: &dyn Db, scope: &Scope<'_>) -> Vec<CatalogId> {
    if !scope.catalogs.is_empty() {
        return scope.catalogs.to_vec();
    }
    let all = &tables(db).catalogs;
    let mut found = Vec::new();
    for seen in visible_packages(db, scope.package) {
        let first = all.entries().partition_point(|entry| entry.package < *seen);
        let numbers = (first..).zip(all.of_package(*seen)).map(|(number, _)| CatalogId(number as u16));
        found.extend(numbers.filter(|id| catalog(db, *id).levels == Some(LevelKind::Security)));
    }
    found
}

/// A catalogue and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredCatalog {
    value: Arc<Catalog>,
    graded: bool,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
fn catalog_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Catalog> {
    catalog_lowered(db, item).value.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn catalog_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredCatalog {
    let scope = Scope::of(db, item);
    let mut diagnostics = Vec::new();
    let told = &mut diagnostics;
    let name = item.name(db).clone();
    let mut title = name.clone();
    let mut levels: Option<Option<LevelKind>> = None;
    let mut families: Vec<Family> = Vec::new();
    if let ItemKind::Block(block) = &tree(db, item).kind {
        if let Some(written) = &block.title {
            title = written.value.clone();
        }
        for member in &block.members {
            match &member.kind {
                MemberKind::Family { name, title } => {
                    let place = scope.place(name.range);
                    if families.iter().any(|family| family.name == name.text) {
                        let message = format!("the family `{}` is declared twice", name.text);
                        told.push(Diagnostic::new(Code::DUPLICATE_NAME, place, message).help("remove one of them"));
                    } else if families.len() == MAX_FAMILIES {
                        let message = format!("a catalogue has at most {MAX_FAMILIES} families");
                        told.push(Diagnostic::new(Code::TOO_MANY, place, message).help("make two catalogues of it"));
                    } else {
                        let title = title.as_ref().map_or_else(|| name.text.clone(), |title| title.value.clone());
                        families.push(Family { name: name.text.clone(), title });
                    }
                }
                MemberKind::Attribute { name, value } if name.text == "levels" => {
                    let read = match &value.kind {
                        ExprKind::Name(word) => match word.as_str() {
                            "SL" => Some(Some(LevelKind::Security)),
                            "ML" => Some(Some(LevelKind::Maturity)),
                            "none" => Some(None),
                            _ => None,
                        },
                        ExprKind::Error => continue,
                        _ => None,
                    };
                    match read {
                        None => told.push(
                            Diagnostic::new(
                                Code::TYPE_MISMATCH,
                                scope.place(value.range),
                                "a catalogue grades with `SL`, `ML` or `none`",
                            )
                            .help("write one of the three"),
                        ),
                        Some(_) if levels.is_some() => told.push(
                            Diagnostic::new(Code::DUPLICATE_NAME, scope.place(name.range), "`levels` is stated twice")
                                .help("keep one of them"),
                        ),
                        read => levels = read,
                    }
                }
                MemberKind::Attribute { name, .. } | MemberKind::Parameter { name, .. } => told.push(
                    Diagnostic::new(
                        Code::UNKNOWN_ATTRIBUTE,
                        scope.place(name.range),
                        format!("a catalogue has no attribute `{}`", name.text),
                    )
                    .help("it has `levels` and its families"),
                ),
                MemberKind::Error => {}
                _ => told.push(misplaced(&scope, member.range, "a catalogue holds its `levels` and its families")),
            }
        }
        if families.is_empty() {
            let range = block.name.as_ref().map_or(tree(db, item).range, |name| name.range);
            told.push(
                Diagnostic::new(
                    Code::MISSING_PART,
                    scope.place(range),
                    format!("the catalogue `{name}` has no families"),
                )
                .help("name at least one, as in `family IAC \"Identification and authentication control\"`"),
            );
        }
        if levels.is_none() && !block.members.iter().any(|member| matches!(member.kind, MemberKind::Error)) {
            let range = block.name.as_ref().map_or(tree(db, item).range, |name| name.range);
            let stated = block
                .members
                .iter()
                .any(|member| matches!(&member.kind, MemberKind::Attribute { name, .. } if name.text == "levels"));
            if !stated {
                told.push(
                    Diagnostic::new(
                        Code::MISSING_PART,
                        scope.place(range),
                        format!("the catalogue `{name}` does not say how it grades"),
                    )
                    .help("write `levels: SL`, `levels: ML` or `levels: none` into it"),
                );
            }
        }
    }
    let value = Catalog { name, title, levels: levels.flatten(), families: families.into_boxed_slice() };
    LoweredCatalog { value: Arc::new(value), graded: levels.is_some(), diagnostics }
}
