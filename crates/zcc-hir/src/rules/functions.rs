//! Defines and relations: signatures, bodies, and what they use.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use zcc_base::Diagnostic;
use zcc_db::{Db, Item, parsed};
use zcc_syntax::ast::ItemKind;

use super::check::{CallEdge, Checker};
use super::meanings::BodyNames;
use super::nesting::Nesting;
use super::signatures::{function_item, signature_lowered, signature_value};
use crate::expr::{Expr, ExprId, ExprKind, SourceMap, Type};
use crate::ids::FunctionId;
use crate::names::{Scope, name_range};
use crate::program::Function;

/// How many others a define or relation may use, directly or through others.
pub(crate) const MOST_USED: usize = 512;

/// A define or a relation.
pub fn function(db: &dyn Db, id: FunctionId) -> &Arc<Function> {
    function_value(db, function_item(db, id))
}

/// Where the expressions of a define or relation stand.
pub fn function_source_map(db: &dyn Db, id: FunctionId) -> &Arc<SourceMap> {
    function_map(db, function_item(db, id))
}

/// Whether what a define or relation gives may depend on the switches.
pub fn switchable(db: &dyn Db, id: FunctionId) -> bool {
    reach(db, function_item(db, id)).switchable
}

/// A body before it is known which of the things it uses depend on the switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Core {
    function: Arc<Function>,
    /// What it uses.
    pub(crate) edges: Box<[CallEdge]>,
    /// Whether `has` stands in it.
    has: bool,
    /// How deep it goes.
    nesting: Nesting,
}

impl Core {
    /// How deep it goes.
    pub(crate) fn nesting(&self) -> &Nesting {
        &self.nesting
    }
}

struct Lowered {
    core: Arc<Core>,
    map: Arc<SourceMap>,
    diagnostics: Vec<Diagnostic>,
    names: BodyNames,
}

#[salsa::tracked(returns(ref), no_eq)]
fn function_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered {
    lower(db, item, false)
}

/// What the names in a define or relation mean.
pub(crate) fn function_names<'db>(db: &'db dyn Db, item: Item<'db>) -> BodyNames {
    lower(db, item, true).names
}

fn lower<'db>(db: &'db dyn Db, item: Item<'db>, noting: bool) -> Lowered {
    let scope = Scope::of(db, item);
    let signature = signature_value(db, item);
    let parsed = parsed(db, item);
    let tree = &parsed.item;
    let mut checker = Checker::new(db, scope, None).noting(noting);
    let body = match &tree.kind {
        ItemKind::Function(written) => {
            for (parameter, typed) in written.parameters.iter().flatten().zip(&signature.parameters) {
                if signature.relation {
                    checker.bind(&parameter.name.text, parameter.name.range, typed.ty.clone(), false);
                } else {
                    checker.bind_parameter(&parameter.name.text, parameter.name.range, typed.ty.clone());
                }
            }
            checker.check(&written.body, &signature.returns)
        }
        _ => Expr { kind: ExprKind::Error, ty: Type::Error, switchable: false, id: ExprId(0) },
    };
    let checked = checker.finish(!parsed.diagnostics.is_empty());
    let has = body.switchable;
    let function = Function {
        name: signature.name.clone(),
        relation: signature.relation,
        parameters: signature.parameters.clone(),
        returns: signature.returns.clone(),
        slots: checked.slots,
        let_count: checked.lets,
        body,
    };
    let nesting = Nesting::of(&function.body);
    Lowered {
        core: Arc::new(Core { function: Arc::new(function), edges: checked.edges.into_boxed_slice(), has, nesting }),
        map: Arc::new(SourceMap { expressions: checked.ranges, clauses: Vec::new(), name: name_range(tree) }),
        diagnostics: checked.told,
        names: checked.names,
    }
}

/// What is wrong with a define or relation, its cycles aside.
pub(crate) fn function_diagnostics(db: &dyn Db, item: Item<'_>) -> Vec<Diagnostic> {
    let mut found = signature_lowered(db, item).diagnostics.clone();
    found.extend_from_slice(&function_lowered(db, item).diagnostics);
    found
}

#[salsa::tracked(returns(ref))]
pub(crate) fn core<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Core> {
    function_lowered(db, item).core.clone()
}

#[salsa::tracked(returns(ref))]
fn function_map<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<SourceMap> {
    function_lowered(db, item).map.clone()
}

/// What a function uses, directly or through others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Sorted. It holds the function itself if that uses itself.
    pub(crate) functions: Box<[FunctionId]>,
    /// Whether it or one of them asks for a capability.
    switchable: bool,
    /// Whether there are more than can be followed; then not all are listed.
    pub(crate) crowded: bool,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn reach<'db>(db: &'db dyn Db, item: Item<'db>) -> Reach {
    let start = core(db, item);
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    let mut switchable = start.has;
    let mut waiting: Vec<FunctionId> = start.edges.iter().map(|edge| edge.callee).collect();
    let mut crowded = false;
    while let Some(next) = waiting.pop() {
        if seen.insert(next) {
            if found.len() == MOST_USED {
                (crowded, switchable) = (true, true);
                break;
            }
            found.push(next);
            let body = core(db, function_item(db, next));
            switchable |= body.has;
            waiting.extend(body.edges.iter().map(|edge| edge.callee));
        }
    }
    found.sort_unstable();
    Reach { functions: found.into_boxed_slice(), switchable, crowded }
}

#[salsa::tracked(returns(ref))]
fn function_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Function> {
    let body = core(db, item);
    if !body.edges.iter().any(|edge| switchable(db, edge.callee)) {
        return body.function.clone();
    }
    let mut function = (*body.function).clone();
    let mut lets = vec![false; usize::from(function.let_count)];
    flag(db, &mut function.body, &mut lets);
    Arc::new(function)
}

/// Carries the flags of what is called up to the calls and to all that holds them.
fn flag(db: &dyn Db, expr: &mut Expr, lets: &mut [bool]) {
    let mut found = expr.switchable;
    match &mut expr.kind {
        ExprKind::Let { id, value, body } => {
            flag(db, value, lets);
            if let Some(known) = lets.get_mut(usize::from(id.0)) {
                *known = value.switchable;
            }
            flag(db, body, lets);
            found |= value.switchable || body.switchable;
        }
        ExprKind::LetReference(id) => found |= lets.get(usize::from(id.0)).copied().unwrap_or(false),
        kind => {
            if let ExprKind::Call { function, .. } = kind {
                found |= switchable(db, *function);
            }
            kind.for_each_child_mut(&mut |child| {
                flag(db, child, lets);
                found |= child.switchable;
            });
        }
    }
    expr.switchable = found;
}
