//! Where expressions and values may break.

use zcc_base::TextRange;
use zcc_syntax::TokenKind;
use zcc_syntax::ast::{Binder, Comprehension, Expr, ExprKind, Field};

use crate::element::Element;
use crate::emit::Emitter;

impl Emitter<'_> {
    /// Lays out an expression; the next token is its first.
    pub(crate) fn expr(&mut self, expr: &Expr) {
        self.until(expr.range.start);
        match &expr.kind {
            ExprKind::Error | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Requirement(_) => {}
            ExprKind::Member(base, _) | ExprKind::IsStated(base) => self.expr(base),
            ExprKind::Call { callee, arguments } => {
                self.expr(callee);
                self.closers(expr.range.end);
                self.mark(Element::Glue);
                for (at, argument) in arguments.iter().enumerate() {
                    self.argument(at, argument);
                }
            }
            ExprKind::Aggregate { function, comprehension } => {
                self.until(function.range.end);
                self.mark(Element::Glue);
                self.comprehension(comprehension);
            }
            ExprKind::List(elements) => {
                let atoms = elements.iter().all(|element| is_atom(&element.kind));
                for (at, element) in elements.iter().enumerate() {
                    if atoms && at > 0 {
                        self.until_after(TokenKind::Comma, element.range.start);
                        self.fill_line();
                        self.expr(element);
                    } else {
                        self.argument(at, element);
                    }
                }
            }
            ExprKind::Record(fields) | ExprKind::Vector { fields, .. } => self.fields(fields, expr.range),
            ExprKind::Comprehension(comprehension) => {
                self.braces(expr.range.end, |emitter| emitter.comprehension(comprehension));
            }
            ExprKind::Not(operand) => self.expr(operand),
            ExprKind::Negate(operand) => {
                self.take();
                self.mark(Element::Glue);
                self.expr(operand);
            }
            ExprKind::And(operands) | ExprKind::Or(operands) => {
                self.mark(Element::Open);
                self.operands(operands.iter());
                self.mark(Element::Close);
            }
            ExprKind::Implies(left, right) => {
                self.mark(Element::Open);
                self.operands([left.as_ref(), right.as_ref()].into_iter());
                self.mark(Element::Close);
            }
            ExprKind::Compare(_, left, right) => {
                self.open();
                self.operands([left.as_ref(), right.as_ref()].into_iter());
                self.close();
            }
            ExprKind::Arithmetic { first, rest } => {
                self.open();
                self.operands(std::iter::once(first.as_ref()).chain(rest.iter().map(|(_, operand)| operand)));
                self.close();
            }
            ExprKind::Has { subject, condition, .. } => {
                self.open();
                self.expr(subject);
                if let Some(condition) = condition {
                    self.break_before(TokenKind::Where, condition.range.start);
                    self.expr(condition);
                }
                self.closers(expr.range.end);
                self.close();
            }
            ExprKind::Carries { conduit, from, to } => {
                self.expr(conduit);
                self.expr(from);
                self.expr(to);
            }
            ExprKind::Quantifier { binders, condition, body, .. } => {
                self.open();
                self.binders(binders);
                if let Some(condition) = condition {
                    self.where_part(condition);
                }
                self.closers(body.range.start);
                self.until_after(TokenKind::Colon, body.range.start);
                self.mark(Element::Line);
                self.expr(body);
                self.closers(expr.range.end);
                self.close();
            }
            ExprKind::If(condition, then, otherwise) => {
                self.open();
                self.expr(condition);
                self.closers(then.range.start);
                self.mark(Element::Line);
                self.expr(then);
                self.closers(otherwise.range.start);
                self.mark(Element::Line);
                self.expr(otherwise);
                self.closers(expr.range.end);
                self.close();
            }
            ExprKind::Let { value, body, .. } => {
                self.mark(Element::Open);
                self.expr(value);
                self.closers(body.range.start);
                self.until_after(TokenKind::Colon, body.range.start);
                self.mark(Element::Line);
                self.expr(body);
                self.closers(expr.range.end);
                self.mark(Element::Close);
            }
        }
        self.until(expr.range.end);
    }

    /// Operands with a line that may break before each operator.
    fn operands<'e>(&mut self, operands: impl Iterator<Item = &'e Expr>) {
        for (at, operand) in operands.enumerate() {
            if at > 0 {
                self.closers(operand.range.start);
                self.mark(Element::Line);
            }
            self.expr(operand);
        }
    }

    /// An element of a list or a call, on a line of its own where the list does not fit on one.
    fn argument(&mut self, at: usize, argument: &Expr) {
        if at > 0 {
            self.until_after(TokenKind::Comma, argument.range.start);
            self.mark(Element::Line);
        }
        self.expr(argument);
        self.inner_closers();
    }

    /// Takes closing brackets as long as another comma or bracket follows: they belong to the argument.
    fn inner_closers(&mut self) {
        while self.peek().is_some_and(|token| token.kind == TokenKind::CloseParen)
            && self.following_kind() == Some(TokenKind::Comma)
        {
            self.take();
        }
    }

    /// `{ a: 1, b: 2 }` after whatever stands before it.
    pub(crate) fn fields(&mut self, fields: &[Field], range: TextRange) {
        if fields.is_empty() {
            return;
        }
        self.break_nothing_until_brace(range.end);
        let end = self.matching_brace_end(range.end);
        self.braces(end, |emitter| {
            for (at, field) in fields.iter().enumerate() {
                if at > 0 {
                    emitter.until_after(TokenKind::Comma, field.name.range.start);
                    emitter.mark(Element::Line);
                }
                emitter.value(&field.value);
                emitter.closers(end);
            }
        });
    }

    /// What stands before a value, and the value.
    pub(crate) fn value(&mut self, value: &Expr) {
        self.indented_until(value.range.start);
        self.expr(value);
    }

    fn comprehension(&mut self, comprehension: &Comprehension) {
        if let Some(head) = &comprehension.head {
            self.expr(head);
            if let Some(first) = comprehension.binders.first() {
                self.closers(first.name.range.start);
                self.break_before(TokenKind::For, first.name.range.start);
            }
        }
        self.binders(&comprehension.binders);
        if let Some(condition) = &comprehension.condition {
            self.where_part(condition);
        }
    }

    fn binders(&mut self, binders: &[Binder]) {
        self.open();
        for (at, binder) in binders.iter().enumerate() {
            if at > 0 {
                self.until_after(TokenKind::Comma, binder.name.range.start);
                self.mark(Element::Line);
            }
            self.until(binder.source.range.start);
            self.expr(&binder.source);
        }
        self.close();
    }

    fn where_part(&mut self, condition: &Expr) {
        self.closers(condition.range.start);
        if self.next_kind() == Some(TokenKind::Where) {
            self.fill_line();
        }
        self.expr(condition);
    }
}

/// Whether as many elements of this form as fit stand on a line, where a list of them takes several.
fn is_atom(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Requirement(_) => true,
        ExprKind::Member(base, _) => is_atom(&base.kind),
        _ => false,
    }
}
