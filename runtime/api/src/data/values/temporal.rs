//! Dates, times and timestamps as text: `SimpleDateFormat`, in UTC.

use crate::{
    config::java::ascii_digit,
    data::{Schema, SchemaAndValue, Value, calendar::Moment, logical::DAY_MS},
};

/// A part of a format.
#[derive(Clone, Copy)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Ms,
    Exactly(char),
}

/// `yyyy-MM-dd`.
const DATE: [Part; 5] = [Part::Year, Part::Exactly('-'), Part::Month, Part::Exactly('-'), Part::Day];

/// `HH:mm:ss.SSS'Z'`.
const TIME: [Part; 8] = [
    Part::Hour,
    Part::Exactly(':'),
    Part::Minute,
    Part::Exactly(':'),
    Part::Second,
    Part::Exactly('.'),
    Part::Ms,
    Part::Exactly('Z'),
];

/// A text as Kafka prints an instant: by its time alone before 1970-01-02, by its date alone at midnight.
pub(super) fn format(instant: i64) -> String {
    let Moment { year, month, day, hour, minute, second, ms, .. } = Moment::from_ms(instant);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}.{ms:03}Z");
    match instant {
        ..DAY_MS => time,
        _ if instant % DAY_MS == 0 => date,
        _ => format!("{date}T{time}"),
    }
}

/// A date, a time or a timestamp, by the length of the text.
pub(super) fn parse(text: &str) -> Option<SchemaAndValue> {
    // Colons may be escaped.
    let text = text.replace("\\:", ":");
    let read = |parts: &[Part]| read(&text, parts);
    match text.encode_utf16().count() {
        10 => read(&DATE).map(|ms| SchemaAndValue::new(Schema::date(), date(ms))),
        13 => read(&TIME).map(|ms| SchemaAndValue::new(Schema::time(), time(ms))),
        24 => {
            let parts: Vec<_> = DATE.into_iter().chain([Part::Exactly('T')]).chain(TIME).collect();
            read(&parts).map(|ms| SchemaAndValue::new(Schema::timestamp(), Value::Timestamp(ms)))
        }
        _ => None,
    }
}

/// The instant as a day, if it is midnight of one.
fn date(ms: i64) -> Value {
    match i32::try_from(ms / DAY_MS) {
        Ok(days) if ms % DAY_MS == 0 => Value::Date(days),
        _ => Value::Timestamp(ms),
    }
}

/// The instant as a time of day, if it is on the first day.
fn time(ms: i64) -> Value {
    match i32::try_from(ms) {
        Ok(time) if (0..=DAY_MS).contains(&ms) => Value::Time(time),
        _ => Value::Timestamp(ms),
    }
}

/// The instant. What stands behind the last part does not matter.
fn read(text: &str, parts: &[Part]) -> Option<i64> {
    let mut at = Moment { year: 1970, month: 1, day: 1, ..Moment::default() };
    let mut rest = text;
    for part in parts {
        let slot = match part {
            Part::Exactly(char) => {
                rest = rest.strip_prefix(*char)?;
                continue;
            }
            Part::Year => &mut at.year,
            Part::Month => &mut at.month,
            Part::Day => &mut at.day,
            Part::Hour => &mut at.hour,
            Part::Minute => &mut at.minute,
            Part::Second => &mut at.second,
            Part::Ms => &mut at.ms,
        };
        let (number, behind) = read_number(rest.trim_start_matches([' ', '\t']))?;
        *slot = number.into();
        rest = behind;
    }
    Some(at.to_ms())
}

/// A whole number as `NumberFormat` reads it (`-5`, `2E3`, `∞`, `NaN`), as an INT32, and what stands behind.
fn read_number(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix("NaN") {
        return Some((0, rest));
    }
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    if let Some(rest) = unsigned.strip_prefix('\u{221e}') {
        return Some((if negative { i32::MIN } else { i32::MAX }, rest));
    }
    let (digits, rest) = leading_digits(unsigned)?;
    let exponent = rest.strip_prefix('E').and_then(|exponent| {
        let (sign, unsigned) = exponent.strip_prefix('-').map_or(("", exponent), |rest| ("-", rest));
        leading_digits(unsigned).map(|(digits, rest)| (format!("{sign}{digits}"), rest))
    });
    let (exponent, rest) = exponent.unwrap_or_else(|| ("0".to_owned(), rest));
    let sign = if negative { "-" } else { "" };
    let number = match format!("{sign}{digits}").parse::<i64>() {
        Ok(whole) if exponent == "0" => low(whole),
        _ => through_double(&format!("{sign}{digits}e{exponent}")),
    };
    Some((number, rest))
}

/// A number that is an INT64 loses its higher bits, any other is cut off where the INT32 ends.
fn through_double(text: &str) -> i32 {
    let decimal = crate::data::decimal::BigDecimal::parse(text);
    match decimal.as_ref().and_then(crate::data::decimal::BigDecimal::to_i64_exact) {
        Some(whole) => low(whole),
        None => saturated(decimal.map_or(0.0, |decimal| decimal.to_f64())),
    }
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`Long.intValue`")]
fn low(number: i64) -> i32 {
    number as i32
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`Double.intValue`")]
fn saturated(number: f64) -> i32 {
    number as i32
}

/// Digits of any script, and what stands behind them.
fn leading_digits(text: &str) -> Option<(String, &str)> {
    let digits: String = text.chars().map_while(ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }
    let rest = text.trim_start_matches(|char| ascii_digit(char).is_some());
    Some((digits, rest))
}
