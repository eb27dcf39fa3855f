//! The names in requirements, relations and defines.

use zcc_base::TextRange;
use zcc_hir::ids::{ClauseId, FunctionId, RequirementIndex};
use zcc_hir::names::{imports, tables};
use zcc_hir::rules::{Meaning, body_names, catalog, level_catalogs, requirement};
use zcc_syntax::ast::{
    self, Binder, Clause, Comprehension, Expr, ExprKind, Function, MessagePart, Requirement, RequirementMember,
};

use super::symbol::{Role, Symbol};
use super::walk::Walker;

/// The functions of the language itself.
pub(crate) const CALLS: [&str; 6] = ["count", "except", "max", "min", "sum", "union"];

impl Walker<'_> {
    pub(super) fn requirement(&mut self, tree: &Requirement) {
        let index = tables(self.db).requirements.number(self.anchor()).map(RequirementIndex);
        if let (Some(id), Some(index)) = (&tree.id, index) {
            self.note(Symbol::Requirement(index), id.range, Role::Declaration);
        }
        if let Some(path) = &tree.family
            && let [before @ .., family] = path.segments.as_slice()
            && !before.is_empty()
            && let Some(id) = self.catalog(&ast::Path { segments: before.to_vec() })
            && let Some(at) = catalog(self.db, id).families.iter().position(|known| known.name == family.text)
        {
            self.note(Symbol::Family(id, at as u8), family.range, Role::Use);
        }
        if let Some(subject) = &tree.subject {
            self.ty(subject, None);
        }
        for member in &tree.members {
            match member {
                RequirementMember::Let { value, .. } => self.expr(value),
                RequirementMember::Clause(clause) => self.clause_of(clause, index),
                RequirementMember::Error(_) => {}
            }
        }
        self.body();
    }

    fn clause_of(&mut self, clause: &Clause, index: Option<RequirementIndex>) {
        if let (Some(index), Some(_)) = (index, clause.enhancement) {
            let clauses = &requirement(self.db, index).clauses;
            if let Some(at) = clauses.iter().position(|known| known.enhancement == clause.enhancement) {
                let id = ClauseId { requirement: index, clause: at as u16 };
                self.note(Symbol::Clause(id), clause.name_range, Role::Declaration);
            }
        }
        if let Some(when) = &clause.when {
            self.expr(when);
        }
        for assertion in &clause.assertions {
            self.expr(&assertion.condition);
            for part in assertion.message.iter().flat_map(|message| &message.parts) {
                if let MessagePart::Value(value) = part {
                    self.expr(value);
                }
            }
        }
    }

    pub(super) fn function(&mut self, tree: &Function) {
        if let (Some(name), Some(number)) = (&tree.name, tables(self.db).functions.number(self.anchor())) {
            self.note(Symbol::Function(FunctionId(number)), name.range, Role::Declaration);
        }
        for parameter in tree.parameters.iter().flatten() {
            self.ty(&parameter.ty, None);
        }
        if let Some(returns) = &tree.returns {
            self.ty(returns, None);
        }
        self.expr(&tree.body);
        self.body();
    }

    /// What the checker found names to mean.
    fn body(&mut self) {
        let names = body_names(self.db, self.item);
        for (range, _) in &names.variables {
            self.note(Symbol::Variable(self.place(*range)), *range, Role::Declaration);
        }
        let known = imports(self.db, self.item.file(self.db));
        for name in &names.names {
            let symbol = match name.meaning {
                Meaning::Variable { declared } => Symbol::Variable(self.place(declared)),
                Meaning::Parameter(capability, position) => Symbol::Parameter(capability, position),
                Meaning::Variant(id, position) => Symbol::Variant(id, position),
                Meaning::Enum(id) => Symbol::Enum(id),
                Meaning::Function(id) => Symbol::Function(id),
                Meaning::Set(set) => Symbol::Set(set),
                Meaning::Attribute(attribute) => Symbol::Attribute(attribute),
                Meaning::Alias => {
                    let text = self.item.text(self.db);
                    let written = text.get(name.range.to_usize()).unwrap_or_default().trim_matches('`');
                    match known.iter().find(|import| import.alias == written) {
                        Some(import) => Symbol::Alias(import.anchor),
                        None => continue,
                    }
                }
            };
            self.note(symbol, name.range, Role::Use);
        }
    }

    /// The names in an expression that mean the same wherever they stand.
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Error | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Requirement(_) => {}
            ExprKind::Member(base, _) => self.expr(base),
            ExprKind::Call { callee, arguments } => {
                if let ExprKind::Name(name) = &callee.kind {
                    self.call(name, callee.range);
                } else {
                    self.expr(callee);
                }
                for argument in arguments {
                    self.expr(argument);
                }
            }
            ExprKind::Aggregate { function, comprehension } => {
                self.call(&function.text, function.range);
                self.comprehension(comprehension);
            }
            ExprKind::List(elements) | ExprKind::And(elements) | ExprKind::Or(elements) => {
                for element in elements {
                    self.expr(element);
                }
            }
            ExprKind::Record(fields) => fields.iter().for_each(|field| self.expr(&field.value)),
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension),
            ExprKind::Vector { fields, .. } => {
                let catalogs = level_catalogs(self.db, &self.scope);
                self.families(fields, &catalogs);
            }
            ExprKind::Not(one) | ExprKind::Negate(one) | ExprKind::IsStated(one) => self.expr(one),
            ExprKind::Implies(one, other) | ExprKind::Compare(_, one, other) => {
                self.expr(one);
                self.expr(other);
            }
            ExprKind::Arithmetic { first, rest } => {
                self.expr(first);
                for (_, operand) in rest {
                    self.expr(operand);
                }
            }
            ExprKind::Has { subject, capability, condition } => {
                self.expr(subject);
                self.capability(capability);
                if let Some(condition) = condition {
                    self.expr(condition);
                }
            }
            ExprKind::Carries { conduit, from, to } => [conduit, from, to].into_iter().for_each(|one| self.expr(one)),
            ExprKind::Quantifier { binders, condition, body, .. } => {
                self.binders(binders);
                if let Some(condition) = condition {
                    self.expr(condition);
                }
                self.expr(body);
            }
            ExprKind::If(condition, then, otherwise) => {
                for one in [condition, then, otherwise] {
                    self.expr(one);
                }
            }
            ExprKind::Let { value, body, .. } => {
                self.expr(value);
                self.expr(body);
            }
        }
    }

    fn comprehension(&mut self, comprehension: &Comprehension) {
        comprehension.head.iter().chain(&comprehension.condition).for_each(|one| self.expr(one));
        self.binders(&comprehension.binders);
    }

    fn binders(&mut self, binders: &[Binder]) {
        for binder in binders {
            self.expr(&binder.source);
        }
    }

    fn call(&mut self, name: &str, range: TextRange) {
        if let Some(word) = CALLS.into_iter().find(|word| *word == name) {
            self.word(Symbol::Call(word), range);
        }
    }
}
