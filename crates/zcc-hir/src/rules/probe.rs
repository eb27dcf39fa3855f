//! What is known at a place of an expression, for editors: they put a marker there, parse, and ask.

use zcc_base::TextRange;
use zcc_db::Db;
use zcc_syntax::ast::{self, ItemKind, MessagePart, RequirementMember};

use super::check::{Checker, Probed};
use super::written_types::lower_type;
use crate::expr::Type;
use crate::names::Scope;

/// Checks a requirement, define or relation in which the name `marker` stands, and says what is known where it does.
/// `None` where it stands in no expression.
pub fn probe(db: &dyn Db, scope: Scope<'_>, tree: &ast::Item, marker: &str) -> Option<Probed> {
    let mut checker = Checker::new(db, scope, None);
    checker.look_for(marker);
    let ty = |written: &ast::TypeExpr| lower_type(db, &scope, written, &mut |_| None, &mut Vec::new());
    match &tree.kind {
        ItemKind::Function(function) => {
            for parameter in function.parameters.iter().flatten() {
                checker.bind(&parameter.name.text, parameter.name.range, ty(&parameter.ty), true);
            }
            let returns = function.returns.as_ref().map_or(Type::Bool, ty);
            checker.check(&function.body, &returns);
        }
        ItemKind::Requirement(requirement) => {
            let subject = requirement.subject.as_ref().map_or(Type::Error, ty);
            let variable = requirement.variable.as_ref().map(|name| name.text.clone()).unwrap_or_default();
            checker.bind(&variable, TextRange::default(), subject, true);
            for member in &requirement.members {
                match member {
                    RequirementMember::Let { name, value } => drop(checker.bind_let(name, value)),
                    RequirementMember::Clause(clause) => probe_clause(&mut checker, clause),
                    RequirementMember::Error(_) => {}
                }
            }
        }
        _ => return None,
    }
    checker.found()
}

fn probe_clause(checker: &mut Checker<'_>, clause: &ast::Clause) {
    if let Some(when) = &clause.when {
        checker.check(when, &Type::Bool);
    }
    for assertion in &clause.assertions {
        let condition = checker.check(&assertion.condition, &Type::Bool);
        let depth = checker.depth();
        checker.rebind_witness(&assertion.condition, &condition);
        for part in assertion.message.iter().flat_map(|message| &message.parts) {
            if let MessagePart::Value(value) = part {
                checker.infer(value, None);
            }
        }
        checker.leave(depth);
    }
}
