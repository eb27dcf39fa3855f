//! Lays down what is said of the whole model.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use salsa::{Durability, Setter as _};
use zcc_db::Db;
use zcc_hir::expr::Expr;
use zcc_hir::facts::Mode;
use zcc_hir::ids::FunctionId;

use crate::database::{DbWorld, constant_of, extent};
use crate::extent::Extent;
use crate::queries::plans;
use crate::settled::{Asked, Settled, Tuples, Value};
use crate::val::Val;
use crate::walk::called;
use crate::world::World as _;

/// The defines without parameters and the relations that the assessed requirements may ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Demanded {
    values: Box<[Asked]>,
    extents: Box<[Asked]>,
}

#[salsa::tracked]
fn demanded(db: &dyn Db) -> Demanded {
    let world = DbWorld(db);
    let mut work: Vec<FunctionId> = Vec::new();
    let calls = |expr: &Expr, work: &mut Vec<FunctionId>| work.extend(called(expr));
    for plan in plans(db) {
        for requirement in world.requirements_of(plan.summary.catalog) {
            let Some(requirement) = world.requirement(*requirement) else { continue };
            requirement.lets.iter().for_each(|line| calls(&line.value, &mut work));
            for clause in &requirement.clauses {
                clause.when.iter().for_each(|when| calls(when, &mut work));
                clause.assertions.iter().for_each(|assertion| calls(&assertion.condition, &mut work));
            }
        }
    }
    let (mut values, mut extents) = (Vec::new(), Vec::new());
    let mut seen = FxHashSet::default();
    while let Some(id) = work.pop() {
        let Some(function) = world.function(id).filter(|_| seen.insert(id)) else { continue };
        calls(&function.body, &mut work);
        if world.is_refused(id) {
            continue;
        }
        let modes: &[Mode] =
            if function.body.switchable { &[Mode::Achieved, Mode::Helpful, Mode::Harmful] } else { &[Mode::Achieved] };
        let asked = modes.iter().map(|mode| (id, *mode));
        if function.relation {
            extents.extend(asked);
        } else if function.parameters.is_empty() {
            values.extend(asked);
        }
    }
    values.sort_unstable();
    extents.sort_unstable();
    Demanded { values: values.into(), extents: extents.into() }
}

/// Lays down what the whole package agrees on ([`zcc_hir::settle`]) and what rules say of the whole model, as it is now.
/// Whoever edits and asks for verdicts (a language server) calls this once before the first question, and from then on
/// *after every change of an input*, instead of [`zcc_hir::settle`], or else is told of what was. Who never calls it needs
/// not to.
pub fn settle(db: &mut dyn Db) {
    if lay_down(db) {
        // Writing made all that was worked out look old; better look through it now than after the next edit.
        lay_down(db);
    }
}

/// Whether anything was written.
fn lay_down(db: &mut dyn Db) -> bool {
    const DURABILITY: Durability = Durability::MEDIUM;
    zcc_hir::settle(db);
    let settled = Settled::try_get(&*db).unwrap_or_else(|| {
        Settled::builder(FxHashMap::default(), FxHashMap::default()).durability(DURABILITY).new(&*db)
    });
    // Everything is worked out before anything is written: after that salsa has to look through it all once more.
    let wanted = demanded(db);
    let values: Vec<(Asked, Val<'static>)> =
        wanted.values.iter().map(|(id, mode)| ((*id, *mode), constant_of(db, *id, *mode).clone())).collect();
    let extents: Vec<(Asked, Option<Arc<Extent>>)> =
        wanted.extents.iter().map(|(id, mode)| ((*id, *mode), extent(db, *id, *mode).clone())).collect();

    let mut is_new = false;
    let known = settled.values(db).clone();
    let mut kept = FxHashMap::default();
    for (asked, now) in values {
        let laid = match known.get(&asked) {
            Some(laid) if *laid.value(db) == now => *laid,
            Some(laid) => {
                laid.set_value(db).to(now);
                is_new = true;
                *laid
            }
            None => Value::builder(now).durability(DURABILITY).new(&*db),
        };
        kept.insert(asked, laid);
    }
    if kept != known {
        settled.set_values(db).to(kept);
        is_new = true;
    }

    let known = settled.extents(db).clone();
    let mut kept = FxHashMap::default();
    for (asked, now) in extents {
        let laid = match known.get(&asked) {
            Some(laid) if *laid.extent(db) == now => *laid,
            Some(laid) => {
                laid.set_extent(db).to(now);
                is_new = true;
                *laid
            }
            None => Tuples::builder(now).durability(DURABILITY).new(&*db),
        };
        kept.insert(asked, laid);
    }
    if kept != known {
        settled.set_extents(db).to(kept);
        is_new = true;
    }
    is_new
}
