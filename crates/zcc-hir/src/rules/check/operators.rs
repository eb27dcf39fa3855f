//! Comparisons, arithmetic, capabilities, `carries`, `is stated`, `if`.

use zcc_base::{Code, Diagnostic, TextRange};
use zcc_syntax::ast;

use super::fits::{comparable, element, join};
use super::{Checker, Local, LocalKind, Polarity};
use crate::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Type};
use crate::ids::{EntityKind, EntityKinds};
use crate::rules::{capability, type_name, type_with_article};
use crate::value::Value;

/// How many operands a chain of operators may have: it becomes a tree as deep as it is long.
pub(super) const MAX_CHAIN: usize = 100;

impl Checker<'_> {
    pub(super) fn compare(&mut self, op: CompareOp, left: &ast::Expr, right: &ast::Expr, range: TextRange) -> Expr {
        let membership = matches!(op, CompareOp::In | CompareOp::NotIn);
        let right_polarity = match op {
            CompareOp::In => Polarity::Positive,
            CompareOp::NotIn => Polarity::Negative,
            _ => Polarity::Mixed,
        };
        let check_left = |checker: &mut Self, hint: Option<&Type>| {
            checker.under(Polarity::Mixed, |checker| checker.infer(left, hint))
        };
        let check_right = |checker: &mut Self, hint: Option<&Type>| {
            checker.under(right_polarity, |checker| checker.infer(right, hint))
        };
        let (a, b) = if self.wants_hint(left) && !self.wants_hint(right) {
            let b = check_right(self, None);
            let hint = if membership { element(&b.ty) } else { b.ty.clone() };
            (check_left(self, Some(&hint)), b)
        } else {
            let a = check_left(self, None);
            let b = check_right(self, Some(&a.ty));
            (a, b)
        };
        if a.ty == Type::Error || b.ty == Type::Error {
            return self.make(ExprKind::Compare(op, Box::new(a), Box::new(b)), Type::Bool, range);
        }
        match op {
            CompareOp::In | CompareOp::NotIn => self.membership(op, a, b, (left, right), range),
            CompareOp::Equal | CompareOp::NotEqual => self.equality(op, a, b, (left, right), range),
            _ => self.order(op, a, b, range),
        }
    }

    fn not_comparable(&mut self, a: &Expr, b: &Expr, range: TextRange) -> Expr {
        let number = [a, b].into_iter().find_map(|side| match side.kind {
            ExprKind::Constant(Value::Int(number)) => Some(number),
            _ => None,
        });
        let duration = a.ty == Type::Duration || b.ty == Type::Duration;
        let [a, b] = [&a.ty, &b.ty].map(|ty| type_with_article(self.db, ty));
        let message = format!("{a} and {b} cannot be compared");
        let mut diagnostic = Diagnostic::new(Code::NOT_COMPARABLE, self.place(range), message);
        if let (Some(number), true) = (number, duration) {
            diagnostic = diagnostic.help(format!("write the unit, as in `{number} minutes`"));
        }
        self.refuse(range, diagnostic)
    }

    fn membership(
        &mut self,
        op: CompareOp,
        a: Expr,
        b: Expr,
        (left, right): (&ast::Expr, &ast::Expr),
        range: TextRange,
    ) -> Expr {
        if matches!(a.ty, Type::Set(_)) {
            let message = format!("{} is no member of a set", type_with_article(self.db, &a.ty));
            let diagnostic = Diagnostic::new(Code::NOT_COMPARABLE, self.place(left.range), message)
                .help("ask it of each of its members: `every x in … : x in …` or `some x in … : x in …`");
            return self.refuse(range, diagnostic);
        }
        // An address lies in a network, and in a set of networks if it lies in one of them.
        let within = a.ty == Type::Address && element(&b.ty) == Type::Network;
        if !within && !comparable(&a.ty, &element(&b.ty)) {
            let [a, b] = [&a.ty, &b.ty].map(|ty| type_with_article(self.db, ty));
            let message = format!("{a} is never in {b}");
            let diagnostic = Diagnostic::new(Code::NOT_COMPARABLE, self.place(range), message);
            return self.refuse(range, diagnostic);
        }
        let b = self.as_set(b, right.range);
        self.make(ExprKind::Compare(op, Box::new(a), Box::new(b)), Type::Bool, range)
    }

    fn equality(
        &mut self,
        op: CompareOp,
        a: Expr,
        b: Expr,
        (left, right): (&ast::Expr, &ast::Expr),
        range: TextRange,
    ) -> Expr {
        let (a, b) = match (&a.ty, &b.ty) {
            (Type::Set(_), Type::Set(_)) => (a, b),
            (Type::Set(_), _) => {
                let b = self.as_set(b, right.range);
                (a, b)
            }
            (_, Type::Set(_)) => {
                let a = self.as_set(a, left.range);
                (a, b)
            }
            _ => (a, b),
        };
        if !comparable(&a.ty, &b.ty) {
            return self.not_comparable(&a, &b, range);
        }
        self.make(ExprKind::Compare(op, Box::new(a), Box::new(b)), Type::Bool, range)
    }

    fn order(&mut self, op: CompareOp, a: Expr, b: Expr, range: TextRange) -> Expr {
        if !comparable(&a.ty, &b.ty) {
            return self.not_comparable(&a, &b, range);
        }
        if !self.ordered(&a.ty) {
            let told = Diagnostic::new(
                Code::NOT_ORDERED,
                self.place(range),
                format!("the values of `{}` have no order", type_name(self.db, &a.ty)),
            );
            let diagnostic = match &a.ty {
                Type::Enum(_) => told.help("an enum has one if it is declared with `<` between its variants"),
                Type::Vector => {
                    told.help("a target has a level for each family, and one may be higher and another lower")
                }
                _ => told.help("compare with `==` or `!=`"),
            };
            return self.refuse(range, diagnostic);
        }
        self.make(ExprKind::Compare(op, Box::new(a), Box::new(b)), Type::Bool, range)
    }

    pub(super) fn negate(&mut self, inner: &ast::Expr, range: TextRange) -> Expr {
        if let ast::ExprKind::Literal(ast::Literal::Int(number)) = &inner.kind {
            let value = Value::Int(number.wrapping_neg());
            return self.make(ExprKind::Constant(value), Type::Int, range);
        }
        let inner = self.under(Polarity::Mixed, |checker| checker.infer(inner, None));
        match inner.ty {
            Type::Int | Type::Duration | Type::Error => {
                let ty = inner.ty.clone();
                self.make(ExprKind::Negate(Box::new(inner)), ty, range)
            }
            ref other => {
                let message = format!("{} has no opposite", type_name(self.db, other));
                let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, self.place(range), message)
                    .help("`-` is for numbers and durations; the opposite of a condition is `not`");
                self.refuse(range, diagnostic)
            }
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        first: &ast::Expr,
        rest: &[(ArithmeticOp, ast::Expr)],
        range: TextRange,
    ) -> Expr {
        if rest.len() > MAX_CHAIN {
            let message = format!("more than {MAX_CHAIN} operators in a row");
            let diagnostic = Diagnostic::new(Code::TOO_MANY, self.place(range), message).help("use `sum(…)`");
            return self.refuse(range, diagnostic);
        }
        let mut left = self.under(Polarity::Mixed, |checker| checker.infer(first, None));
        for (op, operand) in rest {
            let right = self.under(Polarity::Mixed, |checker| checker.infer(operand, None));
            let so_far = TextRange::new(range.start, operand.range.end.max(range.start));
            let Some(ty) = arithmetic_type(*op, &left.ty, &right.ty) else {
                let (a, b) = (type_name(self.db, &left.ty), type_name(self.db, &right.ty));
                let message = match op {
                    ArithmeticOp::Add => format!("{a} and {b} cannot be added"),
                    ArithmeticOp::Subtract => format!("{b} cannot be taken from {a}"),
                    ArithmeticOp::Multiply => format!("{a} and {b} cannot be multiplied"),
                    ArithmeticOp::Divide => format!("{a} cannot be divided by {b}"),
                };
                let told = Diagnostic::new(Code::TYPE_MISMATCH, self.place(so_far), message);
                let diagnostic = match (op, &left.ty) {
                    (ArithmeticOp::Add, Type::Set(_)) => told.help("sets are joined by `union(a, b)`"),
                    (ArithmeticOp::Subtract, Type::Set(_)) => {
                        told.help("what is in one set and not in another is `except(a, b)`")
                    }
                    _ => told,
                };
                return self.refuse(range, diagnostic);
            };
            left = self.make(ExprKind::Arithmetic(*op, Box::new(left), Box::new(right)), ty, so_far);
        }
        left
    }

    pub(super) fn has(
        &mut self,
        subject: &ast::Expr,
        path: &ast::Path,
        condition: Option<&ast::Expr>,
        range: TextRange,
    ) -> Expr {
        let of = self.under(Polarity::Mixed, |checker| checker.infer(subject, None));
        let subject_fits = match &of.ty {
            Type::Entity(_) | Type::Error => true,
            other => {
                let message = format!("{} has no capabilities", type_with_article(self.db, other));
                let told = Diagnostic::new(Code::NO_ATTRIBUTES, self.place(subject.range), message);
                let diagnostic = match other {
                    Type::Set(_) => told.help("ask it of its members: `every x in … : x has …`"),
                    _ => told,
                };
                self.tell(diagnostic);
                false
            }
        };
        let found = self.scope.capability(self.db, path);
        let id = match found {
            Ok(id) => id,
            Err(mistake) => {
                self.told.extend(mistake.map(|mistake| *mistake));
                return self.error(range);
            }
        };
        let condition = condition.map(|condition| {
            let depth = self.depth();
            self.has_depth += 1;
            for (position, parameter) in capability(self.db, id).parameters.iter().enumerate() {
                self.locals.push(Local {
                    name: parameter.name.clone(),
                    range: TextRange::default(),
                    kind: LocalKind::Parameter(id, position as u16, self.has_depth),
                    ty: parameter.ty.clone(),
                    used: true,
                });
            }
            let condition = self.check(condition, &Type::Bool);
            self.has_depth -= 1;
            self.leave(depth);
            Box::new(condition)
        });
        if !subject_fits {
            return self.error(range);
        }
        self.make(ExprKind::Has { subject: Box::new(of), capability: id, condition }, Type::Bool, range)
    }

    pub(super) fn carries(&mut self, [conduit, from, to]: [&ast::Expr; 3], range: TextRange) -> Expr {
        let one = |kind| Type::Entity(EntityKinds::only(kind));
        let (conduit, from, to) = self.under(Polarity::Mixed, |checker| {
            let conduit = checker.check(conduit, &one(EntityKind::Conduit));
            let from = checker.check(from, &one(EntityKind::Zone));
            (conduit, from, checker.check(to, &one(EntityKind::Zone)))
        });
        let kind = ExprKind::Carries { conduit: Box::new(conduit), from: Box::new(from), to: Box::new(to) };
        self.make(kind, Type::Bool, range)
    }

    pub(super) fn is_stated(&mut self, inner: &ast::Expr, range: TextRange) -> Expr {
        let ast::ExprKind::Member(base, name) = &inner.kind else {
            if matches!(inner.kind, ast::ExprKind::Error) {
                return self.error(range);
            }
            let diagnostic =
                Diagnostic::new(Code::MISPLACED_FORM, self.place(range), "only an attribute can be stated")
                    .help("write it with what it belongs to: `c.interfaces is stated`");
            return self.refuse(range, diagnostic);
        };
        let of = self.under(Polarity::Mixed, |checker| checker.infer(base, None));
        match self.attribute_of(&of, base, name) {
            Some((attribute, _)) => self.make(ExprKind::IsStated { of: Box::new(of), attribute }, Type::Bool, range),
            None => self.error(range),
        }
    }

    pub(super) fn if_then_else(
        &mut self,
        [condition, then, otherwise]: [&ast::Expr; 3],
        range: TextRange,
        hint: Option<&Type>,
    ) -> Expr {
        let condition = self.under(Polarity::Mixed, |checker| checker.check(condition, &Type::Bool));
        let (a, b) = if hint.is_none() && self.wants_hint(then) && !self.wants_hint(otherwise) {
            let b = self.infer(otherwise, None);
            (self.infer(then, Some(&b.ty)), b)
        } else {
            let a = self.infer(then, hint);
            let b = self.infer(otherwise, Some(hint.unwrap_or(&a.ty)));
            (a, b)
        };
        let Some(ty) = join(&a.ty, &b.ty) else {
            let (a, b) = (type_name(self.db, &a.ty), type_name(self.db, &b.ty));
            let message = format!("one branch gives {a}, the other {b}");
            let diagnostic =
                Diagnostic::new(Code::TYPE_MISMATCH, self.place(range), message).help("both must give the same type");
            return self.refuse(range, diagnostic);
        };
        let set = matches!(ty, Type::Set(_));
        let a = if set { self.as_set(a, then.range) } else { a };
        let b = if set { self.as_set(b, otherwise.range) } else { b };
        self.make(ExprKind::If(Box::new(condition), Box::new(a), Box::new(b)), ty, range)
    }
}

fn arithmetic_type(op: ArithmeticOp, a: &Type, b: &Type) -> Option<Type> {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    Some(match (op, a, b) {
        (_, Type::Error, _) | (_, _, Type::Error) => Type::Error,
        (_, Type::Int, Type::Int) | (Divide, Type::Duration, Type::Duration) => Type::Int,
        (Add | Subtract, Type::Date, Type::Duration) | (Add, Type::Duration, Type::Date) => Type::Date,
        (Subtract, Type::Date, Type::Date)
        | (Add | Subtract, Type::Duration, Type::Duration)
        | (Multiply | Divide, Type::Duration, Type::Int)
        | (Multiply, Type::Int, Type::Duration) => Type::Duration,
        _ => return None,
    })
}
