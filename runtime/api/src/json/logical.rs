//! Connect's logical types in JSON.

use super::{base64, node::Node, number::Number};
use crate::data::{DataException, Date, Decimal, Schema, Time, Timestamp, Value};

/// A logical type, which a schema's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Logical {
    Decimal,
    Date,
    Time,
    Timestamp,
}

impl Logical {
    /// The logical type of a schema, whatever its type is.
    #[inline]
    pub(crate) fn of(schema: &Schema) -> Option<Self> {
        match schema.name()?.strip_prefix("org.apache.kafka.connect.data.")? {
            "Decimal" => Some(Self::Decimal),
            "Date" => Some(Self::Date),
            "Time" => Some(Self::Time),
            "Timestamp" => Some(Self::Timestamp),
            _ => None,
        }
    }

    /// Kafka's name of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decimal => "Decimal",
            Self::Date => "Date",
            Self::Time => "Time",
            Self::Timestamp => "Timestamp",
        }
    }

    /// What a JSON value is as this type.
    pub(crate) fn read(self, schema: &Schema, node: &Node<'_>) -> Result<Value, DataException> {
        let invalid = |representation: &str| {
            DataException::data(format!(
                "Invalid type for {}, underlying representation should be {representation} but was {}",
                self.name(),
                node.type_name()
            ))
        };
        let int = || node.number().and_then(Number::as_int).ok_or_else(|| invalid("integer"));
        match (self, node) {
            (Self::Decimal, Node::Number(number)) => Ok(number.decimal_value()),
            (Self::Decimal, Node::String(text)) => decimal(schema, text)
                .map_err(|cause| DataException::data("Invalid bytes for Decimal field").caused_by(cause)),
            (Self::Decimal, _) => Err(invalid("numeric or bytes")),
            (Self::Date, _) => Date::to_logical(schema, int()?),
            (Self::Time, _) => Time::to_logical(schema, int()?),
            (Self::Timestamp, _) => match node.number() {
                Some(number) if number.is_integral() => Timestamp::to_logical(schema, number.long_value()),
                _ => Err(invalid("integral")),
            },
        }
    }
}

/// A decimal of base64.
fn decimal(schema: &Schema, text: &str) -> Result<Value, DataException> {
    let bytes = base64::decode(text).ok_or_else(|| DataException::data(format!("`{text}` is not base64")))?;
    Decimal::to_logical(schema, &bytes)
}
