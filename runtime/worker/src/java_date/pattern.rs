//! A pattern, read letter by letter.

use std::{error::Error, fmt};

use super::{calendar::CivilDate, names};
use kconnect::Timestamp;

/// A pattern of dates and times. Formats and reads instants in UTC.
#[derive(Clone, Debug)]
pub(crate) struct SimpleDateFormat {
    pattern: String,
    pub(super) items: Vec<Item>,
    /// Years with two digits are those from here on.
    pub(super) century: Century,
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A character that stands for itself.
    Literal(char),
    Field(Field, usize),
}

/// What a letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Era,
    Year,
    Month,
    Day,
    DayOfYear,
    Weekday,
    /// From Monday, which is 1.
    WeekdayNumber,
    Half,
    /// From 0 to 23.
    Hour,
    /// From 1 to 24.
    Hour1,
    /// From 0 to 11.
    HalfHour,
    /// From 1 to 12.
    HalfHour1,
    Minute,
    Second,
    Millisecond,
    /// Its name.
    Zone,
    /// Its offset, as `+0100`.
    Offset,
    /// Its offset, as `Z`, `+01`, `+0100` or `+01:00`.
    IsoOffset,
}

/// The hundred years that years with two digits are in: from eighty years ago on, as in Java.
#[derive(Clone, Copy, Debug)]
pub(super) struct Century {
    pub(super) start_year: i64,
    pub(super) start_ms: i64,
}

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InvalidPattern {
    /// Java refuses it, with this message.
    Illegal(String),
    /// Java knows it and this worker does not, for this reason.
    Unsupported(String),
}

impl fmt::Display for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illegal(message) | Self::Unsupported(message) => f.write_str(message),
        }
    }
}

impl Error for InvalidPattern {}

impl SimpleDateFormat {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What Java refuses; letters whose meaning depends on the country.
    pub(crate) fn new(pattern: &str) -> Result<Self, InvalidPattern> {
        let mut items = Vec::new();
        let mut chars = pattern.chars().peekable();
        let mut quoted = false;
        while let Some(char) = chars.next() {
            if char == '\'' {
                // Two are one, in a quotation and outside of it.
                if chars.next_if_eq(&'\'').is_some() {
                    items.push(Item::Literal('\''));
                } else {
                    quoted = !quoted;
                }
            } else if quoted || !char.is_ascii_alphabetic() {
                items.push(Item::Literal(char));
            } else {
                let mut count = 1;
                while chars.next_if_eq(&char).is_some() {
                    count += 1;
                }
                items.push(Item::Field(field(char, count)?, count));
            }
        }
        if quoted {
            return Err(InvalidPattern::Illegal("Unterminated quote".to_owned()));
        }
        Ok(Self { pattern: pattern.to_owned(), items, century: Century::from(Timestamp::now().as_ms()) })
    }

    /// The pattern as it was written.
    pub(crate) fn pattern(&self) -> &str {
        &self.pattern
    }
}

fn field(letter: char, count: usize) -> Result<Field, InvalidPattern> {
    let unsupported = |why: &str| Err(InvalidPattern::Unsupported(format!("`{letter}` is not supported: {why}")));
    Ok(match letter {
        'G' => Field::Era,
        'y' => Field::Year,
        'M' | 'L' => Field::Month,
        'd' => Field::Day,
        'D' => Field::DayOfYear,
        'E' => Field::Weekday,
        'u' => Field::WeekdayNumber,
        'a' => Field::Half,
        'H' => Field::Hour,
        'k' => Field::Hour1,
        'K' => Field::HalfHour,
        'h' => Field::HalfHour1,
        'm' => Field::Minute,
        's' => Field::Second,
        'S' => Field::Millisecond,
        'z' => Field::Zone,
        'Z' => Field::Offset,
        'X' if count > 3 => {
            return Err(InvalidPattern::Illegal(format!("invalid ISO 8601 format: length={count}")));
        }
        'X' => Field::IsoOffset,
        'Y' => return unsupported("it is the year that a week belongs to, and weeks differ by country; use `y`"),
        'w' | 'W' | 'F' => return unsupported("weeks differ by country; use `D`, the day of the year, or `d`"),
        _ => return Err(InvalidPattern::Illegal(format!("Illegal pattern character '{letter}'"))),
    })
}

impl From<i64> for Century {
    /// `initializeDefaultCentury`: the instant is the present, in milliseconds.
    fn from(now_ms: i64) -> Self {
        let now = CivilDate::of(now_ms.div_euclid(super::calendar::DAY_MS));
        let system = super::calendar::System::Gregorian;
        let month = system.first_of_month(now.year - 80, now.month);
        // A 29th of February is the 28th where there is none.
        let last = system.first_of_month(now.year - 80, now.month + 1) - month;
        let day = month + now.day.min(last) - 1;
        let time = now_ms.rem_euclid(super::calendar::DAY_MS);
        Self { start_year: now.year - 80, start_ms: day * super::calendar::DAY_MS + time }
    }
}

impl Field {
    /// Whether it is written with so many digits that the next field may begin at once (`shouldObeyCount`).
    pub(super) fn is_number(self, count: usize) -> bool {
        match self {
            Self::Month => count <= 2,
            Self::Era | Self::Weekday | Self::Half | Self::Zone | Self::Offset | Self::IsoOffset => false,
            _ => true,
        }
    }

    /// The names it may have: those in short too, if there are any.
    pub(super) fn names(self) -> (&'static [&'static str], bool) {
        match self {
            Self::Era => (&names::ERAS, false),
            Self::Half => (&names::HALVES, false),
            Self::Month => (&names::MONTHS, true),
            Self::Weekday => (&names::WEEKDAYS, true),
            _ => (&[], false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(pattern: &str, ms: i64) -> String {
        SimpleDateFormat::new(pattern).unwrap().format(ms)
    }

    fn parse(pattern: &str, text: &str) -> Option<i64> {
        SimpleDateFormat::new(pattern).unwrap().parse(text)
    }

    #[test]
    fn an_instant_is_written_in_utc_and_in_english() {
        assert_eq!(format("EEE MMM dd HH:mm:ss Z yyyy", 1_483_425_001_864), "Tue Jan 03 06:30:01 +0000 2017");
        assert_eq!(format("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 7), "1970-01-01T00:00:00.007Z");
        assert_eq!(format("h 'o''clock' a, k", 0), "12 o'clock AM, 24");
    }

    #[test]
    fn reading_is_lenient() {
        let day = 86_400_000;
        assert_eq!(parse("yyyy-MM-dd", "1970-01-32"), Some(31 * day));
        assert_eq!(parse("yyyy-MM-dd", "1970-1-2 and more"), Some(day));
        assert_eq!(parse("yyyy-MM-dd", "1970-14-01"), parse("yyyy-MM-dd", "1971-02-01"));
        assert_eq!(parse("HH:mm", "25:00"), Some(day + 3_600_000));
        assert_eq!(parse("yyyy-MM-dd", "nope"), None);
    }

    #[test]
    fn a_year_with_two_digits_is_of_the_hundred_years_around_now() {
        let format =
            SimpleDateFormat { century: Century::from(1_767_225_600_000), ..SimpleDateFormat::new("yy").unwrap() };
        assert_eq!(format.parse("45").map(|ms| format.format(ms)), Some("45".to_owned()));
        let year = |text| CivilDate::of(format.parse(text).unwrap().div_euclid(86_400_000)).year;
        assert_eq!((year("45"), year("46"), year("99"), year("045")), (2045, 1946, 1999, 45));
    }

    #[test]
    fn old_days_are_of_the_julian_calendar() {
        assert_eq!(format("yyyy-MM-dd", -12_219_292_800_000), "1582-10-15");
        assert_eq!(format("yyyy-MM-dd", -12_219_292_800_001), "1582-10-04");
        assert_eq!(parse("yyyy-MM-dd", "1582-10-04"), Some(-12_219_379_200_000));
    }

    #[test]
    fn what_depends_on_the_country_is_refused_with_the_reason() {
        let refused = |pattern: &str| SimpleDateFormat::new(pattern).unwrap_err().to_string();
        assert!(refused("YYYY").starts_with("`Y` is not supported"), "{}", refused("YYYY"));
        assert_eq!(refused("bad"), "Illegal pattern character 'b'");
        assert_eq!(refused("'"), "Unterminated quote");
    }
}
