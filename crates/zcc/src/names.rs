//! What the numbers of a report stand for, looked up in the database.

use smol_str::SmolStr;
use zcc_base::{Place, TextRange};
use zcc_db::{Db, File, Item, item_of, line_index, locate, tree};
use zcc_eval::{DbWorld, Explanation, Finding, Reference, Witness};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId};
use zcc_hir::model::{
    covers, entity_path, entity_place, graph, origin_place, place_facts, places, product_facts, protocol_facts,
    resolve_entity, site_facts, test_entity_place, test_model,
};
use zcc_hir::names::tables;
use zcc_hir::program::{ClauseDocs, LevelKind};
use zcc_hir::rules::{catalog, clause_docs, requirement, requirement_source_map};
use zcc_syntax::ast;

use crate::switches::{switches, undecided};
use crate::view::{ClauseView, Located, Names, Switch};

/// The names of a database.
pub(crate) struct DatabaseNames<'a> {
    pub(crate) db: &'a dyn Db,
    /// The test whose model is spoken of, if it is not that of the package.
    test: Option<Item<'a>>,
}

impl<'a> DatabaseNames<'a> {
    /// The names of the package.
    pub(crate) const fn new(db: &'a dyn Db) -> Self {
        Self { db, test: None }
    }

    /// The names of the model in a `test` block.
    pub(crate) const fn of_test(db: &'a dyn Db, test: Item<'a>) -> Self {
        Self { db, test: Some(test) }
    }

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
    pub(crate) fn entity(&self, path: &str) -> Option<Entity> {
        resolve_entity(self.db, path)
    }

    /// The paths of everything in the model.
    pub(crate) fn entity_paths(&self) -> Vec<SmolStr> {
        let mut paths = Vec::new();
        for place in places(self.db).ids() {
            paths.push(self.path(self.of_place(place)));
            let facts = place_facts(self.db, place);
            paths.extend((0..facts.components.len() as u32).map(|at| self.path(Entity::Component(place, at))));
            paths.extend((0..facts.channels.len() as u32).map(|at| self.path(Entity::Channel(place, at))));
        }
        paths
    }

    /// What is written about a clause.
    pub(crate) fn docs(&self, clause: ClauseId) -> ClauseDocs {
        clause_docs(self.db, clause.requirement).get(usize::from(clause.clause)).cloned().unwrap_or_default()
    }
}

impl Names for DatabaseNames<'_> {
    fn path(&self, entity: Entity) -> SmolStr {
        entity_path(self.db, entity)
    }

    fn title(&self, entity: Entity) -> Option<SmolStr> {
        match entity {
            Entity::Site => site_facts(self.db).title.clone(),
            Entity::Zone(place) | Entity::Conduit(place) => {
                graph(self.db).places.get(place.index()).and_then(|head| head.title.clone())
            }
            Entity::Component(place, at) => {
                place_facts(self.db, place).components.get(at as usize).and_then(|facts| facts.title.clone())
            }
            Entity::Channel(place, at) => {
                place_facts(self.db, place).channels.get(at as usize).and_then(|facts| facts.title.clone())
            }
            Entity::Product(product) => product_facts(self.db, product).title.clone(),
            Entity::Protocol(protocol) => protocol_facts(self.db, protocol).title.clone(),
        }
    }

    fn of_place(&self, place: PlaceId) -> Entity {
        places(self.db).entity(place)
    }

    fn place(&self, entity: Entity) -> Option<Located<'_>> {
        Some(self.located(entity_place(self.db, entity)))
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

    fn message(&self, finding: &Finding, witness: &Witness) -> String {
        zcc_eval::display::message(&DbWorld(self.db), finding.clause, finding.subject, witness)
    }

    fn switches(&self, finding: &Finding, witness: &Witness) -> Vec<Switch> {
        switches(self.db, finding.clause, finding.subject, witness)
    }

    fn undecided(&self, finding: &Finding, witness: &Witness) -> Vec<String> {
        undecided(self.db, finding.clause, finding.subject, witness)
    }

    fn cover(&self, cover: u32) -> String {
        covers(self.db).get(cover as usize).map_or_else(String::new, |cover| {
            format!("{} {}", if cover.waiver { "waiver" } else { "countermeasure" }, cover.name)
        })
    }

    fn explain(&self, clause: ClauseId, subject: Entity, capable: bool) -> Option<Explanation> {
        zcc_eval::explain(self.db, clause, subject, capable)
    }

    fn reference(&self, reference: Reference) -> Option<String> {
        let place = match reference {
            Reference::Origin(origin) => origin_place(self.db, origin),
            Reference::Entity(entity) => match self.test {
                Some(test) => test_entity_place(self.db, test, test_model(self.db, test), entity),
                None => entity_place(self.db, entity),
            },
            Reference::Body(..) => return None,
        };
        let at = self.located(place);
        Some(format!("{}:{}", at.path, at.lines.line_column(at.range.start).line + 1))
    }

    fn cover_place(&self, cover: u32) -> Option<Located<'_>> {
        let item = item_of(self.db, covers(self.db).get(cover as usize)?.anchor);
        let range = match &tree(self.db, item).kind {
            ast::ItemKind::Block(block) => block.name.as_ref().map_or_else(Default::default, |name| name.range),
            _ => TextRange::default(),
        };
        Some(self.located(Place { anchor: item.anchor(), range }))
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
