//! What the numbers of a report stand for, looked up in the database.

use smol_str::SmolStr;
use zcc_base::{Place, TextRange};
use zcc_db::{Db, File, Item, line_index, locate, tree};
use zcc_eval::{Explanation, Finding, Reference, Witness};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId};
use zcc_hir::names::tables;
use zcc_hir::program::{ClauseDocs, LevelKind};
use zcc_hir::rules::{catalog, clause_docs, requirement, requirement_source_map};

use zcc_syntax::ast;

use crate::view::{ClauseView, Located, Names, Switch};

/// The names of a database.
pub(crate) struct DatabaseNames<'a> {
    pub(crate) db: &'a dyn Db,
}

impl DatabaseNames<'_> {
    /// A place in its file.
    pub(crate) fn located(&self, place: Place) -> Located<'_> {
        let (file, range) = locate(self.db, place);
        self.in_file(file, range)
    }

    fn in_file(&self, file: File, range: TextRange) -> Located<'_> {
        Located { path: file.path(self.db), text: file.text(self.db), lines: line_index(self.db, file), range }
    }

    /// The declaration of a clause's requirement.
    pub(crate) fn requirement_item(&self, clause: ClauseId) -> Option<Item<'_>> {
        let entry = tables(self.db).requirements.entries().get(clause.requirement.index())?;
        Some(entry.item(self.db))
    }

    /// The ids of all clauses.
    pub(crate) fn clause_ids(&self) -> Vec<SmolStr> {
        let catalogs = tables(self.db).catalogs.len() as u16;
        (0..catalogs).flat_map(|number| zcc_hir::rules::clause_ids(self.db, CatalogId(number))).collect()
    }

    /// The title of the catalogue that a clause belongs to.
    pub(crate) fn catalog_title(&self, clause: ClauseId) -> SmolStr {
        let requirement = requirement(self.db, clause.requirement);
        requirement.catalog.map(|id| catalog(self.db, id).title.clone()).unwrap_or_default()
    }

    /// Where the text of a clause begins, and the text.
    pub(crate) fn rule(&self, clause: ClauseId) -> Option<(Located<'_>, String)> {
        let item = self.requirement_item(clause)?;
        let at = self.clause_place(clause)?;
        let ast::ItemKind::Requirement(written) = &tree(self.db, item).kind else { return None };
        let clauses = written.members.iter().filter_map(|member| match member {
            ast::RequirementMember::Clause(clause) => Some(clause),
            _ => None,
        });
        let enhancement = requirement(self.db, clause.requirement).clauses.get(usize::from(clause.clause))?.enhancement;
        let range = clauses.into_iter().find(|written| written.enhancement == enhancement)?.range;
        let text = item.text(self.db).get(range.to_usize())?;
        Some((at, outdented(text)))
    }

    /// Something in the model, by its path.
    pub(crate) fn entity(&self, _path: &str) -> Option<Entity> {
        None
    }

    /// The paths of everything in the model.
    pub(crate) fn entity_paths(&self) -> Vec<SmolStr> {
        Vec::new()
    }

    /// Why a clause comes out as it does for a subject.
    pub(crate) fn explain(&self, _clause: ClauseId, _subject: Entity, _capable: bool) -> Option<Explanation> {
        None
    }

    /// Where the reader of an explanation may look: `site.zc:12`.
    pub(crate) fn reference(&self, _reference: Reference) -> Option<String> {
        None
    }

    /// What is written about a clause.
    pub(crate) fn docs(&self, clause: ClauseId) -> ClauseDocs {
        clause_docs(self.db, clause.requirement).get(usize::from(clause.clause)).cloned().unwrap_or_default()
    }
}

impl Names for DatabaseNames<'_> {
    fn path(&self, _entity: Entity) -> SmolStr {
        SmolStr::default()
    }

    fn title(&self, _entity: Entity) -> Option<SmolStr> {
        None
    }

    fn of_place(&self, place: PlaceId) -> Entity {
        Entity::Zone(place)
    }

    fn place(&self, _entity: Entity) -> Option<Located<'_>> {
        None
    }

    fn clause(&self, clause: ClauseId) -> ClauseView {
        let requirement = requirement(self.db, clause.requirement);
        let Some(found) = requirement.clauses.get(usize::from(clause.clause)) else { return ClauseView::default() };
        let kind = requirement.catalog.and_then(|id| catalog(self.db, id).levels);
        let word = if kind == Some(LevelKind::Maturity) { "ML" } else { "SL" };
        let remedy = self.docs(clause).remedy;
        ClauseView {
            id: found.id.clone(),
            title: found.title.clone(),
            family: usize::from(requirement.family),
            level: found.level.map(|level| format!("{word} {level}")),
            remedy: (!remedy.is_empty()).then(|| remedy.to_string()),
        }
    }

    fn clause_place(&self, clause: ClauseId) -> Option<Located<'_>> {
        let item = self.requirement_item(clause)?;
        let map = requirement_source_map(self.db, clause.requirement);
        let range = map.clauses.get(usize::from(clause.clause)).copied().unwrap_or(map.name);
        Some(self.located(Place { anchor: item.anchor(), range }))
    }

    fn message(&self, _finding: &Finding, _witness: &Witness) -> String {
        String::new()
    }

    fn switches(&self, _finding: &Finding, _witness: &Witness) -> Vec<Switch> {
        Vec::new()
    }

    fn cover(&self, cover: u32) -> String {
        cover.to_string()
    }

    fn cover_place(&self, _cover: u32) -> Option<Located<'_>> {
        None
    }
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
