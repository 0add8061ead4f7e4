//! Java's calendar in UTC: Gregorian from 1582-10-15 on, Julian before (`java.util.GregorianCalendar`).

use super::logical::DAY_MS;

/// The day on which the Gregorian calendar begins.
const GREGORIAN: i64 = -141_427;

/// The year of that day.
const GREGORIAN_YEAR: i64 = 1582;

/// A point in time as people write it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Of the era: there is no year 0, and years before it count backwards.
    pub(crate) year: i64,
    /// From 1.
    pub(crate) month: i64,
    /// From 1.
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) ms: i64,
    /// 0 is Sunday.
    pub(crate) weekday: i64,
}

impl Moment {
    /// That many milliseconds after (or before) 1970-01-01T00:00:00Z.
    pub(crate) fn from_ms(instant: i64) -> Self {
        let (days, of_day) = (instant.div_euclid(DAY_MS), instant.rem_euclid(DAY_MS));
        let (year, month, day) = civil(days);
        Self {
            year: if year > 0 { year } else { 1 - year },
            month,
            day,
            hour: of_day / 3_600_000,
            minute: of_day / 60_000 % 60,
            second: of_day / 1000 % 60,
            ms: of_day % 1000,
            weekday: (days + 4).rem_euclid(7),
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z. As lenient as Java is: every part may be any number, and what does not fit
    /// an INT64 wraps. The year may be 0 or less here.
    pub(crate) fn to_ms(self) -> i64 {
        let of_day = ((self.hour * 60 + self.minute) * 60 + self.second) * 1000 + self.ms;
        let more = of_day.div_euclid(DAY_MS);
        let month = (self.month - 1).rem_euclid(12) + 1;
        let year = wrapped(self.year + (self.month - 1).div_euclid(12));
        let gregorian = gregorian_day(year, month) + self.day - 1 + more;
        let julian = julian_day(year, month) + self.day - 1 + more;
        let days = if self.year < GREGORIAN_YEAR {
            // A day too far in a Julian year is counted on in the Julian calendar.
            julian
        } else if gregorian >= GREGORIAN {
            gregorian
        } else {
            julian
        };
        days.wrapping_mul(DAY_MS).wrapping_add(of_day.rem_euclid(DAY_MS))
    }
}

/// A year is an INT32 in Java, and turns negative where that ends.
fn wrapped(year: i64) -> i64 {
    const HALF: i64 = 1 << 31;
    (year + HALF).rem_euclid(2 * HALF) - HALF
}

/// The day of the first of a month, from a year that begins in March.
fn day(year: i64, month: i64, of_years: impl Fn(i64) -> i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    of_years(year) + (153 * since_march + 2) / 5
}

fn gregorian_day(year: i64, month: i64) -> i64 {
    let leaps = |year: i64| year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    day(year, month, |year| year * 365 + leaps(year)) - 719_468
}

fn julian_day(year: i64, month: i64) -> i64 {
    day(year, month, |year| year * 365 + year.div_euclid(4)) - 719_470
}

/// Year, month and day of a day.
fn civil(days: i64) -> (i64, i64, i64) {
    let first_of: fn(i64, i64) -> i64 = if days >= GREGORIAN { gregorian_day } else { julian_day };
    // Near enough, and then exactly.
    let mut year = 1970 + days.div_euclid(366);
    while first_of(year + 1, 1) <= days {
        year += ((days - first_of(year + 1, 1)) / 366).max(1);
    }
    while first_of(year, 1) > days {
        year -= 1;
    }
    let month = (1..=12).rev().find(|month| first_of(year, *month) <= days).unwrap_or(1);
    (year, month, days - first_of(year, month) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(year: i64, month: i64, day: i64) -> Moment {
        Moment { year, month, day, ..Moment::default() }
    }

    #[test]
    fn every_day_comes_back() {
        for days in
            (-800_000..800_000).step_by(17).chain([i64::from(i32::MIN), i64::from(i32::MAX), GREGORIAN, GREGORIAN - 1])
        {
            let (year, month, day) = civil(days);
            assert_eq!(moment(year, month, day).to_ms(), days * DAY_MS, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn the_calendar_changes_on_the_fifteenth_of_october_1582() {
        assert_eq!(civil(GREGORIAN), (1582, 10, 15));
        assert_eq!(civil(GREGORIAN - 1), (1582, 10, 4));
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(Moment::from_ms(0).weekday, 4);
    }

    #[test]
    fn parts_that_are_too_large_count_on() {
        assert_eq!(moment(2019, 13, 45).to_ms(), moment(2020, 2, 14).to_ms());
        assert_eq!(moment(2019, 0, 0).to_ms(), moment(2018, 11, 30).to_ms());
        assert_eq!(moment(i64::from(i32::MAX), 98, 23).to_ms(), 6_017_484_382_825_406_464);
    }
}
