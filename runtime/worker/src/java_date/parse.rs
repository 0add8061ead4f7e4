//! Instants from text.

use super::{
    fields::{Fields, Slot},
    names,
    number::number,
    pattern::{Field, Item, SimpleDateFormat},
    zone,
};

impl SimpleDateFormat {
    /// The instant that a text says, in milliseconds since the epoch; `None` if it does not begin as the pattern says.
    ///
    /// What Java wraps around, an instant more than some 290 million years away, is `None` here.
    pub(crate) fn parse(&self, text: &str) -> Option<i64> {
        let text: Vec<char> = text.chars().collect();
        let mut reading = Reading { text: &text, at: 0, fields: Fields::default(), ambiguous: false };
        let mut items = self.items.iter().copied().peekable();
        while let Some(item) = items.next() {
            match item {
                Item::Literal(char) if text.get(reading.at) == Some(&char) => reading.at += 1,
                Item::Literal(_) => return None,
                Item::Field(field, count) => {
                    let obey = matches!(items.peek(), Some(Item::Field(next, count)) if next.is_number(*count));
                    reading.at = reading.field(field, count, obey, self.century.start_year)?;
                }
            }
        }
        let instant = reading.fields.instant()?;
        if reading.ambiguous && instant < self.century.start_ms {
            reading.fields.add_years(100);
            return reading.fields.instant();
        }
        Some(instant)
    }
}

/// Where reading a text stands.
struct Reading<'a> {
    text: &'a [char],
    at: usize,
    fields: Fields,
    /// Whether a year with two digits can be the first or the last one of the hundred years.
    ambiguous: bool,
}

impl Reading<'_> {
    /// Reads a field; where it ends (`subParse`).
    fn field(&mut self, field: Field, count: usize, obey: bool, century_year: i64) -> Option<usize> {
        let start = self.at;
        let blank = |char: &&char| matches!(char, ' ' | '\t');
        let at = start + self.text.iter().skip(start).take_while(blank).count();
        self.text.get(at)?;
        let slot = match field {
            Field::Zone | Field::Offset => {
                let (offset, end) = zone::named(self.text, at)?;
                if let Some(offset) = offset {
                    self.fields.set(Slot::Offset, offset);
                }
                return Some(end);
            }
            Field::IsoOffset => {
                let (offset, end) = zone::iso(self.text, at, count)?;
                self.fields.set(Slot::Offset, offset);
                return Some(end);
            }
            Field::Era | Field::Half | Field::Weekday => return self.name(field, start),
            Field::Month if count > 2 => return self.name(field, start),
            Field::Year => Slot::Year,
            Field::Month => Slot::Month,
            Field::Day => Slot::Day,
            Field::DayOfYear => Slot::DayOfYear,
            Field::WeekdayNumber => Slot::Weekday,
            Field::Hour | Field::Hour1 => Slot::Hour,
            Field::HalfHour | Field::HalfHour1 => Slot::HalfHour,
            Field::Minute => Slot::Minute,
            Field::Second => Slot::Second,
            Field::Millisecond => Slot::Millisecond,
        };
        // The count holds from where the blanks began.
        let text = if obey { self.text.get(..start + count)? } else { self.text };
        let (read, end) = number(text, at)?;
        let value = match field {
            Field::Year => self.year(read, count, at, end, century_year),
            Field::Month => read - 1,
            Field::Hour1 if read == 24 => 0,
            Field::HalfHour1 if read == 12 => 0,
            // Java counts from Sunday, which is 1; what is no day of a week stays.
            Field::WeekdayNumber if read == 7 => 1,
            Field::WeekdayNumber if (1..7).contains(&read) => read + 1,
            _ => read,
        };
        self.fields.set(slot, value);
        Some(end)
    }

    /// A year; one with exactly two digits is of the hundred years that began in `century_year`.
    fn year(&mut self, read: i64, count: usize, at: usize, end: usize, century_year: i64) -> i64 {
        let digits = self.text.get(at..end).unwrap_or_default();
        if count > 2 || digits.len() != 2 || !digits.iter().all(char::is_ascii_digit) {
            return read;
        }
        let first = century_year % 100;
        self.ambiguous = read == first;
        read + century_year / 100 * 100 + if read < first { 100 } else { 0 }
    }

    /// A name, in any case; the longest that fits. Blanks before it are not skipped, as in Java.
    fn name(&mut self, field: Field, start: usize) -> Option<usize> {
        let (names, in_short) = field.names();
        let long = names.iter().zip(0..).map(|(name, index)| (*name, index));
        let short = names.iter().zip(0..).filter(|_| in_short).map(|(name, index)| (names::short(name), index));
        let fitting = long.chain(short).filter(|(name, _)| same_letters(self.text, start, name));
        let (name, index) = fitting.max_by_key(|(name, _)| name.len())?;
        match field {
            Field::Era => self.fields.set(Slot::Era, index),
            Field::Half => self.fields.set(Slot::Half, index),
            Field::Month => self.fields.set(Slot::Month, index),
            _ => self.fields.set(Slot::Weekday, index + 1),
        }
        Some(start + name.len())
    }
}

/// Whether the name stands there, in any case (`regionMatches`).
pub(super) fn same_letters(text: &[char], at: usize, name: &str) -> bool {
    let upper = |char: char| char.to_uppercase().next().unwrap_or(char);
    let same = |one: char, other: char| {
        let (one, other) = (upper(one), upper(other));
        one == other || one.to_lowercase().eq(other.to_lowercase())
    };
    let there = text.get(at..at + name.len());
    there.is_some_and(|there| there.iter().zip(name.chars()).all(|(one, other)| same(*one, other)))
}
