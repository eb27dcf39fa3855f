//! Constants: from what is written after `name:` to a [`Value`] of the type that the place asks for.

use std::net::IpAddr;
use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, meant, nearest, parse_date};
use zcc_db::Db;
use zcc_syntax::ast::{Expr, ExprKind, Field, Literal};

use crate::expr::Type;
use crate::ids::{CatalogId, EnumId};
use crate::names::Scope;
use crate::rules::{catalog, enumeration};
use crate::value::{LevelVector, Network, Value, Version};

/// The value that `expr` states where a value of type `expected` is asked for. A single value stands for the set of
/// it. What is wrong is told to `told`, all of it; then there is no value. Entity types have no constants: resolve
/// paths before asking.
pub fn constant(
    db: &dyn Db,
    scope: &Scope<'_>,
    expr: &Expr,
    expected: &Type,
    told: &mut Vec<Diagnostic>,
) -> Option<Value> {
    match expected {
        Type::Set(element) => match &expr.kind {
            ExprKind::List(elements) => {
                let before = told.len();
                let mut values = Vec::with_capacity(elements.len());
                for one in elements {
                    values.extend(constant(db, scope, one, element, told));
                }
                let complete = values.len() == elements.len() && told.len() == before;
                complete.then(|| set_of(element, values))
            }
            _ => constant(db, scope, expr, element, told).map(|value| set_of(element, vec![value])),
        },
        Type::Enum(id) => variant(db, scope, expr, *id, told),
        _ => plain(db, scope, expr, expected, told),
    }
}

/// A set of values of one type.
pub fn set_of(element: &Type, mut values: Vec<Value>) -> Value {
    if let Type::Enum(id) = element {
        let bits = values.iter().fold(0, |bits, value| match value {
            Value::Variant(_, position) => bits | 1_u64.checked_shl(u32::from(*position)).unwrap_or(0),
            _ => bits,
        });
        return Value::Variants(*id, bits);
    }
    values.sort_unstable();
    values.dedup();
    Value::Set(Arc::from(values))
}

fn variant(db: &dyn Db, scope: &Scope<'_>, expr: &Expr, id: EnumId, told: &mut Vec<Diagnostic>) -> Option<Value> {
    let name = match &expr.kind {
        ExprKind::Error => return None,
        ExprKind::Name(name) => name,
        ExprKind::Member(base, name) if matches!(&base.kind, ExprKind::Name(of) if *of == enumeration(db, id).name) => {
            &name.text
        }
        ExprKind::Literal(Literal::String(text)) => {
            let mut mistake = mismatch(db, scope.place(expr.range), &Type::Enum(id), "a string");
            if enumeration(db, id).variants.contains(text) {
                mistake = mistake.help(format!("write `{text}` without the quotes")).fix(
                    format!("write `{text}`"),
                    scope.place(expr.range),
                    text.clone(),
                );
            }
            told.push(mistake);
            return None;
        }
        other => {
            told.push(mismatch(db, scope.place(expr.range), &Type::Enum(id), form(other)));
            return None;
        }
    };
    let position = enumeration(db, id).variants.iter().position(|variant| variant == name);
    if position.is_none() {
        told.push(unknown_variant(db, scope.place(expr.range), name, id));
    }
    position.map(|position| Value::Variant(id, position as u16))
}

/// Says that an enum has no such variant.
pub(crate) fn unknown_variant(db: &dyn Db, place: Place, name: &str, id: EnumId) -> Diagnostic {
    let declared = enumeration(db, id);
    let told = Diagnostic::new(Code::UNKNOWN_VARIANT, place, format!("`{}` has no variant `{name}`", declared.name));
    let near = meant(name, declared.variants.iter().map(SmolStr::as_str));
    told.help(format!("it is one of {}", listed(&declared.variants))).did_you_mean(place, &near)
}

/// `a`, `b` and `c`; long lists are cut.
pub(crate) fn listed(names: &[SmolStr]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match shown.as_slice() {
        _ if names.len() > SHOWN => format!("{}, and {} more", shown.join(", "), names.len() - SHOWN),
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Says that something else was asked for.
pub(crate) fn mismatch(db: &dyn Db, place: Place, expected: &Type, found: &str) -> Diagnostic {
    let wanted = in_words(db, expected);
    let told = Diagnostic::new(Code::TYPE_MISMATCH, place, format!("expected {wanted}, found {found}"));
    match example(db, expected) {
        Some(_) if *expected == Type::Int && found.ends_with("fraction") => {
            told.help("numbers are whole: take a smaller unit, as in `90 minutes`")
        }
        Some(example) => told.help(format!("for example `{example}`")),
        None => told,
    }
}

/// What a value of a type is to those who state it.
fn in_words(db: &dyn Db, expected: &Type) -> String {
    match expected {
        Type::Bool => "`true` or `false`".to_owned(),
        Type::Int => "a number".to_owned(),
        Type::String => "a text in quotes".to_owned(),
        Type::Vector | Type::SecurityLevel => "a security level".to_owned(),
        Type::MaturityLevel => "a maturity level".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Version => "a version".to_owned(),
        Type::Address => "an address".to_owned(),
        Type::Network => "a network".to_owned(),
        Type::Enum(id) => format!("one of `{}`", enumeration(db, *id).name),
        Type::Entity(_) => crate::rules::type_with_article(db, expected),
        Type::Set(element) => format!("a list, each of it {}", in_words(db, element)),
        Type::Error => "something else".to_owned(),
    }
}

fn example(db: &dyn Db, expected: &Type) -> Option<String> {
    Some(match expected {
        Type::Bool => "true".to_owned(),
        Type::Int => "8".to_owned(),
        Type::String => "\"some text\"".to_owned(),
        Type::Date => "2027-03-31".to_owned(),
        Type::Duration => "30 days".to_owned(),
        Type::Version => "\"4.1.0\"".to_owned(),
        Type::Address => "10.20.0.5".to_owned(),
        Type::Network => "10.10.0.0/16".to_owned(),
        Type::SecurityLevel => "SL 2".to_owned(),
        Type::MaturityLevel => "ML 2".to_owned(),
        Type::Vector => "SL 2 { IAC: 3 }".to_owned(),
        Type::Enum(id) => enumeration(db, *id).variants.first()?.to_string(),
        Type::Set(element) => return example(db, element),
        Type::Error | Type::Entity(_) => return None,
    })
}

/// What an expression is, in words.
pub(crate) fn form(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Literal(literal) => match literal {
            Literal::Bool(_) => "a truth value",
            Literal::Int(_) => "a number",
            Literal::Decimal(_) => "a number with a fraction",
            Literal::Version(_) => "a version",
            Literal::String(_) => "a string",
            Literal::Date(_) => "a date",
            Literal::Duration(..) => "a duration",
            Literal::Address(_) => "an address",
            Literal::Network(_) => "a network",
            Literal::SecurityLevel(_) => "a security level",
            Literal::MaturityLevel(_) => "a maturity level",
        },
        ExprKind::Name(_) | ExprKind::Member(..) => "a name",
        ExprKind::List(_) => "a list",
        ExprKind::Record(_) => "a block",
        ExprKind::Vector { .. } => "a level for each family",
        ExprKind::Requirement(_) => "the id of a requirement",
        _ => "an expression",
    }
}

fn plain(db: &dyn Db, scope: &Scope<'_>, expr: &Expr, expected: &Type, told: &mut Vec<Diagnostic>) -> Option<Value> {
    match &expr.kind {
        ExprKind::Error => None,
        _ if *expected == Type::Error => None,
        ExprKind::Literal(literal) => self::literal(db, scope.place(expr.range), literal, expected, told),
        ExprKind::Negate(inner)
            if *expected == Type::Int && matches!(inner.kind, ExprKind::Literal(Literal::Int(_))) =>
        {
            match inner.kind {
                ExprKind::Literal(Literal::Int(number)) => Some(Value::Int(number.wrapping_neg())),
                _ => None,
            }
        }
        ExprKind::Vector { level, fields } if *expected == Type::Vector => {
            vector(db, scope, scope.place(expr.range), *level, fields, told)
        }
        ExprKind::Name(word) if is_level(expected) && matches!(word.as_str(), "SL" | "ML") => {
            let told_here = Diagnostic::new(
                Code::TYPE_MISMATCH,
                scope.place(expr.range),
                format!("this `{word}` has no number after it"),
            );
            told.push(told_here.help(format!("a level is written with its number, on one line: `{word} 2`")));
            None
        }
        other => {
            told.push(mismatch(db, scope.place(expr.range), expected, form(other)));
            None
        }
    }
}

fn is_level(ty: &Type) -> bool {
    matches!(ty, Type::Vector | Type::SecurityLevel | Type::MaturityLevel)
}

/// The value of a literal where `expected` is asked for.
pub(crate) fn literal(
    db: &dyn Db,
    place: Place,
    literal: &Literal,
    expected: &Type,
    told: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let made = match (literal, expected) {
        (Literal::Bool(value), Type::Bool) => Ok(Value::Bool(*value)),
        (Literal::Int(value), Type::Int) => Ok(Value::Int(*value)),
        (Literal::String(value), Type::String) => Ok(Value::Text(value.clone())),
        (Literal::String(text) | Literal::Decimal(text) | Literal::Version(text), Type::Version) => {
            Version::parse(text).map(Value::Version).ok_or_else(|| {
                (format!("`{text}` is no version"), "a version is numbers with dots between them, such as \"4.1.0\"")
            })
        }
        (Literal::Int(number), Type::Version) => {
            Version::parse(&number.to_string()).map(Value::Version).ok_or_else(|| {
                (format!("`{number}` is no version"), "a version is numbers with dots between them, such as \"4.1.0\"")
            })
        }
        (Literal::Address(text), Type::Version) if text.contains('.') => {
            Version::parse(text).map(Value::Version).ok_or_else(|| {
                (format!("`{text}` is no version"), "a version is numbers with dots between them, such as \"4.1.0\"")
            })
        }
        (Literal::Date(text), Type::Date) => parse_date(text)
            .map(Value::Date)
            .ok_or_else(|| (format!("there is no day {text}"), "write year, month and day, such as 2027-03-31")),
        (Literal::Duration(number, unit), Type::Duration) => seconds(*number, unit)
            .map(Value::Duration)
            .ok_or_else(|| (format!("{number} {unit} are more than can be counted"), "write a shorter duration")),
        (Literal::Address(text), Type::Address) => text
            .parse::<IpAddr>()
            .map(Value::Address)
            .map_err(|_| (format!("`{text}` is no address"), "each of the four numbers goes from 0 to 255")),
        (Literal::Network(text), Type::Network) => network(text).map(Value::Network),
        (Literal::SecurityLevel(level), Type::SecurityLevel) => security_level(*level).map(Value::SecurityLevel),
        (Literal::SecurityLevel(level), Type::Vector) => {
            security_level(*level).map(|level| Value::Vector(LevelVector::uniform(level)))
        }
        (Literal::MaturityLevel(level), Type::MaturityLevel) => match level {
            1..=4 => Ok(Value::MaturityLevel(*level as u8)),
            _ => Err((format!("there is no ML {level}"), "maturity levels go from ML 1 to ML 4")),
        },
        _ => {
            told.push(mismatch(db, place, expected, form(&ExprKind::Literal(literal.clone()))));
            return None;
        }
    };
    match made {
        Ok(value) => Some(value),
        Err((message, help)) => {
            told.push(Diagnostic::new(Code::IMPOSSIBLE_VALUE, place, message).help(help));
            None
        }
    }
}

/// The type that a literal has where nothing is asked for.
pub(crate) fn type_of_literal(literal: &Literal) -> Type {
    match literal {
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Decimal(_) | Literal::Version(_) => Type::Version,
        Literal::String(_) => Type::String,
        Literal::Date(_) => Type::Date,
        Literal::Duration(..) => Type::Duration,
        Literal::Address(_) => Type::Address,
        Literal::Network(_) => Type::Network,
        Literal::SecurityLevel(_) => Type::SecurityLevel,
        Literal::MaturityLevel(_) => Type::MaturityLevel,
    }
}

type Impossible = (String, &'static str);

fn security_level(level: u32) -> Result<u8, Impossible> {
    match level {
        0..=4 => Ok(level as u8),
        _ => Err((format!("there is no SL {level}"), "security levels go from SL 0 to SL 4")),
    }
}

/// A month is taken for 30 days, a year for 365.
fn seconds(number: i64, unit: &str) -> Option<i64> {
    let unit = match unit.trim_end_matches('s') {
        "second" => 1,
        "minute" => 60,
        "hour" => 3600,
        "day" => 86_400,
        "week" => 7 * 86_400,
        "month" => 30 * 86_400,
        "year" => 365 * 86_400,
        _ => return None,
    };
    number.checked_mul(unit)
}

fn network(text: &str) -> Result<Network, Impossible> {
    let read = || {
        let (address, prefix) = text.split_once('/')?;
        let (address, prefix) = (address.parse::<IpAddr>().ok()?, prefix.parse::<u8>().ok()?);
        let bits = if address.is_ipv4() { 32 } else { 128 };
        (prefix <= bits).then_some(Network { address, prefix })
    };
    let Some(found) = read() else {
        return Err((
            format!("`{text}` is no network"),
            "write its first address and how many leading bits count, such as 10.10.0.0/16",
        ));
    };
    let first = first_address(found);
    if first == found.address {
        Ok(found)
    } else {
        Err((
            format!("`{text}` is an address within a network, not the network"),
            "all bits past the prefix must be zero, as in 10.10.0.0/16",
        ))
    }
}

fn first_address(network: Network) -> IpAddr {
    match network.address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(network.prefix)).unwrap_or(0);
            IpAddr::V4((u32::from(address) & mask).into())
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(network.prefix)).unwrap_or(0);
            IpAddr::V6((u128::from(address) & mask).into())
        }
    }
}

/// `SL 2 { IAC: 3 }`: the families are looked up in the scope's catalogues.
fn vector(
    db: &dyn Db,
    scope: &Scope<'_>,
    place: Place,
    level: u32,
    fields: &[Field],
    told: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let before = told.len();
    let level = match security_level(level) {
        Ok(level) => level,
        Err((message, help)) => {
            told.push(Diagnostic::new(Code::IMPOSSIBLE_VALUE, place, message).help(help));
            0
        }
    };
    let mut others: Vec<(SmolStr, u8)> = Vec::new();
    let catalogs = crate::rules::level_catalogs(db, scope);
    let mut given: Vec<&str> = Vec::new();
    for field in fields {
        let at = scope.place(field.name.range);
        if given.contains(&field.name.text.as_str()) {
            told.push(
                Diagnostic::new(Code::DUPLICATE_NAME, at, format!("`{}` has its level twice", field.name.text))
                    .help("keep one of them"),
            );
            continue;
        }
        given.push(&field.name.text);
        check_family(db, &catalogs, &field.name.text, at, told);
        let value = match &field.value.kind {
            ExprKind::Literal(Literal::Int(level)) => {
                let checked = u32::try_from(*level)
                    .map_err(|_| (format!("there is no SL {level}"), "security levels go from SL 0 to SL 4"));
                match checked.and_then(security_level) {
                    Ok(level) => Some(level),
                    Err((message, help)) => {
                        told.push(
                            Diagnostic::new(Code::IMPOSSIBLE_VALUE, scope.place(field.value.range), message).help(help),
                        );
                        None
                    }
                }
            }
            _ => match constant(db, scope, &field.value, &Type::SecurityLevel, told) {
                Some(Value::SecurityLevel(level)) => Some(level),
                _ => None,
            },
        };
        others.extend(value.map(|level| (field.name.text.clone(), level)));
    }
    (told.len() == before).then(|| Value::Vector(LevelVector::new(level, others)))
}

/// Tells of a family that no catalogue has.
fn check_family(db: &dyn Db, catalogs: &[CatalogId], name: &str, at: Place, told: &mut Vec<Diagnostic>) {
    let families = || catalogs.iter().flat_map(|id| &catalog(db, *id).families).map(|family| family.name.as_str());
    if catalogs.is_empty() || families().any(|family| family == name) {
        return;
    }
    let mistake = Diagnostic::new(Code::UNKNOWN_FAMILY, at, format!("no catalogue assessed has a family `{name}`"));
    let mistake = if let Some(near) = nearest(name, families()) {
        mistake.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), at, near)
    } else {
        let mut names: Vec<SmolStr> = Vec::new();
        for family in families() {
            if !names.iter().any(|known| known == family) {
                names.push(SmolStr::new(family));
            }
        }
        mistake.help(format!("the families are {}", listed(&names)))
    };
    told.push(mistake);
}
