//! Clauses as people know them.

use smol_str::SmolStr;
use zcc_base::Place;
use zcc_db::{Db, Item};
use zcc_hir::ids::ClauseId;
use zcc_hir::names::tables;
use zcc_hir::program::LevelKind;
use zcc_hir::rules::{catalog, clause_docs, requirement, requirement_source_map};

/// A clause as people know it.
#[derive(Clone, Debug, Default)]
pub struct ClauseView {
    /// Its id: `SR 1.1 RE 2`.
    pub id: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// Its family, by position in the catalogue.
    pub family: usize,
    /// The level from which it is required, as written: `SL 2`.
    pub level: Option<String>,
    /// What to do about a finding.
    pub remedy: Option<String>,
}

/// A clause as people know it.
pub fn clause_view(db: &dyn Db, clause: ClauseId) -> ClauseView {
    let requirement = requirement(db, clause.requirement);
    let Some(found) = requirement.clauses.get(usize::from(clause.clause)) else { return ClauseView::default() };
    let kind = requirement.catalog.and_then(|id| catalog(db, id).levels);
    let word = if kind == Some(LevelKind::Maturity) { "ML" } else { "SL" };
    let docs = clause_docs(db, clause.requirement).get(usize::from(clause.clause));
    let remedy = docs.map(|docs| docs.remedy.to_string()).filter(|remedy| !remedy.is_empty());
    ClauseView {
        id: found.id.clone(),
        title: found.title.clone(),
        family: usize::from(requirement.family),
        level: found.level.map(|level| format!("{word} {level}")),
        remedy,
    }
}

/// The declaration of a clause's requirement.
pub fn requirement_item(db: &dyn Db, clause: ClauseId) -> Option<Item<'_>> {
    Some(tables(db).requirements.entries().get(clause.requirement.index())?.item(db))
}

/// Where a clause begins.
pub fn clause_place(db: &dyn Db, clause: ClauseId) -> Option<Place> {
    let item = requirement_item(db, clause)?;
    let map = requirement_source_map(db, clause.requirement);
    let range = map.clauses.get(usize::from(clause.clause)).copied().unwrap_or(map.name);
    Some(Place { anchor: item.anchor(), range })
}
