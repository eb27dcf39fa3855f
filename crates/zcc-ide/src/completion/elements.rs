//! Zones, conduits and what is in them, by their paths.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_hir::facts::Graph;
use zcc_hir::ids::{CapabilityId, Entity, EntityKind, EntityKinds, PlaceId};
use zcc_hir::model::claims::LayeredCapability;
use zcc_hir::model::names::{MemberNames, PlaceTable};
use zcc_hir::model::{
    TestModel, claimable, entity_path, graph, member_names, place_facts, places, quoted, site_facts, test_model,
};
use zcc_hir::rules::capability;
use zcc_hir::value::Truth;
use zcc_syntax::ast::{BlockKind, ClaimKind};

use super::candidate::{Candidate, CandidateKind};
use super::site::{Site, block_frame, capability_at, path_of};
use crate::cursor::{Frame, Segments};

/// So many zones and conduits are looked into for what is in them.
const MOST_PLACES: usize = 400;

/// The names of the site, or those of the test that the cursor is in.
enum Names<'a> {
    Site(&'a dyn zcc_db::Db),
    Test(Arc<TestModel>),
}

impl Names<'_> {
    fn of<'a>(site: &Site<'a>) -> Names<'a> {
        match site.spot.item {
            Some(item) if site.spot.in_test() => Names::Test(Arc::clone(test_model(site.db, item))),
            _ => Names::Site(site.db),
        }
    }

    fn table(&self) -> &PlaceTable {
        match self {
            Names::Site(db) => places(*db),
            Names::Test(model) => &model.names.table,
        }
    }

    fn members(&self, place: PlaceId) -> &MemberNames {
        match self {
            Names::Site(db) => member_names(*db, place),
            Names::Test(model) => &model.names.members[place.index()],
        }
    }

    fn site_name(&self) -> SmolStr {
        match self {
            Names::Site(db) => site_facts(*db).name.clone(),
            Names::Test(model) => model.names.site.clone(),
        }
    }

    fn title(&self, entity: Entity) -> Option<SmolStr> {
        match self {
            Names::Site(db) => {
                let facts = |place| place_facts(*db, place);
                match entity {
                    Entity::Component(place, at) => facts(place).components.get(at as usize)?.title.clone(),
                    Entity::Channel(place, at) => facts(place).channels.get(at as usize)?.title.clone(),
                    Entity::Zone(place) | Entity::Conduit(place) => graph(*db).places.get(place.index())?.title.clone(),
                    _ => None,
                }
            }
            Names::Test(_) => None,
        }
    }
}

/// The bit of a kind.
const fn only(kind: EntityKind) -> EntityKinds {
    EntityKinds::only(kind)
}

/// The kinds that a waiver or an expectation may be about.
pub(super) fn any_kind() -> EntityKinds {
    [EntityKind::Site, EntityKind::Zone, EntityKind::Conduit, EntityKind::Component, EntityKind::Channel]
        .into_iter()
        .fold(EntityKinds::default(), |kinds, kind| kinds.union(only(kind)))
}

/// Everything in the model.
pub(super) fn anything(site: &mut Site<'_>, before: &Segments) {
    of_kinds(site, any_kind(), "", before);
}

/// What may be a witness: what is in the subject first.
pub(super) fn witnesses(site: &mut Site<'_>, before: &Segments) {
    let subject = site.spot.frames.iter().rev().find_map(|frame| match frame {
        Frame::Expectation(subject) => Some(subject.iter().map(|name| quoted(name).to_string()).collect::<Vec<_>>()),
        _ => None,
    });
    of_kinds(site, any_kind(), &subject.unwrap_or_default().join("."), before);
}

/// Zones that a conduit may join: not those that it joins already.
pub(super) fn ends_of_conduit(site: &mut Site<'_>, before: &Segments) {
    of_kinds(site, only(EntityKind::Zone), "", before);
    let written: Vec<String> = match site.block().map(|block| &block.head) {
        Some(zcc_syntax::ast::Head::Between(ends)) => {
            ends.iter().filter(|end| !site.is_here(end.range())).map(text_of).collect()
        }
        Some(zcc_syntax::ast::Head::FromTo(from, to)) => {
            [from, to].into_iter().filter(|end| !site.is_here(end.range())).map(text_of).collect()
        }
        _ => Vec::new(),
    };
    let outer = prefix_of(before);
    site.found.retain(|candidate| !written.contains(&format!("{outer}{}", candidate.insert)));
}

/// What stands before the name at the cursor, its dots included.
fn prefix_of(before: &Segments) -> String {
    let mut text = String::new();
    for name in before {
        text.push_str(&quoted(name));
        text.push('.');
    }
    text
}

fn text_of(path: &zcc_syntax::ast::Path) -> String {
    path.segments.iter().map(|segment| quoted(&segment.text).to_string()).collect::<Vec<_>>().join(".")
}

/// Components that a channel may start or end at: those of its zone; of a conduit, its boundary devices and those of the
/// zones that it joins. Not the one that it starts at.
pub(super) fn ends_of_channel(site: &mut Site<'_>, before: &Segments) {
    let from = site.from();
    let names = Names::of(site);
    let component = only(EntityKind::Component);
    let frames = &site.spot.frames;
    let outer = frames.iter().rev().find_map(|frame| match frame {
        Frame::Block(block) if block.kind != BlockKind::Channel => Some(block.kind),
        _ => None,
    });
    let start = block_frame(site.spot).and_then(|frame| frame.from.clone());
    let home = names.table().find(&from);
    match (outer, home) {
        (Some(BlockKind::Zone), Some(zone)) => {
            if before.is_empty() {
                add_members(site, &names, zone, component, "", 0);
            }
        }
        (Some(BlockKind::Conduit), Some(conduit)) => {
            let ends: Vec<PlaceId> = match &names {
                Names::Site(db) => joined(graph(*db), conduit),
                Names::Test(model) => joined(&model.graph, conduit),
            };
            if before.is_empty() {
                add_members(site, &names, conduit, component, "", 0);
                for (end, rank) in ends.iter().zip(10..) {
                    add_within(site, &names, *end, component, rank);
                }
            } else {
                of_kinds(site, component, &from, before);
            }
            if ends.is_empty() {
                of_kinds(site, component, &from, before);
            }
        }
        _ => of_kinds(site, component, &from, before),
    }
    if let Some(start) = start {
        let start: Vec<String> = start.iter().map(|name| quoted(name).to_string()).collect();
        let start = start.join(".");
        let outer = prefix_of(before);
        site.found.retain(|candidate| format!("{outer}{}", candidate.insert) != start);
    }
}

/// The zones that a conduit joins.
fn joined(graph: &Graph, conduit: PlaceId) -> Vec<PlaceId> {
    graph.places.get(conduit.index()).map(|head| head.joined.to_vec()).unwrap_or_default()
}

/// What is in a zone and the zones in it, by full paths.
fn add_within(site: &mut Site<'_>, names: &Names<'_>, place: PlaceId, kinds: EntityKinds, rank: u32) {
    let table = names.table();
    let Some(entry) = table.entry(place) else { return };
    let prefix = format!("{}.", entry.path);
    add_members(site, names, place, kinds, &prefix, rank);
    let inner: Vec<PlaceId> =
        table.ids().filter(|id| table.entry(*id).is_some_and(|one| one.parent == Some(place))).collect();
    for id in inner.into_iter().take(MOST_PLACES) {
        add_within(site, names, id, kinds, rank + 1);
    }
}

/// The components and channels of a place.
fn add_members(site: &mut Site<'_>, names: &Names<'_>, place: PlaceId, kinds: EntityKinds, prefix: &str, rank: u32) {
    let members = names.members(place);
    let is_zone = names.table().is_zone(place);
    let both = [
        (EntityKind::Component, &members.components, CandidateKind::Component),
        (EntityKind::Channel, &members.channels, CandidateKind::Channel),
    ];
    for (kind, list, shown) in both {
        if !kinds.contains(kind) {
            continue;
        }
        for (name, at) in list.iter().zip(0..).filter(|(name, _)| !name.is_empty()) {
            let entity = match kind {
                EntityKind::Component => Entity::Component(place, at),
                _ => Entity::Channel(place, at),
            };
            let what = match (kind, is_zone) {
                (EntityKind::Component, false) => "boundary",
                (kind, _) => kind.word(),
            };
            let rank = rank + if kind == EntityKind::Channel { 4 } else { 0 };
            add(site, names, entity, shown, &format!("{prefix}{}", quoted(name)), what, rank);
        }
    }
}

fn add(site: &mut Site<'_>, names: &Names<'_>, entity: Entity, kind: CandidateKind, text: &str, what: &str, rank: u32) {
    let description = names.title(entity).map_or_else(|| what.to_owned(), |title| format!("{what} · {title}"));
    let mut candidate = Candidate::new(kind, text, rank).described(description);
    if let (Names::Site(db), true) = (names, !site.spot.in_test()) {
        candidate.docs = Some(format!("entity|{}", entity_path(*db, entity)));
    }
    site.add(candidate);
}

/// The things of these kinds, as they are called from the place of path `from`, or behind what is written already.
pub(super) fn of_kinds(site: &mut Site<'_>, kinds: EntityKinds, from: &str, before: &Segments) {
    let names = Names::of(site);
    let table = names.table();
    let has_inside = kinds.contains(EntityKind::Component) || kinds.contains(EntityKind::Channel);
    if !before.is_empty() {
        if let Some(place) = place_of(&names, from, before) {
            add_members(site, &names, place, kinds, "", 0);
            for (id, entry) in table.ids().zip(table.entries()) {
                if entry.parent == Some(place) {
                    let name = entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(_, name)| name);
                    let name = last_name(&entry.path).unwrap_or_else(|| SmolStr::new(name));
                    add_place(site, &names, id, kinds, has_inside, &name, 2);
                }
            }
        }
        return;
    }
    // From here outwards.
    let mut outer = table.find(from);
    let mut rank = 0;
    while let Some(place) = outer {
        add_members(site, &names, place, kinds, "", rank);
        for (id, entry) in table.ids().zip(table.entries()) {
            if entry.parent == Some(place)
                && let Some(name) = last_name(&entry.path)
            {
                add_place(site, &names, id, kinds, has_inside, &name, rank + 1);
            }
        }
        rank += 10;
        outer = table.entry(place).and_then(|entry| entry.parent);
    }
    let mut looked_into = 0;
    for (id, entry) in table.ids().zip(table.entries()) {
        add_place(site, &names, id, kinds, has_inside, &entry.path.clone(), rank + 1);
        if has_inside && looked_into < MOST_PLACES {
            looked_into += 1;
            add_members(site, &names, id, kinds, &format!("{}.", entry.path), rank + 3);
        } else if has_inside {
            site.is_incomplete = true;
        }
    }
    if kinds.contains(EntityKind::Site) {
        let name = names.site_name();
        if !name.is_empty() {
            site.add(Candidate::new(CandidateKind::Site, quoted(&name).as_str(), rank + 9).described("site"));
        }
    }
}

/// A zone or conduit itself or, where something in it is wanted, as the beginning of a path.
fn add_place(
    site: &mut Site<'_>,
    names: &Names<'_>,
    id: PlaceId,
    kinds: EntityKinds,
    has_inside: bool,
    text: &str,
    rank: u32,
) {
    let entity = names.table().entity(id);
    let (kind, shown) = match entity {
        Entity::Zone(_) => (EntityKind::Zone, CandidateKind::Zone),
        _ => (EntityKind::Conduit, CandidateKind::Conduit),
    };
    if kinds.contains(kind) {
        add(site, names, entity, shown, text, kind.word(), rank);
    } else if has_inside {
        let members = names.members(id);
        if members.components.is_empty() && members.channels.is_empty() && kind == EntityKind::Conduit {
            return;
        }
        let description = format!("in this {}", kind.word());
        let candidate = Candidate::new(shown, text, rank + 5).writes(format!("{text}.")).described(description);
        site.add(candidate.and_goes_on());
    } else if kinds == only(EntityKind::Zone) && kind == EntityKind::Zone {
        add(site, names, entity, shown, text, kind.word(), rank);
    }
}

/// The last name of a path, quotes kept.
fn last_name(path: &str) -> Option<SmolStr> {
    let mut start = 0;
    let mut in_quotes = false;
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'`' => in_quotes = !in_quotes,
            b'.' if !in_quotes => start = at + 1,
            _ => {}
        }
    }
    path.get(start..).map(SmolStr::new)
}

/// The zone or conduit of a path, looked for from the place of path `from` outwards.
fn place_of(names: &Names<'_>, from: &str, segments: &[SmolStr]) -> Option<PlaceId> {
    let table = names.table();
    let written: Vec<String> = segments.iter().map(|name| quoted(name).to_string()).collect();
    let written = written.join(".");
    let mut outer = table.find(from);
    while let Some(place) = outer {
        let entry = table.entry(place)?;
        if let Some(found) = table.find(&format!("{}.{written}", entry.path)) {
            return Some(found);
        }
        outer = entry.parent;
    }
    table.find(&written)
}

/// Components that have what the switched capability needs of a partner.
pub(super) fn partners(site: &mut Site<'_>, before: &Segments) {
    let from = site.from();
    let component = only(EntityKind::Component);
    of_kinds(site, component, &from, before);
    let Some(Frame::Switch(_, path)) = site.spot.frames.last().cloned() else { return };
    let (Some(switched), Some(frame), Some(item)) =
        (capability_at(site, &path), block_frame(site.spot).cloned(), site.spot.item)
    else {
        return;
    };
    let of = frame.of.as_ref().map(|of| path_of(of));
    let layers = claimable(site.db, item, frame.start, frame.kind, of.as_ref()).layers();
    let needs: Vec<CapabilityId> = layers
        .get(switched)
        .into_iter()
        .flat_map(LayeredCapability::possible)
        .filter(|claim| claim.kind == ClaimKind::Offers)
        .filter_map(|claim| claim.with)
        .collect();
    if needs.is_empty() {
        return;
    }
    let names = Names::of(site);
    let own = frame.name.as_ref().map(|name| quoted(name).to_string()).unwrap_or_default();
    let wanted: Vec<&str> = needs.iter().map(|id| capability(site.db, *id).name.as_str()).collect();
    let wanted = format!("has {}", wanted.join(" or "));
    let outer: Vec<SmolStr> = before.clone();
    let mut kept = Vec::new();
    for mut candidate in std::mem::take(&mut site.found) {
        if candidate.kind != CandidateKind::Component {
            candidate.rank += 100;
            kept.push(candidate);
            continue;
        }
        if before.is_empty() && candidate.label == own {
            continue;
        }
        let has = component_of(&names, &from, &outer, &candidate.label)
            .is_some_and(|entity| needs.iter().any(|needed| has(&names, entity, *needed)));
        if has {
            candidate.description = Some(wanted.clone());
        } else {
            candidate.rank += 200;
        }
        kept.push(candidate);
    }
    // Where somebody has it, those that do not are of no use.
    if kept.iter().any(|candidate| candidate.rank < 100) {
        kept.retain(|candidate| candidate.rank < 200);
    }
    site.found = kept;
}

fn component_of(names: &Names<'_>, from: &str, outer: &[SmolStr], label: &str) -> Option<Entity> {
    let name = last_name(label)?;
    let before = label.strip_suffix(name.as_str())?.trim_end_matches('.');
    let mut segments = outer.to_vec();
    if !before.is_empty() {
        segments.extend(before.split('.').map(|part| SmolStr::new(part.trim_matches('`'))));
    }
    let bare = name.trim_matches('`');
    if !segments.is_empty() {
        let place = place_of(names, from, &segments)?;
        return names.members(place).find(place, bare);
    }
    let mut place = names.table().find(from);
    while let Some(id) = place {
        if let Some(found) = names.members(id).find(id, bare) {
            return Some(found);
        }
        place = names.table().entry(id)?.parent;
    }
    None
}

/// Whether a component has a capability, or may have.
fn has(names: &Names<'_>, entity: Entity, wanted: CapabilityId) -> bool {
    let Entity::Component(place, at) = entity else { return false };
    let facts = match names {
        Names::Site(db) => place_facts(*db, place).clone(),
        Names::Test(model) => match model.places.get(place.index()) {
            Some(facts) => facts.clone(),
            None => return false,
        },
    };
    let Some(component) = facts.components.get(at as usize) else { return false };
    let entry = component.capabilities.get(wanted);
    entry.is_some_and(|entry| entry.mechanisms.iter().any(|mechanism| mechanism.counts[1] != Truth::False))
}
