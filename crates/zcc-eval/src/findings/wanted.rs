//! Which capabilities would help a witness to meet its clause, and where to look for them.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use zcc_db::Db;
use zcc_hir::expr::{CompareOp, Expr, ExprKind, LetId, QuantifierKind};
use zcc_hir::facts::CapabilityTable;
use zcc_hir::ids::{CapabilityId, ClauseId, Entity, FunctionId, PlaceId};
use zcc_hir::model::{entity_path, graph, place_facts, places, site_facts};
use zcc_hir::rules::{capability, function, requirement};

use crate::database::DbWorld;
use crate::report::Witness;
use crate::world::World as _;

/// How many things are looked at where the witness itself has nothing to switch: a line that names the one in a large
/// site is worth less than an answer in time.
const LOOKED_AT: usize = 500;

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

/// The certificates that would settle what is not known of a witness if they counted, and why they do not, each in a sentence.
pub(super) fn lapsed(db: &dyn Db, clause: ClauseId, subject: Entity, witness: &Witness) -> Vec<String> {
    let world = DbWorld(db);
    let mut found = Vec::new();
    for entity in witness.entities(subject) {
        for wanted in wanted(db, clause, witness) {
            if world.claims_of(entity, wanted).is_none() {
                let of = || format!("`{}` of {}", capability(db, wanted).name, entity_path(db, entity));
                let lapsed = world.unattested(entity, wanted);
                found.extend(lapsed.into_iter().map(|why| format!("{}: {why}", of())));
            }
        }
    }
    found
}

/// The capabilities that would help a witness to meet its clause.
pub(super) fn wanted(db: &dyn Db, clause: ClauseId, witness: &Witness) -> BTreeSet<CapabilityId> {
    let requirement = requirement(db, clause.requirement);
    let lets = requirement.lets.iter().map(|line| (line.id, &line.value)).collect();
    let mut wanted = Wanted { db, lets, capabilities: BTreeSet::new(), functions: BTreeSet::new() };
    let assertions = requirement.clauses.get(usize::from(clause.clause)).map(|clause| &clause.assertions);
    if let Some(assertion) = assertions.and_then(|assertions| assertions.get(usize::from(witness.assertion))) {
        match assertion.condition.witness_quantifier().map(|quantifier| &quantifier.kind) {
            // Of an outermost quantifier only what it says of each counts: whom it is about is not to be switched.
            Some(ExprKind::Quantifier { kind, body, .. }) => wanted.collect(body, *kind != QuantifierKind::No),
            _ => wanted.collect(&assertion.condition, true),
        }
    }
    wanted.capabilities
}

/// What is in the subject's zone or conduit, and the devices that guard the ways in.
pub(super) fn around(db: &dyn Db, subject: Entity) -> Vec<Entity> {
    let Some(place) = subject.place() else { return Vec::new() };
    let mut found: Vec<Entity> = members(db, place).collect();
    if let Some(head) = graph(db).places.get(place.index()) {
        let ways_in = head.crossings.iter().chain(&head.joined).copied();
        let mut conduits: Vec<PlaceId> =
            ways_in.filter(|place| matches!(places(db).entity(*place), Entity::Conduit(_))).collect();
        conduits.sort_unstable();
        conduits.dedup();
        // The devices at the ways in are few and the likeliest.
        found.splice(0..0, conduits.into_iter().flat_map(|conduit| members(db, conduit)));
    }
    found.truncate(LOOKED_AT);
    found
}

/// Everything that has capabilities, as far as it is worth looking.
pub(super) fn everywhere(db: &dyn Db) -> Vec<Entity> {
    let all = places(db).ids().flat_map(|place| members(db, place).chain([places(db).entity(place)]));
    all.take(LOOKED_AT).chain([Entity::Site]).collect()
}

/// The components and channels of a zone or conduit.
fn members(db: &dyn Db, place: PlaceId) -> impl Iterator<Item = Entity> {
    let facts = place_facts(db, place);
    let components = (0..facts.components.len() as u32).map(move |at| Entity::Component(place, at));
    components.chain((0..facts.channels.len() as u32).map(move |at| Entity::Channel(place, at)))
}

struct Wanted<'db> {
    db: &'db dyn Db,
    /// What the requirement's `let` lines stand for; each is looked through once.
    lets: FxHashMap<LetId, &'db Expr>,
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
            ExprKind::LetReference(id) => {
                if let Some(value) = self.lets.remove(id) {
                    self.collect(value, helps);
                }
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
