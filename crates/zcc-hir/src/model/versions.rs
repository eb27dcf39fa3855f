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
    let rest = rest.trim();
    // `< 3` after a forgotten comma, or `and newer`, would be taken for a suffix.
    let version = if rest.contains(char::is_whitespace) { None } else { Version::parse(rest) };
    Some((ordering, or_equal, version?))
}

/// Whether there can be a version within all of `bounds`.
pub fn satisfiable<'a>(bounds: impl IntoIterator<Item = &'a Bound>) -> bool {
    let mut above: Option<(&Version, bool)> = None;
    let mut below: Option<(&Version, bool)> = None;
    for (ordering, or_equal, version) in bounds {
        if *ordering != Ordering::Less {
            let tighter = above.is_none_or(|(known, with)| (known, !with) < (version, !or_equal));
            above = if tighter { Some((version, *or_equal)) } else { above };
        }
        if *ordering != Ordering::Greater {
            let tighter = below.is_none_or(|(known, with)| (version, *or_equal) < (known, with));
            below = if tighter { Some((version, *or_equal)) } else { below };
        }
    }
    match (above, below) {
        (Some((above, with_above)), Some((below, with_below))) => {
            above < below || above == below && with_above && with_below
        }
        _ => true,
    }
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
    fn a_release_to_come_is_before_its_release() {
        let holds = |range: &str, text: &str| contains(&parse_range(range).unwrap().bounds, &version(text));
        assert!(!holds(">= 4.2", "4.2-rc1") && holds("< 4.2", "4.2-rc1") && holds(">= 4.2-rc1", "4.2"));
        assert!(holds(">= 4.0, < 5", "5.0-beta") && !holds(">= 4.0, < 5", "4.0-beta"));
        assert!(holds("4.2-rc1", "v4.2-rc1") && !holds("4.2", "4.2-rc1") && holds("4.2", "v4.2"));
        assert!(!holds("> 4.2", "4.2 SP1") && holds("<= 4.2", "4.2+build.7"));
    }

    #[test]
    fn bounds_that_leave_no_version_are_found() {
        let open = |text: &str| satisfiable(&parse_range(text).unwrap().bounds);
        assert!(open(">= 4.0, < 5") && open(">= 4, <= 4.0") && open("> 3") && open("4.1, < 5"));
        assert!(open("> 4.2-rc1, < 4.2") && !open(">= 4.2, < 4.2-rc1"));
        assert!(!open(">= 5, < 4") && !open("> 4, <= 4") && !open("4.1, 4.2") && !open("< 4, >= 4"));
    }

    #[test]
    fn what_is_no_bound_is_named() {
        assert_eq!(parse_range(">= 2 < 3"), Err(">= 2 < 3".into()));
        assert_eq!(parse_range("4.0 and newer"), Err("4.0 and newer".into()));
        assert_eq!(parse_range(">= 4, soon"), Err("soon".into()));
        assert_eq!(parse_range(""), Err("".into()));
    }

    #[test]
    fn unstated_firmware_is_unknown_only_where_bounds_ask() {
        assert_eq!(covers(&[], None), Truth::True);
        assert_eq!(covers(&parse_range("> 1").unwrap().bounds, None), Truth::Unknown);
    }
}
