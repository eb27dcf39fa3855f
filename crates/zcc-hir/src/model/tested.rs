//! The models inside `test` blocks: what a test holds and what it expects.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::Diagnostic;
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::ItemKind;

use super::library_model::{ProductModel, ProtocolModel};
use super::library_queries;
use super::names::{LocalNames, path_of};
use crate::facts::{Cover, Graph, PlaceFacts, ProductFacts, ProtocolFacts, SiteFacts};
use crate::ids::{CatalogId, ClauseId, Entity, ProductId, ProtocolId};

/// By component of a place: the channels that it is an end of.
pub type ChannelsByComponent = Arc<[Box<[Entity]>]>;

/// A `test` block, lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestModel {
    /// What it shows.
    pub title: SmolStr,
    /// The day on which it is judged; `None` is the run's.
    pub date: Option<i32>,
    /// The catalogues that it is held against.
    pub assess: Box<[CatalogId]>,
    /// How its zones and conduits hang together.
    pub graph: Arc<Graph>,
    /// What is in them, by the number of the place.
    pub places: Box<[Arc<PlaceFacts>]>,
    /// Its site.
    pub site: Arc<SiteFacts>,
    /// By place and component: the channels that it is an end of.
    pub component_channels: Box<[ChannelsByComponent]>,
    /// Its waivers and countermeasures, sorted by name.
    pub covers: Arc<[Cover]>,
    /// What is expected.
    pub expectations: Box<[Expectation]>,
    /// How its own zones, conduits, components and channels are called.
    pub names: LocalNames,
    /// The number of its first own product; those below are the packages'.
    pub first_product: u32,
    /// Its own products.
    pub products: Box<[Arc<ProductModel>]>,
    /// The number of its first own protocol; those below are the packages'.
    pub first_protocol: u32,
    /// Its own protocols.
    pub protocols: Box<[Arc<ProtocolModel>]>,
    /// What is wrong with it. If there is an error among it, the test cannot be run.
    pub diagnostics: Box<[Diagnostic]>,
}

/// One `expect` line, resolved; one that could not be is left out (and told).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Its position among the lines of the test.
    pub position: u32,
    /// Whether the capable judgement is meant.
    pub capable: bool,
    /// The clause.
    pub clause: ClauseId,
    /// What is expected of it.
    pub verdict: ExpectedVerdict,
    /// For which subject.
    pub subject: Entity,
    /// Exactly these witnesses, sorted; `None` where the line does not say.
    pub because: Option<Box<[Entity]>>,
}

/// The verdicts that a test can expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExpectedVerdict {
    /// `met`
    Met,
    /// `unmet`
    Unmet,
    /// `unproven`
    Unproven,
    /// `not applicable`
    NotApplicable,
    /// `compensated`
    Compensated,
    /// `accepted`
    Accepted,
}

impl ExpectedVerdict {
    /// Every verdict with its word.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Met, "met"),
        (Self::Unmet, "unmet"),
        (Self::Unproven, "unproven"),
        (Self::NotApplicable, "not_applicable"),
        (Self::Compensated, "compensated"),
        (Self::Accepted, "accepted"),
    ];

    /// The verdict of a word, or of two.
    pub fn parse(word: &str) -> Option<Self> {
        let joined = word.split_whitespace().collect::<Vec<_>>().join("_");
        Self::ALL.into_iter().find(|(_, known)| *known == joined).map(|(verdict, _)| verdict)
    }
}

impl TestModel {
    /// A product: its own, or a package's on its day.
    pub fn product(&self, db: &dyn Db, id: ProductId) -> Arc<ProductFacts> {
        let own = id.0.checked_sub(self.first_product).and_then(|at| self.products.get(at as usize));
        match (own, self.date) {
            (Some(own), _) => own.facts.clone(),
            (None, Some(day)) => library_queries::dated_product_model(db, id, day).facts.clone(),
            (None, None) => library_queries::product_facts(db, id).clone(),
        }
    }

    /// A protocol: its own, or a package's on its day.
    pub fn protocol(&self, db: &dyn Db, id: ProtocolId) -> Arc<ProtocolFacts> {
        let own = id.0.checked_sub(self.first_protocol).and_then(|at| self.protocols.get(at as usize));
        match (own, self.date) {
            (Some(own), _) => own.facts.clone(),
            (None, Some(day)) => library_queries::dated_protocol_model(db, id, day).facts.clone(),
            (None, None) => library_queries::protocol_facts(db, id).clone(),
        }
    }

    /// What a path means, written inside the place of path `from` of the test: a zone, a conduit, what is in one, or its
    /// site.
    pub fn resolve_path(&self, from: &str, path: &zcc_syntax::ast::Path) -> Option<Entity> {
        super::names::resolve(&self.names, from, path)
    }

    /// How an entity of the test is called.
    pub fn path(&self, db: &dyn Db, entity: Entity) -> SmolStr {
        match entity {
            Entity::Site => self.site.name.clone(),
            Entity::Product(id) => self.product(db, id).name.clone(),
            Entity::Protocol(id) => self.protocol(db, id).name.clone(),
            _ => path_of(&self.names, entity),
        }
    }
}

/// Where an `expect` line of a test stands.
pub fn expectation_place(db: &dyn Db, item: Item<'_>, position: u32) -> zcc_base::Place {
    let tree = tree(db, item);
    let range = match &tree.kind {
        ItemKind::Test(test) => test.expectations.get(position as usize).map(|line| line.range),
        _ => None,
    };
    zcc_base::Place { anchor: item.anchor(), range: range.unwrap_or(tree.range) }
}
