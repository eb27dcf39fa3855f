//! Days of the calendar, counted from 1970-01-01, in UTC.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

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

    /// The day of the proleptic Gregorian calendar, if there is one.
    pub(crate) fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = Self(days_from_civil(year, month, day));
        ((1..=12).contains(&month) && date.civil() == (year, month, day)).then_some(date)
    }

    /// Year, month and day.
    pub(crate) fn civil(self) -> (i32, u32, u32) {
        // Counted in eras of 400 years that begin on a first of March, so that leap days come last.
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month.unsigned_abs() as u32, day.unsigned_abs() as u32)
    }
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    (era * 146_097 + of_era - 719_468) as i32
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let help = || format!("`{text}` is no day of the calendar; write one as 2027-03-31");
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(help());
        };
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return Err(help());
        }
        match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Self::from_civil(year, month, day).ok_or_else(help),
            _ => Err(help()),
        }
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
        for day in -800_000..800_000 {
            let (year, month, of_month) = Date(day).civil();
            assert_eq!(days_from_civil(year, month, of_month), day);
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2027-02-29", "2027-13-01", "2027-1-1", "today", "2027-01-00", "2027-01-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
