//! What is wrong across declarations: names given twice, channels that nothing carries, addresses, targets, several
//! sites, and what is never used.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, TextRange};
use zcc_db::{Db, Item, Workspace, item_of, tree};
use zcc_syntax::ast::{self, Block, BlockKind, ClaimKind, Head, MemberKind};

use super::blocks::word;
use super::certified::certificates_out_of_date;
use super::item_diagnostics::item_diagnostics_model;
use super::library_queries::{certified_profile, product_includes, product_model, profile_model, protocol_includes};
use super::misplaced::duplicate_places;
use super::names::PlaceTable;
use super::queries::{Structure, assessed, entity_path, graph, structure_of};
use super::site_names::{block_of, is_test_file, model_files, places, root_items, site_item};
use super::source::{Finder, Part, attribute_range, name_range};
use super::structure::{ChannelProblem, LackingEnd, tell_addresses, tell_channel, tell_targets};
use crate::cascade::quieten_whole;
use crate::ids::{CapabilityId, CatalogId, CertificateId, ProductId, ProfileId, ProtocolId};
use crate::names::{Libraries, Scope, libraries};
use crate::program::LevelKind;
use crate::rules::{asks_of_site, capability, catalog};

/// What is wrong with the structure of the model, across declarations.
#[salsa::tracked(returns(deref))]
pub fn structure_diagnostics(db: &dyn Db) -> Box<[Diagnostic]> {
    let table = places(db);
    let mut finder = Finder::new(db, table);
    let mut told = Vec::new();
    duplicate_places(&finder, table, &mut told);
    duplicate_names(db, table, &mut finder, &mut told);
    sites(db, &mut told);
    let graph = graph(db);
    let files: Vec<&Structure> = model_files(db).map(|file| structure_of(db, file)).collect();
    let mut problems: Vec<&ChannelProblem> = files.iter().flat_map(|file| &file.problems).collect();
    problems.sort_by_key(|problem| problem.channel);
    told.extend(problems.into_iter().filter_map(|problem| tell_channel(graph, &mut finder, problem)));
    let all = files.iter().flat_map(|file| file.addresses.iter().copied()).collect();
    told.extend(tell_addresses(&mut finder, all, &|entity| entity_path(db, entity)));
    let levelled = assessed(db).iter().any(|id| catalog(db, *id).levels == Some(LevelKind::Security));
    told.extend(tell_targets(graph, &mut finder, levelled));
    told.extend(site_without_target(db));
    tell_lacking_ends(db, &files, &mut finder, &mut told);
    unused(db, &files, &mut told);
    let used = files.iter().flat_map(|file| &file.products).copied().collect();
    told.extend(certificates_out_of_date(db, &used));
    quieten_whole(db, &mut told, item_diagnostics_model);
    told.into()
}

/// Tells of what a channel enables or claims, by name, that one of its ends lacks: it never counts.
fn tell_lacking_ends(db: &dyn Db, files: &[&Structure], finder: &mut Finder<'_>, told: &mut Vec<Diagnostic>) {
    let mut all: Vec<&LackingEnd> = files.iter().flat_map(|file| &file.lacking).collect();
    all.sort_by_key(|lacking| lacking.channel);
    for lacking in all {
        let Some((anchor, block)) = finder.block(lacking.channel) else { continue };
        let scope = Scope::of(db, item_of(db, anchor));
        let Some(range) = named_by(db, &scope, block, lacking.capability) else { continue };
        let name = &capability(db, lacking.capability).name;
        let Head::Channel { protocol: Some(protocol), from, to } = &block.head else { continue };
        let (end, part) = if lacking.from { (from, Part::From) } else { (to, Part::To) };
        let (end, protocol) = (crate::names::text(end), crate::names::text(protocol));
        let message = format!("`{name}` never counts on this channel: `{end}` lacks it for {protocol}");
        let mut one = Diagnostic::new(Code::LACKING_END, Place { anchor, range }, message)
            .help("take it out, or end the channel at a device that can do it, such as a gateway");
        if let Some(place) = finder.place(lacking.channel, part) {
            one = one.secondary(place, "this end lacks it");
        }
        told.push(one);
    }
}

/// Where a block enables, provides or offers a capability by name.
fn named_by(db: &dyn Db, scope: &Scope<'_>, block: &Block, wanted: CapabilityId) -> Option<TextRange> {
    let is_it = |path: &ast::Path| scope.capability(db, path).is_ok_and(|named| named == wanted);
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Switch { enable: true, switches } => {
            switches.iter().find(|switch| switch.capability.as_ref().is_some_and(is_it)).map(|switch| switch.range)
        }
        MemberKind::Claims { kind, claims } if *kind != ClaimKind::Lacks => {
            claims.iter().find(|claim| is_it(&claim.capability)).map(|claim| claim.range)
        }
        _ => None,
    })
}

/// Sites, waivers and countermeasures whose name something else of the model has.
fn duplicate_names(db: &dyn Db, table: &PlaceTable, finder: &mut Finder<'_>, told: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<SmolStr, Place> = BTreeMap::new();
    let mut items: Vec<Item<'_>> = root_items(db, BlockKind::Site).take(1).collect();
    items.extend(root_items(db, BlockKind::Waiver));
    items.extend(root_items(db, BlockKind::Countermeasure));
    for item in items {
        let Some(block) = block_of(db, item) else { continue };
        let Some(name) = &block.name else { continue };
        let at = Place { anchor: item.anchor(), range: name.range };
        let place = table.find(&super::blocks::quoted(&name.text));
        let first = taken
            .get(&name.text)
            .copied()
            .or_else(|| place.and_then(|place| finder.place(table.entity(place), Part::Name)));
        if let Some(first) = first {
            told.push(
                Diagnostic::new(Code::DUPLICATE_NAME, at, format!("`{}` is declared twice", name.text))
                    .label("declared again here")
                    .secondary(first, "first declared here")
                    .help("site, zones, conduits, waivers and countermeasures share their names: rename one of them"),
            );
            continue;
        }
        taken.insert(name.text.clone(), at);
    }
}

fn sites(db: &dyn Db, told: &mut Vec<Diagnostic>) {
    let mut sites = root_items(db, BlockKind::Site);
    let at = |item: Item<'_>| {
        let range = block_of(db, item).map_or(tree(db, item).range, name_range);
        Place { anchor: item.anchor(), range }
    };
    if let Some(first) = sites.next() {
        for second in sites {
            told.push(
                Diagnostic::new(Code::SEVERAL_SITES, at(second), "a package describes one site, and this is another")
                    .secondary(at(first), "the first site")
                    .help("put each site into a package, a folder, of its own"),
            );
        }
        return;
    }
    let first = root_items(db, BlockKind::Zone).chain(root_items(db, BlockKind::Conduit)).next();
    if let Some(first) = first {
        told.push(
            Diagnostic::new(
                Code::NO_SITE,
                at(first),
                "there are zones and conduits but no site, so they are held against nothing",
            )
            .help("declare one: `site plant \"Our plant\" { assess: [part_3_3] }`"),
        );
    }
}

/// The site, where a catalogue with levels has requirements about it and nothing says which level it should have.
fn site_without_target(db: &dyn Db) -> Option<Diagnostic> {
    let item = site_item(db)?;
    let block = block_of(db, item)?;
    let is_asked = |id: &CatalogId| catalog(db, *id).levels == Some(LevelKind::Security) && asks_of_site(db, *id);
    if attribute_range(block, "target").is_some() || !assessed(db).iter().any(is_asked) {
        return None;
    }
    let at = Place { anchor: item.anchor(), range: name_range(block) };
    let message = format!("site `{}` has no target, so nothing says how much to ask of it", item.name(db));
    Some(
        Diagnostic::new(Code::MISSING_TARGET, at, message)
            .help("state one, such as `target: SL 2`: what is assessed has requirements about the site itself; `target: SL 0` asks for nothing"),
    )
}

/// Products, protocols and profiles of a package with a site that nothing uses. A product that is judged by itself is used.
fn unused(db: &dyn Db, files: &[&Structure], told: &mut Vec<Diagnostic>) {
    if site_item(db).is_none() {
        return;
    }
    let workspace = Workspace::get(db);
    let Some(root) = workspace.packages(db).iter().position(|package| *package == workspace.root(db)) else { return };
    let root = root as u32;
    let all = libraries(db);
    let own = |table: &crate::names::Table| table.of_package(root).is_empty();
    if own(&all.products) && own(&all.protocols) && own(&all.profiles) {
        return;
    }
    let mut products: FxHashSet<ProductId> = FxHashSet::default();
    let mut protocols: FxHashSet<ProtocolId> = FxHashSet::default();
    for file in files {
        products.extend(&file.products);
        protocols.extend(&file.protocols);
    }
    for product in (0..all.products.len() as u32).map(ProductId) {
        let facts = &product_model(db, product).facts;
        protocols.extend(facts.speaks.iter().map(|spoken| spoken.protocol));
        if !facts.assess.is_empty() {
            products.insert(product);
        }
    }
    let profiles = used_profiles(db, all);
    let lists = [
        (&all.products, BlockKind::Product, "no component is one"),
        (&all.protocols, BlockKind::Protocol, "no channel or component speaks it"),
        (&all.profiles, BlockKind::Profile, "nothing includes it"),
    ];
    for (table, kind, why) in lists {
        for entry in table.of_package(root) {
            let number = table.number(entry.anchor).unwrap_or_default();
            let used = match kind {
                BlockKind::Product => products.contains(&ProductId(number)),
                BlockKind::Protocol => protocols.contains(&ProtocolId(number)),
                _ => profiles.contains(&ProfileId(number)),
            };
            if used || is_test_file(db, entry.file) {
                continue;
            }
            let item = entry.item(db);
            let Some(block) = block_of(db, item) else { continue };
            let at = Place { anchor: entry.anchor, range: name_range(block) };
            let message = format!("{} `{}` is never used: {why}", word(kind), entry.name);
            told.push(
                Diagnostic::new(Code::UNUSED_DECLARATION, at, message)
                    .help("take it out, or move it to a package of its own for others to import"),
            );
        }
    }
}

fn used_profiles(db: &dyn Db, all: &Libraries) -> FxHashSet<ProfileId> {
    let mut used: FxHashSet<ProfileId> = FxHashSet::default();
    for at in 0..all.profiles.len() as u32 {
        used.extend(profile_model(db, ProfileId(at)).includes.iter().copied().filter(|inner| inner.0 != at));
    }
    for at in 0..all.products.len() as u32 {
        used.extend(product_includes(db, ProductId(at)));
    }
    for at in 0..all.protocols.len() as u32 {
        used.extend(protocol_includes(db, ProtocolId(at)));
    }
    for at in 0..all.certificates.len() as u32 {
        used.extend(certified_profile(db, CertificateId(at)));
    }
    used
}
