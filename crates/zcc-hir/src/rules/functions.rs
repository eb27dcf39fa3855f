//! Defines and relations: signatures, bodies, and what they use.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic};
use zcc_db::{Db, Item, parsed};
use zcc_syntax::ast::{self, ItemKind};

use super::check::{CallEdge, Checker};
use super::nesting::Nesting;
use super::type_name;
use super::types::lower_type;
use crate::expr::{Expr, ExprId, ExprKind, SourceMap, Type};
use crate::ids::FunctionId;
use crate::names::{Scope, name_range, tables};
use crate::program::{Function, Parameter};

/// How many parameters a define or relation may have.
const MAX_PARAMETERS: usize = 64;

/// How many others a define or relation may use, directly or through others.
pub(crate) const MOST_USED: usize = 512;

/// What a caller must know of a define or relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its name.
    pub name: SmolStr,
    /// Whether it is a relation.
    pub relation: bool,
    /// Its parameters.
    pub parameters: Box<[Parameter]>,
    /// What it gives; `bool` for a relation.
    pub returns: Type,
}

/// The declaration of a define or relation.
pub(crate) fn function_item(db: &dyn Db, id: FunctionId) -> Item<'_> {
    tables(db).functions.entries()[id.index()].item(db)
}

/// What a caller must know of a define or relation.
pub fn signature(db: &dyn Db, id: FunctionId) -> &Arc<Signature> {
    signature_value(db, function_item(db, id))
}

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

/// A signature and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredSignature {
    signature: Arc<Signature>,
    diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
fn signature_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Signature> {
    signature_lowered(db, item).signature.clone()
}

#[salsa::tracked(returns(ref))]
fn signature_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredSignature {
    let scope = Scope::of(db, item);
    let mut told = Vec::new();
    let mut signature =
        Signature { name: item.name(db).clone(), relation: false, parameters: Box::default(), returns: Type::Error };
    let parsed = parsed(db, item);
    if let ItemKind::Function(function) = &parsed.item.kind {
        signature.relation = function.relation;
        signature.parameters = parameters(db, &scope, function, &mut told);
        signature.returns = match &function.returns {
            Some(written) if !function.relation => lower_type(db, &scope, written, &mut |_| None, &mut told),
            Some(written) => {
                told.push(
                    Diagnostic::new(
                        Code::MISPLACED_FORM,
                        scope.place(written.range),
                        "a relation always gives a truth value",
                    )
                    .help("leave the type out, or make it a `define`"),
                );
                Type::Bool
            }
            None if function.relation => Type::Bool,
            None => {
                if parsed.diagnostics.is_empty() {
                    let message = format!("the define `{}` does not say what it gives", signature.name);
                    told.push(
                        Diagnostic::new(Code::MISSING_PART, scope.place(name_range(&parsed.item)), message)
                            .help("write its type before the `=`, as in `define f(c: component): bool = …`"),
                    );
                }
                Type::Error
            }
        };
    }
    LoweredSignature { signature: Arc::new(signature), diagnostics: told }
}

fn parameters(
    db: &dyn Db,
    scope: &Scope<'_>,
    function: &ast::Function,
    told: &mut Vec<Diagnostic>,
) -> Box<[Parameter]> {
    let mut found: Vec<Parameter> = Vec::new();
    for parameter in function.parameters.iter().flatten() {
        if found.len() == MAX_PARAMETERS {
            let message = format!("a define or relation has at most {MAX_PARAMETERS} parameters");
            let place = scope.place(parameter.name.range);
            told.push(Diagnostic::new(Code::TOO_MANY, place, message).help("split it"));
            break;
        }
        let mut ty = lower_type(db, scope, &parameter.ty, &mut |_| None, told);
        let place = scope.place(parameter.name.range);
        if found.iter().any(|known| known.name == parameter.name.text) {
            let message = format!("the parameter `{}` is declared twice", parameter.name.text);
            told.push(Diagnostic::new(Code::DUPLICATE_NAME, place, message).help("give one of them another name"));
        }
        let listable = matches!(
            ty,
            Type::Error | Type::Entity(_) | Type::Enum(_) | Type::Bool | Type::SecurityLevel | Type::MaturityLevel
        );
        if function.relation && !listable {
            let message = format!("a relation cannot hold for every {}: they cannot be listed", type_name(db, &ty));
            told.push(
                Diagnostic::new(Code::BAD_TYPE, scope.place(parameter.ty.range), message)
                    .help("a relation holds between things of the model, or variants of enums"),
            );
            ty = Type::Error;
        }
        found.push(Parameter { name: parameter.name.text.clone(), ty });
    }
    found.into_boxed_slice()
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
}

#[salsa::tracked(returns(ref), no_eq)]
fn function_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered {
    let scope = Scope::of(db, item);
    let signature = signature_value(db, item);
    let parsed = parsed(db, item);
    let tree = &parsed.item;
    let mut checker = Checker::new(db, scope, false);
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
