//! The model as queries: thin wrappers over the pure functions beside them.
//!
//! A declaration is lowered whole ([`lowered_places`] and its like); what others read of it are projections without
//! ranges, which stay equal when text moves. The graph reads heads only, the facts of a place never read the graph.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::net::IpAddr;
use std::sync::Arc;

use smol_str::SmolStr;
use zcc_db::{Db, File, Item, Workspace, item_of, tree};

use super::blocks::quoted;
use super::context::{Context, Lowered};
use super::cover::lower_cover;
use super::library_queries::{DatabaseLookup, context, product_facts, protocol_facts};
use super::place::{PlaceModel, lower_places, lower_site};
use super::site_model::SiteModel;
use super::site_names::{
    DatabaseNames, PlaceKey, block_of, cover_items, member_names, model_files, place_items, places, site_item,
};
use super::structure::{self, ChannelProblem, LackingEnd};
use super::topology::{HeadDraft, build};
use crate::facts::{CapabilityTable, Cover, Graph, Origin, PlaceFacts, SiteFacts};
use crate::ids::{CatalogId, Entity, PlaceId, ProductId, ProtocolId};
use crate::names::{Scope, libraries};
use crate::settled::Settled;

/// Like [`context`], for what belongs to the site: target vectors name the families of the assessed catalogues.
pub(super) fn site_context<'db>(db: &'db dyn Db, item: Item<'db>) -> Context<'db> {
    let scope = Scope { catalogs: assessed(db), ..Scope::of(db, item) };
    Context::new(db, scope, Workspace::get(db).as_of(db), DatabaseLookup::shared(db))
}

// The site and its places.

#[salsa::tracked]
pub(crate) fn lowered_site<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<SiteModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item)
        .map(|block| lower_site(&mut context, block, Origin::first(item.anchor(), 0)))
        .unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

fn site_model(db: &dyn Db) -> &Arc<SiteModel> {
    match Settled::try_get(db) {
        Some(settled) => settled.site(db),
        None => site_model_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn site_model_now(db: &dyn Db) -> Arc<SiteModel> {
    site_item(db).map(|item| lowered_site(db, item).model.clone()).unwrap_or_default()
}

/// The site as rules see it.
pub fn site_facts(db: &dyn Db) -> &Arc<SiteFacts> {
    &site_model(db).facts
}

/// The catalogues that the site is held against.
#[salsa::tracked(returns(deref))]
pub fn assessed(db: &dyn Db) -> Box<[CatalogId]> {
    site_facts(db).assess.clone()
}

#[salsa::tracked]
fn outer(db: &dyn Db) -> super::site_model::Outer {
    site_model(db).outer.clone()
}

/// The zones and conduits of a declaration, lowered; `None` for one whose path another took.
#[salsa::tracked]
pub(crate) fn lowered_places<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<[Option<Arc<PlaceModel>>]>> {
    let mut context = site_context(db, item);
    let found = lower_places(&mut context, tree(db, item), places(db), outer(db), assessed(db));
    let model = found.into_iter().map(|place| place.map(Arc::new)).collect();
    Lowered { model, told: context.told.into_boxed_slice() }
}

fn place_model(db: &dyn Db, place: PlaceId) -> Option<&Arc<PlaceModel>> {
    let entry = places(db).entry(place)?;
    lowered_places(db, item_of(db, entry.anchor)).model.get(entry.position as usize)?.as_ref()
}

/// What the zones and conduits of a file say of themselves.
#[salsa::tracked(returns(deref))]
fn heads_in(db: &dyn Db, file: File) -> Box<[(PlaceId, HeadDraft)]> {
    let table = places(db);
    let mut found = Vec::new();
    for item in place_items(db, file) {
        for (position, model) in lowered_places(db, item).model.iter().enumerate() {
            if let (Some(model), Some(place)) = (model, table.at(item.anchor(), position as u32)) {
                found.push((place, model.head.clone()));
            }
        }
    }
    found.into()
}

/// How zones and conduits hang together. It does not change when a component does.
pub fn graph(db: &dyn Db) -> &Arc<Graph> {
    match Settled::try_get(db) {
        Some(settled) => settled.graph(db),
        None => graph_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn graph_now(db: &dyn Db) -> Arc<Graph> {
    let table = places(db);
    let mut heads = vec![HeadDraft::default(); table.entries().len()];
    for (place, head) in model_files(db).flat_map(|file| heads_in(db, file)) {
        heads[place.index()].clone_from(head);
    }
    Arc::new(build(&heads, table.zone_count()))
}

/// What is in a zone or conduit.
pub fn place_facts(db: &dyn Db, place: PlaceId) -> &Arc<PlaceFacts> {
    place_facts_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn place_facts_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Arc<PlaceFacts> {
    let place = key.id(db);
    place_model(db, place).map(|model| model.facts.clone()).unwrap_or_default()
}

/// What a zone or conduit can do itself. It does not change when a component does.
pub fn place_capabilities(db: &dyn Db, place: PlaceId) -> &Arc<CapabilityTable> {
    place_capabilities_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn place_capabilities_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Arc<CapabilityTable> {
    Arc::clone(&place_facts(db, key.id(db)).capabilities)
}

type Ends = Box<[(Option<Entity>, Option<Entity>)]>;

fn channel_ends(db: &dyn Db, place: PlaceId) -> &Ends {
    channel_ends_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn channel_ends_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Ends {
    let place = key.id(db);
    place_facts(db, place).channels.iter().map(|channel| (channel.from, channel.to)).collect()
}

#[salsa::tracked]
fn all_component_channels(db: &dyn Db) -> Vec<Arc<[Box<[Entity]>]>> {
    let ids = || places(db).ids();
    let counts: Vec<usize> = ids().map(|place| member_names(db, place).components.len()).collect();
    structure::channels_by_component(&counts, ids().map(|place| (place, &**channel_ends(db, place))))
}

/// By component of a place: the channels that it is an end of.
pub fn component_channels(db: &dyn Db, place: PlaceId) -> &Arc<[Box<[Entity]>]> {
    component_channels_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn component_channels_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Arc<[Box<[Entity]>]> {
    let place = key.id(db);
    all_component_channels(db).get(place.index()).cloned().unwrap_or_else(|| Arc::from(Vec::new()))
}

// What structure checks read.

/// What checks of the whole structure need to know of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Structure {
    /// What is wrong with channels.
    pub problems: Vec<ChannelProblem>,
    /// What channels have that one of their ends lacks.
    pub lacking: Vec<LackingEnd>,
    /// The addresses of components.
    pub addresses: Vec<(IpAddr, Entity)>,
    /// The products that are used, sorted.
    pub products: Vec<ProductId>,
    /// The protocols that are used, sorted.
    pub protocols: Vec<ProtocolId>,
}

#[salsa::tracked]
pub(crate) fn structure_of(db: &dyn Db, file: File) -> Structure {
    let (table, graph) = (places(db), graph(db));
    let speaks = |end| match end {
        Entity::Component(place, at) => Some(&*place_facts(db, place).components.get(at as usize)?.speaks),
        _ => None,
    };
    let mut found = Structure::default();
    for item in place_items(db, file) {
        for (position, model) in lowered_places(db, item).model.iter().enumerate() {
            let (Some(model), Some(place)) = (model, table.at(item.anchor(), position as u32)) else { continue };
            let facts = &model.facts;
            found.problems.extend(structure::channel_problems(graph, place, facts));
            found.lacking.extend(structure::lacking_ends(place, facts, &speaks));
            found.addresses.extend(structure::addresses(place, facts));
            found.products.extend(facts.components.iter().filter_map(|component| component.product));
            let spoken =
                facts.components.iter().flat_map(|component| component.speaks.iter()).map(|spoken| spoken.protocol);
            found.protocols.extend(facts.channels.iter().filter_map(|channel| channel.protocol).chain(spoken));
        }
        found.products.sort_unstable();
        found.products.dedup();
        found.protocols.sort_unstable();
        found.protocols.dedup();
    }
    found
}

// Waivers and countermeasures.

#[salsa::tracked]
pub(super) fn lowered_cover<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Option<Cover>> {
    let mut context = site_context(db, item);
    let model = block_of(db, item).map(|block| lower_cover(&mut context, block));
    Lowered { model, told: context.told.into_boxed_slice() }
}

#[salsa::tracked]
fn cover<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<Cover> {
    lowered_cover(db, item).model.clone()
}

/// The waivers and countermeasures of the site, sorted by name.
pub fn covers(db: &dyn Db) -> &Arc<[Cover]> {
    match Settled::try_get(db) {
        Some(settled) => settled.covers(db),
        None => covers_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn covers_now(db: &dyn Db) -> Arc<[Cover]> {
    let mut found: Vec<Cover> = cover_items(db).filter_map(|item| cover(db, item).clone()).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.into()
}

// Paths.

/// How an entity of the database's site is called: `control.plc`.
pub fn entity_path(db: &dyn Db, entity: Entity) -> SmolStr {
    match entity {
        Entity::Site => quoted(&site_facts(db).name),
        Entity::Product(id) => quoted(&product_facts(db, id).name),
        Entity::Protocol(id) => quoted(&protocol_facts(db, id).name),
        _ => super::names::path_of(&DatabaseNames(db), entity),
    }
}

/// The entity of a path such as `control.plc`: a zone, a conduit, what is in one, or the site; else a product of the
/// root package.
pub fn resolve_entity(db: &dyn Db, path: &str) -> Option<Entity> {
    let segments = super::names::split(path);
    if let Some(found) = super::names::resolve_in(&DatabaseNames(db), "", &segments) {
        return Some(found);
    }
    let [name] = segments.as_slice() else { return None };
    if site_item(db).is_some_and(|item| item.name(db) == name) {
        return Some(Entity::Site);
    }
    let workspace = Workspace::get(db);
    let root = workspace.packages(db).iter().position(|package| *package == workspace.root(db))? as u32;
    libraries(db).products.find(root, name).map(|number| Entity::Product(ProductId(number)))
}
