//! The forms that a time can have.

use std::borrow::Cow;

use kconnect::{
    Error, Result,
    data::{Date, Schema, SchemaType, Time, Timestamp, Value},
};

use super::super::TransformException;

/// The form of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// A number since 1970.
    Unix,
    Date,
    Time,
    Timestamp,
}

/// Their names, in the order of Kafka's message.
pub(super) static TYPES: [Cow<'static, str>; 5] = [
    Cow::Borrowed("string"),
    Cow::Borrowed("unix"),
    Cow::Borrowed("Date"),
    Cow::Borrowed("Time"),
    Cow::Borrowed("Timestamp"),
];

const DAY_MS: i64 = 86_400_000;

impl Form {
    /// The form of that name, which is one of [`TYPES`].
    pub(super) fn of(name: &str) -> Self {
        match name {
            "string" => Self::Text,
            "unix" => Self::Unix,
            "Date" => Self::Date,
            "Time" => Self::Time,
            _ => Self::Timestamp,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Unix => "unix",
            Self::Date => "Date",
            Self::Time => "Time",
            Self::Timestamp => "Timestamp",
        }
    }

    /// The form of the values of a schema (`timestampTypeFromSchema`).
    pub(super) fn of_schema(schema: &Schema) -> Result<Self> {
        Ok(match (schema.name(), schema.schema_type()) {
            (Some(Timestamp::LOGICAL_NAME), _) => Self::Timestamp,
            (Some(Date::LOGICAL_NAME), _) => Self::Date,
            (Some(Time::LOGICAL_NAME), _) => Self::Time,
            (_, SchemaType::String) => Self::Text,
            (_, SchemaType::Int64) => Self::Unix,
            _ => {
                let message = format!("Schema {schema} does not correspond to a known timestamp type format");
                return Err(Error::from(TransformException::connect(message)));
            }
        })
    }

    /// The form of a value without a schema (`inferTimestampType`).
    pub(super) fn of_value(value: &Value) -> Result<Self> {
        Ok(match value {
            Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => Self::Timestamp,
            Value::Int64(_) => Self::Unix,
            Value::String(_) => Self::Text,
            other => {
                let class = other.java_class();
                let message = format!("TimestampConverter does not support class {class} objects as timestamps");
                return Err(Error::from(TransformException::data(message)));
            }
        })
    }

    /// The schema of times in that form.
    pub(super) fn schema(self, optional: bool) -> Schema {
        match (self, optional) {
            (Self::Text, false) => Schema::string(),
            (Self::Text, true) => Schema::optional_string(),
            (Self::Unix, false) => Schema::int64(),
            (Self::Unix, true) => Schema::optional_int64(),
            (Self::Date, false) => Schema::date(),
            (Self::Date, true) => Schema::optional_date(),
            (Self::Time, false) => Schema::time(),
            (Self::Time, true) => Schema::optional_time(),
            (Self::Timestamp, false) => Schema::timestamp(),
            (Self::Timestamp, true) => Schema::optional_timestamp(),
        }
    }
}

/// The day of an instant, in days since 1970-01-01.
pub(super) fn day_of(instant: i64) -> Result<i32> {
    let days = instant.div_euclid(DAY_MS);
    let too_far = || TransformException::data(format!("the day {days} is not one of the INT32 days"));
    Ok(i32::try_from(days).map_err(|_| too_far())?)
}

/// The time of day of an instant, in milliseconds.
pub(super) fn time_of(instant: i64) -> i32 {
    i32::try_from(instant.rem_euclid(DAY_MS)).unwrap_or_else(|_| unreachable!("a day has fewer milliseconds"))
}
