//! Days of the calendar, counted from 1970-01-01, in UTC.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use zcc_base::{format_date, parse_date};

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date(
    /// Days since 1970-01-01.
    pub(crate) i32,
);

impl Date {
    /// Today, in UTC.
    pub(crate) fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_date(i64::from(self.0)))
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = parse_date(text).map(Self);
        day.ok_or_else(|| format!("`{text}` is no day of the calendar; write one as 2027-03-31"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_and_back() {
        for (text, days) in
            [("1970-01-01", 0), ("2000-02-29", 11_016), ("2027-03-31", 20_908), ("0001-01-01", -719_162)]
        {
            assert_eq!(text.parse(), Ok(Date(days)));
            assert_eq!(Date(days).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2027-02-29", "2027-13-01", "2027-1-1", "today", "2027-01-00", "2027-01-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
