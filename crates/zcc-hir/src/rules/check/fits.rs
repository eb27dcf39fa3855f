//! Which types fit where.

use crate::expr::Type;

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
