//! Instants as text.

use super::{
    calendar::{CivilDate, DAY_MS},
    names,
    pattern::{Field, Item, SimpleDateFormat},
};

impl SimpleDateFormat {
    /// The instant, in milliseconds since the epoch, as text.
    pub(crate) fn format(&self, ms: i64) -> String {
        let (date, time) = (CivilDate::of(ms.div_euclid(DAY_MS)), ms.rem_euclid(DAY_MS));
        self.items.iter().fold(String::new(), |mut text, item| {
            match *item {
                Item::Literal(char) => text.push(char),
                Item::Field(field, count) => text.push_str(&written(field, count, &date, time)),
            }
            text
        })
    }
}

/// A field of a day and a time of day.
fn written(field: Field, count: usize, date: &CivilDate, time: i64) -> String {
    let hour = time / 3_600_000;
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or_default()
    };
    let long_or_short = |name: &'static str| if count >= 4 { name } else { names::short(name) }.to_owned();
    let from_1 = |number: i64, last: i64| if number == 0 { last } else { number };
    let number = match field {
        Field::Era => return name(&names::ERAS, i64::from(date.year > 0)).to_owned(),
        Field::Half => return name(&names::HALVES, hour / 12).to_owned(),
        Field::Month if count >= 3 => return long_or_short(name(&names::MONTHS, date.month)),
        Field::Weekday => return long_or_short(name(&names::WEEKDAYS, date.day_of_week - 1)),
        Field::Zone if count >= 4 => return "Coordinated Universal Time".to_owned(),
        Field::Zone => return "UTC".to_owned(),
        Field::Offset => return "+0000".to_owned(),
        Field::IsoOffset => return "Z".to_owned(),
        Field::Year => {
            let of_era = if date.year > 0 { date.year } else { 1 - date.year };
            if count == 2 { of_era % 100 } else { of_era }
        }
        Field::Month => date.month + 1,
        Field::Day => date.day,
        Field::DayOfYear => date.day_of_year,
        Field::WeekdayNumber => from_1(date.day_of_week - 1, 7),
        Field::Hour => hour,
        Field::Hour1 => from_1(hour, 24),
        Field::HalfHour => hour % 12,
        Field::HalfHour1 => from_1(hour % 12, 12),
        Field::Minute => time / 60_000 % 60,
        Field::Second => time / 1_000 % 60,
        Field::Millisecond => time % 1_000,
    };
    format!("{number:0count$}")
}
