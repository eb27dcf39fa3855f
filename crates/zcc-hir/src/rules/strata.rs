//! In which order relations can be computed, and which programs have none: a define that uses itself, a relation that
//! depends on its own negation.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item};

use super::check::{CallEdge, Polarity};
use super::depth::is_too_deep;
use super::functions::{core, function_source_map, reach};
use super::signatures::{function_item, signature};
use crate::expr::Type;
use crate::ids::FunctionId;
use crate::names::tables;

/// Functions that use each other, or one that no other uses back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Sorted.
    pub functions: Box<[FunctionId]>,
    /// Whether they use themselves: then they are relations, computed together as a least fixpoint.
    pub recursive: bool,
    /// Whether there is no such fixpoint, or they go too deep (an error was reported): everything they say is unknown.
    pub refused: bool,
}

/// All groups, each after those that it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strata {
    /// In dependency order.
    pub groups: Vec<Arc<Group>>,
}

/// The group of a define or relation. Lowers what it uses, and nothing else.
pub fn group(db: &dyn Db, id: FunctionId) -> &Arc<Group> {
    group_of(db, function_item(db, id))
}

/// All groups of the whole workspace, each after those that it uses. It lowers every define and relation there is;
/// who only needs some asks [`strata_of`] or [`group`].
pub fn strata(db: &dyn Db) -> &Strata {
    all_strata(db)
}

/// The groups of `roots` and of all that they use, each after those that it uses.
pub fn strata_of(db: &dyn Db, roots: impl IntoIterator<Item = FunctionId>) -> Strata {
    let mut reached: Vec<FunctionId> = Vec::new();
    for root in roots {
        reached.push(root);
        reached.extend_from_slice(&reach(db, function_item(db, root)).functions);
    }
    reached.sort_unstable();
    reached.dedup();
    // Whoever uses another reaches more than that one does, itself counted.
    let mut found: Vec<(usize, Arc<Group>)> = Vec::new();
    for id in reached {
        let group = group(db, id);
        if group.functions.first() == Some(&id) {
            let below = &reach(db, function_item(db, id)).functions;
            let size = below.len() + usize::from(below.binary_search(&id).is_err());
            found.push((size, group.clone()));
        }
    }
    found.sort_by_key(|(size, group)| (*size, group.functions.first().copied()));
    Strata { groups: found.into_iter().map(|(_, group)| group).collect() }
}

#[salsa::tracked(returns(ref))]
fn all_strata(db: &dyn Db) -> Strata {
    strata_of(db, (0..tables(db).functions.len() as u32).map(FunctionId))
}

#[salsa::tracked(returns(ref))]
fn group_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Group> {
    let Some(number) = tables(db).functions.number(item.anchor()) else {
        return Arc::new(Group { functions: Box::default(), recursive: false, refused: false });
    };
    let id = FunctionId(number);
    if is_too_deep(db, item) {
        return Arc::new(Group { functions: Box::new([id]), recursive: false, refused: true });
    }
    let below = &reach(db, item).functions;
    let recursive = below.binary_search(&id).is_ok();
    let functions: Box<[FunctionId]> = if recursive {
        let back = |other: &FunctionId| reach(db, function_item(db, *other)).functions.binary_search(&id).is_ok();
        below.iter().copied().filter(|other| *other == id || back(other)).collect()
    } else {
        Box::new([id])
    };
    let refused = recursive && offence(db, &functions).is_some();
    Arc::new(Group { functions, recursive, refused })
}

/// The first use within the group that rules it out.
fn offence(db: &dyn Db, functions: &[FunctionId]) -> Option<(FunctionId, CallEdge)> {
    let inside = |edge: &&CallEdge| functions.binary_search(&edge.callee).is_ok();
    let define = functions.iter().find(|id| !signature(db, **id).relation);
    if let Some(id) = define {
        let edge = core(db, function_item(db, *id)).edges.iter().find(inside)?;
        return Some((*id, *edge));
    }
    functions.iter().find_map(|id| {
        let edges = &core(db, function_item(db, *id)).edges;
        edges.iter().filter(inside).find(|edge| edge.polarity != Polarity::Positive).map(|edge| (*id, *edge))
    })
}

fn place_of(db: &dyn Db, function: FunctionId, edge: CallEdge) -> Place {
    let map = function_source_map(db, function);
    let range = map.expressions.get(edge.expr.0 as usize).copied().unwrap_or(map.name);
    Place { anchor: function_item(db, function).anchor(), range }
}

/// What is wrong with the cycle that a function is in; told once, at the use that rules it out.
pub(crate) fn cycle_diagnostics(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let id = FunctionId(tables(db).functions.number(item.anchor())?);
    let group = group(db, id);
    if !group.refused || is_too_deep(db, item) {
        return None;
    }
    let (culprit, edge) = offence(db, &group.functions)?;
    if culprit != id {
        return None;
    }
    let name = |id: FunctionId| signature(db, id).name.clone();
    let place = place_of(db, id, edge);
    let told = if signature(db, id).relation {
        let how = if edge.polarity == Polarity::Negative {
            "depends on its own negation"
        } else {
            "uses itself where more of it could give less of it"
        };
        Diagnostic::new(Code::NOT_STRATIFIED, place, format!("the relation `{}` {how}", name(id)))
            .help("a relation may only use itself where more of it gives more of it: not under `not`, `no`, the `where` of `every`, the left of `=>`, the condition of `if`, in `count`, a comparison or an argument")
    } else {
        let told = Diagnostic::new(Code::RECURSIVE_DEFINE, place, format!("the define `{}` uses itself", name(id)));
        match signature(db, id).returns {
            Type::Bool => told
                .help("a define cannot, a relation can: write `relation` instead of `define` and leave out the type"),
            _ => {
                told.help("a define cannot; say what it needs as a `relation`, and collect it as `{ x in … where … }`")
            }
        }
    };
    let told = if edge.callee == id {
        told.label(format!("`{}` uses itself here", name(id)))
    } else {
        told.label(format!("`{}` uses `{}` here", name(id), name(edge.callee)))
    };
    let way_back = path(db, &group.functions, edge.callee, id);
    Some(way_back.into_iter().fold(told, |told, (from, edge)| {
        told.secondary(place_of(db, from, edge), format!("`{}` uses `{}` here", name(from), name(edge.callee)))
    }))
}

/// The shortest way from one function to another within their group.
fn path(db: &dyn Db, functions: &[FunctionId], from: FunctionId, to: FunctionId) -> Vec<(FunctionId, CallEdge)> {
    let mut came: FxHashMap<FunctionId, (FunctionId, CallEdge)> = FxHashMap::default();
    let mut waiting = VecDeque::from([from]);
    while let Some(next) = waiting.pop_front() {
        if next == to {
            break;
        }
        for edge in &core(db, function_item(db, next)).edges {
            if functions.binary_search(&edge.callee).is_ok() && edge.callee != from && !came.contains_key(&edge.callee)
            {
                came.insert(edge.callee, (next, *edge));
                waiting.push_back(edge.callee);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while at != from {
        let Some((before, edge)) = came.get(&at) else { break };
        way.push((*before, *edge));
        at = *before;
    }
    way.reverse();
    way
}
