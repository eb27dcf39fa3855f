//! How deep the body of a define, a relation or a requirement goes, by itself and where it calls others.

use rustc_hash::FxHashMap;

use crate::expr::{Expr, ExprKind, LetId};
use crate::ids::FunctionId;
use crate::program::Requirement;

/// What an operator, or the name of a `let`, adds to the depth of evaluation.
const STEP: u32 = 2;
/// What a call adds.
const CALL: u32 = 10;
/// How deep a body goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nesting {
    /// By itself.
    pub(crate) height: u32,
    /// How deep in it each define or relation is called.
    pub(crate) calls: Vec<(FunctionId, u32)>,
}

#[derive(Default)]
struct Walk {
    height: u32,
    calls: FxHashMap<FunctionId, u32>,
    lets: FxHashMap<LetId, Nesting>,
}

impl Walk {
    fn call(&mut self, function: FunctionId, depth: u32) {
        let known = self.calls.entry(function).or_default();
        *known = depth.max(*known);
    }

    /// What a `let` stands for counts where its name is used.
    fn define(&mut self, id: LetId, value: &Expr) {
        let outer = (std::mem::take(&mut self.height), std::mem::take(&mut self.calls));
        self.go(value, 0);
        let calls = std::mem::replace(&mut self.calls, outer.1);
        let height = std::mem::replace(&mut self.height, outer.0);
        self.lets.insert(id, Nesting { height, calls: calls.into_iter().collect() });
    }

    fn go(&mut self, expr: &Expr, depth: u32) {
        self.height = self.height.max(depth);
        let deeper = depth.saturating_add(STEP);
        match &expr.kind {
            ExprKind::Let { id, value, body } => {
                self.define(*id, value);
                self.go(body, deeper);
            }
            ExprKind::LetReference(id) => {
                let Some(of) = self.lets.remove(id) else { return };
                self.height = self.height.max(deeper.saturating_add(of.height));
                for (function, inside) in &of.calls {
                    self.call(*function, deeper.saturating_add(*inside));
                }
                self.lets.insert(*id, of);
            }
            kind => {
                if let ExprKind::Call { function, .. } = kind {
                    self.call(*function, depth.saturating_add(CALL));
                }
                kind.for_each_child(&mut |inner| self.go(inner, deeper));
            }
        }
    }
}

impl Nesting {
    /// How deep the body of a define or relation goes.
    pub(crate) fn of(body: &Expr) -> Self {
        let mut walk = Walk::default();
        walk.go(body, 0);
        let mut calls: Vec<(FunctionId, u32)> = walk.calls.into_iter().collect();
        calls.sort_unstable();
        Self { height: walk.height, calls }
    }

    /// How deep the clauses of a requirement go, by themselves.
    pub(crate) fn height_of(requirement: &Requirement) -> u32 {
        let mut walk = Walk::default();
        for line in &requirement.lets {
            walk.define(line.id, &line.value);
        }
        for clause in &requirement.clauses {
            let assertions = clause.assertions.iter().map(|assertion| &assertion.condition);
            for condition in clause.when.iter().chain(assertions) {
                walk.go(condition, 0);
            }
        }
        walk.height
    }
}
