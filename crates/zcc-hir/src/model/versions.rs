//! Ranges of firmware versions: `>= 4.0, < 5`.

use std::cmp::Ordering;

use smol_str::SmolStr;

use crate::facts::VersionRange;
use crate::value::{Truth, Version};

/// One bound: how the firmware must compare, whether being equal is enough, and with what.
pub type Bound = (Ordering, bool, Version);

/// Reads bounds separated by commas, each an operator (`<`, `<=`, `>`, `>=`, `=`; none is `=`) and a version.
/// The error is the part that is no bound.
pub fn parse_range(text: &str) -> Result<VersionRange, SmolStr> {
    let bounds = text
        .split(',')
        .map(|part| parse_bound(part.trim()).ok_or_else(|| SmolStr::new(part.trim())))
        .collect::<Result<Box<[Bound]>, SmolStr>>()?;
    Ok(VersionRange { text: SmolStr::new(text), bounds })
}

fn parse_bound(text: &str) -> Option<Bound> {
    const OPERATORS: [(&str, Ordering, bool); 6] = [
        ("<=", Ordering::Less, true),
        (">=", Ordering::Greater, true),
        ("==", Ordering::Equal, true),
        ("<", Ordering::Less, false),
        (">", Ordering::Greater, false),
        ("=", Ordering::Equal, true),
    ];
    let (ordering, or_equal, rest) = OPERATORS
        .iter()
        .find_map(|(sign, ordering, or_equal)| text.strip_prefix(sign).map(|rest| (*ordering, *or_equal, rest)))
        .unwrap_or((Ordering::Equal, true, text));
    Some((ordering, or_equal, Version::parse(rest.trim())?))
}

fn holds((ordering, or_equal, bound): &Bound, version: &Version) -> bool {
    let found = version.cmp(bound);
    found == *ordering || (*or_equal && found == Ordering::Equal)
}

/// Whether `version` keeps within all of `bounds`.
pub fn contains(bounds: &[Bound], version: &Version) -> bool {
    bounds.iter().all(|bound| holds(bound, version))
}

/// Whether firmware that may not be stated keeps within `bounds`.
pub fn covers(bounds: &[Bound], firmware: Option<&Version>) -> Truth {
    match firmware {
        _ if bounds.is_empty() => Truth::True,
        Some(version) => contains(bounds, version).into(),
        None => Truth::Unknown,
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
    fn all_bounds_must_hold() {
        let range = parse_range(">= 4.0, < 5").unwrap();
        assert!(contains(&range.bounds, &version("4.10")));
        assert!(contains(&range.bounds, &version("4")));
        assert!(!contains(&range.bounds, &version("5.0")));
        assert!(!contains(&range.bounds, &version("3.9")));
    }

    #[test]
    fn a_bare_version_means_that_version() {
        let range = parse_range("4.1").unwrap();
        assert!(contains(&range.bounds, &version("4.1.0")));
        assert!(!contains(&range.bounds, &version("4.1.1")));
    }

    #[test]
    fn what_is_no_bound_is_named() {
        assert_eq!(parse_range(">= 4, soon"), Err("soon".into()));
        assert_eq!(parse_range(""), Err("".into()));
    }

    #[test]
    fn unstated_firmware_is_unknown_only_where_bounds_ask() {
        assert_eq!(covers(&[], None), Truth::True);
        assert_eq!(covers(&parse_range("> 1").unwrap().bounds, None), Truth::Unknown);
    }
}
