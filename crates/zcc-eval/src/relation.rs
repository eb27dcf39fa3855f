//! Relations: least fixpoints in the order false < unknown < true.
//!
//! The bodies of a recursive group are broken up into rules (`head if atom and atom …`, with the names that `some`
//! binds), and facts are derived from facts until nothing rises any more. A transitive closure, or recursion that
//! passes one end through unchanged, is worked out over strongly connected components with rows of bits instead.

mod components;
mod derivation;
mod fixpoint;
mod rules;
mod worker;

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use zcc_hir::expr::{ExprKind, Type};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, EntityKind, EntityKinds, FunctionId, PlaceId};
use zcc_hir::program::Function;
use zcc_hir::value::{Truth, Value};

use crate::closure::Matrix;
use crate::remembering::Remembering;
use crate::val::Val;
use crate::walk::{any, recursive_group};
use crate::world::World;

use components::through_components;
pub(crate) use derivation::{Derivation, derivations};
use fixpoint::fixpoint;
use rules::{Rule, rules};

/// The tuples of a relation: those that are sure and those that are perhaps. All others are false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Over one or two zones or conduits.
    Places {
        /// One or two.
        arity: u8,
        /// What is sure. One argument takes the first row.
        sure: Matrix,
        /// What is sure or perhaps.
        possible: Matrix,
    },
    /// Over anything.
    Tuples {
        /// Every tuple that is not false, with whether it is sure.
        tuples: FxHashMap<Box<[Value]>, bool>,
        /// Whether there may be more that nobody could enumerate.
        open: bool,
    },
}

/// More zones and conduits than this are not put into rows of bits.
const MOST_PLACES: u32 = 16_384;
/// How many evaluations of whole bodies a relation is worth before what is left counts as unknown.
const MOST_EVALUATIONS: u64 = 20_000_000;

fn place_of(value: &Val<'_>) -> Option<PlaceId> {
    match value {
        Val::Entity(Entity::Zone(place) | Entity::Conduit(place)) => Some(*place),
        _ => None,
    }
}

fn key(tuple: &[Val<'_>]) -> Option<Box<[Value]>> {
    tuple.iter().map(Val::to_value).collect()
}

impl Extent {
    fn new(function: &Function, places: u32) -> Self {
        if over_places(function) && places <= MOST_PLACES {
            let rows = if function.parameters.len() == 1 { 1 } else { places };
            let matrix = Matrix::new(rows, places);
            return Self::Places { arity: function.parameters.len() as u8, sure: matrix.clone(), possible: matrix };
        }
        Self::Tuples { tuples: FxHashMap::default(), open: false }
    }

    /// Whether a tuple belongs to it; unknown where a part of the tuple is.
    pub fn truth(&self, tuple: &[Val<'_>]) -> Truth {
        match self {
            Self::Places { sure, possible, .. } => {
                let (row, column) = match tuple {
                    [only] => (Some(PlaceId(0)), place_of(only)),
                    [first, second] => (place_of(first), place_of(second)),
                    _ => return Truth::Unknown,
                };
                let (Some(row), Some(column)) = (row, column) else {
                    let known = tuple.iter().all(|part| matches!(part, Val::Entity(_)));
                    return if known { Truth::False } else { Truth::Unknown };
                };
                if sure.get(row.0, column.0) {
                    Truth::True
                } else if possible.get(row.0, column.0) {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            Self::Tuples { tuples, open } => match key(tuple).map(|key| tuples.get(&key).copied()) {
                Some(Some(true)) => Truth::True,
                Some(None) if !open => Truth::False,
                _ => Truth::Unknown,
            },
        }
    }

    /// Makes a tuple at least that true. Returns whether that was news.
    fn raise(&mut self, tuple: &[Val<'_>], truth: Truth) -> bool {
        if truth <= self.truth(tuple) {
            return false;
        }
        match self {
            Self::Places { sure, possible, .. } => {
                let (row, column) = match tuple {
                    [only] => (Some(PlaceId(0)), place_of(only)),
                    [first, second] => (place_of(first), place_of(second)),
                    _ => return false,
                };
                let (Some(row), Some(column)) = (row, column) else { return false };
                possible.set(row.0, column.0);
                if truth == Truth::True {
                    sure.set(row.0, column.0);
                }
                true
            }
            Self::Tuples { tuples, .. } => {
                let Some(key) = key(tuple) else { return false };
                tuples.insert(key, truth == Truth::True);
                true
            }
        }
    }
}

/// Whether a relation has one or two parameters, all zones or conduits.
fn over_places(function: &Function) -> bool {
    let places = EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit));
    matches!(function.parameters.len(), 1 | 2)
        && function
            .parameters
            .iter()
            .all(|parameter| matches!(parameter.ty, Type::Entity(kinds) if kinds.is_within(places)))
}

/// The relations that are being worked out together, as far as they are known by now.
pub(crate) struct Recursion {
    members: Vec<(FunctionId, RefCell<Extent>)>,
}

/// One of them.
pub(crate) struct Member<'r>(&'r RefCell<Extent>);

impl Recursion {
    pub(crate) fn member(&self, function: FunctionId) -> Option<Member<'_>> {
        self.members.iter().find(|(id, _)| *id == function).map(|(_, extent)| Member(extent))
    }

    fn position(&self, function: FunctionId) -> Option<usize> {
        self.members.iter().position(|(id, _)| *id == function)
    }
}

impl Member<'_> {
    pub(crate) fn truth(&self, tuple: &[Val<'_>]) -> Truth {
        self.0.borrow().truth(tuple)
    }
}

/// Works out a relation (with those that it is recursive with). `None` where it is worked out at each call instead.
pub fn compute(world: &dyn World, function: FunctionId, mode: Mode) -> Option<Extent> {
    let world: &dyn World = &Remembering::new(world);
    let declaration = world.function(function)?;
    if !declaration.relation {
        return None;
    }
    let group = recursive_group(world, function);
    if group.is_empty() && !(over_places(declaration) && world.place_count() <= MOST_PLACES) {
        return None;
    }
    let members: Vec<FunctionId> = if group.is_empty() { vec![function] } else { group.clone() };
    // A define between the relations of a group keeps its body from being broken up into rules: see `whole`.
    let relations: Vec<FunctionId> =
        members.into_iter().filter(|id| world.function(*id).is_some_and(|function| function.relation)).collect();
    let mut bodies = Vec::new();
    for id in &relations {
        let body = world.function(*id)?;
        let mut own = rules(&body.body).unwrap_or_else(|| vec![Rule { atoms: vec![&body.body], ..Rule::default() }]);
        let mut in_pieces = true;
        for rule in &mut own {
            for (at, atom) in rule.atoms.iter().enumerate() {
                if let ExprKind::Call { function, arguments } = &atom.kind
                    && relations.contains(function)
                    && arguments.iter().all(|argument| matches!(argument.kind, ExprKind::Slot(_)))
                {
                    rule.calls.push(at);
                } else if any(
                    atom,
                    &mut |inner| matches!(inner.kind, ExprKind::Call { function, .. } if group.contains(&function)),
                ) {
                    in_pieces = false;
                }
            }
        }
        bodies.push((body, own, in_pieces));
    }
    if let [(body, own, true)] = &*bodies
        && let Some(extent) = through_components(world, body, own, mode)
    {
        return Some(extent);
    }
    let recursion = Recursion {
        members: relations
            .iter()
            .zip(&bodies)
            .map(|(id, (body, ..))| (*id, RefCell::new(Extent::new(body, world.place_count()))))
            .collect(),
    };
    fixpoint(world, &recursion, &bodies, mode);
    let at = recursion.position(function)?;
    recursion.members.into_iter().nth(at).map(|(_, extent)| extent.into_inner())
}
