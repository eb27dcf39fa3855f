//! What is said of everything in the model, put together from shards: `{ c in components where … }`, a quantifier over such
//! a set or its count. An edit of one component looks at its shard again, and not at all components.

use std::sync::Arc;

use zcc_hir::expr::{AggregateFunction, Binder, Expr, ExprKind, GlobalSet, QuantifierKind};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, EntityKind, FunctionId};
use zcc_hir::program::Function;
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::interval::Interval;
use crate::remembering::Remembering;
use crate::shard::{Shard, places_of};
use crate::val::{Members, Part, Parts, SetVal, Val};
use crate::world::World;

/// The one binder of a body whose value can be put together from parts.
fn binder(body: &Expr) -> Option<&Binder> {
    let (ExprKind::Comprehension { head: None, binders, .. }
    | ExprKind::Quantifier { binders, .. }
    | ExprKind::Aggregate { function: AggregateFunction::Count, binders, .. }) = &body.kind
    else {
        return None;
    };
    match &**binders {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a set is everything of one sort, or a define that selects from that.
fn has_parts_itself(world: &dyn World, source: &Expr) -> bool {
    match &source.kind {
        ExprKind::Global(set) => {
            matches!(set, GlobalSet::Zones | GlobalSet::Conduits | GlobalSet::Components | GlobalSet::Channels)
        }
        ExprKind::Call { function, .. } => {
            // One step suffices: a define of a define is worked out from the whole of that.
            !world.is_refused(*function)
                && world.function(*function).is_some_and(|function| {
                    let source = selection(function).map(|binder| &binder.source.kind);
                    matches!(source, Some(ExprKind::Global(set)) if !matches!(set, GlobalSet::Products | GlobalSet::Protocols))
                })
        }
        _ => false,
    }
}

/// The binder of a define such as `{ c in components where c has audit_collection }`.
fn selection(function: &Function) -> Option<&Binder> {
    let is_set = matches!(function.body.kind, ExprKind::Comprehension { .. });
    binder(&function.body).filter(|_| is_set && function.parameters.is_empty() && !function.relation)
}

/// Whether the value of a define can be put together from what [`part`] finds in shards.
pub(crate) fn has_parts(world: &dyn World, function: &Function) -> bool {
    function.parameters.is_empty()
        && !function.relation
        && binder(&function.body).is_some_and(|binder| has_parts_itself(world, &binder.source))
}

/// What a define comes to in a shard.
pub(crate) fn part(world: &dyn World, function: FunctionId, mode: Mode, shard: u32) -> Part {
    let world: &dyn World = &Remembering::new(world);
    let nothing = || Part::Members(Arc::default());
    let Some(declaration) = world.function(function) else { return nothing() };
    let Some(binder) = binder(&declaration.body) else { return nothing() };
    let mut eval = Eval::new(world);
    eval.frame(declaration.slots, declaration.let_count);
    eval.within = Some((&binder.source, shard));
    match &declaration.body.kind {
        ExprKind::Quantifier { .. } => Part::Truth(eval.truth(&declaration.body, mode)),
        ExprKind::Aggregate { .. } => Part::Count(eval.number(&declaration.body, mode)),
        _ => match eval.value(&declaration.body, mode) {
            Val::Set(SetVal::Members(members)) => Part::Members(members),
            _ => nothing(),
        },
    }
}

/// What a define comes to, given all its parts in order.
pub(crate) fn whole<'p>(function: &Function, parts: impl Iterator<Item = &'p Part>) -> Val<'static> {
    match &function.body.kind {
        ExprKind::Quantifier { kind, .. } => {
            let some = *kind == QuantifierKind::Some;
            let truths = parts.map(|part| if let Part::Truth(truth) = part { *truth } else { Truth::Unknown });
            Val::Truth(truths.fold(Truth::from(!some), |all, part| if some { all.or(part) } else { all.and(part) }))
        }
        ExprKind::Aggregate { .. } => {
            let counts = parts.map(|part| if let Part::Count(count) = part { *count } else { Interval::ANY });
            Val::Number(counts.fold(Interval::exactly(0), Interval::plus))
        }
        _ => Val::Set(SetVal::Parts(Arc::new(Parts::new(parts.filter_map(Part::members).cloned().collect())))),
    }
}

impl<'w> Eval<'w> {
    /// What a binder goes through: the set that its source comes to or, while a part is worked out, what of it is in the
    /// shard.
    pub(crate) fn source(&mut self, source: &'w Expr, mode: Mode) -> SetVal<'w> {
        let Some((_, shard)) = self.within.filter(|(of, _)| std::ptr::eq(*of, source)) else {
            return self.set(source, mode);
        };
        match &source.kind {
            ExprKind::Global(set) => self.everything_in(*set, shard),
            ExprKind::Call { function, .. } => {
                let switchable = self.world.function(*function).is_some_and(|function| function.body.switchable);
                let mode = if switchable { mode } else { Mode::Achieved };
                let found = self.world.part(*function, mode, shard).and_then(Part::members);
                found.map_or(SetVal::Open, |members| SetVal::Members(Arc::clone(members)))
            }
            _ => SetVal::Open,
        }
    }

    fn everything_in(&mut self, set: GlobalSet, shard: u32) -> SetVal<'w> {
        let world = self.world;
        let mut members = Members::default();
        for place in places_of(world, Shard::Places(shard)) {
            let entity = world.place_entity(place);
            match (set, entity.kind()) {
                (GlobalSet::Zones, EntityKind::Zone) | (GlobalSet::Conduits, EntityKind::Conduit) => {
                    members.entities.push((entity, true));
                }
                (GlobalSet::Components, _) => {
                    let count = self.place(place).map_or(0, |facts| facts.components.len() as u32);
                    members.entities.extend((0..count).map(|at| (Entity::Component(place, at), true)));
                }
                (GlobalSet::Channels, _) => {
                    let count = self.place(place).map_or(0, |facts| facts.channels.len() as u32);
                    members.entities.extend((0..count).map(|at| (Entity::Channel(place, at), true)));
                }
                _ => {}
            }
        }
        members.settle();
        SetVal::Members(Arc::new(members))
    }
}
