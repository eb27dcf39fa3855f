//! Products, protocols, profiles and catalogues of the packages that a file sees, and of those that it could import.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Workspace, tree};
use zcc_hir::expr::{AttributeRef, Builtin};
use zcc_hir::facts::Attributes;
use zcc_hir::ids::{CatalogId, ProductId, ProfileId, ProtocolId};
use zcc_hir::model::{claimable, product_facts, protocol_facts, quoted};
use zcc_hir::names::{Table, imports, libraries, tables};
use zcc_hir::rules::catalog;
use zcc_hir::value::Value;
use zcc_syntax::ast::{BlockKind, ItemKind};

use super::candidate::{Candidate, CandidateKind};
use super::site::{Site, block_frame, path_of};
use crate::cursor::Segments;
use crate::importable::importable;

/// A package that names may come from, and how they are written then.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its number.
    pub(crate) package: u32,
    /// What stands before its names.
    pub(crate) alias: Option<SmolStr>,
    /// The import that is to be added, where there is none.
    pub(crate) import: Option<(TextRange, String)>,
    /// How near its names are.
    pub(crate) rank: u32,
    /// How it is called at the margin.
    pub(crate) shown: SmolStr,
}

/// The packages whose names can be written at the cursor, or behind `before`.
pub(crate) fn sources(site: &Site<'_>, before: &Segments) -> Vec<Source> {
    let db = site.db;
    let workspace = Workspace::get(db);
    let known = imports(db, site.at.file);
    let name_of = |package: u32| {
        workspace.packages(db).get(package as usize).map(|package| package.name(db).clone()).unwrap_or_default()
    };
    if let [alias] = before.as_slice() {
        let behind = known.iter().filter(|import| import.alias == *alias).filter_map(|import| import.target);
        return behind
            .map(|package| Source { package, alias: None, import: None, rank: 0, shown: name_of(package) })
            .collect();
    }
    if !before.is_empty() {
        return Vec::new();
    }
    let own = Source { package: site.package, alias: None, import: None, rank: 0, shown: SmolStr::default() };
    let mut found = vec![own];
    for import in known {
        if let Some(package) = import.target {
            let alias = Some(import.alias.clone());
            found.push(Source { package, alias, import: None, rank: 20, shown: import.package.clone() });
        }
    }
    if site.package != 0 {
        let shown = SmolStr::new_static("standard library");
        found.push(Source { package: 0, alias: None, import: None, rank: 40, shown });
    }
    for one in importable(db, site.at.file) {
        found.push(Source {
            package: one.package,
            alias: Some(one.alias),
            import: Some(one.edit),
            rank: 60,
            shown: one.name,
        });
    }
    found
}

impl Source {
    /// A candidate of this package.
    pub(crate) fn candidate(&self, kind: CandidateKind, name: &str) -> Candidate {
        let written = quoted(name);
        let text = match &self.alias {
            Some(alias) => format!("{}.{written}", quoted(alias)),
            None => written.to_string(),
        };
        let mut candidate = Candidate::new(kind, text.clone(), self.rank);
        if self.import.is_some() {
            candidate.signature = Some(format!(" (import {})", self.shown));
        }
        if self.alias.is_some() || written != name {
            // One finds it by its name alone, too.
            candidate.filter = Some(if text.starts_with('`') { text } else { format!("{text} {name}") });
        }
        candidate.besides.extend(self.import.clone());
        candidate
    }
}

/// The blocks of a kind that the test declares which the cursor is in.
fn own_of_test(site: &Site<'_>, kind: BlockKind) -> Vec<SmolStr> {
    let Some(item) = site.spot.item.filter(|_| site.spot.in_test()) else { return Vec::new() };
    let ItemKind::Test(test) = &tree(site.db, item).kind else { return Vec::new() };
    let names = test.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Block(block) if block.kind == kind => block.name.as_ref().map(|name| name.text.clone()),
        _ => None,
    });
    names.collect()
}

fn of_table(
    site: &mut Site<'_>,
    before: &Segments,
    (kind, word): (CandidateKind, &str),
    table: &Table,
    mut describe: impl FnMut(&mut Candidate, u32),
) {
    for source in sources(site, before) {
        let first = table.entries().partition_point(|entry| entry.package < source.package) as u32;
        for (entry, number) in table.of_package(source.package).iter().zip(first..) {
            let mut candidate = source.candidate(kind, &entry.name);
            describe(&mut candidate, number);
            candidate.docs = Some(format!("{word}|{}|{}", entry.package, entry.name));
            site.add(candidate);
        }
    }
}

/// Products for a component.
pub(super) fn products(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    if before.is_empty() {
        for name in own_of_test(site, BlockKind::Product) {
            site.add(Candidate::new(CandidateKind::Product, quoted(&name).as_str(), 0).described("of this test"));
        }
    }
    // What guards a conduit is a network device, most likely.
    let guards = block_frame(site.spot).is_some_and(|frame| frame.kind == BlockKind::Boundary);
    of_table(site, before, (CandidateKind::Product, "product"), &libraries(db).products, |candidate, number| {
        let facts = product_facts(db, ProductId(number));
        candidate.description = facts.title.as_ref().map(ToString::to_string);
        if guards && !is_network_device(&facts.attributes) {
            candidate.rank += 10;
        }
    });
}

/// Whether something says that it is a network device.
fn is_network_device(attributes: &Attributes) -> bool {
    match attributes.get(AttributeRef::Builtin(Builtin::Kind)) {
        Some(Value::Variants(_, bits)) => bits & NETWORK_DEVICE != 0,
        _ => false,
    }
}

/// The bit of `network_device` among the kinds of component.
const NETWORK_DEVICE: u64 = 1 << 2;

/// Protocols: for a channel, those that both its ends speak come first.
pub(super) fn protocols(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    let spoken: Vec<ProtocolId> = spoken(site);
    if before.is_empty() {
        for name in own_of_test(site, BlockKind::Protocol) {
            site.add(Candidate::new(CandidateKind::Protocol, quoted(&name).as_str(), 0).described("of this test"));
        }
    }
    of_table(site, before, (CandidateKind::Protocol, "protocol"), &libraries(db).protocols, |candidate, number| {
        candidate.description = protocol_facts(db, ProtocolId(number)).title.as_ref().map(ToString::to_string);
        let known = spoken.iter().filter(|one| one.0 == number).count() as u32;
        if known == 0 {
            candidate.rank += 10;
        } else {
            candidate.rank = 5_u32.saturating_sub(known);
        }
    });
}

/// What the ends of the channel at the cursor speak, once for each; where they are not written yet, what the components of
/// its zone do.
fn spoken(site: &Site<'_>) -> Vec<ProtocolId> {
    let Some(item) = site.spot.item else { return Vec::new() };
    if block_frame(site.spot).is_none_or(|frame| frame.kind != BlockKind::Channel) {
        return Vec::new();
    }
    let blocks = site.blocks();
    let Some((channel, outer)) = blocks.split_last() else { return Vec::new() };
    let ends: Vec<&str> = match &channel.head {
        zcc_syntax::ast::Head::Channel { from, to, .. } => [from, to]
            .into_iter()
            .filter_map(|path| path.segments.last())
            .map(|name| name.text.as_str())
            .filter(|name| !name.is_empty())
            .collect(),
        _ => Vec::new(),
    };
    let Some(place) = outer.last() else { return Vec::new() };
    let mut found = Vec::new();
    for member in &place.members {
        let zcc_syntax::ast::MemberKind::Block(block) = &member.kind else { continue };
        let is_component = matches!(block.kind, BlockKind::Component | BlockKind::Boundary);
        let is_end = block.name.as_ref().is_some_and(|name| ends.is_empty() || ends.contains(&name.text.as_str()));
        if is_component && is_end {
            found.extend(claimable(site.db, item, member.range.start, block.kind, None).speaks);
        }
    }
    found
}

/// Profiles to include.
pub(super) fn profiles(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    if before.is_empty() {
        for name in own_of_test(site, BlockKind::Profile) {
            site.add(Candidate::new(CandidateKind::Profile, quoted(&name).as_str(), 0).described("of this test"));
        }
    }
    let own = block_frame(site.spot).filter(|frame| frame.kind == BlockKind::Profile).and_then(|f| f.name.clone());
    of_table(site, before, (CandidateKind::Profile, "profile"), &libraries(db).profiles, |candidate, number| {
        let entry = &libraries(db).profiles.entries()[ProfileId(number).index()];
        if let ItemKind::Block(block) = &tree(db, entry.item(db)).kind {
            candidate.description = block.title.as_ref().map(|title| title.value.to_string());
        }
    });
    if let Some(own) = own {
        site.found.retain(|candidate| candidate.label != own.as_str());
    }
}

/// Catalogues.
pub(super) fn catalogs(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    of_table(site, before, (CandidateKind::Catalog, "catalog"), &tables(db).catalogs, |candidate, number| {
        candidate.description = Some(catalog(db, CatalogId(number as u16)).title.to_string());
    });
}

/// Catalogues and, behind one, its families.
pub(super) fn families(site: &mut Site<'_>, before: &Segments) {
    if !before.is_empty()
        && let Ok(id) = site.scope().catalog(site.db, &path_of(before))
    {
        for (family, rank) in catalog(site.db, id).families.iter().zip(0..) {
            let candidate = Candidate::new(CandidateKind::Family, family.name.as_str(), rank);
            site.add(candidate.described(family.title.as_str()));
        }
        return;
    }
    let known = site.found.len();
    catalogs(site, before);
    for candidate in site.found.iter_mut().skip(known) {
        candidate.insert.push('.');
        candidate.goes_on = true;
    }
}

/// The packages that this one depends on and the file does not import yet.
pub(super) fn packages(site: &mut Site<'_>) {
    let db = site.db;
    let Some(package) = Workspace::get(db).packages(db).get(site.package as usize) else { return };
    let here = site.spot.item.map(zcc_db::Item::anchor);
    let known: Vec<SmolStr> = imports(db, site.at.file)
        .iter()
        .filter(|import| Some(import.anchor) != here)
        .map(|import| import.package.clone())
        .collect();
    for dependency in package.dependencies(db).iter() {
        let rank = if known.contains(&dependency.name) { 10 } else { 0 };
        let candidate = Candidate::new(CandidateKind::Package, quoted(&dependency.name).as_str(), rank);
        site.add(candidate);
    }
}
