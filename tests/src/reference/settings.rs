//! Settings of the switches, tried one after another: the first sentence of what capable means, taken at its word.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use zcc_syntax::ast::{Clause, Expr, ExprKind, Requirement};

use super::assess::{assessed_products, assessed_subjects};
use super::evaluate::World;
use super::judge::Ruling;
use super::model::Model;
use super::rules::Rules;
use super::truth::Mode;
use super::value::Entity;

/// A claim that can be switched: whose, of what, and which.
pub(super) type Switch = (Entity, String, usize);

/// How many settings are tried for one clause and subject.
const MOST_SETTINGS: usize = 4_096;

/// What is being found out about switches.
#[derive(Default)]
pub(super) struct Switches {
    /// How they are set; all others are as the model says. Nothing is set while capabilities are taken each at its best.
    pub set: Option<BTreeMap<Switch, bool>>,
    /// Which were asked for where having them helps, and where it harms.
    pub asked: RefCell<BTreeMap<Switch, [bool; 2]>>,
    /// Which were asked for and are not set.
    pub missing: RefCell<BTreeSet<Switch>>,
}

impl Switches {
    /// How a claim is set, if it is.
    pub(super) fn ask(&self, switch: Switch, mode: Mode) -> Option<bool> {
        if let Some(set) = &self.set {
            let found = set.get(&switch).copied();
            if found.is_none() {
                self.missing.borrow_mut().insert(switch);
            }
            return found;
        }
        let mut asked = self.asked.borrow_mut();
        let ways = asked.entry(switch).or_default();
        ways[0] |= mode == Mode::Helpful;
        ways[1] |= mode == Mode::Harmful;
        None
    }
}

fn rank(verdict: &str) -> usize {
    match verdict {
        "unmet" => 0,
        "unproven" => 1,
        _ => 2,
    }
}

/// Whether a `has` stands in an expression.
fn asks(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Has { .. });
    super::functions::for_each_part(expr, &mut |part| found = found || asks(part));
    found
}

impl<'a> World<'a> {
    /// The same world with other switches. What does not depend on them is taken over.
    fn with_switches(&self, set: Option<BTreeMap<Switch, bool>>) -> Self {
        let depends = |name: &str| {
            let uses = self.rules.uses(name);
            uses.iter().map(String::as_str).chain([name]).any(|name| asks(&self.rules.functions[name].body))
        };
        let relations = self.relations.borrow();
        let constants = self.constants.borrow();
        Self {
            rules: self.rules,
            model: self.model,
            partners: self.partners.clone(),
            relations: RefCell::new(
                relations
                    .iter()
                    .filter(|((name, _), _)| !depends(name))
                    .map(|(key, tuples)| (key.clone(), tuples.clone()))
                    .collect(),
            ),
            open: RefCell::default(),
            constants: RefCell::new(
                constants
                    .iter()
                    .filter(|((name, _), _)| !depends(name))
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect(),
            ),
            switches: Switches { set, ..Switches::default() },
        }
    }

    /// What a clause comes to that each use of a switch by itself would meet: that, if one setting of the switches does.
    /// `floor` is what the setting that is there makes of it. `None` where there are too many settings to tell.
    pub(super) fn in_one_setting(
        &self,
        requirement: &'a Requirement,
        clause: &'a Clause,
        subject: Entity,
        capable: Ruling,
        floor: &'static str,
    ) -> Option<Ruling> {
        let at_best = self.with_switches(None);
        at_best.rule(requirement, clause, subject, Mode::Helpful);
        let asked = at_best.switches.asked.take();
        // Where a switch was only asked for one way, that way it is set, to begin with.
        let mut plain: BTreeMap<Switch, bool> = asked
            .iter()
            .filter(|(_, [helps, harms])| helps != harms)
            .map(|(switch, [helps, _])| (switch.clone(), *helps))
            .collect();
        let mut open: BTreeSet<Switch> = asked.into_keys().filter(|switch| !plain.contains_key(switch)).collect();
        let mut best = floor;
        let mut tried = 0;
        'again: loop {
            let choices: Vec<&Switch> = open.iter().collect();
            let mut masks: Vec<usize> = (0..1_usize << choices.len().min(12)).collect();
            masks.sort_by_key(|mask| mask.count_ones());
            for mask in masks {
                tried += 1;
                if tried > MOST_SETTINGS {
                    return None;
                }
                let mut set = plain.clone();
                let chosen = choices.iter().enumerate();
                set.extend(chosen.map(|(at, switch)| ((*switch).clone(), at < 64 && mask >> at & 1 == 1)));
                let world = self.with_switches(Some(set));
                let found = world.rule(requirement, clause, subject, Mode::Achieved);
                if rank(found.verdict) > rank(best) {
                    best = found.verdict;
                }
                if found.holds() {
                    return Some(capable);
                }
                let missing = world.switches.missing.take();
                if !missing.is_empty() {
                    open.extend(missing);
                    continue 'again;
                }
            }
            if choices.len() > 12 {
                return None;
            }
            // Under another setting the others may be asked for the other way, too.
            if !plain.is_empty() {
                open.extend(std::mem::take(&mut plain).into_keys());
                continue;
            }
            return Some(Ruling { verdict: best, witnesses: vec![vec![subject]] });
        }
    }

    fn all_switches(&self) -> Vec<Switch> {
        let kinds = ["site", "zone", "conduit", "component", "channel", "product", "protocol"];
        let things = kinds.iter().flat_map(|kind| self.model.all(self.rules, kind));
        let mut found = Vec::new();
        for thing in things {
            for capability in self.rules.capabilities.keys() {
                let claims = self.mechanisms(thing, capability).unwrap_or_default();
                let switchable = claims.iter().enumerate().filter(|(_, claim)| claim.is_switchable());
                found.extend(switchable.map(|(at, _)| (thing, capability.clone(), at)));
            }
        }
        found
    }
}

/// By catalogue, clause and subject: the best verdict that any setting of the switches gives.
pub type Best = BTreeMap<(String, String, String), &'static str>;

/// Tries every setting of all switches there are. `None` where there are more than `most` switches.
pub fn exhaustive(rules: &Rules, model: &Model, most: usize) -> Option<Best> {
    let world = World::new(rules, model);
    let switches = world.all_switches();
    if switches.len() > most {
        return None;
    }
    let mut best = Best::new();
    for mask in 0..1_usize << switches.len() {
        let set = switches.iter().enumerate().map(|(at, switch)| (switch.clone(), mask >> at & 1 == 1)).collect();
        let world = world.with_switches(Some(set));
        for (catalog, subject) in assessed_subjects(&world).into_iter().chain(assessed_products(&world)) {
            for (requirement, clause, id) in rules.clauses(&catalog.name) {
                let kinds = requirement.subject.as_ref().map(Rules::kinds).unwrap_or_default();
                if !kinds.iter().any(|kind| kind == Model::kind(subject)) {
                    continue;
                }
                let found = world.rule(requirement, clause, subject, Mode::Achieved).verdict;
                let known = best.entry((catalog.name.clone(), id, world.called(subject))).or_insert(found);
                if rank(found) > rank(known) {
                    *known = found;
                }
            }
        }
    }
    Some(best)
}
