//! The model as queries: thin wrappers over the pure functions beside them.
//!
//! A declaration is lowered whole ([`lowered_places`] and its like); what others read of it are projections without
//! ranges, which stay equal when text moves. The graph reads heads only, the facts of a place never read the graph.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::net::IpAddr;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::Diagnostic;
use zcc_db::{Db, File, Item, Workspace, item_of, items, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Block, BlockKind, ItemKind};

use super::blocks::place_blocks;
use super::claims::{SwitchModel, Switched, switch};
use super::context::Context;
use super::cover::lower_cover;
use super::library::{
    CertificateModel, LibraryModel, Owner, ProductModel, ProtocolModel, build_product, build_protocol,
    lower_certificate, lower_library, stack, tell_cycle,
};
use super::names::{MemberNames, PlaceName, PlaceTable, SiteNames};
use super::place::{PlaceModel, SiteModel, lower_places, lower_site};
use super::source::{claim_place, name_range};
use super::structure::{self, ChannelProblem, LackingEnd};
use super::tell::tell_layers;
use super::topology::{HeadDraft, build};
use crate::cascade::quieten;
use crate::expr::AttributeRef;
use crate::facts::{Attributes, Cover, Graph, PlaceFacts, ProductFacts, ProtocolFacts, SiteFacts};
use crate::ids::{
    AttributeId, CatalogId, CertificateId, Entity, EntityKind, PlaceId, ProductId, ProfileId, ProtocolId,
};
use crate::names::{Scope, libraries, tables};
use crate::rules::attribute;
use crate::value::Version;

/// Whether a file may hold tests only.
pub(crate) fn is_test_file(db: &dyn Db, file: File) -> bool {
    file.path(db).ends_with("_test.zc")
}

/// The declarations of one kind in the root package, tests' files aside, file by file.
pub(crate) fn root_items(db: &dyn Db, kind: BlockKind) -> impl Iterator<Item = Item<'_>> {
    let files = Workspace::get(db).root(db).files(db);
    files
        .iter()
        .filter(move |file| !is_test_file(db, **file))
        .flat_map(move |file| items(db, *file))
        .copied()
        .filter(move |item| item.kind(db) == Some(DeclarationKind::Block(kind)))
}

/// The block of an item, if it is one.
pub(crate) fn block_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<&'db Block> {
    match &tree(db, item).kind {
        ItemKind::Block(block) => Some(block),
        _ => None,
    }
}

fn context<'db>(db: &'db dyn Db, item: Item<'db>) -> Context<'db> {
    Context::new(db, Scope::of(db, item), Workspace::get(db).as_of(db))
}

/// Like [`context`], for what belongs to the site: target vectors name the families of the assessed catalogues.
fn site_context<'db>(db: &'db dyn Db, item: Item<'db>) -> Context<'db> {
    let scope = Scope { catalogs: assessed(db), ..Scope::of(db, item) };
    Context::new(db, scope, Workspace::get(db).as_of(db))
}

/// A zone or conduit as the key of queries.
#[salsa::interned]
struct PlaceKey<'db> {
    #[returns(copy)]
    id: PlaceId,
}

/// A product as the key of queries.
#[salsa::interned]
struct ProductKey<'db> {
    #[returns(copy)]
    id: ProductId,
}

/// A protocol as the key of queries.
#[salsa::interned]
struct ProtocolKey<'db> {
    #[returns(copy)]
    id: ProtocolId,
}

/// A value with what is wrong with the declaration that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lowered<T> {
    /// The value.
    pub model: T,
    /// What is wrong.
    pub told: Box<[Diagnostic]>,
}

// Attributes that are there without being stated.

/// What attributes of a kind of entity are where nobody states them, sorted.
pub(crate) fn defaults(db: &dyn Db, kind: EntityKind) -> &Arc<Attributes> {
    &all_defaults(db)[kind as usize]
}

#[salsa::tracked]
fn all_defaults(db: &dyn Db) -> [Arc<Attributes>; 7] {
    let ids = (0..tables(db).attributes.len()).map(|at| AttributeId(at as u16));
    let declared: Vec<_> = ids.map(|id| (id, attribute(db, id))).collect();
    EntityKind::ALL.map(|kind| {
        let belongs = |owner| match kind {
            EntityKind::Product => owner == EntityKind::Component,
            EntityKind::Protocol => owner == EntityKind::Channel,
            _ => false,
        };
        let found = declared.iter().filter(|(_, one)| {
            one.owners.contains(kind) || EntityKind::ALL.into_iter().any(|of| one.owners.contains(of) && belongs(of))
        });
        let found = found.filter_map(|(id, one)| Some((AttributeRef::Declared(*id), one.default.clone()?)));
        Arc::new(Attributes::new(found.collect()))
    })
}

// Libraries.

#[salsa::tracked]
fn lowered_library<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<LibraryModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item).map(|block| lower_library(&mut context, block, 0)).unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

#[salsa::tracked]
fn library_model<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<LibraryModel> {
    lowered_library(db, item).model.clone()
}

#[salsa::tracked]
fn lowered_certificate<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<CertificateModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item).map(|block| lower_certificate(&mut context, block)).unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

/// What a profile says by itself.
pub(crate) fn profile_model(db: &dyn Db, id: ProfileId) -> Arc<LibraryModel> {
    match libraries(db).profiles.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    }
}

/// The profiles that a product includes itself.
pub(crate) fn product_includes(db: &dyn Db, id: ProductId) -> Vec<ProfileId> {
    let entry = libraries(db).products.entries().get(id.index());
    entry.map(|entry| library_model(db, entry.item(db)).includes.to_vec()).unwrap_or_default()
}

/// The profiles that a protocol includes itself.
pub(crate) fn protocol_includes(db: &dyn Db, id: ProtocolId) -> Vec<ProfileId> {
    let entry = libraries(db).protocols.entries().get(id.index());
    entry.map(|entry| library_model(db, entry.item(db)).includes.to_vec()).unwrap_or_default()
}

/// The profile that a certificate certifies.
pub(crate) fn certified_profile(db: &dyn Db, id: CertificateId) -> Option<ProfileId> {
    let entry = libraries(db).certificates.entries().get(id.index())?;
    lowered_certificate(db, entry.item(db)).model.profile
}

/// The certificates of each product that has any.
#[salsa::tracked]
fn certificates(db: &dyn Db) -> FxHashMap<ProductId, Vec<CertificateId>> {
    let mut found: FxHashMap<ProductId, Vec<CertificateId>> = FxHashMap::default();
    for (at, entry) in libraries(db).certificates.entries().iter().enumerate() {
        for product in &lowered_certificate(db, entry.item(db)).model.products {
            found.entry(*product).or_default().push(CertificateId(at as u32));
        }
    }
    found
}

fn certificates_of(db: &dyn Db, id: ProductId) -> Vec<Arc<CertificateModel>> {
    let entries = libraries(db).certificates.entries();
    let of = certificates(db).get(&id).map(Vec::as_slice).unwrap_or_default();
    of.iter().map(|certificate| lowered_certificate(db, entries[certificate.index()].item(db)).model.clone()).collect()
}

fn product_on(db: &dyn Db, id: ProductId, day: i32) -> Arc<ProductModel> {
    let own = match libraries(db).products.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    };
    Arc::new(build_product(db, &own, &certificates_of(db, id), &|profile| profile_model(db, profile), day))
}

fn protocol_on(db: &dyn Db, id: ProtocolId, day: i32) -> Arc<ProtocolModel> {
    let own = match libraries(db).protocols.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    };
    Arc::new(build_protocol(db, &own, &|profile| profile_model(db, profile), day))
}

/// All about a product on the assessment date.
pub(crate) fn product_model(db: &dyn Db, id: ProductId) -> &Arc<ProductModel> {
    product_model_of(db, ProductKey::new(db, id))
}

#[salsa::tracked]
fn product_model_of<'db>(db: &'db dyn Db, key: ProductKey<'db>) -> Arc<ProductModel> {
    let id = key.id(db);
    product_on(db, id, Workspace::get(db).as_of(db))
}

/// All about a protocol on the assessment date.
pub(crate) fn protocol_model(db: &dyn Db, id: ProtocolId) -> &Arc<ProtocolModel> {
    protocol_model_of(db, ProtocolKey::new(db, id))
}

#[salsa::tracked]
fn protocol_model_of<'db>(db: &'db dyn Db, key: ProtocolKey<'db>) -> Arc<ProtocolModel> {
    let id = key.id(db);
    protocol_on(db, id, Workspace::get(db).as_of(db))
}

/// All about a product on another day: that of a test.
#[salsa::tracked]
pub(crate) fn dated_product_model(db: &dyn Db, id: ProductId, day: i32) -> Arc<ProductModel> {
    product_on(db, id, day)
}

/// All about a protocol on another day: that of a test.
#[salsa::tracked]
pub(crate) fn dated_protocol_model(db: &dyn Db, id: ProtocolId, day: i32) -> Arc<ProtocolModel> {
    protocol_on(db, id, day)
}

/// A product as rules see it.
pub fn product_facts(db: &dyn Db, id: ProductId) -> &Arc<ProductFacts> {
    &product_model(db, id).facts
}

/// A protocol as rules see it.
pub fn protocol_facts(db: &dyn Db, id: ProtocolId) -> &Arc<ProtocolFacts> {
    &protocol_model(db, id).facts
}

/// What switches make of the claims of a product or protocol: one table for all that set them alike.
#[salsa::tracked]
pub(crate) fn shared_table(
    db: &dyn Db,
    owner: Owner,
    firmware: Option<Version>,
    switches: Box<[SwitchModel]>,
) -> Arc<Switched> {
    let as_of = Workspace::get(db).as_of(db);
    Arc::new(match owner {
        Owner::Product(id) => switch(&product_model(db, id).layers, firmware.as_ref(), as_of, &switches),
        Owner::Protocol(id) => switch(&protocol_model(db, id).layers, None, as_of, &switches),
    })
}

// Names.

#[salsa::tracked]
fn place_names<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[PlaceName]> {
    place_blocks(tree(db, item)).iter().map(PlaceName::of).collect()
}

#[salsa::tracked]
fn all_member_names<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[Arc<MemberNames>]> {
    place_blocks(tree(db, item)).iter().map(|place| Arc::new(MemberNames::of(place.block))).collect()
}

/// Parses a declaration and takes from it what every other may need: its names. [`places`] asks all declarations for
/// theirs, one after the other; whoever has threads to spare does this for many at once before.
pub fn prepare<'db>(db: &'db dyn Db, item: Item<'db>) {
    if let Some(DeclarationKind::Block(BlockKind::Zone | BlockKind::Conduit)) = item.kind(db) {
        place_names(db, item);
        all_member_names(db, item);
    }
}

/// All zones and conduits of the site, by names alone.
#[salsa::tracked]
pub fn places(db: &dyn Db) -> PlaceTable {
    let items = root_items(db, BlockKind::Zone).chain(root_items(db, BlockKind::Conduit));
    PlaceTable::new(items.map(|item| (item.anchor(), &**place_names(db, item))))
}

/// What the components and channels of a place are called.
pub fn member_names(db: &dyn Db, place: PlaceId) -> &Arc<MemberNames> {
    member_names_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn member_names_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Arc<MemberNames> {
    let place = key.id(db);
    let found = places(db)
        .entry(place)
        .and_then(|entry| all_member_names(db, item_of(db, entry.anchor)).get(entry.position as usize).cloned());
    found.unwrap_or_default()
}

/// The names of the database's own site.
pub(crate) struct DatabaseNames<'db>(pub &'db dyn Db);

impl SiteNames for DatabaseNames<'_> {
    fn table(&self) -> &PlaceTable {
        places(self.0)
    }

    fn members(&self, place: PlaceId) -> &MemberNames {
        member_names(self.0, place)
    }

    fn site(&self) -> &str {
        site_item(self.0).map_or("", |item| item.name(self.0))
    }
}

// The site and its places.

/// The declaration of the site; the first where there are several.
pub(crate) fn site_item(db: &dyn Db) -> Option<Item<'_>> {
    root_items(db, BlockKind::Site).next()
}

#[salsa::tracked]
pub(crate) fn lowered_site<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<SiteModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item).map(|block| lower_site(&mut context, block, 0)).unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

#[salsa::tracked]
fn site_model(db: &dyn Db) -> Arc<SiteModel> {
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
fn outer(db: &dyn Db) -> super::place::Outer {
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

fn place_head(db: &dyn Db, place: PlaceId) -> &HeadDraft {
    place_head_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn place_head_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> HeadDraft {
    let place = key.id(db);
    place_model(db, place).map(|model| model.head.clone()).unwrap_or_default()
}

/// How zones and conduits hang together. It does not change when a component does.
#[salsa::tracked]
pub fn graph(db: &dyn Db) -> Arc<Graph> {
    let table = places(db);
    let heads: Vec<HeadDraft> = table.ids().map(|place| place_head(db, place).clone()).collect();
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

pub(crate) fn channel_problems(db: &dyn Db, place: PlaceId) -> &[ChannelProblem] {
    channel_problems_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn channel_problems_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Box<[ChannelProblem]> {
    let place = key.id(db);
    structure::channel_problems(graph(db), place, place_facts(db, place))
}

/// What the channels of a place have that one of their ends lacks.
pub(crate) fn lacking_ends(db: &dyn Db, place: PlaceId) -> &[LackingEnd] {
    lacking_ends_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn lacking_ends_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Box<[LackingEnd]> {
    let place = key.id(db);
    structure::lacking_ends(place, place_facts(db, place), &|end| match end {
        Entity::Component(place, at) => Some(&*place_facts(db, place).components.get(at as usize)?.speaks),
        _ => None,
    })
}

pub(crate) fn addresses(db: &dyn Db, place: PlaceId) -> &[(IpAddr, Entity)] {
    addresses_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn addresses_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> Box<[(IpAddr, Entity)]> {
    let place = key.id(db);
    structure::addresses(place, place_facts(db, place))
}

/// The products and protocols that a place uses.
pub(crate) fn uses(db: &dyn Db, place: PlaceId) -> &(Box<[ProductId]>, Box<[ProtocolId]>) {
    uses_of(db, PlaceKey::new(db, place))
}

#[salsa::tracked]
fn uses_of<'db>(db: &'db dyn Db, key: PlaceKey<'db>) -> (Box<[ProductId]>, Box<[ProtocolId]>) {
    let place = key.id(db);
    let facts = place_facts(db, place);
    let mut products: Vec<ProductId> = facts.components.iter().filter_map(|component| component.product).collect();
    let spoken = facts.components.iter().flat_map(|component| component.speaks.iter().map(|spoken| spoken.protocol));
    let mut protocols: Vec<ProtocolId> =
        facts.channels.iter().filter_map(|channel| channel.protocol).chain(spoken).collect();
    products.sort_unstable();
    products.dedup();
    protocols.sort_unstable();
    protocols.dedup();
    (products.into(), protocols.into())
}

// Waivers and countermeasures.

#[salsa::tracked]
fn lowered_cover<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Option<Cover>> {
    let mut context = site_context(db, item);
    let model = block_of(db, item).map(|block| lower_cover(&mut context, block));
    Lowered { model, told: context.told.into_boxed_slice() }
}

#[salsa::tracked]
fn cover<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<Cover> {
    lowered_cover(db, item).model.clone()
}

/// The waivers and countermeasures of the site, sorted by name.
#[salsa::tracked]
pub fn covers(db: &dyn Db) -> Arc<[Cover]> {
    let items = root_items(db, BlockKind::Waiver).chain(root_items(db, BlockKind::Countermeasure));
    let mut found: Vec<Cover> = items.filter_map(|item| cover(db, item).clone()).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.into()
}

// What is wrong with single declarations.

/// What is wrong with the model half of a declaration, by itself.
#[salsa::tracked(returns(deref))]
pub fn item_diagnostics_model<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[Diagnostic]> {
    if is_test_file(db, item.file(db))
        && !matches!(item.kind(db), None | Some(DeclarationKind::Test | DeclarationKind::Import))
    {
        return Box::new([super::check::only_tests(db, item)]);
    }
    let mut told = model_diagnostics(db, item).into_vec();
    quieten(db, &mut told);
    told.into()
}

fn model_diagnostics(db: &dyn Db, item: Item<'_>) -> Box<[Diagnostic]> {
    match item.kind(db) {
        Some(DeclarationKind::Test) => super::test_lowering::test_model(db, item).diagnostics.clone(),
        Some(DeclarationKind::Block(kind)) => match kind {
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile => library_diagnostics(db, item, kind),
            BlockKind::Certificate => lowered_certificate(db, item).told.clone(),
            BlockKind::Site | BlockKind::Zone | BlockKind::Conduit | BlockKind::Waiver | BlockKind::Countermeasure => {
                if in_root(db, item) {
                    match kind {
                        BlockKind::Site => lowered_site(db, item).told.clone(),
                        BlockKind::Zone | BlockKind::Conduit => lowered_places(db, item).told.clone(),
                        _ => lowered_cover(db, item).told.clone(),
                    }
                } else {
                    Box::default()
                }
            }
            BlockKind::Component | BlockKind::Boundary | BlockKind::Channel => {
                Box::new([super::check::in_no_zone(db, item, kind)])
            }
            BlockKind::Capability | BlockKind::Catalog => Box::default(),
        },
        _ => Box::default(),
    }
}

fn in_root(db: &dyn Db, item: Item<'_>) -> bool {
    Workspace::get(db).root(db).files(db).contains(&item.file(db))
}

fn library_diagnostics(db: &dyn Db, item: Item<'_>, kind: BlockKind) -> Box<[Diagnostic]> {
    let mut told = lowered_library(db, item).told.to_vec();
    let mut context = context(db, item);
    let Some(block) = block_of(db, item) else { return told.into() };
    let range = name_range(block);
    let all = libraries(db);
    let place = |origin| claim_place(db, origin);
    match kind {
        BlockKind::Product => {
            if let Some(number) = all.products.number(item.anchor()) {
                tell_layers(&mut context, &product_model(db, ProductId(number)).problems, range, &place);
            }
        }
        BlockKind::Protocol => {
            if let Some(number) = all.protocols.number(item.anchor()) {
                tell_layers(&mut context, &protocol_model(db, ProtocolId(number)).problems, range, &place);
            }
        }
        _ => {
            let profile = |id| profile_model(db, id);
            let (_, _, problems) = stack(library_model(db, item), &[], &profile);
            tell_layers(&mut context, &problems, range, &place);
            if let Some(number) = all.profiles.number(item.anchor()) {
                tell_cycle(&mut context, ProfileId(number), range, &profile);
            }
        }
    }
    told.extend(context.told);
    told.into()
}

// Paths.

/// How an entity of the database's site is called: `control.plc`.
pub fn entity_path(db: &dyn Db, entity: Entity) -> SmolStr {
    match entity {
        Entity::Site => site_facts(db).name.clone(),
        Entity::Product(id) => product_facts(db, id).name.clone(),
        Entity::Protocol(id) => protocol_facts(db, id).name.clone(),
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
