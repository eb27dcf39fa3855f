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
const SHARERS: usize = 1024;

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
        let target = draft.target.clone().or_else(|| outer.and_then(|outer| outer.target.clone()));
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
            entered: Box::default(),
            one_way: draft.one_way,
            untrusted,
            target,
            attributes: Arc::clone(&draft.attributes),
        });
    }
    for at in 0..count {
        let mut entered = if joined[at].is_empty() { Vec::new() } else { vec![PlaceId(at as u32)] };
        let leads_out = joined[at].iter().any(|conduit| crossings[at].contains(conduit));
        // A nested zone without a conduit of its own is entered wherever its parent is. One that only leads further in is
        // no way into it.
        if let Some(parent) = heads[at].parent.filter(|_| !leads_out) {
            entered.extend_from_slice(&heads[parent.index()].entered);
            let outer = crossings[parent.index()].clone();
            crossings[at].extend(outer);
            crossings[at].sort_unstable();
            crossings[at].dedup();
        }
        if (at as u32) >= zone_count {
            entered = drafts[at].ends.to_vec();
            entered.sort_unstable();
        }
        heads[at].entered = entered.into();
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

/// The networks that a zone states itself. That of all addresses says where traffic may come from, not what is on one
/// wire.
fn networks(head: &PlaceHead) -> impl Iterator<Item = Network> {
    let stated = match head.attributes.get(AttributeRef::Builtin(Builtin::Network)) {
        Some(Value::Set(stated)) => &**stated,
        _ => &[],
    };
    stated.iter().filter_map(|value| match value {
        Value::Network(network) if network.prefix > 0 => Some(*network),
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

    /// Whether `zone` is nested and no conduit of its own joins it with anything outside: it is on the network of its parent.
    fn is_open_to_parent(&self, zone: PlaceId) -> bool {
        let head = &self.places[zone.index()];
        head.parent.is_some() && !head.joined.iter().any(|conduit| head.crossings.contains(conduit))
    }

    /// The other zones on the network of `zone`, with no conduit in between, sorted: those that state a network which
    /// overlaps one that it states, the zones in it without a conduit of their own, and its parent where it is such a zone.
    /// A zone may state a part of the networks of the zones around it. `None` where so many overlap that nobody could
    /// tell them apart.
    pub fn shares_network_with(&self, zone: PlaceId) -> Option<Vec<PlaceId>> {
        let head = &self.places[zone.index()];
        let mut found = Vec::new();
        for own in networks(head) {
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
        found.extend(head.children.iter().copied().filter(|inner| self.is_open_to_parent(*inner)));
        found.extend(head.parent.filter(|_| self.is_open_to_parent(zone)));
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// The zones at which traffic in conduits enters and leaves `zone`.
    pub fn entered(&self, zone: PlaceId) -> &[PlaceId] {
        &self.places[zone.index()].entered
    }

    /// `conduit carries from to to`.
    pub fn carries(&self, conduit: PlaceId, from: PlaceId, to: PlaceId) -> bool {
        let conduit = &self.places[conduit.index()];
        conduit.carries(&self.places[from.index()], &self.places[to.index()])
    }
}

impl PlaceHead {
    /// Whether traffic can enter this conduit from a zone at which it ends.
    pub fn takes_from(&self, end: PlaceId) -> bool {
        if self.one_way { self.joined.first() == Some(&end) } else { self.entered.binary_search(&end).is_ok() }
    }

    /// Whether traffic can leave this conduit into a zone at which it ends.
    pub fn gives_to(&self, end: PlaceId) -> bool {
        if self.one_way { self.joined.get(1) == Some(&end) } else { self.entered.binary_search(&end).is_ok() }
    }

    /// Whether this conduit carries traffic from one zone to another.
    pub fn carries(&self, from: &Self, to: &Self) -> bool {
        let ends = |from: PlaceId| to.entered.iter().any(|to| *to != from && self.gives_to(*to));
        from.entered.iter().any(|from| self.takes_from(*from) && ends(*from))
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
        assert_eq!(graph.entered(A_IN), [A]);
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
        assert_eq!(graph.entered(B), []);
    }

    #[test]
    fn a_conduit_of_a_nested_zone_crosses_the_outer_one_too() {
        let graph = graph(&[A_IN, B], false);
        assert_eq!(*graph.places[A.index()].crossings, [K]);
        assert!(graph.places[A.index()].joined.is_empty());
    }

    #[test]
    fn a_conduit_of_an_inner_zone_is_no_way_into_the_zone_around_it() {
        let inner = zone("a.in.most", Some(A_IN));
        let drafts = |other: PlaceId| {
            let outwards = conduit(&[A, PlaceId(3)], false);
            let inwards = conduit(&[PlaceId(2), other], false);
            [zone("a", None), zone("a.in", Some(A)), inner.clone(), zone("b", None), outwards, inwards]
        };
        let [outwards, inwards] = [PlaceId(4), PlaceId(5)];
        let graph = build(&drafts(PlaceId(3)), 4);
        assert_eq!(*graph.places[A_IN.index()].crossings, [outwards, inwards]);
        assert!(graph.carries(outwards, PlaceId(3), A_IN) && !graph.carries(outwards, PlaceId(3), PlaceId(2)));
        let graph = build(&drafts(A_IN), 4);
        assert_eq!(*graph.places[A_IN.index()].crossings, [outwards]);
        assert!(graph.carries(outwards, PlaceId(3), A_IN), "its own conduit leads further in");
        assert!(graph.carries(inwards, A_IN, PlaceId(2)) && !graph.carries(outwards, PlaceId(3), PlaceId(2)));
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
