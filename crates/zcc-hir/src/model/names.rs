//! What the zones, conduits, components and channels are called, and what a path means where it stands.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::Anchor;
use zcc_syntax::ast::{self, Block};

use super::blocks::{PlaceBlock, channels_of, components_of, joined};
use crate::ids::{Entity, PlaceId};

/// The name of a zone or conduit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceName {
    /// Its path.
    pub path: SmolStr,
    /// The path of the zone it is nested in.
    pub parent: Option<SmolStr>,
    /// Whether it is a zone.
    pub zone: bool,
}

impl PlaceName {
    pub(crate) fn of(place: &PlaceBlock<'_>) -> Self {
        Self { path: place.path.clone(), parent: place.parent.clone(), zone: place.is_zone() }
    }
}

/// A zone or conduit in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceEntry {
    /// Its path.
    pub path: SmolStr,
    /// The zone it is nested in.
    pub parent: Option<PlaceId>,
    /// The declaration that holds it.
    pub anchor: Anchor,
    /// Its position among the zones and conduits of that declaration.
    pub position: u32,
}

/// All zones and conduits by number: zones first, each sort ordered by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceTable {
    entries: Vec<PlaceEntry>,
    zone_count: u32,
    by_path: FxHashMap<SmolStr, PlaceId>,
    by_position: FxHashMap<(u64, u32), PlaceId>,
    duplicates: Vec<(Anchor, u32, PlaceId)>,
}

impl PlaceTable {
    /// Numbers what declarations hold. Where two have one path, it belongs to the first.
    pub(crate) fn new<'a>(declarations: impl IntoIterator<Item = (Anchor, &'a [PlaceName])>) -> Self {
        let mut found: Vec<(&PlaceName, Anchor, u32)> = Vec::new();
        for (anchor, names) in declarations {
            found.extend(names.iter().enumerate().map(|(at, name)| (name, anchor, at as u32)));
        }
        found.sort_by(|a, b| (!a.0.zone, &a.0.path).cmp(&(!b.0.zone, &b.0.path)));
        let mut table = Self::default();
        for (name, anchor, position) in found {
            if let Some(first) = table.by_path.get(&name.path) {
                table.duplicates.push((anchor, position, *first));
                continue;
            }
            let id = PlaceId(table.entries.len() as u32);
            let parent = name.parent.as_ref().and_then(|parent| table.by_path.get(parent).copied());
            table.by_path.insert(name.path.clone(), id);
            table.by_position.insert((anchor.0, position), id);
            table.zone_count += u32::from(name.zone);
            table.entries.push(PlaceEntry { path: name.path.clone(), parent, anchor, position });
        }
        table
    }

    /// By [`PlaceId`].
    pub fn entries(&self) -> &[PlaceEntry] {
        &self.entries
    }

    /// The entry of a place.
    pub fn entry(&self, place: PlaceId) -> Option<&PlaceEntry> {
        self.entries.get(place.index())
    }

    /// How many are zones.
    pub const fn zone_count(&self) -> u32 {
        self.zone_count
    }

    /// Every id.
    pub fn ids(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.entries.len() as u32).map(PlaceId)
    }

    /// Whether it is a zone.
    pub const fn is_zone(&self, place: PlaceId) -> bool {
        place.0 < self.zone_count
    }

    /// The place of this path.
    pub fn find(&self, path: &str) -> Option<PlaceId> {
        self.by_path.get(path).copied()
    }

    /// The place at this position of a declaration; `None` where another took its path before it.
    pub fn at(&self, anchor: Anchor, position: u32) -> Option<PlaceId> {
        self.by_position.get(&(anchor.0, position)).copied()
    }

    /// Places whose path another took before them: declaration, position, and the first.
    pub fn duplicates(&self) -> &[(Anchor, u32, PlaceId)] {
        &self.duplicates
    }

    /// The place as an entity.
    pub const fn entity(&self, place: PlaceId) -> Entity {
        if self.is_zone(place) { Entity::Zone(place) } else { Entity::Conduit(place) }
    }
}

/// What the components and channels of a place are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberNames {
    /// Components or boundary devices by number.
    pub components: Box<[SmolStr]>,
    /// Channels by number.
    pub channels: Box<[SmolStr]>,
    by_name: FxHashMap<SmolStr, (bool, u32)>,
}

impl MemberNames {
    pub(crate) fn of(block: &Block) -> Self {
        let name = |block: &Block| block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
        let components: Box<[SmolStr]> = components_of(block).map(name).collect();
        let channels: Box<[SmolStr]> = channels_of(block).map(name).collect();
        let mut by_name = FxHashMap::default();
        for (names, component) in [(&components, true), (&channels, false)] {
            for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
                by_name.entry(name.clone()).or_insert((component, at as u32));
            }
        }
        Self { components, channels, by_name }
    }

    /// The component or channel of this name.
    pub fn find(&self, place: PlaceId, name: &str) -> Option<Entity> {
        self.by_name.get(name).map(|(component, at)| match component {
            true => Entity::Component(place, *at),
            false => Entity::Channel(place, *at),
        })
    }
}

/// The names of one site: that of the database, or that of a test.
pub(crate) trait SiteNames {
    /// Its zones and conduits.
    fn table(&self) -> &PlaceTable;
    /// What is in one of them.
    fn members(&self, place: PlaceId) -> &MemberNames;
    /// Its own name, empty where there is none.
    fn site(&self) -> &str;
}

/// What a path means, written inside the place of path `from` (empty at package level): looked for from there
/// outwards.
pub(crate) fn resolve(names: &dyn SiteNames, from: &str, path: &ast::Path) -> Option<Entity> {
    let segments: Vec<&str> = path.segments.iter().map(|segment| segment.text.as_str()).collect();
    let mut from = from;
    loop {
        if let Some(found) = resolve_in(names, from, &segments) {
            return Some(found);
        }
        if from.is_empty() {
            break;
        }
        let table = names.table();
        from = table
            .find(from)
            .and_then(|place| table.entry(place)?.parent)
            .and_then(|parent| table.entry(parent))
            .map_or("", |parent| parent.path.as_str());
    }
    match segments.as_slice() {
        [name] if !names.site().is_empty() && *name == names.site() => Some(Entity::Site),
        _ => None,
    }
}

/// What these names mean, the first of them in the place of path `outer`.
pub(crate) fn resolve_in(names: &dyn SiteNames, outer: &str, segments: &[&str]) -> Option<Entity> {
    let (last, before) = segments.split_last()?;
    let table = names.table();
    let mut place = SmolStr::new(outer);
    for segment in before {
        place = joined(&place, segment);
    }
    if let Some(found) = table.find(&joined(&place, last)) {
        return Some(table.entity(found));
    }
    let place = table.find(&place)?;
    names.members(place).find(place, last)
}

/// How a zone, a conduit or something in one is called.
pub(crate) fn path_of(names: &dyn SiteNames, entity: Entity) -> SmolStr {
    let Some(place) = entity.place() else { return SmolStr::default() };
    let Some(entry) = names.table().entry(place) else { return SmolStr::default() };
    let list = match entity {
        Entity::Component(..) => &names.members(place).components,
        Entity::Channel(..) => &names.members(place).channels,
        _ => return entry.path.clone(),
    };
    let (Entity::Component(_, at) | Entity::Channel(_, at)) = entity else { return entry.path.clone() };
    list.get(at as usize).map_or_else(|| entry.path.clone(), |name| joined(&entry.path, name))
}

/// Splits a printed path into its names, back-quotes removed.
pub fn split(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (name, after) = match rest.strip_prefix('`') {
            Some(quoted) => quoted.split_once('`').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
        };
        names.push(name);
        rest = after.strip_prefix('.').unwrap_or(after);
        if after == rest && !rest.is_empty() {
            break;
        }
    }
    names
}

/// The names of a test's own site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalNames {
    /// Its zones and conduits.
    pub table: PlaceTable,
    /// What is in each.
    pub members: Vec<Arc<MemberNames>>,
    /// Its own name, empty where there is none.
    pub site: SmolStr,
}

impl SiteNames for LocalNames {
    fn table(&self) -> &PlaceTable {
        &self.table
    }

    fn members(&self, place: PlaceId) -> &MemberNames {
        &self.members[place.index()]
    }

    fn site(&self) -> &str {
        &self.site
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_paths_split_again() {
        assert_eq!(split("control.skid.pump"), ["control", "skid", "pump"]);
        assert_eq!(split("control.`=K1-A2.10`"), ["control", "=K1-A2.10"]);
        assert_eq!(split("`a`.b"), ["a", "b"]);
        assert!(split("").is_empty());
    }
}
