//! Clauses as people know them.

use smol_str::SmolStr;
use zcc_base::Place;
use zcc_db::{Db, Item, tree};
use zcc_hir::ids::ClauseId;
use zcc_hir::names::tables;
use zcc_hir::program::LevelKind;
use zcc_hir::rules::{catalog, clause_docs, requirement, requirement_source_map};
use zcc_syntax::ast;

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

/// The text of a clause, outdented; [`clause_place`] says where it begins.
pub fn clause_text(db: &dyn Db, clause: ClauseId) -> Option<String> {
    let item = requirement_item(db, clause)?;
    let ast::ItemKind::Requirement(written) = &tree(db, item).kind else { return None };
    let mut clauses = written.members.iter().filter_map(|member| match member {
        ast::RequirementMember::Clause(clause) => Some(clause),
        _ => None,
    });
    let enhancement = requirement(db, clause.requirement).clauses.get(usize::from(clause.clause))?.enhancement;
    let range = clauses.find(|written| written.enhancement == enhancement)?.range;
    Some(outdented(item.text(db).get(range.to_usize())?))
}

/// A text whose lines after the first begin with as few blanks as they can.
fn outdented(text: &str) -> String {
    let blanks = |line: &str| line.len() - line.trim_start().len();
    let least = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(blanks).min().unwrap_or(0);
    // The first line begins where the clause does; the others are to keep their distance from it.
    let least = least.saturating_sub(2);
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        out.push_str(line.get(least..).unwrap_or(line.trim_start()));
    }
    out
}
