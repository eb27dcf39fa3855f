//! Days since 1970-01-01 and calendar dates (proleptic Gregorian, UTC).

/// The day of a calendar date, if there is such a date in the years 0 to 9999.
pub fn day_of(year: i32, month: u32, day: u32) -> Option<i32> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(0..=9999).contains(&year) || day == 0 || day > length {
        return None;
    }
    // Years are counted from March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month.cast_signed() + if month > 2 { -3 } else { 9 }) + 2) / 5 + day.cast_signed() - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Reads `2027-03-31`: four digits, two and two.
pub fn parse_date(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    day_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Writes `2027-03-31`.
pub fn format_date(day: i64) -> String {
    let shifted = day.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back_as_they_were() {
        for text in ["1970-01-01", "2000-02-29", "2027-03-31", "0000-01-01", "9999-12-31", "1969-12-31"] {
            assert_eq!(format_date(parse_date(text).map_or(i64::MIN, i64::from)), text);
        }
        for (text, days) in
            [("1970-01-02", 1), ("2000-02-29", 11_016), ("2027-03-31", 20_908), ("0001-01-01", -719_162)]
        {
            assert_eq!(parse_date(text), Some(days));
        }
        for day in -719_162..800_000 {
            assert_eq!(parse_date(&format_date(i64::from(day))), Some(day));
        }
    }

    #[test]
    fn days_that_never_were_are_refused() {
        for text in
            ["2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2027-01-00", "2027-1-1", "today", "2027-01-01-01"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
