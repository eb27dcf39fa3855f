//! How things are called in messages.

use std::fmt::Write as _;

use smol_str::SmolStr;
use zcc_base::format_date;
use zcc_hir::expr::Type;
use zcc_hir::facts::Mode;
use zcc_hir::ids::Entity;
use zcc_hir::model::quoted;
use zcc_hir::program::MessagePart;
use zcc_hir::value::{LevelVector, Truth, Value};

use crate::eval::Eval;
use crate::interval::Interval;
use crate::report::{Bindings, Bound, Witness};
use crate::sets::for_members;
use crate::val::{SetVal, Val};
use crate::world::World;

/// How something in the model is called: `control.plc`.
pub fn path(world: &dyn World, entity: Entity) -> String {
    let place_path = |place| world.head(place).map_or_else(String::new, |head| head.path.to_string());
    let member = |place, name: Option<&SmolStr>| {
        format!("{}.{}", place_path(place), name.map_or_else(SmolStr::default, |name| quoted(name)))
    };
    let alone = |name: Option<&SmolStr>| name.map_or_else(String::new, |name| quoted(name).to_string());
    match entity {
        Entity::Site => alone(Some(&world.site().name)),
        Entity::Zone(place) | Entity::Conduit(place) => place_path(place),
        Entity::Component(place, index) => {
            member(place, world.component(place, index).map(|component| &component.name))
        }
        Entity::Channel(place, index) => member(
            place,
            world.place(place).and_then(|facts| facts.channels.get(index as usize)).map(|channel| &channel.name),
        ),
        Entity::Product(product) => alone(world.product(product).map(|facts| &facts.name)),
        Entity::Protocol(protocol) => alone(world.protocol(protocol).map(|facts| &facts.name)),
    }
}

fn duration(seconds: i64) -> String {
    for (unit, length) in [("days", 86_400), ("hours", 3_600), ("minutes", 60)] {
        if seconds != 0 && seconds % length == 0 {
            let count = seconds / length;
            let unit = if count == 1 { unit.trim_end_matches('s') } else { unit };
            return format!("{count} {unit}");
        }
    }
    format!("{seconds} seconds")
}

fn vector(vector: &LevelVector) -> String {
    let others: Vec<String> = vector.others().iter().map(|(family, level)| format!("{family}: {level}")).collect();
    if others.is_empty() {
        format!("SL {}", vector.level())
    } else {
        format!("SL {} {{ {} }}", vector.level(), others.join(", "))
    }
}

/// A known value as written.
pub fn value(world: &dyn World, value_: &Value) -> String {
    let variant = |id, position: u16| {
        let name = world.enumeration(id).and_then(|enumeration| enumeration.variants.get(usize::from(position)));
        name.map_or_else(|| "?".to_owned(), ToString::to_string)
    };
    match value_ {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(days) => format_date(i64::from(*days)),
        Value::Duration(seconds) => duration(*seconds),
        Value::Version(version) => version.text.to_string(),
        Value::Address(address) => address.to_string(),
        Value::Network(network) => format!("{}/{}", network.address, network.prefix),
        Value::SecurityLevel(level) => format!("SL {level}"),
        Value::MaturityLevel(level) => format!("ML {level}"),
        Value::Vector(levels) => vector(levels),
        Value::Variant(id, position) => variant(*id, *position),
        Value::Variants(id, bits) => {
            let names: Vec<String> =
                (0..64).filter(|position| bits >> position & 1 == 1).map(|position| variant(*id, position)).collect();
            joined(&names)
        }
        Value::Entity(entity) => path(world, *entity),
        Value::Set(members) => {
            let names: Vec<String> = members.iter().map(|member| value(world, member)).collect();
            joined(&names)
        }
    }
}

/// Names in a row, at most ten of them.
fn joined(names: &[String]) -> String {
    const MOST: usize = 10;
    match names {
        [] => "nothing".to_owned(),
        names if names.len() > MOST => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
        [only] => only.clone(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

fn number(of: i64, ty: &Type) -> String {
    match ty {
        Type::Date => format_date(of),
        Type::Duration => duration(of),
        Type::SecurityLevel => format!("SL {of}"),
        Type::MaturityLevel => format!("ML {of}"),
        _ => of.to_string(),
    }
}

fn interval(of: Interval, ty: &Type) -> String {
    match (of.low, of.high) {
        (i64::MIN, i64::MAX) => "an unknown number".to_owned(),
        (i64::MAX, _) | (_, i64::MIN) => "nothing".to_owned(),
        (i64::MIN, high) => format!("at most {}", number(high, ty)),
        (low, i64::MAX) => format!("at least {}", number(low, ty)),
        (low, high) if low == high => number(low, ty),
        (low, high) => format!("{} to {}", number(low, ty), number(high, ty)),
    }
}

/// What an expression of type `ty` came to.
pub(crate) fn val<'w>(world: &'w dyn World, of: &Val<'w>, ty: &Type) -> String {
    match of {
        Val::Unknown | Val::Truth(Truth::Unknown) | Val::Set(SetVal::Open) => "unknown".to_owned(),
        Val::Truth(Truth::True) => "true".to_owned(),
        Val::Truth(Truth::False) => "false".to_owned(),
        Val::Number(number) => interval(*number, ty),
        Val::Entity(entity) => path(world, *entity),
        Val::Ref(plain) => value(world, plain),
        Val::Owned(plain) => value(world, plain),
        Val::Set(set) => {
            let element = if let Type::Set(element) = ty { element } else { ty };
            let mut names = Vec::new();
            for_members(world, set, |member, sure| {
                let name = val(world, &member, element);
                names.push(if sure { name } else { format!("perhaps {name}") });
                true
            });
            joined(&names)
        }
    }
}

/// What an assertion says of a witness, its places filled in.
pub fn message(world: &dyn World, clause: zcc_hir::ids::ClauseId, subject: Entity, witness: &Witness) -> String {
    let mut said = String::new();
    let Some(requirement) = world.requirement(clause.requirement) else { return said };
    let Some(assertion) = requirement
        .clauses
        .get(usize::from(clause.clause))
        .and_then(|clause| clause.assertions.get(usize::from(witness.assertion)))
    else {
        return said;
    };
    let mut eval = Eval::new(world);
    eval.enter(requirement, subject);
    eval.enter_lets(&assertion.condition);
    let bound = eval.bind_witness(&assertion.condition, &witness.bindings);
    for part in &assertion.message {
        match part {
            MessagePart::Text(text) => said.push_str(text),
            MessagePart::Value(expr) => {
                let mode = if matches!(subject, Entity::Product(_)) { Mode::Helpful } else { Mode::Achieved };
                let found = eval.value(expr, mode);
                let unnamed = matches!(found, Val::Unknown) && !bound;
                let text = if unnamed { path(world, subject) } else { val(world, &found, &expr.ty) };
                let _ = write!(said, "{text}");
            }
        }
    }
    said
}

impl<'w> Eval<'w> {
    /// Binds the variables of the outermost quantifier as they are for a witness. Returns whether there are any.
    pub(crate) fn bind_witness(&mut self, condition: &'w zcc_hir::expr::Expr, bindings: &Bindings) -> bool {
        let Some(quantifier) = condition.witness_quantifier() else { return true };
        let zcc_hir::expr::ExprKind::Quantifier { binders, .. } = &quantifier.kind else { return true };
        match bindings {
            Bindings::Subject => false,
            Bindings::One(entity) => {
                if let Some(binder) = binders.first() {
                    self.set_slot(binder.slot, Val::Entity(*entity));
                }
                true
            }
            Bindings::Many(all) => {
                for (binder, bound) in binders.iter().zip(all.iter()) {
                    let value = match bound {
                        Bound::Entity(entity) => Val::Entity(*entity),
                        Bound::Value(value) => Val::Owned(std::sync::Arc::new(value.clone())),
                    };
                    self.set_slot(binder.slot, value);
                }
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_said_in_words() {
        assert_eq!(interval(Interval { low: 2, high: i64::MAX }, &Type::Int), "at least 2");
        assert_eq!(interval(Interval { low: 1, high: 3 }, &Type::SecurityLevel), "SL 1 to SL 3");
        assert_eq!(interval(Interval::exactly(7_200), &Type::Duration), "2 hours");
    }
}
