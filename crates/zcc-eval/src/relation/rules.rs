//! Bodies broken up into rules, and the order in which to go through one.

use rustc_hash::FxHashSet;
use zcc_hir::expr::{AttributeRef, Binder, Builtin, Expr, ExprKind, GlobalSet, QuantifierKind, Slot, Type};
use zcc_hir::ids::{EntityKind, EntityKinds};
use zcc_hir::program::Function;

use crate::walk::free_slots;

/// How many ways of breaking a body up into rules are tried before it is evaluated whole instead.
const MOST_RULES: usize = 64;

/// A way to derive a tuple: the names that `some` binds and what must hold. Calls of the group stand in `atoms` too;
/// `calls` are their positions.
#[derive(Clone, Default)]
pub(super) struct Rule<'a> {
    pub(super) binders: Vec<&'a Binder>,
    pub(super) atoms: Vec<&'a Expr>,
    pub(super) calls: Vec<usize>,
}

/// Breaks a body up into rules; `None` where that would be too many.
pub(super) fn rules(expr: &Expr) -> Option<Vec<Rule<'_>>> {
    fn product<'a>(left: &[Rule<'a>], right: &[Rule<'a>]) -> Option<Vec<Rule<'a>>> {
        if left.len() * right.len() > MOST_RULES {
            return None;
        }
        let mut all = Vec::with_capacity(left.len() * right.len());
        for a in left {
            for b in right {
                let mut rule = a.clone();
                rule.binders.extend(&b.binders);
                rule.atoms.extend(&b.atoms);
                all.push(rule);
            }
        }
        Some(all)
    }
    match &expr.kind {
        ExprKind::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(rules(part)?);
                if all.len() > MOST_RULES {
                    return None;
                }
            }
            Some(all)
        }
        ExprKind::And(parts) => {
            let mut all = vec![Rule::default()];
            for part in parts {
                all = product(&all, &rules(part)?)?;
            }
            Some(all)
        }
        ExprKind::Quantifier { kind: QuantifierKind::Some, binders, condition, body } => {
            let mut all = vec![Rule { binders: binders.iter().collect(), ..Rule::default() }];
            if let Some(condition) = condition {
                all = product(&all, &rules(condition)?)?;
            }
            product(&all, &rules(body)?)
        }
        _ => Some(vec![Rule { atoms: vec![expr], ..Rule::default() }]),
    }
}

/// What to do next in going through all ways to satisfy a rule.
pub(super) enum Step<'a> {
    /// Everything it mentions is bound.
    Check(&'a Expr),
    /// The members of its source.
    Members(&'a Binder),
    /// Everything of the parameter's type.
    Domain(Slot, &'a Type),
    /// Its name is bound: it must be a member of its source.
    Member(&'a Binder),
    /// The zones and conduits of these kinds whose attribute has the binder's name, which is bound, as a member: the
    /// source read backwards.
    Owners(Slot, EntityKinds, Builtin, &'a Binder),
    /// The zones from which (or to which, if the flag is set) the conduit carries traffic.
    Carried(Slot, Slot, bool),
}

/// Whose attribute a binder ranges over, if that is a name and the attribute can be read backwards.
fn owned(binder: &Binder) -> Option<(Slot, EntityKinds, Builtin)> {
    let ExprKind::Attribute { of, attribute: AttributeRef::Builtin(builtin) } = &binder.source.kind else {
        return None;
    };
    let (ExprKind::Slot(slot), Type::Entity(kinds)) = (&of.kind, &of.ty) else { return None };
    let places = EntityKinds::only(EntityKind::Zone).union(EntityKinds::only(EntityKind::Conduit));
    let backwards =
        matches!(builtin, Builtin::Zones | Builtin::Crossings | Builtin::Conduits | Builtin::SharesNetworkWith);
    (backwards && kinds.is_within(places)).then_some((*slot, *kinds, *builtin))
}

/// The order in which to go through a rule. Names of `bound` are bound beforehand.
pub(super) fn plan<'a>(
    rule: &Rule<'a>,
    skip: Option<usize>,
    function: &'a Function,
    bound: &FxHashSet<Slot>,
) -> Vec<Step<'a>> {
    let mut bound = bound.clone();
    let mut steps = Vec::new();
    let mut atoms: Vec<(&'a Expr, FxHashSet<Slot>)> = rule
        .atoms
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != skip)
        .map(|(_, atom)| (*atom, free_slots(atom)))
        .collect();
    let mut binders: Vec<(&'a Binder, FxHashSet<Slot>)> =
        rule.binders.iter().map(|binder| (*binder, free_slots(&binder.source))).collect();
    let mut parameters: Vec<(Slot, &'a Type)> = function
        .parameters
        .iter()
        .enumerate()
        .map(|(at, parameter)| (Slot(at as u16), &parameter.ty))
        .filter(|(slot, _)| !bound.contains(slot))
        .collect();
    loop {
        let mut rest = Vec::new();
        for (atom, free) in atoms {
            if free.is_subset(&bound) {
                steps.push(Step::Check(atom));
            } else {
                rest.push((atom, free));
            }
        }
        atoms = rest;
        let carried = |slot: Slot| {
            atoms.iter().find_map(|(atom, _)| match &atom.kind {
                ExprKind::Carries { conduit, from, to } => {
                    let ExprKind::Slot(conduit) = conduit.kind else { return None };
                    if !bound.contains(&conduit) {
                        None
                    } else if from.kind == ExprKind::Slot(slot) {
                        Some((conduit, false))
                    } else if to.kind == ExprKind::Slot(slot) {
                        Some((conduit, true))
                    } else {
                        None
                    }
                }
                _ => None,
            })
        };
        let zone = EntityKinds::only(EntityKind::Zone);
        if let Some((at, (conduit, to))) = parameters.iter().enumerate().find_map(|(at, (slot, ty))| {
            if !matches!(ty, Type::Entity(kinds) if zone.is_within(*kinds)) {
                return None;
            }
            carried(*slot).map(|found| (at, found))
        }) {
            let (slot, _) = parameters.remove(at);
            steps.push(Step::Carried(slot, conduit, to));
            bound.insert(slot);
        } else if let Some((at, (conduit, to))) = binders.iter().enumerate().find_map(|(at, (binder, _))| {
            let all_zones = binder.source.kind == ExprKind::Global(GlobalSet::Zones);
            if !all_zones || bound.contains(&binder.slot) {
                return None;
            }
            carried(binder.slot).map(|found| (at, found))
        }) {
            let (binder, _) = binders.remove(at);
            steps.push(Step::Carried(binder.slot, conduit, to));
            bound.insert(binder.slot);
        } else if let Some(at) = binders.iter().position(|(_, free)| free.is_subset(&bound)) {
            let (binder, _) = binders.remove(at);
            steps.push(if bound.insert(binder.slot) { Step::Members(binder) } else { Step::Member(binder) });
        } else if let Some((at, (slot, kinds, builtin))) = binders.iter().enumerate().find_map(|(at, (binder, _))| {
            let owner = owned(binder).filter(|_| bound.contains(&binder.slot))?;
            Some((at, owner))
        }) {
            let (binder, _) = binders.remove(at);
            steps.push(Step::Owners(slot, kinds, builtin, binder));
            parameters.retain(|(parameter, _)| *parameter != slot);
            bound.insert(slot);
        } else if !parameters.is_empty() {
            // The parameter that lets most of what waits go on.
            let unlocked = |slot: Slot| {
                let waits = |free: &FxHashSet<Slot>| {
                    free.contains(&slot) && free.iter().all(|other| *other == slot || bound.contains(other))
                };
                2 * binders.iter().filter(|(_, free)| waits(free)).count()
                    + atoms.iter().filter(|(_, free)| waits(free)).count()
            };
            let at = (0..parameters.len()).rev().max_by_key(|at| unlocked(parameters[*at].0)).unwrap_or(0);
            let (slot, ty) = parameters.remove(at);
            steps.push(Step::Domain(slot, ty));
            bound.insert(slot);
        } else {
            // What still waits mentions names that nothing binds: it is unknown, and evaluation says so.
            steps.extend(binders.into_iter().map(|(binder, _)| Step::Members(binder)));
            steps.extend(atoms.into_iter().map(|(atom, _)| Step::Check(atom)));
            return steps;
        }
    }
}
