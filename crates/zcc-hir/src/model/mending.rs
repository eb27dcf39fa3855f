//! Other ways to set the switches of one thing: which lines could turn a capability on, and what each would make of it.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_base::{Anchor, Place, TextRange};
use zcc_db::{Db, item_of};
use zcc_syntax::ast::{Block, ClaimKind, MemberKind};

use super::claims::{ClaimModel, Layers, lay_over};
use super::library_queries::{product_model, protocol_model};
use super::members::said;
use super::queries::{place_facts, site_context};
use super::site_names::{block_of, places, site_item};
use super::source::Finder;
use super::spelling::switch_text;
use super::switches::{Partner, SwitchModel, switched_entry};
use crate::facts::{CapabilityEntry, Origin};
use crate::ids::{CapabilityId, Entity, PlaceId};
use crate::names::Scope;
use crate::value::{Truth, Value, Version};

/// So many things are kept at hand.
const KEPT: usize = 4_096;
/// So many ways are looked at for one capability of one thing.
const MOST_WAYS: usize = 24;

/// A switch that stands in the text and would have to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTheWay {
    /// As it would be written alone: `disable session_lock`.
    pub text: String,
    /// The declaration that it stands in.
    anchor: Anchor,
    /// The line that it stands in, which may set several switches.
    line: TextRange,
    /// All switches of the line.
    switches: Box<[TextRange]>,
    /// Which of them it is.
    at: usize,
}

impl InTheWay {
    /// What to take out of the text so that all of `gone` are gone, this one among them: where all of its line go, the line,
    /// for each of them; else itself with a comma.
    pub fn place<'a>(&self, gone: impl IntoIterator<Item = &'a Self>) -> Place {
        let of_line = |other: &&Self| (other.anchor, other.line) == (self.anchor, self.line);
        let gone: FxHashSet<usize> = gone.into_iter().filter(of_line).map(|other| other.at).collect();
        let kept = (0..self.switches.len()).find(|at| *at != self.at && !gone.contains(at));
        let own = self.switches[self.at];
        let range = match kept {
            None => self.line,
            Some(kept) if kept > self.at => TextRange { start: own.start, end: self.switches[self.at + 1].start },
            Some(_) => TextRange { start: self.switches[self.at - 1].end, end: own.end },
        };
        Place { anchor: self.anchor, range }
    }
}

/// A way to set the switches so that a capability of something is there, or is there otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What to write, and into whose braces: the thing's own or, for a zone or conduit, those of one it is in.
    pub line: Option<(Entity, String)>,
    /// What must go, and out of whose braces.
    pub gone: Vec<(Entity, InTheWay)>,
    /// What the claims come to then.
    pub entry: CapabilityEntry,
}

/// What the blocks that set the switches of things say, as far as it was asked for.
pub struct Benches<'db> {
    db: &'db dyn Db,
    finder: RefCell<Finder<'db>>,
    known: RefCell<FxHashMap<Entity, Option<Rc<Bench<'db>>>>>,
}

impl<'db> Benches<'db> {
    /// Of the model of a database.
    pub fn new(db: &'db dyn Db) -> Self {
        Self { db, finder: RefCell::new(Finder::new(db, places(db))), known: RefCell::default() }
    }

    /// What says how the switches of something are set; `None` for what has none.
    pub fn of(&self, entity: Entity) -> Option<Rc<Bench<'db>>> {
        if let Some(known) = self.known.borrow().get(&entity) {
            return known.clone();
        }
        let made = self.make(entity).map(Rc::new);
        let mut known = self.known.borrow_mut();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(entity, made.clone());
        made
    }

    fn make(&self, entity: Entity) -> Option<Bench<'db>> {
        let db = self.db;
        let (far, firmware) = match entity {
            Entity::Component(place, at) => {
                let facts = place_facts(db, place).components.get(at as usize)?;
                let firmware = facts.attributes.firmware().cloned();
                (facts.product.map(|id| product_model(db, id).layers.clone()).unwrap_or_default(), firmware)
            }
            Entity::Channel(place, at) => {
                let protocol = place_facts(db, place).channels.get(at as usize)?.protocol;
                (protocol.map(|id| protocol_model(db, id).layers.clone()).unwrap_or_default(), None)
            }
            Entity::Site | Entity::Zone(_) | Entity::Conduit(_) => (Layers::default(), None),
            Entity::Product(_) | Entity::Protocol(_) => return None,
        };
        let mut levels = Vec::new();
        if let Entity::Zone(place) | Entity::Conduit(place) = entity {
            levels.extend(self.level(Entity::Site));
            for outer in outwards(db, place) {
                levels.push(self.level(outer)?);
            }
        }
        levels.push(self.level(entity)?);
        let mut layers = far;
        for level in &levels {
            layers = lay_over(&level.claims, &layers).0;
        }
        let layers = layers.on(firmware.as_ref()).into_owned();
        let as_of = zcc_db::Workspace::get(db).as_of(db);
        Some(Bench { db, levels, layers, firmware, as_of })
    }

    fn level(&self, owner: Entity) -> Option<Level<'db>> {
        let db = self.db;
        let (anchor, block): (Anchor, &Block) = match owner {
            Entity::Site => {
                let item = site_item(db)?;
                (item.anchor(), block_of(db, item)?)
            }
            _ => self.finder.borrow_mut().block(owner)?,
        };
        let from = owner.place().and_then(|place| places(db).entry(place)).map(|entry| entry.path.clone());
        let from = from.unwrap_or_default();
        let mut context = site_context(db, item_of(db, anchor));
        let said = said(&mut context, block, Origin::first(anchor, 0), &from);
        let in_the_way = |range: &TextRange| in_the_way(anchor, block, *range);
        let switches = said.switches.into_iter().zip(said.switch_ranges.iter().map(in_the_way)).collect();
        Some(Level { owner, scope: context.scope, from, claims: said.claims, switches })
    }
}

/// The zones that a zone is nested in, outermost first.
fn outwards(db: &dyn Db, place: PlaceId) -> Vec<Entity> {
    let table = places(db);
    let mut found = Vec::new();
    let mut next = table.entry(place).and_then(|entry| entry.parent);
    while let Some(outer) = next {
        found.push(table.entity(outer));
        next = table.entry(outer).and_then(|entry| entry.parent);
    }
    found.reverse();
    found
}

/// The switch at a range of a block, as something that would have to go.
fn in_the_way(anchor: Anchor, block: &Block, switch: TextRange) -> InTheWay {
    let lines = block.members.iter().filter_map(|member| match &member.kind {
        MemberKind::Switch { switches, .. } => {
            Some((member.range, switches.iter().map(|one| one.range).collect::<Box<[TextRange]>>()))
        }
        _ => None,
    });
    let found = lines.into_iter().find_map(|(line, switches)| {
        let at = switches.iter().position(|one| *one == switch)?;
        Some(InTheWay { text: String::new(), anchor, line, switches, at })
    });
    found.unwrap_or_else(|| InTheWay { text: String::new(), anchor, line: switch, switches: [switch].into(), at: 0 })
}

/// What one block says.
struct Level<'db> {
    owner: Entity,
    scope: Scope<'db>,
    /// The path of the place that it stands in, or is.
    from: SmolStr,
    claims: Vec<ClaimModel>,
    /// Each with where it stands.
    switches: Vec<(SwitchModel, InTheWay)>,
}

/// What says how the switches of one thing are set.
pub struct Bench<'db> {
    db: &'db dyn Db,
    /// Outermost first; the thing itself last.
    levels: Vec<Level<'db>>,
    /// What all of them claim, over what a product or protocol does, for the firmware.
    layers: Layers,
    firmware: Option<Version>,
    as_of: i32,
}

/// One change of the switches: which to take away, by level and position, and which to add at which level.
#[derive(Default)]
struct Change {
    without: Vec<(usize, usize)>,
    with: Option<(usize, SwitchModel)>,
}

impl Bench<'_> {
    /// The ways to turn a capability on that is off, or to set it otherwise, the simplest first. `partners` are the
    /// components that could be named where one that has a certain capability is needed.
    pub fn ways(&self, capability: CapabilityId, partners: &dyn Fn(CapabilityId) -> Vec<Entity>) -> Vec<Way> {
        let Some(layered) = self.layers.get(capability) else { return Vec::new() };
        let mut lines = lines(capability, &layered.claims, partners);
        let named = self.in_force(capability);
        let (level, nearest) = named.first().cloned().unwrap_or((self.levels.len() - 1, Vec::new()));
        let is_disabled = nearest.iter().any(|at| !self.levels[level].switches[*at].0.enable);
        let beside = |line: &SwitchModel| Change { without: Vec::new(), with: Some((level, line.clone())) };
        let mut changes: Vec<Change> = Vec::new();
        if is_disabled {
            // What is farther out comes into force again where what is nearer goes.
            for count in 1..=named.len() {
                let gone = named[..count].iter().flat_map(|(level, of)| of.iter().map(|at| (*level, *at)));
                changes.push(Change { without: gone.collect(), with: None });
            }
        } else {
            // What is enabled in one way is to be enabled in another way, not in all there are.
            lines.sort_by_key(|line| !nearest.is_empty() && line.fixed.is_empty());
        }
        for at in &nearest {
            changes.extend(lines.iter().map(|line| Change { without: vec![(level, *at)], ..beside(line) }));
        }
        if !is_disabled {
            // With a partner it is another mechanism, which can stand beside what is enabled.
            changes.extend(lines.iter().filter(|line| nearest.is_empty() || line.with.is_some()).map(beside));
        }
        changes.truncate(MOST_WAYS);
        let before = self.entry(capability, &Change::default());
        changes.into_iter().filter_map(|change| self.way(capability, &change, before.as_ref())).collect()
    }

    fn way(&self, capability: CapabilityId, change: &Change, before: Option<&CapabilityEntry>) -> Option<Way> {
        let entry = self.entry(capability, change)?;
        let known = |at: usize| before.and_then(|before| before.mechanisms.get(at));
        // Something must be on that was not, or not so.
        if !entry
            .mechanisms
            .iter()
            .enumerate()
            .any(|(at, claim)| claim.counts[0] != Truth::False && known(at) != Some(claim))
        {
            return None;
        }
        let text = |level: &Level<'_>, switch: &SwitchModel| switch_text(self.db, &level.scope, &level.from, switch);
        let line = match &change.with {
            Some((at, switch)) => Some((self.levels[*at].owner, text(&self.levels[*at], switch)?)),
            None => None,
        };
        let gone = change.without.iter().map(|(level, at)| {
            let level = &self.levels[*level];
            let (switch, place) = &level.switches[*at];
            Some((level.owner, InTheWay { text: text(level, switch)?, ..place.clone() }))
        });
        Some(Way { line, gone: gone.collect::<Option<_>>()?, entry })
    }

    /// The levels whose switches name a capability as far out as its claims stand, nearest first, each with which of its
    /// switches do. The nearest decides.
    fn in_force(&self, capability: CapabilityId) -> Vec<(usize, Vec<usize>)> {
        let mut found = Vec::new();
        for (number, level) in self.levels.iter().enumerate().rev() {
            let named = level.switches.iter().map(|(switch, _)| switch.capability == Some(capability));
            let named: Vec<usize> = (0..).zip(named).filter(|(_, named)| *named).map(|(at, _)| at).collect();
            if !named.is_empty() {
                found.push((number, named));
            }
            if level.claims.iter().any(|claim| claim.capability == capability) {
                break;
            }
        }
        found
    }

    /// What the switches make of a capability after a change; `None` where a line would be refused.
    fn entry(&self, capability: CapabilityId, change: &Change) -> Option<CapabilityEntry> {
        let mut switches: Vec<SwitchModel> = Vec::new();
        for (number, level) in self.levels.iter().enumerate() {
            let kept = (0..).zip(&level.switches).filter(|(at, _)| !change.without.contains(&(number, *at)));
            let added = change.with.iter().filter(|(level, _)| *level == number).map(|(_, switch)| switch);
            let mut own: Vec<SwitchModel> = kept.map(|(_, (switch, _))| switch).chain(added).cloned().collect();
            // As a zone inherits them: an outer switch sets an outer claim, and the nearest switch of a capability counts.
            let claimed = level.claims.iter().map(|claim| claim.capability);
            let nearer: FxHashSet<_> = own.iter().filter_map(|switch| switch.capability).chain(claimed).collect();
            own.extend(
                switches.into_iter().filter(|outer| outer.capability.is_none_or(|named| !nearer.contains(&named))),
            );
            switches = own;
        }
        switched_entry(&self.layers, self.firmware.as_ref(), self.as_of, &switches, capability)
    }
}

/// The `enable` lines that could turn on what is offered of a capability.
fn lines(
    capability: CapabilityId,
    claims: &[ClaimModel],
    partners: &dyn Fn(CapabilityId) -> Vec<Entity>,
) -> Vec<SwitchModel> {
    let mut lines: Vec<SwitchModel> = Vec::new();
    let mut add = |fixed: Box<[(u16, Value)]>, with: Option<Entity>| {
        let line =
            SwitchModel { enable: true, capability: Some(capability), fixed, with: with.map(Partner::Component) };
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    let stated = |claim: &ClaimModel| -> Box<[(u16, Value)]> {
        (0..).zip(&claim.parameters).filter_map(|(at, value)| Some((at, value.clone()?))).collect()
    };
    let offered = || claims.iter().filter(|claim| claim.kind == ClaimKind::Offers);
    // A line that fixes nothing turns on all that is offered; one that does picks among several.
    for several in [false, true] {
        for claim in offered() {
            let fixed = if several { stated(claim) } else { Box::default() };
            match claim.with {
                None => add(fixed, None),
                Some(needs) => partners(needs).into_iter().for_each(|partner| add(fixed.clone(), Some(partner))),
            }
        }
    }
    lines
}
