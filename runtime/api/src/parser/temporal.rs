//! Logical types: decimals, dates, times, timestamps.

use jiff::civil;

use super::{ParseError, Parser, number, pattern::Pattern};
use crate::data::{Schema, Value};

const DATE: &str = "org.apache.kafka.connect.data.Date";
const TIME: &str = "org.apache.kafka.connect.data.Time";
const TIMESTAMP: &str = "org.apache.kafka.connect.data.Timestamp";
const DECIMAL: &str = "org.apache.kafka.connect.data.Decimal";

impl Parser {
    /// The value of a text whose schema is one of Kafka's logical types; `None` for others.
    pub(super) fn logical(&self, schema: &Schema, text: &str) -> Option<Result<Value, ParseError>> {
        Some(match schema.name()? {
            DATE => self.date(text),
            TIME => self.time(text),
            TIMESTAMP => self.timestamp(text),
            DECIMAL => {
                let scale = schema.parameter("scale").and_then(|scale| scale.parse().ok()).unwrap_or(0);
                number::decimal(text, scale)
            }
            _ => return None,
        })
    }

    fn date(&self, text: &str) -> Result<Value, ParseError> {
        let days = self.dates.iter().find_map(|pattern| {
            let date = pattern.read(text.trim())?.to_date().ok()?;
            let days = date.since(civil::date(1970, 1, 1)).ok()?.get_days();
            Some(Value::Date(days))
        });
        days.ok_or_else(|| ParseError::new(text, format!("a Date: {}", forms(&self.dates))))
    }

    fn time(&self, text: &str) -> Result<Value, ParseError> {
        let ms = self.times.iter().find_map(|pattern| {
            let time = pattern.read(text.trim())?.to_time().ok()?;
            let seconds = (i32::from(time.hour()) * 60 + i32::from(time.minute())) * 60 + i32::from(time.second());
            Some(Value::Time(seconds * 1_000 + i32::from(time.millisecond())))
        });
        ms.ok_or_else(|| ParseError::new(text, format!("a Time: {}", forms(&self.times))))
    }

    fn timestamp(&self, text: &str) -> Result<Value, ParseError> {
        let ms = self.timestamps.iter().find_map(|pattern| {
            let read = pattern.read(text.trim())?;
            let instant = if read.offset().is_some() {
                read.to_timestamp().ok()?
            } else {
                let local = read.to_datetime().or_else(|_| read.to_date().map(|date| date.at(0, 0, 0, 0))).ok()?;
                self.zone.to_timestamp(local).ok()?
            };
            Some(Value::Timestamp(instant.as_millisecond()))
        });
        ms.ok_or_else(|| ParseError::new(text, format!("a Timestamp: {}", forms(&self.timestamps))))
    }
}

/// A JSON number where an instant should be: the number that stands for it.
pub(super) fn epoch(schema: &Schema, text: &str) -> Option<Result<Value, ParseError>> {
    Some(match schema.name()? {
        DATE => number::integer(text).map(Value::Date),
        TIME => number::integer(text).map(Value::Time),
        TIMESTAMP => number::integer(text).map(Value::Timestamp),
        _ => return None,
    })
}

/// The forms that were tried.
fn forms(patterns: &[Pattern]) -> String {
    let forms: Vec<_> = patterns.iter().map(Pattern::as_str).collect();
    forms.join(" or ")
}
