//! Expressions that make sets of others.

use std::sync::Arc;

use zcc_hir::expr::Expr;
use zcc_hir::facts::Mode;
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::sets::combined;
use crate::val::{Members, SetVal, Val};

impl<'w> Eval<'w> {
    /// `[a, b]`; what is unknown leaves the set open.
    pub(crate) fn list(&mut self, items: &'w [Expr], mode: Mode) -> Val<'w> {
        let mut members = Members::default();
        for item in items {
            let member = self.value(item, mode);
            members.push(&member, true);
        }
        members.settle();
        Val::Set(SetVal::Members(Arc::new(members)))
    }

    /// `union(a, b)`
    pub(crate) fn union(&mut self, left: &'w Expr, right: &'w Expr, mode: Mode) -> Val<'w> {
        let (a, b) = (self.set(left, mode), self.set(right, mode));
        Val::Set(combined(self.world, &a, &b, Truth::or))
    }

    /// `except(a, b)`
    pub(crate) fn except(&mut self, left: &'w Expr, right: &'w Expr, mode: Mode) -> Val<'w> {
        let (a, b) = (self.set(left, mode), self.set(right, mode.negated()));
        Val::Set(combined(self.world, &a, &b, |inside, outside| inside.and(outside.negated())))
    }
}
