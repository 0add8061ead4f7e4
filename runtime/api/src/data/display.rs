//! Values as Java prints them.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{Value, calendar::Moment, decimal::BigDecimal};
use crate::json::java::write_float;

/// As Java's `toString`, which is what Kafka's messages show: `[1, 2]`, `{a=1}`, `Struct{a=1}`, `1.0E10`. Bytes are in base64.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Int8(value) => write!(f, "{value}"),
            Self::Int16(value) => write!(f, "{value}"),
            Self::Int32(value) => write!(f, "{value}"),
            Self::Int64(value) => write!(f, "{value}"),
            Self::Float32(value) => float(f, *value),
            Self::Float64(value) => float(f, *value),
            Self::String(value) => f.write_str(value),
            Self::Bytes(value) => f.write_str(&BASE64_STANDARD.encode(value)),
            Self::Decimal(unscaled, scale) => BigDecimal::new(unscaled, *scale).fmt(f),
            Self::Date(_) | Self::Time(_) | Self::Timestamp(_) => date(f, self.instant().unwrap_or_default()),
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Map(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key}={value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Self::Struct(value) => value.fmt(f),
        }
    }
}

fn float(f: &mut fmt::Formatter<'_>, number: impl crate::json::java::Float) -> fmt::Result {
    let mut text = Vec::new();
    write_float(&mut text, number);
    f.write_str(&String::from_utf8_lossy(&text))
}

/// `java.util.Date.toString`.
fn date(f: &mut fmt::Formatter<'_>, instant: i64) -> fmt::Result {
    let at = Moment::from_ms(instant);
    let weekday =
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].into_iter().zip(0..).find(|(_, day)| *day == at.weekday);
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = month.into_iter().zip(1..).find(|(_, month)| *month == at.month);
    let (weekday, month) = (weekday.map_or("", |(name, _)| name), month.map_or("", |(name, _)| name));
    let Moment { year, day, hour, minute, second, .. } = at;
    write!(f, "{weekday} {month} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}")
}
