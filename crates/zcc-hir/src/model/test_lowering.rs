//! The lowering of `test` blocks, by the same functions as the site.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, nearest};
use zcc_db::{Db, Item, Workspace, tree};
use zcc_syntax::ast::{self, Block, BlockKind, ItemKind};

use super::blocks::{place_blocks, top_blocks, word};
use super::certificate::lower_certificate;
use super::context::Context;
use super::cover::{clause, lower_cover};
use super::library::lower_library;
use super::library_model::{CertificateModel, LibraryModel, ProductModel, ProtocolModel};
use super::library_queries::DatabaseLookup;
use super::local::{Local, LocalLookup};
use super::misplaced::{duplicate_places, no_zone};
use super::names::{LocalNames, MemberNames, PlaceName, PlaceTable, path_of};
use super::place::{lower_places, lower_site};
use super::site_model::SiteModel;
use super::source::{Finder, claim_place, name_range};
use super::stack::{build_product, build_protocol, stack, tell_cycle};
use super::structure::{addresses, channel_problems, channels_by_component, tell_addresses, tell_channel};
use super::tell::tell_layers;
use super::tested::{Expectation, ExpectedVerdict, TestModel};
use super::topology;
use crate::facts::{Cover, Graph, Origin, PlaceFacts};
use crate::ids::{CatalogId, Entity, EntityKind, EntityKinds, PlaceId, ProductId, ProfileId};
use crate::names::{Scope, imports, libraries, tables};
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
    let mut local = Local::on(Workspace::get(db).as_of(db));
    let (title, date, expected) = match &tree.kind {
        ItemKind::Test(test) => {
            let mut context = Context::new(db, scope, local.as_of, DatabaseLookup::shared(db));
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
        Some((block, number)) => {
            let mut context = local_context(db, scope, &local);
            let site = lower_site(&mut context, block, Origin::first(scope.anchor, *number));
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
    let expectations = lower_expectations(&mut context, &local, expected);
    told.append(&mut context.told);
    drop(context);

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

/// Does something with what the lowering of a test's blocks has at hand.
pub(super) fn in_test<T>(db: &dyn Db, item: Item<'_>, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
    let blocks = top_blocks(tree(db, item));
    let mut local = Local::on(Workspace::get(db).as_of(db));
    let mut told = Vec::new();
    let scope = Scope::of(db, item);
    name_all(db, item, &blocks, &mut local, &mut told);
    lower_libraries(db, scope, &blocks, &mut local, &mut told);
    act(&mut local_context(db, scope, &local))
}

fn local_context<'a>(db: &'a dyn Db, scope: Scope<'a>, local: &'a Local) -> Context<'a> {
    Context::new(db, scope, local.as_of, Rc::new(LocalLookup { db, local }))
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
    for (block, number) in blocks {
        match block.kind {
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile => {
                lowered
                    .push((*block, Arc::new(lower_library(&mut context, block, Origin::first(scope.anchor, *number)))));
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

fn lower_expectations(context: &mut Context<'_>, local: &Local, expected: &[ast::Expectation]) -> Box<[Expectation]> {
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
        let subject = subject(context, local, &line.subject);
        let because = line.because.as_ref().map(|paths| {
            let from = match subject {
                Some(entity) => path_of(&local.names, entity),
                None => SmolStr::default(),
            };
            let all = EntityKind::ALL
                .into_iter()
                .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
            let mut witnesses: Vec<Option<Entity>> = paths
                .iter()
                .map(|path| library_named(context, local, path).or_else(|| context.element(path, all, &from)))
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
fn subject(context: &mut Context<'_>, local: &Local, path: &ast::Path) -> Option<Entity> {
    if let Some(found) = library_named(context, local, path) {
        return Some(found);
    }
    let kinds = [EntityKind::Site, EntityKind::Zone, EntityKind::Conduit, EntityKind::Component, EntityKind::Product]
        .into_iter()
        .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
    context.element(path, kinds, "")
}

/// A product of this name, unless an element of the test's model has it.
fn library_named(context: &Context<'_>, local: &Local, path: &ast::Path) -> Option<Entity> {
    if super::names::resolve(&local.names, "", path).is_some() {
        return None;
    }
    let found = local.product(path).or_else(|| context.scope.product(context.db, path).ok());
    found.map(Entity::Product)
}
