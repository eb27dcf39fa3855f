//! What the numbers of a report stand for, looked up in the database.

use smol_str::SmolStr;
use zcc_base::{LineIndex, Place, TextRange};
use zcc_db::{Db, Item, line_index, locate};
use zcc_eval::Reference;
use zcc_eval::findings::{ClauseView, clause_place, clause_text, clause_view};
use zcc_hir::ids::{CatalogId, ClauseId, Entity, PlaceId};
use zcc_hir::model::{
    entity_path, entity_place, graph, origin_place, place_facts, places, product_facts, protocol_facts, resolve_entity,
    site_facts, test_entity_place, test_model,
};
use zcc_hir::names::tables;
use zcc_hir::program::ClauseDocs;
use zcc_hir::rules::{catalog, clause_docs, requirement};

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'a> {
    /// How the file is called.
    pub(crate) path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its lines.
    pub(crate) lines: &'a LineIndex,
    /// Where in it.
    pub(crate) range: TextRange,
}

/// The names of a database.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) db: &'a dyn Db,
    /// The test whose model is spoken of, if it is not that of the package.
    test: Option<Item<'a>>,
}

impl<'a> Names<'a> {
    /// The names of the package.
    pub(crate) const fn new(db: &'a dyn Db) -> Self {
        Self { db, test: None }
    }

    /// The names of the model in a `test` block.
    pub(crate) const fn of_test(db: &'a dyn Db, test: Item<'a>) -> Self {
        Self { db, test: Some(test) }
    }

    /// A place in its file.
    pub(crate) fn located(&self, place: Place) -> Located<'a> {
        let (file, range) = locate(self.db, place);
        Located { path: file.path(self.db), text: file.text(self.db), lines: line_index(self.db, file), range }
    }

    /// The catalogues of all packages, with their names.
    pub(crate) fn catalogs(&self) -> Vec<(CatalogId, SmolStr)> {
        let entries = tables(self.db).catalogs.entries().iter();
        (0..).zip(entries).map(|(number, entry)| (CatalogId(number), entry.name.clone())).collect()
    }

    /// The ids of all clauses, or of those of the catalogues of a name.
    pub(crate) fn clause_ids(&self, of: Option<&str>) -> Vec<SmolStr> {
        let catalogs = self.catalogs().into_iter().filter(|(_, name)| of.is_none_or(|wanted| name == wanted));
        catalogs.flat_map(|(id, _)| zcc_hir::rules::clause_ids(self.db, id)).collect()
    }

    /// The title of the catalogue that a clause belongs to.
    pub(crate) fn catalog_title(&self, clause: ClauseId) -> SmolStr {
        let requirement = requirement(self.db, clause.requirement);
        requirement.catalog.map(|id| catalog(self.db, id).title.clone()).unwrap_or_default()
    }

    /// Where the text of a clause begins, and the text.
    pub(crate) fn rule(&self, clause: ClauseId) -> Option<(Located<'a>, String)> {
        Some((self.clause_place(clause)?, clause_text(self.db, clause)?))
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

    /// The path of something: `control.plc`.
    pub(crate) fn path(&self, entity: Entity) -> SmolStr {
        entity_path(self.db, entity)
    }

    /// Its title, if it has one.
    pub(crate) fn title(&self, entity: Entity) -> Option<SmolStr> {
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

    /// Whether a place is a zone or a conduit.
    pub(crate) fn of_place(&self, place: PlaceId) -> Entity {
        places(self.db).entity(place)
    }

    /// Where its name is written.
    pub(crate) fn place(&self, entity: Entity) -> Located<'a> {
        self.located(entity_place(self.db, entity))
    }

    /// A clause as people know it.
    pub(crate) fn clause(&self, clause: ClauseId) -> ClauseView {
        clause_view(self.db, clause)
    }

    /// Where a clause begins.
    pub(crate) fn clause_place(&self, clause: ClauseId) -> Option<Located<'a>> {
        Some(self.located(clause_place(self.db, clause)?))
    }

    /// Where the reader of an explanation may look: `site.zc:12`. What the rule itself says is no news.
    pub(crate) fn reference(&self, reference: Reference) -> Option<String> {
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
}
