//! The models inside `test` blocks, lowered by the same functions as the site, with names of their own over those of
//! the package.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, nearest};
use zcc_db::{Db, Item, Workspace, tree};
use zcc_syntax::ast::{self, Block, BlockKind, ItemKind};

use super::blocks::{place_blocks, top_blocks, word};
use super::check::{duplicate_places, no_zone};
use super::claims::{SwitchModel, Switched, switch};
use super::context::Context;
use super::cover::{clause, lower_cover};
use super::library::{
    CertificateModel, LibraryModel, Owner, ProductModel, ProtocolModel, build_product, build_protocol,
    lower_certificate, lower_library, stack, tell_cycle,
};
use super::members::tell_layers;
use super::names::{LocalNames, MemberNames, PlaceName, PlaceTable, path_of};
use super::place::{SiteModel, lower_places, lower_site};
use super::queries;
use super::source::{Finder, claim_place, name_range};
use super::structure::{addresses, channel_problems, channels_by_component, tell_addresses, tell_channel};
use super::topology;
use crate::facts::{Cover, Graph, PlaceFacts, ProductFacts, ProtocolFacts, SiteFacts};
use crate::ids::{CatalogId, ClauseId, Entity, EntityKind, EntityKinds, PlaceId, ProductId, ProfileId, ProtocolId};
use crate::names::{Scope, imports, libraries, tables};
use crate::value::Version;

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
    /// What is in them, by [`PlaceId`].
    pub places: Box<[Arc<PlaceFacts>]>,
    /// Its site.
    pub site: Arc<SiteFacts>,
    /// By place and component: the channels that it is an end of.
    pub component_channels: Box<[Arc<[Box<[Entity]>]>]>,
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

    fn parse(word: &str) -> Option<Self> {
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
            (None, Some(day)) => queries::dated_product_model(db, id, day).facts.clone(),
            (None, None) => queries::product_facts(db, id).clone(),
        }
    }

    /// A protocol: its own, or a package's on its day.
    pub fn protocol(&self, db: &dyn Db, id: ProtocolId) -> Arc<ProtocolFacts> {
        let own = id.0.checked_sub(self.first_protocol).and_then(|at| self.protocols.get(at as usize));
        match (own, self.date) {
            (Some(own), _) => own.facts.clone(),
            (None, Some(day)) => queries::dated_protocol_model(db, id, day).facts.clone(),
            (None, None) => queries::protocol_facts(db, id).clone(),
        }
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

/// A test's own declarations.
#[derive(Default)]
pub(crate) struct Local {
    /// Its zones, conduits and what is in them, by name.
    pub names: LocalNames,
    date: Option<i32>,
    as_of: i32,
    first: [u32; 3],
    products: Vec<(SmolStr, Arc<ProductModel>)>,
    protocols: Vec<(SmolStr, Arc<ProtocolModel>)>,
    profiles: Vec<(SmolStr, Arc<LibraryModel>)>,
    tables: RefCell<FxHashMap<TableKey, Arc<Switched>>>,
}

type TableKey = (Owner, Option<Version>, Box<[SwitchModel]>);

fn position<T>(list: &[(SmolStr, T)], path: &ast::Path) -> Option<u32> {
    let [name] = path.segments.as_slice() else { return None };
    list.iter().position(|(known, _)| *known == name.text).map(|at| at as u32)
}

impl Local {
    /// Its own product of this name.
    pub(crate) fn product(&self, path: &ast::Path) -> Option<ProductId> {
        position(&self.products, path).map(|at| ProductId(self.first[0] + at))
    }

    /// Its own protocol of this name.
    pub(crate) fn protocol(&self, path: &ast::Path) -> Option<ProtocolId> {
        position(&self.protocols, path).map(|at| ProtocolId(self.first[1] + at))
    }

    /// Its own profile of this name.
    pub(crate) fn profile(&self, path: &ast::Path) -> Option<ProfileId> {
        position(&self.profiles, path).map(|at| ProfileId(self.first[2] + at))
    }

    /// A product on the test's day.
    pub(crate) fn product_model(&self, db: &dyn Db, id: ProductId) -> Arc<ProductModel> {
        let own = id.0.checked_sub(self.first[0]).and_then(|at| self.products.get(at as usize));
        match (own, self.date) {
            (Some((_, own)), _) => own.clone(),
            (None, Some(day)) => queries::dated_product_model(db, id, day).clone(),
            (None, None) => queries::product_model(db, id).clone(),
        }
    }

    /// A protocol on the test's day.
    pub(crate) fn protocol_model(&self, db: &dyn Db, id: ProtocolId) -> Arc<ProtocolModel> {
        let own = id.0.checked_sub(self.first[1]).and_then(|at| self.protocols.get(at as usize));
        match (own, self.date) {
            (Some((_, own)), _) => own.clone(),
            (None, Some(day)) => queries::dated_protocol_model(db, id, day).clone(),
            (None, None) => queries::protocol_model(db, id).clone(),
        }
    }

    /// What a profile says by itself.
    fn profile_model(&self, db: &dyn Db, id: ProfileId) -> Arc<LibraryModel> {
        match id.0.checked_sub(self.first[2]).and_then(|at| self.profiles.get(at as usize)) {
            Some((_, own)) => own.clone(),
            None => queries::profile_model(db, id),
        }
    }

    /// What switches make of the claims of a product or protocol.
    pub(crate) fn switched(
        &self,
        db: &dyn Db,
        owner: Owner,
        firmware: Option<&Version>,
        switches: &[SwitchModel],
    ) -> Arc<Switched> {
        let key = (owner, firmware.cloned(), Box::from(switches));
        if let Some(known) = self.tables.borrow().get(&key) {
            return known.clone();
        }
        let made = Arc::new(match owner {
            Owner::Product(id) => switch(&self.product_model(db, id).layers, firmware, self.as_of, switches),
            Owner::Protocol(id) => switch(&self.protocol_model(db, id).layers, None, self.as_of, switches),
        });
        self.tables.borrow_mut().insert(key, made.clone());
        made
    }
}

/// A `test` block as a model of its own.
#[salsa::tracked]
pub fn test_model<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<TestModel> {
    Arc::new(lower_test(db, item))
}

fn lower_test<'db>(db: &'db dyn Db, item: Item<'db>) -> TestModel {
    let tree = tree(db, item);
    let mut told = Vec::new();
    let scope = Scope::of(db, item);
    let blocks = top_blocks(tree);
    let mut local = Local { as_of: Workspace::get(db).as_of(db), ..Local::default() };
    let (title, date, expected) = match &tree.kind {
        ItemKind::Test(test) => {
            let mut context = Context::new(db, scope, local.as_of);
            let date = test.date.as_ref().and_then(|date| context.date(date));
            refuse(&mut context, test, &blocks);
            told.extend(context.told);
            (test.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(), date, &test.expectations[..])
        }
        _ => (SmolStr::default(), None, &[][..]),
    };
    local.date = date;
    local.as_of = date.unwrap_or(local.as_of);
    let own_catalogs = catalogs_of(db, item);
    name_all(db, item, &blocks, &mut local, &mut told);
    lower_libraries(db, scope, &blocks, &mut local, &mut told);

    let site_block = blocks.iter().find(|(block, _)| block.kind == BlockKind::Site);
    let site = match site_block {
        Some((block, first)) => {
            let mut context = local_context(db, scope, &local);
            let site = lower_site(&mut context, block, *first);
            told.extend(context.told);
            site
        }
        None => SiteModel::default(),
    };
    let assess: Box<[CatalogId]> = if site.facts.assess.is_empty() { own_catalogs } else { site.facts.assess.clone() };
    let scope = Scope { catalogs: &assess, ..scope };

    let table = &local.names.table;
    let mut context = local_context(db, scope, &local);
    let lowered = lower_places(&mut context, tree, table, &site.outer, &assess);
    let mut by_place: Vec<Option<super::place::PlaceModel>> = table.ids().map(|_| None).collect();
    for (at, place) in lowered.into_iter().enumerate() {
        if let (Some(id), Some(place)) = (table.at(item.anchor(), at as u32), place) {
            by_place[id.index()] = Some(place);
        }
    }
    let mut covers: Vec<Cover> = Vec::new();
    for (block, _) in &blocks {
        if matches!(block.kind, BlockKind::Waiver | BlockKind::Countermeasure) {
            covers.push(lower_cover(&mut context, block));
        }
    }
    covers.sort_by(|a, b| a.name.cmp(&b.name));
    let expectations = lower_expectations(&mut context, expected);
    told.extend(context.told);

    let heads: Vec<_> =
        by_place.iter().map(|place| place.as_ref().map(|place| place.head.clone()).unwrap_or_default()).collect();
    let places: Box<[Arc<PlaceFacts>]> =
        by_place.into_iter().map(|place| place.map(|place| place.facts).unwrap_or_default()).collect();
    let graph = Arc::new(topology::build(&heads, table.zone_count()));
    check_structure(db, &local.names, &graph, &places, &mut told);
    let ends: Vec<Box<[_]>> =
        places.iter().map(|facts| facts.channels.iter().map(|channel| (channel.from, channel.to)).collect()).collect();
    let counts: Vec<usize> = places.iter().map(|facts| facts.components.len()).collect();
    let component_channels = channels_by_component(&counts, table.ids().map(|id| (id, &*ends[id.index()])));
    TestModel {
        title,
        date,
        assess: assess.clone(),
        graph,
        places,
        site: site.facts,
        component_channels: component_channels.into_boxed_slice(),
        covers: covers.into(),
        expectations,
        first_product: local.first[0],
        products: local.products.into_iter().map(|(_, model)| model).collect(),
        first_protocol: local.first[1],
        protocols: local.protocols.into_iter().map(|(_, model)| model).collect(),
        names: local.names,
        diagnostics: told.into_boxed_slice(),
    }
}

fn local_context<'a>(db: &'a dyn Db, scope: Scope<'a>, local: &'a Local) -> Context<'a> {
    let mut context = Context::new(db, scope, local.as_of);
    context.local = Some(local);
    context
}

/// The catalogues of the test's package and of what its file imports.
fn catalogs_of(db: &dyn Db, item: Item<'_>) -> Box<[CatalogId]> {
    let file = item.file(db);
    let mut packages = vec![crate::names::package_of(db, file)];
    packages.extend(imports(db, file).iter().filter_map(|import| import.target));
    let all = &tables(db).catalogs;
    let of = all.entries().iter().enumerate().filter(|(_, entry)| packages.contains(&entry.package));
    of.map(|(at, _)| CatalogId(at as u16)).collect()
}

/// Tells of what cannot stand in a test.
fn refuse(context: &mut Context<'_>, test: &ast::Test, blocks: &[(&Block, u32)]) {
    let mut site = None;
    for (block, _) in blocks {
        let range = name_range(block);
        let name = block.name.as_ref().map_or("", |name| name.text.as_str());
        match block.kind {
            BlockKind::Component | BlockKind::Boundary | BlockKind::Channel => {
                let told = no_zone(context.place(range), name, block.kind);
                context.tell(told);
            }
            BlockKind::Capability | BlockKind::Catalog => context.say(
                Code::MISPLACED_IN_TEST,
                range,
                format!("a {} cannot stand in a test", word(block.kind)),
                "a test holds a model and what is expected of it: declare this beside the test",
            ),
            BlockKind::Site if site.is_some() => {
                context.say(Code::SEVERAL_SITES, range, "a test has one site, and this is another", "take one out");
            }
            BlockKind::Site => site = Some(range),
            _ => {}
        }
    }
    for item in &test.items {
        if !matches!(item.kind, ItemKind::Block(_) | ItemKind::Error) {
            context.say(
                Code::MISPLACED_IN_TEST,
                crate::names::name_range(item),
                "only a model and what is expected of it can stand in a test",
                "declare this beside the test",
            );
        }
    }
    if test.expectations.is_empty() {
        let range = test.title.as_ref().map_or(test.body, |title| title.range);
        context.say(
            Code::NOTHING_EXPECTED,
            range,
            "this test expects nothing, so it can never fail",
            "say what should come of it: `expect SR 1.1 met for z`",
        );
    }
}

/// Names what the test declares, before any of it is lowered.
fn name_all(db: &dyn Db, item: Item<'_>, blocks: &[(&Block, u32)], local: &mut Local, told: &mut Vec<Diagnostic>) {
    let places = place_blocks(tree(db, item));
    let names: Vec<PlaceName> = places.iter().map(PlaceName::of).collect();
    let table = PlaceTable::new([(item.anchor(), &names[..])]);
    let mut members = vec![Arc::<MemberNames>::default(); table.entries().len()];
    for (at, place) in places.iter().enumerate() {
        if let Some(id) = table.at(item.anchor(), at as u32) {
            members[id.index()] = Arc::new(MemberNames::of(place.block));
        }
    }
    duplicate_places(&Finder::new(db, &table), &table, told);
    let site = blocks.iter().find(|(block, _)| block.kind == BlockKind::Site);
    let site = site.and_then(|(block, _)| block.name.as_ref()).map(|name| name.text.clone()).unwrap_or_default();
    local.names = LocalNames { table, members, site };
    let all = libraries(db);
    local.first = [all.products.len() as u32, all.protocols.len() as u32, all.profiles.len() as u32];
    let place = |range| zcc_base::Place { anchor: item.anchor(), range };
    let mut taken: FxHashMap<(u8, SmolStr), zcc_base::TextRange> = FxHashMap::default();
    for (block, _) in blocks {
        let Some(name) = &block.name else { continue };
        let sort = match block.kind {
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile | BlockKind::Certificate => 0,
            BlockKind::Site | BlockKind::Waiver | BlockKind::Countermeasure => 1,
            _ => continue,
        };
        if let Some(first) = taken.get(&(sort, name.text.clone())) {
            told.push(crate::names::duplicate(place(name.range), &name.text, place(*first)));
            continue;
        }
        taken.insert((sort, name.text.clone()), name.range);
        let text = name.text.clone();
        match block.kind {
            BlockKind::Product => local.products.push((text, Arc::new(empty_product(db)))),
            BlockKind::Protocol => local.protocols.push((text, Arc::new(empty_protocol(db)))),
            BlockKind::Profile => local.profiles.push((text, Arc::default())),
            _ => {}
        }
    }
}

fn empty_product(db: &dyn Db) -> ProductModel {
    build_product(db, &LibraryModel::default(), &[], &|_| Arc::default(), 0)
}

fn empty_protocol(db: &dyn Db) -> ProtocolModel {
    build_protocol(db, &LibraryModel::default(), &|_| Arc::default(), 0)
}

/// Lowers the test's own profiles, certificates, products and protocols, in this order.
fn lower_libraries<'db>(
    db: &'db dyn Db,
    scope: Scope<'db>,
    blocks: &[(&Block, u32)],
    local: &mut Local,
    told: &mut Vec<Diagnostic>,
) {
    let mut context = local_context(db, scope, local);
    let mut lowered: Vec<(&Block, Arc<LibraryModel>)> = Vec::new();
    let mut certificates: Vec<Arc<CertificateModel>> = Vec::new();
    for (block, first) in blocks {
        match block.kind {
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile => {
                lowered.push((*block, Arc::new(lower_library(&mut context, block, *first))));
            }
            BlockKind::Certificate => certificates.push(Arc::new(lower_certificate(&mut context, block))),
            _ => {}
        }
    }
    told.append(&mut context.told);
    drop(context);
    for (block, model) in &lowered {
        if block.kind == BlockKind::Profile
            && let Some(slot) = local.profiles.iter_mut().find(|(name, _)| *name == model.name)
        {
            slot.1 = model.clone();
        }
    }
    let mut built: Vec<(SmolStr, ProductOrProtocol)> = Vec::new();
    let mut context = local_context(db, scope, local);
    let place = |origin| claim_place(db, origin);
    let profile = |id| local.profile_model(db, id);
    for (block, model) in &lowered {
        let range = name_range(block);
        match block.kind {
            BlockKind::Product => {
                let number = local.products.iter().position(|(name, _)| *name == model.name);
                let id = ProductId(local.first[0] + number.unwrap_or_default() as u32);
                let own: Vec<_> =
                    certificates.iter().filter(|certificate| certificate.products.contains(&id)).cloned().collect();
                let product = build_product(db, model, &own, &profile, local.as_of);
                tell_layers(&mut context, &product.problems, range, &place);
                built.push((model.name.clone(), ProductOrProtocol::Product(Arc::new(product))));
            }
            BlockKind::Protocol => {
                let protocol = build_protocol(db, model, &profile, local.as_of);
                tell_layers(&mut context, &protocol.problems, range, &place);
                built.push((model.name.clone(), ProductOrProtocol::Protocol(Arc::new(protocol))));
            }
            _ => {
                let (_, _, problems) = stack(model, &[], &profile);
                tell_layers(&mut context, &problems, range, &place);
                if let Some(at) = local.profiles.iter().position(|(name, _)| *name == model.name) {
                    tell_cycle(&mut context, ProfileId(local.first[2] + at as u32), range, &profile);
                }
            }
        }
    }
    told.append(&mut context.told);
    drop(context);
    for (name, made) in built.into_iter().rev() {
        match made {
            ProductOrProtocol::Product(model) => {
                if let Some(slot) = local.products.iter_mut().find(|(known, _)| *known == name) {
                    slot.1 = model;
                }
            }
            ProductOrProtocol::Protocol(model) => {
                if let Some(slot) = local.protocols.iter_mut().find(|(known, _)| *known == name) {
                    slot.1 = model;
                }
            }
        }
    }
}

enum ProductOrProtocol {
    Product(Arc<ProductModel>),
    Protocol(Arc<ProtocolModel>),
}

fn check_structure(
    db: &dyn Db,
    names: &LocalNames,
    graph: &Graph,
    places: &[Arc<PlaceFacts>],
    told: &mut Vec<Diagnostic>,
) {
    let mut finder = Finder::new(db, &names.table);
    let mut all = Vec::new();
    for (at, facts) in places.iter().enumerate() {
        let id = PlaceId(at as u32);
        for problem in &channel_problems(graph, id, facts) {
            told.extend(tell_channel(graph, &mut finder, problem));
        }
        all.extend(addresses(id, facts));
    }
    told.extend(tell_addresses(&mut finder, all, &|entity| path_of(names, entity)));
}

fn lower_expectations(context: &mut Context<'_>, expected: &[ast::Expectation]) -> Box<[Expectation]> {
    let mut found = Vec::with_capacity(expected.len());
    for (position, line) in expected.iter().enumerate() {
        let clause = clause(context, &line.requirement, line.catalog.as_ref());
        let verdict = ExpectedVerdict::parse(&line.verdict.text);
        if verdict.is_none() {
            let place = context.place(line.verdict.range);
            let words = ExpectedVerdict::ALL.map(|(_, word)| word);
            let told = Diagnostic::new(Code::UNKNOWN_VERDICT, place, format!("`{}` is no verdict", line.verdict.text));
            context.tell(match nearest(&line.verdict.text, words) {
                Some(near) => told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
                None => told.help(format!("a verdict is one of {}", words.join(", "))),
            });
        }
        let subject = subject(context, &line.subject);
        let because = line.because.as_ref().map(|paths| {
            let from = match subject {
                Some(entity) => context.local.map(|local| path_of(&local.names, entity)).unwrap_or_default(),
                None => SmolStr::default(),
            };
            let all = EntityKind::ALL
                .into_iter()
                .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
            let mut witnesses: Vec<Option<Entity>> = paths
                .iter()
                .map(|path| library_named(context, path).or_else(|| context.element(path, all, &from)))
                .collect();
            witnesses.sort_unstable();
            witnesses.dedup();
            witnesses
        });
        let because = match because {
            None => Some(None),
            Some(witnesses) => witnesses.into_iter().collect::<Option<Box<[Entity]>>>().map(Some),
        };
        if let (Some(clause), Some(verdict), Some(subject), Some(because)) = (clause, verdict, subject, because) {
            let position = position as u32;
            found.push(Expectation { position, capable: line.capable, clause, verdict, subject, because });
        }
    }
    found.into_boxed_slice()
}

/// A subject: something of the test's model, or a product.
fn subject(context: &mut Context<'_>, path: &ast::Path) -> Option<Entity> {
    if let Some(found) = library_named(context, path) {
        return Some(found);
    }
    let kinds = [EntityKind::Site, EntityKind::Zone, EntityKind::Conduit, EntityKind::Component, EntityKind::Product]
        .into_iter()
        .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
    context.element(path, kinds, "")
}

/// A product of this name, unless an element of the test's model has it.
fn library_named(context: &Context<'_>, path: &ast::Path) -> Option<Entity> {
    let local = context.local?;
    if super::names::resolve(&local.names, "", path).is_some() {
        return None;
    }
    let found = local.product(path).or_else(|| context.scope.product(context.db, path).ok());
    found.map(Entity::Product)
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
