//! What is known of relations: their tuples.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use zcc_hir::expr::Type;
use zcc_hir::ids::{Entity, EntityKind, EntityKinds, FunctionId, PlaceId};
use zcc_hir::program::Function;
use zcc_hir::value::{Truth, Value};

use crate::closure::Matrix;
use crate::val::Val;

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
pub(crate) const MOST_PLACES: u32 = 16_384;
pub(crate) fn place_of(value: &Val<'_>) -> Option<PlaceId> {
    match value {
        Val::Entity(Entity::Zone(place) | Entity::Conduit(place)) => Some(*place),
        _ => None,
    }
}

fn key(tuple: &[Val<'_>]) -> Option<Box<[Value]>> {
    tuple.iter().map(Val::to_value).collect()
}

impl Extent {
    pub(crate) fn new(function: &Function, places: u32) -> Self {
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
    pub(crate) fn raise(&mut self, tuple: &[Val<'_>], truth: Truth) -> bool {
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
pub(crate) fn over_places(function: &Function) -> bool {
    let places = EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit));
    matches!(function.parameters.len(), 1 | 2)
        && function
            .parameters
            .iter()
            .all(|parameter| matches!(parameter.ty, Type::Entity(kinds) if kinds.is_within(places)))
}

/// The relations that are being worked out together, as far as they are known by now.
pub(crate) struct Recursion {
    pub(crate) members: Vec<(FunctionId, RefCell<Extent>)>,
}

/// One of them.
pub(crate) struct Member<'r>(&'r RefCell<Extent>);

impl Recursion {
    pub(crate) fn member(&self, function: FunctionId) -> Option<Member<'_>> {
        self.members.iter().find(|(id, _)| *id == function).map(|(_, extent)| Member(extent))
    }

    pub(crate) fn position(&self, function: FunctionId) -> Option<usize> {
        self.members.iter().position(|(id, _)| *id == function)
    }
}

impl Member<'_> {
    pub(crate) fn truth(&self, tuple: &[Val<'_>]) -> Truth {
        self.0.borrow().truth(tuple)
    }
}
