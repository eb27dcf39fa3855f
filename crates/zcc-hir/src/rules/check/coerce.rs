//! Makes of what was found what was asked for.

use zcc_base::{Code, Diagnostic, TextRange};

use super::Checker;
use super::fits::fits;
use crate::expr::{Expr, ExprKind, Type};
use crate::rules::{enumeration, type_name};
use crate::value::Value;
use crate::values::set_of;

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
