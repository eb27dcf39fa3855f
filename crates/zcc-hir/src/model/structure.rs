//! Checks of the whole structure, before any rule runs: channels against conduits, addresses, targets.

use std::net::IpAddr;

use zcc_base::{Code, Diagnostic};

use super::source::{Finder, Part};
use crate::expr::{AttributeRef, Builtin};
use crate::facts::{Graph, Mode, PlaceFacts, Spoken};
use crate::ids::{CapabilityId, Entity, PlaceId};
use crate::value::{Truth, Value};

/// What is wrong with a channel of a conduit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelProblem {
    /// The channel.
    pub channel: Entity,
    /// What.
    pub kind: ChannelProblemKind,
}

/// What can be wrong with a channel of a conduit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChannelProblemKind {
    /// The conduit joins its ends, but carries traffic the other way only.
    AgainstDirection,
    /// Both ends are in one zone, or in zones entered through one.
    WithinOneZone(PlaceId),
    /// The conduit does not join its ends; this one does.
    NotJoined(Option<PlaceId>),
}

/// What is wrong with the channels of a conduit.
pub(crate) fn channel_problems(graph: &Graph, conduit: PlaceId, facts: &PlaceFacts) -> Box<[ChannelProblem]> {
    if graph.is_zone(conduit) || conduit.index() >= graph.places.len() {
        return Box::default();
    }
    let mut problems = Vec::new();
    for (at, channel) in facts.channels.iter().enumerate() {
        let (Some(from), Some(to)) = (channel.from.and_then(Entity::place), channel.to.and_then(Entity::place)) else {
            continue;
        };
        if let Some(kind) = channel_problem(graph, conduit, from, to) {
            problems.push(ChannelProblem { channel: Entity::Channel(conduit, at as u32), kind });
        }
    }
    problems.into_boxed_slice()
}

fn channel_problem(graph: &Graph, conduit: PlaceId, from: PlaceId, to: PlaceId) -> Option<ChannelProblemKind> {
    let head = &graph.places[conduit.index()];
    // A conduit without two ends was told.
    if head.joined.len() < 2 {
        return None;
    }
    if from == conduit || to == conduit {
        return boundary_problem(graph, conduit, from, to);
    }
    if !graph.is_zone(from) || !graph.is_zone(to) {
        return Some(ChannelProblemKind::NotJoined(None));
    }
    if graph.carries(conduit, from, to) {
        return None;
    }
    if graph.carries(conduit, to, from) {
        return Some(ChannelProblemKind::AgainstDirection);
    }
    let (left, entered) = (graph.entered(from), graph.entered(to));
    if from == to || (left == entered && !left.is_empty()) {
        return Some(ChannelProblemKind::WithinOneZone(left.first().copied().unwrap_or(from)));
    }
    let mut candidates = left.iter().flat_map(|zone| &*graph.places[zone.index()].joined).copied();
    Some(ChannelProblemKind::NotJoined(candidates.find(|other| graph.carries(*other, from, to))))
}

/// A channel with an end at a boundary device of its conduit: the other end must be one that the conduit joins.
fn boundary_problem(graph: &Graph, conduit: PlaceId, from: PlaceId, to: PlaceId) -> Option<ChannelProblemKind> {
    let head = &graph.places[conduit.index()];
    let (outer, ends, other_way) = match (from == conduit, to == conduit) {
        (true, true) => return None,
        (true, false) => (to, if head.one_way { &head.joined[1..] } else { &head.joined[..] }, &head.joined[..]),
        _ => (from, if head.one_way { &head.joined[..1] } else { &head.joined[..] }, &head.joined[..]),
    };
    let entered = if graph.is_zone(outer) { graph.entered(outer) } else { &[] };
    if entered.iter().any(|zone| ends.contains(zone)) {
        None
    } else if entered.iter().any(|zone| other_way.contains(zone)) {
        Some(ChannelProblemKind::AgainstDirection)
    } else {
        Some(ChannelProblemKind::NotJoined(None))
    }
}

/// Tells what is wrong with channels.
pub(crate) fn tell_channel(graph: &Graph, finder: &mut Finder<'_>, problem: &ChannelProblem) -> Option<Diagnostic> {
    let place = finder.place(problem.channel, Part::Name)?;
    let (_, block) = finder.block(problem.channel)?;
    let conduit = &graph.places[problem.channel.place()?.index()];
    let name = block.name.as_ref().map_or("", |name| name.text.as_str());
    let zones: Vec<&str> = conduit.joined.iter().map(|zone| graph.places[zone.index()].path.as_str()).collect();
    let told = match &problem.kind {
        ChannelProblemKind::AgainstDirection => Diagnostic::new(
            Code::CHANNEL_AGAINST_DIRECTION,
            place,
            format!(
                "channel `{name}` runs against `{}`, which carries traffic from {}",
                conduit.path,
                zones.join(" to ")
            ),
        )
        .help(format!("turn the channel round, or write `between {}` if traffic goes both ways", zones.join(" and "))),
        ChannelProblemKind::WithinOneZone(zone) => {
            let zone = &graph.places[zone.index()].path;
            Diagnostic::new(
                Code::CHANNEL_NOT_JOINED,
                place,
                format!("both ends of channel `{name}` are behind `{zone}`, so `{}` does not carry it", conduit.path),
            )
            .help(format!("a channel within one zone stands in that zone: move it into `{zone}`"))
        }
        ChannelProblemKind::NotJoined(other) => {
            let told = Diagnostic::new(
                Code::CHANNEL_NOT_JOINED,
                place,
                format!("`{}` does not join the two ends of channel `{name}`", conduit.path),
            )
            .note(format!("`{}` joins {}", conduit.path, zones.join(", ")));
            match other {
                Some(other) => {
                    told.help(format!("`{}` does: move the channel there", graph.places[other.index()].path))
                }
                None => told.help("declare a conduit that joins the zones of both ends, and put the channel into it"),
            }
        }
    };
    let mut told = told;
    for (part, text) in [(Part::From, "from here"), (Part::To, "to here")] {
        if let Some(end) = finder.place(problem.channel, part) {
            told = told.secondary(end, text);
        }
    }
    Some(told)
}

/// A capability that a channel enables or claims, and the end that lacks it for the channel's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LackingEnd {
    /// The channel.
    pub channel: Entity,
    /// Which of its ends: `From` or `To`.
    pub from: bool,
    /// What it lacks.
    pub capability: CapabilityId,
}

/// What channels of a place have that one of their ends is said to lack for the protocol.
pub(crate) fn lacking_ends<'a>(
    place: PlaceId,
    facts: &PlaceFacts,
    speaks: &dyn Fn(Entity) -> Option<&'a [Spoken]>,
) -> Box<[LackingEnd]> {
    let mut found = Vec::new();
    for (at, channel) in facts.channels.iter().enumerate() {
        let Some(protocol) = channel.protocol else { continue };
        for (end, from) in [(channel.from, true), (channel.to, false)] {
            let spoken = end.and_then(speaks).unwrap_or_default().iter().find(|spoken| spoken.protocol == protocol);
            let had = spoken.iter().flat_map(|spoken| &*spoken.lacks).filter(|capability| {
                let entry = channel.capabilities.get(**capability);
                let mechanisms = entry.map(|entry| &*entry.mechanisms).unwrap_or_default();
                mechanisms.iter().any(|mechanism| mechanism.counts[Mode::Achieved as usize] != Truth::False)
            });
            found.extend(had.map(|capability| LackingEnd {
                channel: Entity::Channel(place, at as u32),
                from,
                capability: *capability,
            }));
        }
    }
    found.into_boxed_slice()
}

/// The addresses of the components of a place.
pub(crate) fn addresses(place: PlaceId, facts: &PlaceFacts) -> Box<[(IpAddr, Entity)]> {
    let mut found = Vec::new();
    for (at, component) in facts.components.iter().enumerate() {
        if let Some(Value::Set(stated)) = component.attributes.get(AttributeRef::Builtin(Builtin::Address)) {
            found.extend(stated.iter().filter_map(|value| match value {
                Value::Address(address) => Some((*address, Entity::Component(place, at as u32))),
                _ => None,
            }));
        }
    }
    found.into_boxed_slice()
}

/// Tells of addresses that several components have. `all` is sorted here.
pub(crate) fn tell_addresses(
    finder: &mut Finder<'_>,
    mut all: Vec<(IpAddr, Entity)>,
    path: &dyn Fn(Entity) -> smol_str::SmolStr,
) -> Vec<Diagnostic> {
    all.sort_unstable();
    let mut told = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let (address, first) = same[0];
        for (_, second) in &same[1..] {
            let Some(place) = finder.place(*second, Part::Address(address)) else { continue };
            let message = format!("`{}` has the address of `{}`: {address}", path(*second), path(first));
            let mut one = Diagnostic::new(Code::ADDRESS_TWICE, place, message)
                .help("an address belongs to one component; mend the one that is wrong");
            if let Some(first) = finder.place(first, Part::Address(address)) {
                one = one.secondary(first, "first given here");
            }
            told.push(one);
        }
    }
    told
}

/// Tells of subjects without a target (where `levelled`), and of conduits with less than what they join.
pub(crate) fn tell_targets(graph: &Graph, finder: &mut Finder<'_>, levelled: bool) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for place in (0..graph.places.len() as u32).map(PlaceId) {
        let head = &graph.places[place.index()];
        let zone = graph.is_zone(place);
        let entity = if zone { Entity::Zone(place) } else { Entity::Conduit(place) };
        match &head.target {
            // A nested zone would have its parent's, and that is told already.
            None if head.parent.is_some_and(|outer| !graph.places[outer.index()].untrusted) => {}
            None if levelled && !head.untrusted && !finder.states_target(place) => {
                let Some(at) = finder.place(entity, Part::Name) else { continue };
                let word = if zone { "zone" } else { "conduit" };
                let message = format!("{word} `{}` has no target, so nothing says how much to ask of it", head.path);
                told.push(
                    Diagnostic::new(Code::MISSING_TARGET, at, message)
                        .help("state one, such as `target: SL 2`; `target: SL 0` asks for nothing"),
                );
            }
            Some(target) if !zone => {
                let above = head.joined.iter().find(|end| {
                    let end = &graph.places[end.index()];
                    !end.untrusted && end.target.as_ref().is_some_and(|of_zone| !of_zone.is_at_most(target))
                });
                let Some(above) = above else { continue };
                let Some(at) = finder.place(entity, Part::Attribute("target")) else { continue };
                let zone_path = &graph.places[above.index()].path;
                let message =
                    format!("conduit `{}` has a lower target than zone `{zone_path}`, which it joins", head.path);
                let mut one = Diagnostic::new(Code::TARGET_BELOW_ZONE, at, message).help(
                    "what comes in through the conduit threatens the zone: give the conduit at least the zone's target, unless the risk assessment says why not",
                );
                if let Some(of_zone) = finder.place(Entity::Zone(*above), Part::Attribute("target")) {
                    one = one.secondary(of_zone, "the zone's target");
                }
                told.push(one);
            }
            _ => {}
        }
    }
    told
}

/// By component of each place: the channels that it is an end of.
pub(crate) fn channels_by_component<'a>(
    components: &[usize],
    ends: impl Iterator<Item = (PlaceId, &'a [(Option<Entity>, Option<Entity>)])>,
) -> Vec<std::sync::Arc<[Box<[Entity]>]>> {
    let mut found: Vec<Vec<Vec<Entity>>> = components.iter().map(|count| vec![Vec::new(); *count]).collect();
    for (place, ends) in ends {
        for (at, (from, to)) in ends.iter().enumerate() {
            let channel = Entity::Channel(place, at as u32);
            for end in [*from, *to].into_iter().flatten() {
                if let Entity::Component(place, at) = end
                    && let Some(list) = found.get_mut(place.index()).and_then(|of| of.get_mut(at as usize))
                    && list.last() != Some(&channel)
                {
                    list.push(channel);
                }
            }
        }
    }
    found.into_iter().map(|of| of.into_iter().map(Vec::into_boxed_slice).collect()).collect()
}
