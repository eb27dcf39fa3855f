//! Types of what rules bind.

use rustc_hash::FxHashMap;
use zcc_base::TextRange;
use zcc_db::{Db, Item, tree};
use zcc_hir::expr::Type;
use zcc_hir::rules::{expression_types, type_name};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Binder, Clause, Expr, ExprKind, ItemKind, MessagePart, Name, RequirementMember};

use super::{Hint, HintKind};

/// Adds the types of what a requirement, a define or a relation binds.
pub(super) fn collect(db: &dyn Db, item: Item<'_>, found: &mut Vec<Hint>) {
    use DeclarationKind as D;
    if !matches!(item.kind(db), Some(D::Requirement | D::Define | D::Relation)) {
        return;
    }
    let mut collector = Collector { db, start: item.offset(db), types: expression_types(db, item), found };
    match &tree(db, item).kind {
        ItemKind::Requirement(requirement) => {
            for member in &requirement.members {
                match member {
                    RequirementMember::Let { name, value } => collector.line(name, value),
                    RequirementMember::Clause(clause) => collector.clause(clause),
                    RequirementMember::Error(_) => {}
                }
            }
        }
        ItemKind::Function(function) => {
            if let (None, false, Some(ty)) =
                (&function.returns, function.relation, collector.types.get(&function.body.range).cloned())
            {
                let after = function.name.as_ref().map(|name| name.range);
                after.into_iter().filter(|_| function.parameters.is_none()).for_each(|name| collector.hint(name, &ty));
            }
            collector.expression(&function.body);
        }
        _ => {}
    }
}

struct Collector<'a> {
    db: &'a dyn Db,
    start: u32,
    types: FxHashMap<TextRange, Type>,
    found: &'a mut Vec<Hint>,
}

impl Collector<'_> {
    fn clause(&mut self, clause: &Clause) {
        clause.when.iter().for_each(|when| self.expression(when));
        for assertion in &clause.assertions {
            self.expression(&assertion.condition);
            for part in assertion.message.iter().flat_map(|message| &message.parts) {
                if let MessagePart::Value(value) = part {
                    self.expression(value);
                }
            }
        }
    }

    fn line(&mut self, name: &Name, value: &Expr) {
        if let Some(ty) = self.types.get(&value.range).cloned() {
            self.hint(name.range, &ty);
        }
        self.expression(value);
    }

    fn binders(&mut self, binders: &[Binder]) {
        for binder in binders {
            if let Some(Type::Set(element)) = self.types.get(&binder.source.range).cloned() {
                self.hint(binder.name.range, &element);
            }
            self.expression(&binder.source);
        }
    }

    fn hint(&mut self, name: TextRange, ty: &Type) {
        if *ty == Type::Error || name.is_empty() {
            return;
        }
        self.found.push(Hint {
            offset: self.start + name.end,
            kind: HintKind::Type,
            text: format!(": {}", type_name(self.db, ty)),
            tooltip: String::new(),
        });
    }

    fn expression(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Let { name, value, body } => {
                self.line(name, value);
                self.expression(body);
            }
            ExprKind::Quantifier { binders, condition, body, .. } => {
                self.binders(binders);
                condition.iter().for_each(|condition| self.expression(condition));
                self.expression(body);
            }
            ExprKind::Comprehension(inner) | ExprKind::Aggregate { comprehension: inner, .. } => {
                inner.head.iter().for_each(|head| self.expression(head));
                self.binders(&inner.binders);
                inner.condition.iter().for_each(|condition| self.expression(condition));
            }
            ExprKind::Member(of, _) | ExprKind::Not(of) | ExprKind::Negate(of) | ExprKind::IsStated(of) => {
                self.expression(of);
            }
            ExprKind::Call { callee, arguments } => {
                self.expression(callee);
                arguments.iter().for_each(|argument| self.expression(argument));
            }
            ExprKind::List(all) | ExprKind::And(all) | ExprKind::Or(all) => {
                all.iter().for_each(|one| self.expression(one));
            }
            ExprKind::Record(fields) | ExprKind::Vector { fields, .. } => {
                fields.iter().for_each(|field| self.expression(&field.value));
            }
            ExprKind::Implies(a, b) | ExprKind::Compare(_, a, b) => [a, b].into_iter().for_each(|x| self.expression(x)),
            ExprKind::Arithmetic { first, rest } => {
                self.expression(first);
                rest.iter().for_each(|(_, operand)| self.expression(operand));
            }
            ExprKind::Has { subject, condition, .. } => {
                self.expression(subject);
                condition.iter().for_each(|condition| self.expression(condition));
            }
            ExprKind::Carries { conduit, from, to } => [conduit, from, to].into_iter().for_each(|x| self.expression(x)),
            ExprKind::If(a, b, c) => [a, b, c].into_iter().for_each(|x| self.expression(x)),
            ExprKind::Error | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Requirement(_) => {}
        }
    }
}
