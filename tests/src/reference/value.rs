//! What expressions come to.

use std::collections::BTreeMap;
use std::net::IpAddr;

use zcc_syntax::ast::{Expr, ExprKind, Literal};

use super::numbers::Bounds;
use super::truth::{Mode, Truth};

/// Something that rules can be about, by its position in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The site.
    Site,
    /// A zone.
    Zone(usize),
    /// A conduit.
    Conduit(usize),
    /// A component or a boundary device.
    Component(usize),
    /// A channel.
    Channel(usize),
    /// A product.
    Product(usize),
    /// A protocol.
    Protocol(usize),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things, or nothing.
    Plain,
    /// A date: days since 1970-01-01.
    Day,
    /// A duration.
    Second,
    /// A level.
    Level,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nobody stated it.
    Unknown,
    /// How true something is.
    Truth(Truth),
    /// A number, date, duration or level.
    Number(Bounds, Unit),
    /// A string.
    Text(String),
    /// A version, zeros at its end dropped.
    Version(Version),
    /// An address.
    Address(IpAddr),
    /// A network: its address and how many bits count.
    Network(IpAddr, u32),
    /// A variant of an enum.
    Variant(String),
    /// One level for all families, and those that differ.
    Vector(i64, BTreeMap<String, i64>),
    /// Something in the model.
    Entity(Entity),
    /// A set.
    Set(Set),
}

/// A set that knows which members are sure, and whether there may be others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// Each once, with whether it is sure.
    pub members: Vec<(Value, bool)>,
    /// Whether anything else may be in it.
    pub open: bool,
}

impl Set {
    /// Nothing is known of it.
    pub fn unknown() -> Self {
        Self { members: Vec::new(), open: true }
    }

    /// These, for sure, and nothing else.
    pub fn of(members: impl IntoIterator<Item = Value>) -> Self {
        let mut set = Self::default();
        members.into_iter().for_each(|member| set.add(member, Truth::True));
        set
    }

    /// Adds a member, as true as that; one that is unknown may be anything.
    pub fn add(&mut self, member: Value, truth: Truth) {
        if member == Value::Unknown {
            self.open = true;
        } else if truth != Truth::False {
            match self.members.iter_mut().find(|(known, _)| *known == member) {
                Some((_, sure)) => *sure |= truth == Truth::True,
                None => self.members.push((member, truth == Truth::True)),
            }
        }
    }

    /// How true it is that `member` is in it.
    pub fn contains(&self, member: &Value) -> Truth {
        if *member == Value::Unknown {
            return Truth::Unknown;
        }
        let others = if self.open { Truth::Unknown } else { Truth::False };
        self.members.iter().fold(others, |found, (candidate, sure)| {
            let same = match (member, candidate) {
                (Value::Address(address), Value::Network(network, bits)) => lies_in(*address, *network, *bits).into(),
                (Value::Network(inner, more), Value::Network(network, bits)) => {
                    (more >= bits && lies_in(*inner, *network, *bits)).into()
                }
                _ => equal(member, candidate),
            };
            found.or(same.and(if *sure { Truth::True } else { Truth::Unknown }))
        })
    }

    /// How true it is that all its members are in `other`.
    pub fn is_within(&self, other: &Self) -> Truth {
        let others = if self.open { Truth::Unknown } else { Truth::True };
        self.members.iter().fold(others, |all, (member, sure)| {
            all.and(other.contains(member).or(if *sure { Truth::False } else { Truth::Unknown }))
        })
    }

    /// Member by member, what `keep` makes of how true it is in both.
    pub fn merge(&self, other: &Self, keep: impl Fn(Truth, Truth) -> Truth) -> Self {
        let within = |set: &Self, member: &Value| match set.members.iter().find(|(known, _)| known == member) {
            Some((_, sure)) => {
                if *sure {
                    Truth::True
                } else {
                    Truth::Unknown
                }
            }
            None => {
                if set.open {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
        };
        let mut merged = Self::default();
        for (member, _) in self.members.iter().chain(&other.members) {
            merged.add(member.clone(), keep(within(self, member), within(other, member)));
        }
        let rest = |set: &Self| if set.open { Truth::Unknown } else { Truth::False };
        merged.open = keep(rest(self), rest(other)) != Truth::False;
        merged
    }
}

fn bits_of(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    }
}

fn lies_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    let ((address, width), (network, other)) = (bits_of(address), bits_of(network));
    width == other && (width - bits.min(width) == 128 || (address ^ network) >> (width - bits.min(width)) == 0)
}

impl Value {
    /// As a truth.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Truth(truth) => *truth,
            Self::Unknown => Truth::Unknown,
            other => panic!("{other:?} is no truth"),
        }
    }

    /// As a set: a single value stands for the set of it.
    pub fn set(self) -> Set {
        match self {
            Self::Set(set) => set,
            Self::Unknown => Set::unknown(),
            single => Set::of([single]),
        }
    }

    /// As a number.
    pub fn number(&self) -> Bounds {
        match self {
            Self::Number(bounds, _) => *bounds,
            Self::Unknown => Bounds::ANY,
            other => panic!("{other:?} is no number"),
        }
    }
}

/// Whether both are the same.
pub(super) fn equal(a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::Set(_), _) | (_, Value::Set(_)) => {
            let (a, b) = (a.clone().set(), b.clone().set());
            a.is_within(&b).and(b.is_within(&a))
        }
        (Value::Truth(a), Value::Truth(b)) => {
            if *a == Truth::Unknown || *b == Truth::Unknown {
                Truth::Unknown
            } else {
                (a == b).into()
            }
        }
        (Value::Vector(..), _) | (_, Value::Vector(..)) => at_most(a, b, false).and(at_most(b, a, false)),
        (Value::Number(..), _) | (_, Value::Number(..)) => {
            let (a, b) = (a.number(), b.number());
            a.is_at_most(b).and(b.is_at_most(a))
        }
        (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
        _ => (a == b).into(),
    }
}

/// Whether `a` is less than `b`, or, unless `strictly`, the same. Variants are compared by `Rules::at_most`.
pub(super) fn at_most(a: &Value, b: &Value, strictly: bool) -> Truth {
    let vector = |value: &Value| match value {
        Value::Vector(level, others) => Some((*level, others.clone())),
        Value::Number(Bounds(low, high), Unit::Level) if low == high => Some((*low, BTreeMap::new())),
        _ => None,
    };
    match (a, b) {
        (Value::Vector(..), _) | (_, Value::Vector(..)) => {
            let (Some((a, of_a)), Some((b, of_b))) = (vector(a), vector(b)) else { return Truth::Unknown };
            let mut pairs = vec![(a, b)];
            for family in of_a.keys().chain(of_b.keys()) {
                pairs.push((*of_a.get(family).unwrap_or(&a), *of_b.get(family).unwrap_or(&b)));
            }
            let below = pairs.iter().all(|(a, b)| a <= b);
            (below && (!strictly || pairs.iter().any(|(a, b)| a != b))).into()
        }
        (Value::Version(a), Value::Version(b)) => (if strictly { a < b } else { a <= b }).into(),
        _ => {
            let number = |value: &Value| if matches!(value, Value::Version(_)) { Bounds::ANY } else { value.number() };
            let (a, b) = (number(a), number(b));
            if strictly { a.is_less(b) } else { a.is_at_most(b) }
        }
    }
}

/// What nobody knows, as the kind of value that the other is.
fn alike(a: Value, b: Value) -> (Value, Value) {
    let like = |other: &Value| match other {
        Value::Truth(_) => Value::Truth(Truth::Unknown),
        Value::Number(_, unit) => Value::Number(Bounds::ANY, *unit),
        Value::Set(_) => Value::Set(Set::unknown()),
        _ => Value::Unknown,
    };
    match (a, b) {
        (Value::Unknown, b) => (like(&b), b),
        (a, Value::Unknown) => (a.clone(), like(&a)),
        both => both,
    }
}

/// What one of two values is, nobody knows which.
pub(super) fn either(a: Value, b: Value) -> Value {
    match alike(a, b) {
        (a, b) if a == b => a,
        (Value::Number(a, unit), Value::Number(b, _)) => Value::Number(a.hull(b), unit),
        (Value::Set(a), Value::Set(b)) => Value::Set(a.merge(&b, |x, y| if x == y { x } else { Truth::Unknown })),
        (Value::Truth(_), Value::Truth(_)) => Value::Truth(Truth::Unknown),
        _ => Value::Unknown,
    }
}

/// The better of two values that a setting of the switches can choose between.
pub(super) fn better(a: Value, b: Value, mode: Mode) -> Value {
    let helpful = mode == Mode::Helpful;
    match alike(a, b) {
        (a, b) if a == b => a,
        (Value::Truth(a), Value::Truth(b)) => Value::Truth(if helpful { a.or(b) } else { a.and(b) }),
        (Value::Number(a, unit), Value::Number(b, _)) => {
            Value::Number(if helpful { a.greatest(b) } else { a.least(b) }, unit)
        }
        (Value::Set(a), Value::Set(b)) => Value::Set(a.merge(&b, |x, y| if helpful { x.or(y) } else { x.and(y) })),
        (a, b) => either(a, b),
    }
}

/// The day of a date literal, counted from 1970-01-01.
pub(super) fn day(text: &str) -> i64 {
    let parts: Vec<i64> = text.split('-').map(|part| part.parse().expect("a date is three numbers")).collect();
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = |year: i64| [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = (1970..parts[0]).map(|year| lengths(year).iter().sum::<i64>()).sum();
    let months: i64 = lengths(parts[0]).iter().take(parts[1] as usize - 1).sum();
    years + months + parts[2] - 1
}

/// Numbers, then what comes before their release.
pub(super) type Version = (Vec<u64>, Stage);

/// In the order in which they come out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Before(Vec<Step>),
    Release,
}

/// A number is before a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Number(u64),
    Word(String),
}

/// What a version says.
pub(super) fn version(text: &str) -> Version {
    let (numbers, steps) = match text.split_once('-') {
        Some((numbers, steps)) => (numbers, Some(steps)),
        None => (text, None),
    };
    let mut parts: Vec<u64> = numbers.split('.').map(|part| part.parse().expect("a version is numbers")).collect();
    while parts.last() == Some(&0) {
        parts.pop();
    }
    let step = |step: &str| step.parse().map_or_else(|_| Step::Word(step.to_owned()), Step::Number);
    (parts, steps.map_or(Stage::Release, |steps| Stage::Before(steps.split('.').map(step).collect())))
}

/// The dotted name that an expression is, if it is one.
pub(super) fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.to_string()),
        ExprKind::Member(base, name) => Some(format!("{}.{}", dotted(base)?, name.text)),
        _ => None,
    }
}

/// What is written where only a constant can stand.
pub(super) fn constant(expr: &Expr) -> Value {
    let plain = |value| Value::Number(Bounds::exactly(value), Unit::Plain);
    match &expr.kind {
        ExprKind::Literal(literal) => match literal {
            Literal::Bool(holds) => Value::Truth((*holds).into()),
            Literal::Int(value) => plain(*value),
            Literal::Decimal(text) | Literal::Version(text) => Value::Version(version(text)),
            Literal::String(text) => Value::Text(text.to_string()),
            Literal::Date(text) => Value::Number(Bounds::exactly(day(text)), Unit::Day),
            Literal::Duration(count, unit) => {
                let seconds = match unit.trim_end_matches('s') {
                    "second" => 1,
                    "minute" => 60,
                    "hour" => 3_600,
                    "day" => 86_400,
                    "week" => 604_800,
                    other => panic!("{other} is no unit of this reference"),
                };
                Value::Number(Bounds::exactly(count * seconds), Unit::Second)
            }
            Literal::Address(text) => Value::Address(text.parse().expect("the compiler checked the address")),
            Literal::Network(text) => {
                let (address, bits) = text.split_once('/').expect("a network has a prefix");
                Value::Network(address.parse().expect("an address"), bits.parse().expect("a number of bits"))
            }
            Literal::SecurityLevel(level) | Literal::MaturityLevel(level) => {
                Value::Number(Bounds::exactly(i64::from(*level)), Unit::Level)
            }
        },
        ExprKind::Negate(inner) => match constant(inner) {
            Value::Number(bounds, unit) => Value::Number(bounds.negated(), unit),
            other => other,
        },
        ExprKind::Vector { level, fields } => {
            let levels = fields.iter().map(|field| (field.name.text.to_string(), constant(&field.value).number().0));
            Value::Vector(i64::from(*level), levels.collect())
        }
        ExprKind::List(items) => Value::Set(Set::of(items.iter().map(constant))),
        ExprKind::Name(name) => Value::Variant(name.to_string()),
        ExprKind::Member(_, name) => Value::Variant(name.text.to_string()),
        _ => Value::Unknown,
    }
}
