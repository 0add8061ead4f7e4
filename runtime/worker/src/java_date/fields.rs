//! What a text says, and the instant that comes of it (`GregorianCalendar.computeTime`).

use super::calendar::{CUTOVER_YEAR, DAY_MS, System, on_or_before, system_of};

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Era,
    Year,
    Month,
    Day,
    DayOfYear,
    /// From Sunday, which is 1.
    Weekday,
    Half,
    Hour,
    HalfHour,
    Minute,
    Second,
    Millisecond,
    Offset,
}

/// What was said. Where two things exclude each other, the later one counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(Slot, i64)>);

/// Farther away, instants have more than 64 bits.
const FARTHEST: i64 = 290_000_000;

impl Fields {
    /// Says something, instead of what was said of the same before.
    pub(super) fn set(&mut self, slot: Slot, value: i64) {
        self.0.retain(|(other, _)| *other != slot);
        self.0.push((slot, value));
    }

    /// Makes the year a later one.
    pub(super) fn add_years(&mut self, years: i64) {
        for (_, value) in self.0.iter_mut().filter(|(slot, _)| *slot == Slot::Year) {
            *value += years;
        }
    }

    fn get(&self, slot: Slot) -> Option<i64> {
        self.0.iter().find(|(other, _)| *other == slot).map(|(_, value)| *value)
    }

    /// When it was said; 0 is never.
    fn stamp(&self, slot: Slot) -> usize {
        self.0.iter().position(|(other, _)| *other == slot).map_or(0, |at| at + 1)
    }

    /// The instant, in milliseconds since the epoch.
    pub(super) fn instant(&self) -> Option<i64> {
        let year = self.get(Slot::Year).unwrap_or(1970);
        let year = if self.get(Slot::Era) == Some(0) { 1 - year } else { year };
        let time = self.time();
        let day = self.day(year, time.div_euclid(DAY_MS));
        if year.abs() > FARTHEST || day.abs() > FARTHEST * 366 {
            return None;
        }
        Some(day * DAY_MS + time.rem_euclid(DAY_MS) - self.get(Slot::Offset).unwrap_or_default())
    }

    /// Milliseconds since midnight; not of that day only.
    fn time(&self) -> i64 {
        let (hour, half_hour, half) = (self.stamp(Slot::Hour), self.stamp(Slot::HalfHour), self.stamp(Slot::Half));
        let both = if half_hour == 0 || half == 0 { 0 } else { half_hour.max(half) };
        let latest = match hour.max(both) {
            0 => half_hour.max(half),
            latest => latest,
        };
        let get = |slot| self.get(slot).unwrap_or_default();
        let hours = if latest == hour { get(Slot::Hour) } else { get(Slot::HalfHour) + 12 * get(Slot::Half) };
        ((hours * 60 + get(Slot::Minute)) * 60 + get(Slot::Second)) * 1000 + get(Slot::Millisecond)
    }

    /// The day, in days since 1970-01-01, and so many days later.
    fn day(&self, year: i64, later: i64) -> i64 {
        let (julian, gregorian) =
            (later + self.day_in(System::Julian, year), later + self.day_in(System::Gregorian, year));
        if year > CUTOVER_YEAR && system_of(gregorian) == System::Gregorian {
            return gregorian;
        }
        if year < CUTOVER_YEAR {
            return julian;
        }
        // Around the days that there never were.
        if self.is_day_of_year() || system_of(gregorian) == System::Julian { julian } else { gregorian }
    }

    fn is_day_of_year(&self) -> bool {
        let day_of_year = self.stamp(Slot::DayOfYear);
        day_of_year > self.stamp(Slot::Day)
    }

    /// `getFixedDate`, with the choice that `selectFields` makes.
    fn day_in(&self, system: System, year: i64) -> i64 {
        if self.is_day_of_year() {
            return system.first_of_month(year, 0) + self.get(Slot::DayOfYear).unwrap_or(1) - 1;
        }
        let first = system.first_of_month(year, self.get(Slot::Month).unwrap_or_default());
        match (self.get(Slot::Day), self.get(Slot::Weekday)) {
            (Some(day), _) => first + day - 1,
            // The first such day of the month.
            (None, Some(weekday)) => on_or_before(first + 6, weekday),
            (None, None) => first,
        }
    }
}
