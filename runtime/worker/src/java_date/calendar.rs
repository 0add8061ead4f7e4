//! The calendar of Java's `GregorianCalendar`: Julian up to the 4th of October 1582, Gregorian from the 15th on.

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;

/// The 15th of October 1582, in days since 1970-01-01.
const CUTOVER: i64 = -141_427;

/// The year in which the calendar changed.
pub(super) const CUTOVER_YEAR: i64 = 1582;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Julian,
    Gregorian,
}

impl System {
    /// The first day of a month, in days since 1970-01-01. Months are counted from 0, and may be of other years; the year
    /// before 1 is 0.
    pub(super) fn first_of_month(self, year: i64, month: i64) -> i64 {
        let year = year + month.div_euclid(12);
        // Years that begin in March have their leap day at the end.
        let month = month.rem_euclid(12);
        let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
        let before = (153 * month + 2) / 5;
        match self {
            Self::Gregorian => {
                365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + before - 719_468
            }
            Self::Julian => 365 * year + year.div_euclid(4) + before - 719_470,
        }
    }

    /// Year, month from 0, and day of a day.
    fn date(self, day: i64) -> (i64, i64, i64) {
        // A first guess that is a year too late at most, and not more than one too early.
        let mut year = 1970 + day.div_euclid(365) - day.div_euclid(365 * 1461);
        while self.first_of_month(year, 0) > day {
            year -= 1 + (self.first_of_month(year, 0) - day) / 366;
        }
        while self.first_of_month(year + 1, 0) <= day {
            year += 1;
        }
        let month = (0..12).rev().find(|month| self.first_of_month(year, *month) <= day).unwrap_or_default();
        (year, month, day - self.first_of_month(year, month) + 1)
    }
}

/// Which calendar a day is in.
pub(super) fn system_of(day: i64) -> System {
    if day >= CUTOVER { System::Gregorian } else { System::Julian }
}

/// A day as a person names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct CivilDate {
    /// The year before 1 is 0.
    pub(super) year: i64,
    /// From 0.
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) day_of_year: i64,
    /// From Sunday, which is 1.
    pub(super) day_of_week: i64,
}

impl CivilDate {
    /// The day so many days after 1970-01-01.
    pub(super) fn of(epoch_day: i64) -> Self {
        let (year, month, day) = system_of(epoch_day).date(epoch_day);
        let system = if year <= CUTOVER_YEAR { System::Julian } else { System::Gregorian };
        Self {
            year,
            month,
            day,
            day_of_year: epoch_day - system.first_of_month(year, 0) + 1,
            day_of_week: (epoch_day + 4).rem_euclid(7) + 1,
        }
    }
}

/// The last day not after `day` that is such a day of the week; Sunday is 1.
pub(super) fn on_or_before(day: i64, day_of_week: i64) -> i64 {
    day - (day + 4 - (day_of_week - 1)).rem_euclid(7)
}
