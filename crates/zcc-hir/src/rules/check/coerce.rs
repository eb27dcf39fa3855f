//! Which types fit where.

use zcc_base::{Code, Diagnostic, TextRange};

use super::Checker;
use crate::expr::{Expr, ExprKind, Type};
use crate::rules::{enumeration, type_name};
use crate::value::Value;
use crate::values::set_of;

/// What a set of this type holds; a single value is the set of itself.
pub(super) fn element(ty: &Type) -> Type {
    match ty {
        Type::Set(element) => (**element).clone(),
        other => other.clone(),
    }
}

/// Whether every value of `from` is one of `to`.
pub(super) fn fits(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Error, _) | (_, Type::Error) => true,
        (Type::Entity(from), Type::Entity(to)) => from.is_within(*to),
        (Type::Set(from), Type::Set(to)) => fits(from, to),
        _ => from == to,
    }
}

/// The least type that both fit.
pub(super) fn join(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Error, other) | (other, Type::Error) => Some(other.clone()),
        (Type::Entity(a), Type::Entity(b)) => Some(Type::Entity(a.union(*b))),
        (Type::Set(a), Type::Set(b)) => join(a, b).map(|element| Type::Set(Box::new(element))),
        (Type::Set(a), b) | (b, Type::Set(a)) => join(a, b).map(|element| Type::Set(Box::new(element))),
        _ => (a == b).then(|| a.clone()),
    }
}

/// Whether a value of one can be equal to one of the other.
pub(super) fn comparable(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Error, _) | (_, Type::Error) => true,
        (Type::Entity(a), Type::Entity(b)) => a.0 & b.0 != 0,
        (Type::Set(a), Type::Set(b)) => comparable(a, b),
        _ => a == b,
    }
}

impl Checker<'_> {
    /// Whether values of this type have an order.
    pub(super) fn ordered(&self, ty: &Type) -> bool {
        match ty {
            Type::Enum(id) => enumeration(self.db, *id).ordered,
            Type::Error
            | Type::Int
            | Type::Date
            | Type::Duration
            | Type::Version
            | Type::SecurityLevel
            | Type::MaturityLevel => true,
            _ => false,
        }
    }

    /// The set of a single value; a set as it is.
    pub(super) fn as_set(&mut self, found: Expr, range: TextRange) -> Expr {
        if matches!(found.ty, Type::Set(_) | Type::Error) {
            return found;
        }
        let ty = Type::Set(Box::new(found.ty.clone()));
        match found.kind {
            ExprKind::Constant(value) => {
                let set = set_of(&found.ty, vec![value]);
                self.make(ExprKind::Constant(set), ty, range)
            }
            _ => self.make(ExprKind::List(vec![found]), ty, range),
        }
    }

    /// Makes what was found what was asked for, or tells that it is not.
    pub(super) fn coerce(&mut self, found: Expr, expected: &Type, range: TextRange) -> Expr {
        if fits(&found.ty, expected) {
            return found;
        }
        if let Type::Set(element) = expected
            && fits(&found.ty, element)
        {
            return self.as_set(found, range);
        }
        let diagnostic = self.mismatch(&found, expected, range);
        self.refuse(range, diagnostic)
    }

    fn mismatch(&self, found: &Expr, expected: &Type, range: TextRange) -> Diagnostic {
        let (wanted, got) = (type_name(self.db, expected), type_name(self.db, &found.ty));
        let told = Diagnostic::new(Code::TYPE_MISMATCH, self.place(range), format!("expected {wanted}, found {got}"));
        match (&found.kind, &found.ty, expected) {
            (_, Type::Set(_), Type::Bool) => {
                told.help("ask something of its members: `every x in … : …`, `some x in … : …`, `count(…) > 0`")
            }
            (_, Type::Set(element), wanted) if fits(element, wanted) => {
                told.help("it may hold several: pick them one by one with `every x in …` or `some x in …`")
            }
            (ExprKind::Constant(Value::Int(number)), _, Type::Duration) => {
                told.help(format!("write the unit, as in `{number} minutes`"))
            }
            (ExprKind::Constant(Value::Text(_)), _, Type::Enum(_)) => told.help("write the variant without quotes"),
            (_, Type::Entity(from), Type::Entity(to)) if from.0 & to.0 != 0 => {
                told.help(format!("it may also be something other than {wanted}"))
            }
            _ => told,
        }
    }
}
