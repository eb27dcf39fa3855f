//! Which switches would mend a witness: the `enable` lines to write, the `disable` lines to remove.

use std::collections::BTreeSet;

use smol_str::SmolStr;
use zcc_db::Db;
use zcc_hir::expr::{CompareOp, Expr, ExprKind, QuantifierKind};
use zcc_hir::facts::{CapabilityTable, MechanismState};
use zcc_hir::ids::{CapabilityId, ClauseId, Entity, FunctionId, PlaceId};
use zcc_hir::model::{entity_path, graph, place_facts, places, site_facts};
use zcc_hir::rules::{capability, function, requirement};

use crate::report::{Gap, Witness};

/// Something that could be switched on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Switch {
    /// What to write: `enable session_lock`.
    pub line: String,
    /// Where: `control.panel`.
    pub path: SmolStr,
}

/// How many components are looked at where the witness itself has nothing to switch: a line that names the one in a large
/// site is worth less than an answer in time.
const LOOKED_AT: usize = 500;

/// What could be switched on at the things that a witness is about, of the capabilities that its clause asks for.
pub fn switches(db: &dyn Db, clause: ClauseId, subject: Entity, witness: &Witness) -> Vec<Switch> {
    if witness.gap != Gap::NotEnabled {
        return Vec::new();
    }
    let capabilities = wanted(db, clause, witness);
    let at = |entities: &[Entity]| {
        let mut found = Vec::new();
        for entity in entities {
            with_table(db, *entity, &mut |table| {
                found.extend(capabilities.iter().filter_map(|wanted| switch(db, *entity, table, *wanted)));
            });
        }
        found
    };
    // What the witness itself could do comes first, then what stands around its subject, then all there is.
    let mut found = at(&witness.entities(subject));
    if found.is_empty() {
        found = at(&around(db, subject));
    }
    if found.is_empty() {
        let everywhere = places(db).ids().flat_map(|place| components(db, place));
        found = at(&everywhere.take(LOOKED_AT).collect::<Vec<_>>());
    }
    found
}

/// The capabilities that a clause asks for and that nothing settles for a witness: nobody mentioned them, or nobody stated
/// the parameter, the firmware or the evidence that would decide.
pub fn undecided(db: &dyn Db, clause: ClauseId, subject: Entity, witness: &Witness) -> Vec<String> {
    let entities = witness.entities(subject);
    let unsettled = |capability: CapabilityId| {
        entities.iter().all(|entity| {
            let mut settled = false;
            with_table(db, *entity, &mut |table| {
                settled = table.get(capability).is_some_and(|entry| entry.mechanisms.is_empty());
            });
            !settled
        })
    };
    wanted(db, clause, witness)
        .into_iter()
        .filter(|wanted| unsettled(*wanted))
        .map(|wanted| capability(db, wanted).name.to_string())
        .collect()
}

/// The capabilities that would help a witness to meet its clause.
fn wanted(db: &dyn Db, clause: ClauseId, witness: &Witness) -> BTreeSet<CapabilityId> {
    let mut wanted = Wanted { db, capabilities: BTreeSet::new(), functions: BTreeSet::new() };
    let requirement = requirement(db, clause.requirement);
    let assertions = requirement.clauses.get(usize::from(clause.clause)).map(|clause| &clause.assertions);
    if let Some(assertion) = assertions.and_then(|assertions| assertions.get(usize::from(witness.assertion))) {
        match &assertion.condition.kind {
            // Of an outermost quantifier only what it says of each counts: whom it is about is not to be switched.
            ExprKind::Quantifier { kind, body, .. } => wanted.collect(body, *kind != QuantifierKind::No),
            _ => wanted.collect(&assertion.condition, true),
        }
    }
    wanted.capabilities
}

/// The components of the subject's zone or conduit, and the devices that guard the ways in.
fn around(db: &dyn Db, subject: Entity) -> Vec<Entity> {
    let Some(place) = subject.place() else { return Vec::new() };
    let mut found = components(db, place);
    if let Some(head) = graph(db).places.get(place.index()) {
        let ways_in = head.crossings.iter().chain(&head.joined).copied();
        let mut conduits: Vec<PlaceId> =
            ways_in.filter(|place| matches!(places(db).entity(*place), Entity::Conduit(_))).collect();
        conduits.sort_unstable();
        conduits.dedup();
        // The devices at the ways in are few and the likeliest.
        found.splice(0..0, conduits.into_iter().flat_map(|conduit| components(db, conduit)));
    }
    found.truncate(LOOKED_AT);
    found
}

fn components(db: &dyn Db, place: PlaceId) -> Vec<Entity> {
    (0..place_facts(db, place).components.len() as u32).map(|at| Entity::Component(place, at)).collect()
}

struct Wanted<'db> {
    db: &'db dyn Db,
    capabilities: BTreeSet<CapabilityId>,
    functions: BTreeSet<(FunctionId, bool)>,
}

impl Wanted<'_> {
    /// Collects the capabilities that help where the expression's truth does (`helps`), or where its falsehood does.
    fn collect(&mut self, expr: &Expr, helps: bool) {
        match &expr.kind {
            ExprKind::Not(inner) => self.collect(inner, !helps),
            ExprKind::Implies(guard, then) => {
                self.collect(guard, !helps);
                self.collect(then, helps);
            }
            ExprKind::Quantifier { kind, condition, body, .. } => {
                let (of_condition, of_body) = match kind {
                    QuantifierKind::Every => (!helps, helps),
                    QuantifierKind::Some => (helps, helps),
                    QuantifierKind::No => (!helps, !helps),
                };
                if let Some(condition) = condition {
                    self.collect(condition, of_condition);
                }
                self.collect(body, of_body);
            }
            // A set that grows in what is taken away, or in what something must not be in, makes less true.
            ExprKind::Except(all, taken) | ExprKind::Compare(CompareOp::NotIn, all, taken) => {
                self.collect(all, helps);
                self.collect(taken, !helps);
            }
            ExprKind::Has { capability, .. } => {
                if helps {
                    self.capabilities.insert(*capability);
                }
            }
            ExprKind::Call { function: called, arguments } => {
                if self.functions.insert((*called, helps)) {
                    let called = function(self.db, *called).clone();
                    self.collect(&called.body, helps);
                }
                for argument in arguments {
                    self.collect(argument, helps);
                }
            }
            other => other.for_each_child(&mut |inner| self.collect(inner, helps)),
        }
    }
}

fn with_table(db: &dyn Db, entity: Entity, use_it: &mut dyn FnMut(&CapabilityTable)) {
    match entity {
        Entity::Site => use_it(&site_facts(db).capabilities),
        Entity::Zone(place) | Entity::Conduit(place) => use_it(&place_facts(db, place).capabilities),
        Entity::Component(place, at) => {
            place_facts(db, place).components.get(at as usize).iter().for_each(|facts| use_it(&facts.capabilities));
        }
        Entity::Channel(place, at) => {
            place_facts(db, place).channels.get(at as usize).iter().for_each(|facts| use_it(&facts.capabilities));
        }
        Entity::Product(_) | Entity::Protocol(_) => {}
    }
}

fn switch(db: &dyn Db, entity: Entity, table: &CapabilityTable, wanted: CapabilityId) -> Option<Switch> {
    let entry = table.get(wanted)?;
    let name = &capability(db, wanted).name;
    let off = |state| entry.mechanisms.iter().find(|mechanism| mechanism.state == state);
    let line = if let Some(mechanism) = off(MechanismState::NotEnabled) {
        match mechanism.with {
            Some(with) => {
                let needs = &capability(db, with.needs).name;
                format!("enable {name} with <a component that has {needs}>")
            }
            None => format!("enable {name}"),
        }
    } else {
        off(MechanismState::Disabled)?;
        format!("enable {name}")
    };
    Some(Switch { line, path: entity_path(db, entity) })
}
