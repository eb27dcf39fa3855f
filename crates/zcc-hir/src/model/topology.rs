//! How zones and conduits hang together: built from heads, and the questions asked of it. Pure.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::{AttributeRef, Builtin};
use crate::facts::{Attributes, Graph, PlaceHead};
use crate::ids::PlaceId;
use crate::networks::Networks;
use crate::value::{LevelVector, Network, Value};

/// With how many zones one may share its networks before that is as good as not stated: what looks at each of them would
/// take time with the square of their number.
const SHARERS: usize = 4096;

/// What a zone or conduit says of itself, before anything is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadDraft {
    /// Its path.
    pub path: SmolStr,
    /// Its title.
    pub title: Option<SmolStr>,
    /// The zone it is nested in.
    pub parent: Option<PlaceId>,
    /// For a conduit: its ends, as written; those that could not be resolved are left out.
    pub ends: Box<[PlaceId]>,
    /// For a conduit: whether it says `from a to b`.
    pub one_way: bool,
    /// For a zone: whether it says that it is (or is not) untrusted.
    pub untrusted: Option<bool>,
    /// Its own target.
    pub target: Option<LevelVector>,
    /// All other attributes, its own and the defaults.
    pub attributes: Arc<Attributes>,
}

/// Joins heads, given in the order of their ids (zones first, an outer zone before those in it), to a graph.
pub(crate) fn build(drafts: &[HeadDraft], zone_count: u32) -> Graph {
    let count = drafts.len();
    let mut heads: Vec<PlaceHead> = Vec::with_capacity(count);
    let mut children: Vec<Vec<PlaceId>> = vec![Vec::new(); count];
    let mut joined: Vec<Vec<PlaceId>> = vec![Vec::new(); count];
    let mut crossings: Vec<Vec<PlaceId>> = vec![Vec::new(); count];
    for (at, draft) in drafts.iter().enumerate() {
        let id = PlaceId(at as u32);
        let outer = draft.parent.and_then(|parent| heads.get(parent.index()));
        let untrusted = draft.untrusted.unwrap_or_else(|| outer.is_some_and(|outer| outer.untrusted));
        let target = draft.target.or_else(|| outer.and_then(|outer| outer.target));
        if let Some(siblings) = draft.parent.and_then(|parent| children.get_mut(parent.index())) {
            siblings.push(id);
        }
        let mut within: FxHashMap<PlaceId, usize> = FxHashMap::default();
        let mut ends: Vec<PlaceId> = draft.ends.to_vec();
        ends.sort_unstable();
        ends.dedup();
        for end in &ends {
            joined[end.index()].push(id);
            for zone in outwards(drafts, *end) {
                *within.entry(zone).or_default() += 1;
            }
        }
        for (zone, inside) in within {
            if inside < ends.len() {
                crossings[zone.index()].push(id);
            }
        }
        heads.push(PlaceHead {
            path: draft.path.clone(),
            title: draft.title.clone(),
            parent: draft.parent,
            children: Box::default(),
            joined: Box::default(),
            crossings: Box::default(),
            one_way: draft.one_way,
            untrusted,
            target,
            attributes: Arc::clone(&draft.attributes),
        });
    }
    for at in 0..count {
        if crossings[at].is_empty() && joined[at].is_empty() {
            // A nested zone without a conduit of its own is entered wherever its parent is.
            crossings[at] = heads[at].parent.map(|parent| crossings[parent.index()].clone()).unwrap_or_default();
        }
        heads[at].children = std::mem::take(&mut children[at]).into();
        heads[at].crossings = crossings[at].clone().into();
        let is_zone = (at as u32) < zone_count;
        heads[at].joined = if is_zone { std::mem::take(&mut joined[at]).into() } else { drafts[at].ends.clone() };
    }
    let zones = (0..zone_count).map(PlaceId);
    let stated =
        zones.zip(&heads).flat_map(|(zone, head)| networks(head).map(move |network| (network, zone))).collect();
    Graph { places: heads.into_iter().map(Arc::new).collect(), zone_count, networks: Networks::new(stated) }
}

/// The networks that a zone states itself.
fn networks(head: &PlaceHead) -> impl Iterator<Item = Network> {
    let stated = match head.attributes.get(AttributeRef::Builtin(Builtin::Network)) {
        Some(Value::Set(stated)) => &**stated,
        _ => &[],
    };
    stated.iter().filter_map(|value| match value {
        Value::Network(network) => Some(*network),
        _ => None,
    })
}

fn outwards(drafts: &[HeadDraft], from: PlaceId) -> impl Iterator<Item = PlaceId> {
    std::iter::successors(Some(from), |zone| drafts[zone.index()].parent)
}

impl Graph {
    /// Whether the place is a zone.
    pub const fn is_zone(&self, place: PlaceId) -> bool {
        place.0 < self.zone_count
    }

    /// All zones.
    pub fn zones(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.zone_count).map(PlaceId)
    }

    /// All conduits.
    pub fn conduits(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (self.zone_count..self.places.len() as u32).map(PlaceId)
    }

    /// The zone and those it is nested in, innermost first.
    pub fn outwards(&self, zone: PlaceId) -> impl Iterator<Item = PlaceId> {
        std::iter::successors(Some(zone), |zone| self.places[zone.index()].parent)
    }

    /// The zone by whose conduits `zone` is entered: itself where some conduit joins it, else its parent's.
    pub fn entry(&self, zone: PlaceId) -> Option<PlaceId> {
        self.outwards(zone).find(|zone| !self.places[zone.index()].joined.is_empty())
    }

    /// The other zones that state a network which overlaps one that `zone` states, sorted. A zone may lie in the networks of
    /// the zones around it, unless it takes up all of one. `None` where so many overlap that nobody could tell them apart.
    pub fn shares_network_with(&self, zone: PlaceId) -> Option<Vec<PlaceId>> {
        let mut found = Vec::new();
        for own in networks(&self.places[zone.index()]) {
            for group in self.networks.overlapping(own) {
                if found.len() + group.len() > SHARERS {
                    return None;
                }
                found.extend(group.iter().filter_map(|(network, other)| {
                    let nested = if self.outwards(zone).any(|outer| outer == *other) {
                        Some((own, *network))
                    } else if self.outwards(*other).any(|outer| outer == zone) {
                        Some((*network, own))
                    } else {
                        None
                    };
                    let shared = nested.is_none_or(|(inner, outer)| inner.prefix <= outer.prefix);
                    (*other != zone && shared).then_some(*other)
                }));
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// `conduit carries from to to`.
    pub fn carries(&self, conduit: PlaceId, from: PlaceId, to: PlaceId) -> bool {
        let (Some(from), Some(to)) = (self.entry(from), self.entry(to)) else { return false };
        let head = &self.places[conduit.index()];
        let ends = &head.joined;
        if head.one_way {
            return from != to && ends.len() == 2 && ends[0] == from && ends[1] == to;
        }
        from != to && ends.contains(&from) && ends.contains(&to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: PlaceId = PlaceId(0);
    const A_IN: PlaceId = PlaceId(1);
    const B: PlaceId = PlaceId(2);
    const K: PlaceId = PlaceId(3);

    fn zone(path: &str, parent: Option<PlaceId>) -> HeadDraft {
        HeadDraft { path: path.into(), parent, ..HeadDraft::default() }
    }

    fn conduit(ends: &[PlaceId], one_way: bool) -> HeadDraft {
        HeadDraft { path: "k".into(), ends: ends.into(), one_way, ..HeadDraft::default() }
    }

    fn graph(ends: &[PlaceId], one_way: bool) -> Graph {
        build(&[zone("a", None), zone("a.in", Some(A)), zone("b", None), conduit(ends, one_way)], 3)
    }

    #[test]
    fn a_nested_zone_without_a_conduit_is_entered_through_its_parent() {
        let graph = graph(&[A, B], false);
        assert_eq!(graph.entry(A_IN), Some(A));
        assert!(graph.carries(K, A_IN, B) && graph.carries(K, B, A_IN));
        assert!(!graph.carries(K, A, A_IN), "the two ends must differ");
        assert_eq!(*graph.places[A_IN.index()].crossings, [K]);
    }

    #[test]
    fn a_diode_carries_one_way() {
        let graph = graph(&[A, B], true);
        assert!(graph.carries(K, A, B));
        assert!(!graph.carries(K, B, A));
    }

    #[test]
    fn a_conduit_to_the_parent_crosses_only_the_nested_zone() {
        let graph = graph(&[A, A_IN], false);
        assert_eq!(*graph.places[A_IN.index()].crossings, [K]);
        assert!(graph.places[A.index()].crossings.is_empty());
        assert!(graph.carries(K, A, A_IN));
        assert_eq!(graph.entry(B), None);
    }

    #[test]
    fn a_conduit_of_a_nested_zone_crosses_the_outer_one_too() {
        let graph = graph(&[A_IN, B], false);
        assert_eq!(*graph.places[A.index()].crossings, [K]);
        assert!(graph.places[A.index()].joined.is_empty());
    }

    #[test]
    fn targets_and_trust_are_inherited() {
        let outer = HeadDraft { target: Some(LevelVector::uniform(2)), untrusted: Some(true), ..zone("a", None) };
        let trusted = HeadDraft { untrusted: Some(false), ..zone("b", None) };
        let graph = build(&[outer, zone("a.in", Some(A)), trusted], 3);
        assert_eq!(graph.places[1].target, Some(LevelVector::uniform(2)));
        assert!(graph.places[1].untrusted && !graph.places[2].untrusted);
    }
}
