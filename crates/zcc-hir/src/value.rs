//! Values: what attributes and parameters are said to be, and what expressions come to.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::ids::{Entity, EnumId};

/// A known value. What nobody stated is no `Value` at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A string.
    Text(SmolStr),
    /// Days since 1970-01-01.
    Date(i32),
    /// Seconds.
    Duration(i64),
    /// A version.
    Version(Version),
    /// An address.
    Address(IpAddr),
    /// A network.
    Network(Network),
    /// `SL 0` to `SL 4`
    SecurityLevel(u8),
    /// `ML 1` to `ML 4`
    MaturityLevel(u8),
    /// One level per family of a catalogue.
    Vector(LevelVector),
    /// A variant of an enum, by position.
    Variant(EnumId, u16),
    /// A set of variants of an enum of at most 64, as bits by position.
    Variants(EnumId, u64),
    /// Something in the model.
    Entity(Entity),
    /// A set of anything else: sorted, without duplicates.
    Set(Arc<[Value]>),
}

/// Dotted numbers, with what comes before a release after `-`, as in `4.2-rc.1`: `1.10` is above `1.9`, `4.1` equals `4.1.0`,
/// and `4.2-rc1` is below `4.2`.
#[derive(Clone, Debug)]
pub struct Version {
    /// As written.
    pub text: SmolStr,
    /// Its numbers.
    pub parts: Box<[u32]>,
}

impl Version {
    /// Reads dotted numbers, with an optional leading `v`; what follows the numbers must begin with `-`, `+` or a blank. What
    /// stands after `-` is a release to come; what stands after `+` or a blank does not count in comparisons.
    /// `None` if it does not begin with a number, or if a part of it is empty.
    pub fn parse(text: &str) -> Option<Self> {
        let (numbers, rest) = split(text);
        if !rest.is_empty() && !rest.starts_with(['-', '+', ' ']) {
            return None;
        }
        let parts = numbers.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Box<[u32]>>>()?;
        let version = Self { text: SmolStr::new(text), parts };
        version.steps().is_none_or(|mut steps| steps.all(|step| !step.is_empty())).then_some(version)
    }

    fn significant(&self) -> &[u32] {
        let length = self.parts.iter().rposition(|part| *part != 0).map_or(0, |last| last + 1);
        &self.parts[..length]
    }

    /// What stands after `-`, at its dots; `None` for a release. It is read from the text when asked, since few versions have
    /// any and there are many values.
    fn steps(&self) -> Option<impl Iterator<Item = &str>> {
        let (_, rest) = split(&self.text);
        let steps = rest.strip_prefix('-')?;
        Some(steps.split(['+', ' ']).next().unwrap_or_default().split('.'))
    }
}

/// A version at the end of its numbers; a leading `v` is no part of either half.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let numbers = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(numbers.len());
    numbers.split_at(end)
}

/// The number that a step is, without its leading zeros.
fn number(step: &str) -> Option<&str> {
    step.bytes().all(|byte| byte.is_ascii_digit()).then(|| step.trim_start_matches('0'))
}

/// Numbers by their size, and below words; words letter by letter.
fn compare_steps(a: &str, b: &str) -> Ordering {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl std::hash::Hash for Version {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.significant().hash(state);
        for step in self.steps().into_iter().flatten() {
            number(step).unwrap_or(step).hash(state);
        }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.significant().cmp(other.significant()).then_with(|| match (self.steps(), other.steps()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(mut steps), Some(mut others)) => loop {
                match (steps.next(), others.next()) {
                    (None, None) => return Ordering::Equal,
                    (None, Some(_)) => return Ordering::Less,
                    (Some(_), None) => return Ordering::Greater,
                    (Some(step), Some(other)) => match compare_steps(step, other) {
                        Ordering::Equal => {}
                        different => return different,
                    },
                }
            },
        })
    }
}

/// An address with the number of its leading bits that name the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network {
    /// Its first address: bits past the prefix are zero.
    pub address: IpAddr,
    /// How many leading bits count.
    pub prefix: u8,
}

impl Network {
    /// Whether `address` lies in it.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                u32::from(network) & mask == u32::from(address) & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                u128::from(network) & mask == u128::from(address) & mask
            }
            _ => false,
        }
    }
}

/// How many families a catalogue may have.
pub const MAX_FAMILIES: usize = 16;

/// A level for each family, by name: a site may be held against several catalogues, and a name means the family of that
/// name in each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LevelVector {
    level: u8,
    /// The families that have another level, sorted by name.
    others: Arc<[(SmolStr, u8)]>,
}

impl LevelVector {
    /// The same level for every family.
    pub fn uniform(level: u8) -> Self {
        Self { level, others: Arc::default() }
    }

    /// `level`, but for the families of `others`. The last word on a family counts.
    pub fn new(level: u8, others: impl IntoIterator<Item = (SmolStr, u8)>) -> Self {
        let by_name: BTreeMap<SmolStr, u8> = others.into_iter().collect();
        Self { level, others: by_name.into_iter().filter(|(_, other)| *other != level).collect() }
    }

    /// The level of the families that are not named.
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// The families that have another level, sorted by name.
    pub fn others(&self) -> &[(SmolStr, u8)] {
        &self.others
    }

    /// The level of a family.
    pub fn of(&self, family: &str) -> u8 {
        let found = self.others.binary_search_by(|(name, _)| name.as_str().cmp(family));
        found.map_or(self.level, |at| self.others[at].1)
    }

    /// Whether no family has a higher level than in `other`.
    pub fn is_at_most(&self, other: &Self) -> bool {
        self.level <= other.level
            && self.others.iter().all(|(name, level)| *level <= other.of(name))
            && other.others.iter().all(|(name, level)| self.of(name) <= *level)
    }
}

/// Kleene's three values, in the order of truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// Known not to hold.
    False,
    /// Not known.
    Unknown,
    /// Known to hold.
    True,
}

impl Truth {
    /// The lesser of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The greater of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Swaps true and false.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn versions_are_ordered_as_releases_follow_each_other() {
        let order = [
            "4.1.9",
            "4.2-1",
            "4.2-2",
            "4.2-10",
            "4.2-alpha",
            "4.2-alpha.1",
            "4.2-alpha.beta",
            "4.2-beta.2",
            "4.2-beta.11",
            "4.2-rc1",
            "4.2",
            "4.2.1-rc1",
            "4.2.1",
            "4.10",
        ];
        for (at, low) in order.iter().enumerate() {
            for (other, high) in order.iter().enumerate() {
                assert_eq!(version(low).cmp(&version(high)), at.cmp(&other), "{low} and {high}");
            }
        }
    }

    #[test]
    fn versions_that_are_written_in_several_ways_are_one() {
        let one = |a: &str, b: &str| {
            use std::hash::{BuildHasher as _, RandomState};
            let hasher = RandomState::new();
            assert_eq!(version(a), version(b));
            assert_eq!(hasher.hash_one(version(a)), hasher.hash_one(version(b)), "{a} and {b}");
        };
        one("4.2", "v4.2");
        one("4.2", "V4.2.0");
        one("4.2", "4.2+build.7");
        one("4.2", "4.2 SP1");
        one("4.2-rc.1", "v4.2.0-rc.01+build");
        one("0", "0.0");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in ["", "v", "vv4", "4.", ".4", "4..2", "4.2-", "4.2-rc..1", "4.2-+x", "4x", "new", "4294967296"] {
            assert!(Version::parse(text).is_none(), "{text}");
        }
    }
}
