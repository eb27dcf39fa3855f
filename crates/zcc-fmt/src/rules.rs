//! Where requirements, relations and defines may break.

use zcc_syntax::TokenKind;
use zcc_syntax::ast::{Clause, Expr, ExprKind, Function, Requirement, RequirementMember};

use crate::element::Element;
use crate::emit::Emitter;

impl Emitter<'_> {
    pub(crate) fn requirement(&mut self, requirement: &Requirement) {
        self.open();
        if let Some(family) = &requirement.family {
            self.break_before(TokenKind::In, family.range().start);
        }
        if let Some(subject) = &requirement.subject {
            self.break_before(TokenKind::For, subject.range.start);
        }
        self.until(requirement.body.start);
        self.close();
        self.body(requirement.body, |emitter| {
            for member in &requirement.members {
                match member {
                    RequirementMember::Let { name, value } => {
                        emitter.until_line_of(name.range.start, TokenKind::Let);
                        emitter.mark(Element::Hard);
                        emitter.value(value);
                        emitter.closers(u32::MAX);
                    }
                    RequirementMember::Clause(clause) => emitter.clause(clause),
                    RequirementMember::Error(range) => emitter.until(range.end),
                }
                emitter.mark(Element::Hard);
            }
        });
    }

    fn clause(&mut self, clause: &Clause) {
        self.until(clause.range.start);
        self.mark(Element::Hard);
        self.mark(Element::Indent);
        if let Some(when) = &clause.when {
            self.break_before(TokenKind::When, when.range.start);
            self.expr(when);
            self.closers(u32::MAX);
        }
        if let Some(first) = clause.assertions.first() {
            self.until_after(TokenKind::Colon, first.condition.range.start);
        }
        for assertion in &clause.assertions {
            self.mark(Element::Hard);
            self.until(assertion.condition.range.start);
            self.expr(&assertion.condition);
            self.closers(u32::MAX);
            if let Some(message) = &assertion.message {
                self.until_line_of(message.range.start, TokenKind::Otherwise);
                self.mark(Element::Hard);
                self.until(message.range.end);
            }
        }
        self.until(clause.range.end);
        self.mark(Element::Dedent);
    }

    pub(crate) fn function(&mut self, function: &Function) {
        if let (Some(name), Some(_)) = (&function.name, &function.parameters) {
            self.until(name.range.end);
            self.mark(Element::Glue);
        }
        for (at, parameter) in function.parameters.iter().flatten().enumerate() {
            if at > 0 {
                self.until(parameter.name.range.start);
                self.mark(Element::Line);
            }
            self.type_expr(&parameter.ty);
        }
        if let Some(returns) = &function.returns {
            self.type_expr(returns);
        }
        self.definition(&function.body);
    }

    /// What follows `=`: on the same line if it fits; a comprehension always begins there.
    pub(crate) fn definition(&mut self, body: &Expr) {
        let braced = matches!(body.kind, ExprKind::Comprehension(_) | ExprKind::List(_));
        if braced {
            self.until(body.range.start);
            return self.expr(body);
        }
        self.until_after(TokenKind::Equals, body.range.start);
        self.open();
        self.mark(Element::Line);
        self.until(body.range.start);
        self.expr(body);
        self.closers(u32::MAX);
        self.close();
    }
}
