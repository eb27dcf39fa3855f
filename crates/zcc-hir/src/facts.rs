//! The model as facts: what rules are evaluated over. Plain data by dense numbers, without places (see the source
//! maps), so that moving text changes no fact.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::Anchor;

use crate::expr::{AttributeRef, Builtin};
use crate::ids::{CapabilityId, CatalogId, Entity, PlaceId, ProductId, ProtocolId};
use crate::networks::Networks;
use crate::value::{LevelVector, Truth, Value, Version};

/// Attributes that are stated or inherited (from a product, a protocol, a parent zone). Defaults from declarations are
/// filled in too. What is absent is unknown. What many things inherit alike is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    own: Box<[(AttributeRef, Value)]>,
    positions: Positions,
    inherited: Option<Arc<Attributes>>,
}

impl Attributes {
    /// Attributes that others may inherit; sorted, each once.
    pub fn new(sorted: Vec<(AttributeRef, Value)>) -> Self {
        let positions = Positions::new(sorted.iter().map(|(attribute, _)| attribute.key()));
        Self { own: sorted.into_boxed_slice(), positions, inherited: None }
    }

    /// The firmware that is stated.
    pub fn firmware(&self) -> Option<&Version> {
        match self.get(AttributeRef::Builtin(Builtin::Firmware)) {
            Some(Value::Version(version)) => Some(version),
            _ => None,
        }
    }

    /// Attributes set over those of a farther layer; sorted, each once.
    pub fn over(near: Vec<(AttributeRef, Value)>, far: &Arc<Self>) -> Arc<Self> {
        if near.is_empty() {
            return Arc::clone(far);
        }
        Arc::new(Self { inherited: Some(Arc::clone(far)), ..Self::new(near) })
    }

    /// What it is said to be.
    pub fn get(&self, attribute: AttributeRef) -> Option<&Value> {
        let mut layer = self;
        loop {
            let found = match layer.positions.of(attribute.key()) {
                Some(at) => layer.own.get(at),
                None if layer.positions.are_known() => None,
                None => layer.own.iter().find(|(stated, _)| *stated == attribute),
            };
            match (found, &layer.inherited) {
                (Some((_, value)), _) => return Some(value),
                (None, Some(farther)) => layer = farther,
                (None, None) => return None,
            }
        }
    }

    /// All of them, sorted.
    pub fn all(&self) -> Vec<(AttributeRef, &Value)> {
        let mut all: Vec<(AttributeRef, &Value)> = Vec::new();
        let mut layer = Some(self);
        while let Some(here) = layer {
            for (attribute, value) in &here.own {
                if let Err(at) = all.binary_search_by_key(attribute, |(known, _)| *known) {
                    all.insert(at, (*attribute, value));
                }
            }
            layer = here.inherited.as_deref();
        }
        all
    }
}

/// Where in a list each number is found, without searching. Short lists go without.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Positions(Box<[u16]>);

impl Positions {
    /// Up to here looking through a list is as quick.
    const SHORT: usize = 8;
    const ABSENT: u16 = u16::MAX;

    fn new(sorted: impl ExactSizeIterator<Item = u16> + Clone) -> Self {
        if sorted.len() <= Self::SHORT || sorted.len() >= usize::from(Self::ABSENT) {
            return Self::default();
        }
        let Some(last) = sorted.clone().last() else { return Self::default() };
        let mut positions = vec![Self::ABSENT; usize::from(last) + 1];
        for (at, number) in (0..).zip(sorted) {
            positions[usize::from(number)] = at;
        }
        Self(positions.into_boxed_slice())
    }

    fn are_known(&self) -> bool {
        !self.0.is_empty()
    }

    fn of(&self, number: u16) -> Option<usize> {
        self.0.get(usize::from(number)).filter(|at| **at != Self::ABSENT).map(|at| usize::from(*at))
    }
}

/// The zones and conduits of the site and how they hang together, without what is in them: it does not change when a
/// component does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Indexed by [`PlaceId`]: zones first, then conduits.
    pub places: Vec<Arc<PlaceHead>>,
    /// How many of them are zones.
    pub zone_count: u32,
    /// The networks that zones state.
    pub networks: Networks,
}

/// One zone or conduit in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceHead {
    /// Its path: `control.skid`.
    pub path: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// The zone it is nested in.
    pub parent: Option<PlaceId>,
    /// The zones directly in it.
    pub children: Box<[PlaceId]>,
    /// For a conduit its ends. For a zone the conduits that join it directly.
    pub joined: Box<[PlaceId]>,
    /// For a zone: the conduits that join it, or a zone within it, with one outside it; where none that joins it itself
    /// leads out of it, its parent's too.
    pub crossings: Box<[PlaceId]>,
    /// For a zone: the zones at which traffic in conduits enters and leaves it. That is itself where a conduit joins it;
    /// and where none of those leads out of it, those at which its parent is entered. For a conduit: its ends, sorted.
    pub entered: Box<[PlaceId]>,
    /// For a conduit whether traffic goes from the first end to the second only.
    pub one_way: bool,
    /// For a zone: that it, or a zone it is nested in, is untrusted.
    pub untrusted: bool,
    /// The target: its own or, for a nested zone, the nearest outer one's.
    pub target: Option<LevelVector>,
    /// All other attributes.
    pub attributes: Arc<Attributes>,
}

/// What is in one zone or conduit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFacts {
    /// Its components (of a conduit: its boundary devices), as written.
    pub components: Box<[ComponentFacts]>,
    /// Its channels, as written.
    pub channels: Box<[ChannelFacts]>,
    /// The capabilities of the zone or conduit itself, those of outer zones and of the site included.
    pub capabilities: Arc<CapabilityTable>,
}

/// A component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentFacts {
    /// Its name within its place.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Its product.
    pub product: Option<ProductId>,
    /// Its own attributes and those of its product.
    pub attributes: Arc<Attributes>,
    /// What it can do, the switches applied.
    pub capabilities: Arc<CapabilityTable>,
    /// The protocols that it speaks, its own and its product's, with what it lacks for each.
    pub speaks: Arc<[Spoken]>,
}

/// A protocol that a component or product speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Which.
    pub protocol: ProtocolId,
    /// What channels of it lack at this end, sorted.
    pub lacks: Box<[CapabilityId]>,
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelFacts {
    /// Its name within its place.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Its protocol; `None` after an error.
    pub protocol: Option<ProtocolId>,
    /// Where traffic starts; `None` after an error.
    pub from: Option<Entity>,
    /// Where it goes.
    pub to: Option<Entity>,
    /// Its own attributes and those of its protocol.
    pub attributes: Arc<Attributes>,
    /// What it can do, the switches applied. An end that is said to lack something for the protocol takes it away; that is looked up when asked.
    pub capabilities: Arc<CapabilityTable>,
}

/// The capabilities of one thing, the nearest layer that mentions each already chosen. What many things have alike, such
/// as the components of a product whose switches are set alike, is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CapabilityTable {
    own: Box<[CapabilityEntry]>,
    positions: Positions,
    inherited: Option<Arc<CapabilityTable>>,
}

impl CapabilityTable {
    /// A table that others may inherit; sorted by capability, each once.
    pub fn new(sorted: Vec<CapabilityEntry>) -> Self {
        let positions = Positions::new(sorted.iter().map(|entry| entry.capability.0));
        Self { own: sorted.into_boxed_slice(), positions, inherited: None }
    }

    /// What `near` says, sorted by capability, over what a farther layer says.
    pub fn over(near: Vec<CapabilityEntry>, far: &Arc<Self>) -> Arc<Self> {
        if near.is_empty() {
            return Arc::clone(far);
        }
        Arc::new(Self { inherited: Some(Arc::clone(far)), ..Self::new(near) })
    }

    /// What is said of `capability`, if anything is: of one that is absent nothing is known.
    pub fn get(&self, capability: CapabilityId) -> Option<&CapabilityEntry> {
        let mut layer = self;
        loop {
            let found = match layer.positions.of(capability.0) {
                Some(at) => layer.own.get(at),
                None if layer.positions.are_known() => None,
                None => layer.own.iter().find(|entry| entry.capability == capability),
            };
            match (found, &layer.inherited) {
                (Some(entry), _) => return Some(entry),
                (None, Some(farther)) => layer = farther,
                (None, None) => return None,
            }
        }
    }

    /// All of it, sorted by capability.
    pub fn entries(&self) -> Vec<&CapabilityEntry> {
        let mut all: Vec<&CapabilityEntry> = Vec::new();
        let mut layer = Some(self);
        while let Some(here) = layer {
            for entry in &here.own {
                if let Err(at) = all.binary_search_by_key(&entry.capability, |known| known.capability) {
                    all.insert(at, entry);
                }
            }
            layer = here.inherited.as_deref();
        }
        all
    }

    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.inherited.as_ref().is_none_or(|farther| farther.is_empty())
    }
}

/// What the deciding layer says of one capability.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CapabilityEntry {
    /// Which.
    pub capability: CapabilityId,
    /// What its claims come to where nothing is asked of their parameters, in each [`Mode`]; `None` where that takes a
    /// partner.
    pub counts: Option<[Truth; 3]>,
    /// The claims that may grant it, each a mechanism of its own; empty where the layer says `lacks`.
    pub mechanisms: Box<[Mechanism]>,
    /// The `lacks` that says no, if that is what the layer says.
    pub lacks: Option<Origin>,
}

impl CapabilityEntry {
    /// What the claims of one layer say.
    pub fn new(capability: CapabilityId, mechanisms: Vec<Mechanism>, lacks: Option<Origin>) -> Self {
        let alone = mechanisms.iter().all(|claim| claim.with.is_none());
        let counts = alone.then(|| {
            mechanisms
                .iter()
                .fold([Truth::False; 3], |any, claim| std::array::from_fn(|mode| any[mode].or(claim.counts[mode])))
        });
        Self { capability, counts, mechanisms: mechanisms.into_boxed_slice(), lacks }
    }
}

/// One claim that may grant a capability.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mechanism {
    /// Whether it counts, in each [`Mode`], leaving `with` aside. Unknown where the firmware that decides is not stated or the evidence has expired.
    pub counts: [Truth; 3],
    /// By position of the capability's parameters; `None` is unknown. What `enable C { p: v }` fixes is filled in.
    pub parameters: Box<[Option<Value>]>,
    /// What another component must have, where the claim says `with`.
    pub with: Option<With>,
    /// The claim.
    pub origin: Origin,
    /// The `enable` or `disable` that switched it, if one did.
    pub switch: Option<Origin>,
    /// How it stands.
    pub state: MechanismState,
}

/// How a mechanism stands, for explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MechanismState {
    /// Provided, and on.
    On,
    /// Offered and enabled.
    Enabled,
    /// Offered, not enabled.
    NotEnabled,
    /// Switched off by `disable`.
    Disabled,
    /// The claim is for other versions of the firmware.
    OtherFirmware,
    /// The claim is for certain versions, and the firmware is not stated.
    FirmwareUnknown,
    /// Its evidence has expired.
    EvidenceExpired,
}

/// `offers C with D`: what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct With {
    /// What the other component must have.
    pub needs: CapabilityId,
    /// The component that `enable C with …` names.
    pub partner: Option<Entity>,
}

/// Where a claim or a switch was written: the declaration, the block in it, and which of the block's claims and switches it
/// is. Zones count for themselves, so that a claim that comes or goes renumbers none of another zone. The source maps find
/// its place again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The declaration (a product, profile, protocol, site, or the zone or conduit that holds the component).
    pub anchor: Anchor,
    /// Position among the blocks that count for themselves: those at the top (a test has several), and the zones in them,
    /// an outer one before those in it.
    pub block: u32,
    /// Position among the claims and switches of that block: its own in the order written, then those of the blocks in it,
    /// zones aside, one block after the other.
    pub index: u32,
}

impl Origin {
    /// The first claim or switch of a block.
    pub const fn first(anchor: Anchor, block: u32) -> Self {
        Self { anchor, block, index: 0 }
    }

    /// So many claims and switches further on.
    #[must_use]
    pub const fn after(self, count: u32) -> Self {
        Self { index: self.index + count, ..self }
    }
}

/// How a capability that can be switched counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// As the switches are set: the achieved judgement.
    Achieved = 0,
    /// As had: the capable judgement, where truth helps.
    Helpful = 1,
    /// As not had: the capable judgement, where falsehood helps.
    Harmful = 2,
}

impl Mode {
    /// The mode under a negation.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Achieved => Self::Achieved,
            Self::Helpful => Self::Harmful,
            Self::Harmful => Self::Helpful,
        }
    }
}

/// The site, apart from its zones and conduits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFacts {
    /// Its name; empty where no site is declared.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// The catalogues it is held against, as written.
    pub assess: Box<[CatalogId]>,
    /// What is aimed at where the site itself is a subject.
    pub target: Option<LevelVector>,
    /// Its attributes.
    pub attributes: Arc<Attributes>,
    /// Its own capabilities.
    pub capabilities: Arc<CapabilityTable>,
}

/// A product, judged as capable only, and inherited from by components.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFacts {
    /// Its name: `plc_500`.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Its attributes (kind, supplier, target and those that its components inherit).
    pub attributes: Arc<Attributes>,
    /// The firmware that it is about, as a range like `>= 4.0, < 5`.
    pub versions: Option<VersionRange>,
    /// The catalogues it is held against.
    pub assess: Box<[CatalogId]>,
    /// What its supplier claims to reach.
    pub target: Option<LevelVector>,
    /// What it can do when every switch is where it helps.
    pub capabilities: Arc<CapabilityTable>,
    /// The protocols it speaks.
    pub speaks: Arc<[Spoken]>,
}

/// A protocol, inherited from by channels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolFacts {
    /// Its name: `opc_ua`.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// Its attributes.
    pub attributes: Arc<Attributes>,
    /// What it can do.
    pub capabilities: Arc<CapabilityTable>,
}

/// Bounds on a version, all of which must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange {
    /// As written.
    pub text: SmolStr,
    /// Each an operator (`<`, `<=`, `>`, `>=`, `=`) with its version.
    pub bounds: Box<[(std::cmp::Ordering, bool, Version)]>,
}

/// A waiver or a countermeasure, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Whether it is a waiver (accepts) or a countermeasure (compensates).
    pub waiver: bool,
    /// Its name.
    pub name: SmolStr,
    /// Its title, if it has one.
    pub title: Option<SmolStr>,
    /// The clauses it covers, each by catalogue and full id.
    pub clauses: Box<[(CatalogId, SmolStr)]>,
    /// What it is for: a zone, a conduit, a component, a channel, the site. It covers all that is inside.
    pub scope: Box<[Entity]>,
    /// The last day on which it holds (days since 1970-01-01), for a countermeasure that of its evidence at most; `None`:
    /// without end.
    pub until: Option<i32>,
    /// Why, for print.
    pub because: Option<SmolStr>,
    /// Who asked for it and who approved it, for print.
    pub requested_by: Option<SmolStr>,
    /// Never the one who asked.
    pub approved_by: Option<SmolStr>,
    /// What proves it, for print.
    pub evidence: Option<SmolStr>,
    /// The declaration.
    pub anchor: Anchor,
}
