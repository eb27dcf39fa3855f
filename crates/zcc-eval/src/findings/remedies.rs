//! The way out of a finding that is only a matter of switches: lines that can be written as they are, and that mend it.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_base::Place;
use zcc_db::Db;
use zcc_hir::facts::{Mechanism, Mode};
use zcc_hir::ids::{CapabilityId, ClauseId, Entity};
use zcc_hir::model::{Benches, Way, entity_path, graph, place_facts, places};
use zcc_hir::rules::capability;
use zcc_hir::value::Truth;

use super::wanted::{around, everywhere, wanted};
use crate::database::DbWorld;
use crate::mended::{Asks, Mended};
use crate::partnership::reaches;
use crate::report::{Finding, Gap, Witness};
use crate::switches::Mendings;
use crate::world::World as _;

/// How much looking for ways out may cost in all, counted in things of the model that are looked at. What is left once it
/// is used up has the rule's own words for a remedy.
const MOST_WORK: u64 = 5_000_000;
/// How many ways are tried one by one where several things could be switched.
const MOST_TRIES: usize = 64;
/// How many components are named as partners to try.
const MOST_PARTNERS: usize = 4;

/// A switch that would help to mend a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Where: `control.panel`.
    pub path: SmolStr,
    /// The line to write into its braces: `enable session_lock`.
    pub line: Option<String>,
    /// What must go for it: the switch as it would be written alone, and what to take out of the text. Switches of one line
    /// that all go have the line for that, each.
    pub instead_of: Option<(String, Place)>,
}

impl Switch {
    /// Whether the other says the same of something else.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let old = |switch: &Self| switch.instead_of.as_ref().map(|(text, _)| text.clone());
        self.line == other.line && old(self) == old(other)
    }

    /// What to do, in the things of these paths.
    pub fn in_words(&self, paths: &str) -> String {
        match (&self.line, &self.instead_of) {
            (Some(line), None) => format!("write `{line}` in {paths}"),
            (Some(line), Some((old, _))) => format!("change `{old}` to `{line}` in {paths}"),
            (None, Some((old, _))) => format!("take `{old}` out of {paths}"),
            (None, None) => String::new(),
        }
    }
}

/// What would mend a witness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayOut {
    /// All of these together mend it, and no fewer; none where no setting of the switches was found that does.
    pub switches: Vec<Switch>,
    /// What keeps switches from mending it, each in a sentence.
    pub missing: Vec<String>,
}

/// The capabilities that would help.
type Wanted = Rc<BTreeSet<CapabilityId>>;

/// Finds ways out. Keep one for all findings that are told together.
pub struct Remedies<'db> {
    db: &'db dyn Db,
    benches: Benches<'db>,
    asks: RefCell<FxHashMap<ClauseId, Rc<Asks>>>,
    wanted: RefCell<FxHashMap<(ClauseId, u16), Wanted>>,
    size: OnceCell<u64>,
    work: Cell<u64>,
}

/// One thing switched.
#[derive(Clone)]
struct Step {
    entity: Entity,
    capability: CapabilityId,
    way: Way,
}

/// Ways to turn one capability of one thing on, each of one step or several.
struct Candidate {
    ways: Vec<Vec<Step>>,
}

impl<'db> Remedies<'db> {
    /// For the findings of a database.
    pub fn new(db: &'db dyn Db) -> Self {
        Self {
            db,
            benches: Benches::new(db),
            asks: RefCell::default(),
            wanted: RefCell::default(),
            size: OnceCell::new(),
            work: Cell::new(0),
        }
    }

    /// What would mend a witness of a finding.
    pub fn of(&self, finding: &Finding, witness: &Witness) -> WayOut {
        if witness.gap != Gap::NotEnabled {
            return WayOut::default();
        }
        let db = self.db;
        let key = (finding.clause, witness.assertion);
        let known = self.wanted.borrow().get(&key).cloned();
        let wanted = known.unwrap_or_else(|| {
            let found = Rc::new(wanted(db, finding.clause, witness));
            self.wanted.borrow_mut().insert(key, Rc::clone(&found));
            found
        });
        let asks = Rc::clone(
            self.asks
                .borrow_mut()
                .entry(finding.clause)
                .or_insert_with(|| Rc::new(Asks::of(&DbWorld(db), finding.clause))),
        );
        let search = Search {
            remedies: self,
            finding,
            witness,
            asks,
            missing: RefCell::default(),
            says_what_is_missing: Cell::new(true),
        };
        let steps = search.run(&wanted).unwrap_or_default();
        let gone = || steps.iter().flat_map(|step| step.way.gone.iter().map(|(_, gone)| gone));
        let mut switches: Vec<Switch> = Vec::new();
        for Step { way, .. } in &steps {
            let mut line = way.line.clone();
            for (owner, old) in &way.gone {
                let line = line.take_if(|(at, _)| at == owner).map(|(_, line)| line);
                let instead_of = Some((old.text.clone(), old.place(gone())));
                switches.push(Switch { path: entity_path(db, *owner), line, instead_of });
            }
            let line =
                line.map(|(owner, line)| Switch { path: entity_path(db, owner), line: Some(line), instead_of: None });
            switches.extend(line);
        }
        let missing = if switches.is_empty() { search.missing.into_inner() } else { Vec::new() };
        WayOut { switches, missing }
    }

    fn spend(&self, work: u64) -> bool {
        let spent = self.work.get().saturating_add(work);
        self.work.set(spent);
        spent <= MOST_WORK
    }

    /// How many things there are to look at where something hangs on the whole model.
    fn size(&self) -> u64 {
        *self.size.get_or_init(|| {
            let count = |place| place_facts(self.db, place).components.len() as u64 + 1;
            places(self.db).ids().map(count).sum()
        })
    }
}

struct Search<'s, 'db> {
    remedies: &'s Remedies<'db>,
    finding: &'s Finding,
    witness: &'s Witness,
    asks: Rc<Asks>,
    missing: RefCell<Vec<String>>,
    says_what_is_missing: Cell<bool>,
}

impl Search<'_, '_> {
    fn run(&self, wanted: &BTreeSet<CapabilityId>) -> Option<Vec<Step>> {
        let db = self.remedies.db;
        let subject = self.finding.subject;
        let mut seen: FxHashSet<Entity> = FxHashSet::default();
        let mut all: Vec<Candidate> = Vec::new();
        // What the witness itself could do comes first, then what stands around its subject, then all there is.
        for tier in 0..3 {
            // What is missing nearest says enough.
            self.says_what_is_missing.set(self.missing.borrow().is_empty());
            let entities = match tier {
                0 => self.witness.entities(subject),
                1 => around(db, subject),
                _ => everywhere(db),
            };
            let new: Vec<Entity> = entities.into_iter().filter(|entity| seen.insert(*entity)).collect();
            if !self.remedies.spend(new.len() as u64) {
                return None;
            }
            let before = all.len();
            for entity in new {
                all.extend(wanted.iter().filter_map(|capability| self.candidate(entity, *capability)));
            }
            if all.len() == before {
                continue;
            }
            if tier == 0
                && let Some(found) = self.alone(&all)
            {
                return Some(found);
            }
            let firsts: Vec<&Vec<Step>> = all.iter().map(|candidate| &candidate.ways[0]).collect();
            let together = if self.is_met(&firsts) {
                Some(firsts)
            } else if tier == 0 {
                self.otherwise(&all)
            } else {
                None
            };
            if let Some(together) = together {
                return self.fewest(&together);
            }
        }
        None
    }

    /// One way that mends the witness by itself.
    fn alone(&self, all: &[Candidate]) -> Option<Vec<Step>> {
        let ways = all.iter().flat_map(|candidate| &candidate.ways).take(MOST_TRIES);
        ways.into_iter().find(|way| self.is_met(&[way])).cloned()
    }

    /// All together, one of them in another than its first way.
    fn otherwise<'c>(&self, all: &'c [Candidate]) -> Option<Vec<&'c Vec<Step>>> {
        let mut tries = 0;
        for (at, candidate) in all.iter().enumerate() {
            for other in candidate.ways.iter().skip(1) {
                tries += 1;
                if tries > MOST_TRIES {
                    return None;
                }
                let mut ways: Vec<&Vec<Step>> = all.iter().map(|candidate| &candidate.ways[0]).collect();
                ways[at] = other;
                if self.is_met(&ways) {
                    return Some(ways);
                }
            }
        }
        None
    }

    /// Of ways that together mend the witness, those that it takes.
    fn fewest(&self, ways: &[&Vec<Step>]) -> Option<Vec<Step>> {
        let mut needed: Vec<&Vec<Step>> = Vec::new();
        let mut rest = ways.to_vec();
        while !self.is_met(&needed) {
            let enough = |count: usize| self.is_met(&[&needed[..], &rest[..count]].concat());
            // The smallest number of the rest that is enough with what is needed.
            let (mut too_few, mut count) = (0, rest.len());
            while count - too_few > 1 {
                let middle = too_few.midpoint(count);
                if enough(middle) {
                    count = middle;
                } else {
                    too_few = middle;
                }
            }
            let last = rest.get(count.checked_sub(1)?)?;
            needed.push(last);
            rest.truncate(count - 1);
        }
        needed.reverse();
        Some(needed.into_iter().flatten().cloned().collect())
    }

    /// Whether the witness is none any more with these ways taken.
    fn is_met(&self, ways: &[&Vec<Step>]) -> bool {
        let mut mendings = Mendings::default();
        for step in ways.iter().copied().flatten() {
            mendings.insert((step.entity, step.capability), step.way.entry.clone());
        }
        if mendings.is_empty() {
            return false;
        }
        let world = DbWorld(self.remedies.db);
        let mut changed: FxHashSet<CapabilityId> = mendings.keys().map(|(_, capability)| *capability).collect();
        let partners = world.partners();
        let with_partners = !partners.about().is_disjoint(&changed);
        if with_partners {
            changed.extend(partners.about());
        }
        let functions = self.asks.about(&changed);
        let is_global = with_partners || !functions.is_empty() || self.asks.looks_far;
        let work = if is_global { self.remedies.size() } else { 1 };
        self.remedies.spend(work)
            && Mended::new(&world, &mendings, &functions, with_partners).is_met(
                self.finding.clause,
                self.finding.subject,
                self.witness,
            )
    }

    /// The ways to turn a capability of something on.
    fn candidate(&self, entity: Entity, wanted: CapabilityId) -> Option<Candidate> {
        let world = DbWorld(self.remedies.db);
        // Of what is not mentioned, or said to be lacking, there is nothing to switch.
        if world.claims_of(entity, wanted)?.mechanisms.is_empty() {
            return None;
        }
        let bench = self.remedies.benches.of(entity)?;
        let steps: RefCell<FxHashMap<Entity, Step>> = RefCell::default();
        let partners = |needs: CapabilityId| {
            let (found, elsewhere) = self.partners(entity, needs);
            if found.is_empty() && self.says_what_is_missing.get() {
                self.miss(entity, wanted, needs, elsewhere);
            }
            let with_step = |(partner, step): (Entity, Option<Step>)| {
                if let Some(step) = step {
                    steps.borrow_mut().insert(partner, step);
                }
                partner
            };
            found.into_iter().map(with_step).collect::<Vec<Entity>>()
        };
        let ways = bench.ways(wanted, &partners);
        let steps = steps.into_inner();
        let partner = |claim: &Mechanism| claim.with.and_then(|with| Some((with.partner?, with.needs)));
        // What is named already may be able to have what is needed of it.
        let named = world.claims_of(entity, wanted).into_iter().flat_map(|entry| &entry.mechanisms).filter_map(partner);
        let mended = named.filter(|(partner, _)| reaches(&world, entity, *partner));
        let mended = mended.filter_map(|(partner, needs)| Some(vec![self.made_to_have(partner, needs)?.1?]));
        let with_partner = |way: Way| {
            let partner = way.entry.mechanisms.iter().find_map(partner);
            let before = partner.and_then(|(partner, _)| steps.get(&partner)).cloned();
            before.into_iter().chain([Step { entity, capability: wanted, way }]).collect()
        };
        let ways: Vec<Vec<Step>> = mended.chain(ways.into_iter().map(with_partner)).collect();
        (!ways.is_empty()).then_some(Candidate { ways })
    }

    /// Components that have a capability, or could be made to by the step beside them, and that something can send to; and
    /// one that has it where nothing carries what is sent.
    fn partners(&self, from: Entity, needs: CapabilityId) -> (Vec<(Entity, Option<Step>)>, Option<Entity>) {
        let db = self.remedies.db;
        let world = DbWorld(db);
        let (mut have, mut could, mut elsewhere) = (Vec::new(), Vec::new(), None);
        let own = from.place();
        let others = places(db).ids().filter(|place| Some(*place) != own);
        for place in own.into_iter().chain(others) {
            let count = place_facts(db, place).components.len() as u32;
            if have.len() >= MOST_PARTNERS || !self.remedies.spend(u64::from(count) + 1) {
                break;
            }
            for component in (0..count).map(|at| Entity::Component(place, at)).filter(|component| *component != from) {
                let Some(entry) = world.claims_of(component, needs) else { continue };
                let alone = entry.mechanisms.iter().filter(|claim| claim.with.is_none());
                let counts = alone.fold([Truth::False; 2], |[achieved, helpful], claim| {
                    let [now, best, _] = claim.counts;
                    [achieved.or(now), helpful.or(best)]
                });
                if counts[1] != Truth::True {
                    continue;
                }
                if !reaches(&world, from, component) {
                    elsewhere = elsewhere.or(Some(component));
                } else if counts[0] == Truth::True {
                    have.push((component, None));
                } else if could.len() < MOST_PARTNERS {
                    could.extend(self.made_to_have(component, needs));
                }
            }
        }
        have.truncate(MOST_PARTNERS);
        have.extend(could);
        (have, elsewhere)
    }

    fn made_to_have(&self, component: Entity, needs: CapabilityId) -> Option<(Entity, Option<Step>)> {
        let ways = self.remedies.benches.of(component)?.ways(needs, &|_| Vec::new());
        let counts = |way: &Way| {
            let achieved = way.entry.mechanisms.iter().map(|claim| claim.counts[Mode::Achieved as usize]);
            achieved.fold(Truth::False, Truth::or)
        };
        let way = ways.into_iter().find(|way| counts(way) == Truth::True)?;
        Some((component, Some(Step { entity: component, capability: needs, way })))
    }

    fn miss(&self, entity: Entity, wanted: CapabilityId, needs: CapabilityId, elsewhere: Option<Entity>) {
        let db = self.remedies.db;
        let name = |id| &capability(db, id).name;
        let path = entity_path(db, entity);
        let of = |entity: Entity| {
            let head = entity.place().and_then(|place| graph(db).places.get(place.index()));
            head.map_or_else(|| path.clone(), |head| head.path.clone())
        };
        let why = match elsewhere {
            Some(other) => format!(
                "{} has it, but nothing carries traffic from {} to {}",
                entity_path(db, other),
                of(entity),
                of(other)
            ),
            None => "no other has it".to_owned(),
        };
        let text = format!(
            "`{}` in {path} works only with a component that has `{}` and that it can send to: {why}",
            name(wanted),
            name(needs)
        );
        let mut missing = self.missing.borrow_mut();
        if !missing.contains(&text) {
            missing.push(text);
        }
    }
}
