//! Logical types that hold: those that Avro's Java library takes for one (`LogicalTypes.fromSchemaIgnoreInvalid`).

use serde_json::Value as Json;

use super::tree::{Kind, Schema};

/// Attributes of Java's beside which no logical type holds.
const JAVA: [&str; 4] = ["avro.java.string", "java-class", "java-key-class", "java-element-class"];

/// A logical type.
pub(super) struct Logical<'a> {
    pub(super) name: &'a str,
    /// Precision and scale of a decimal.
    pub(super) decimal: Option<(i64, i64)>,
}

impl Schema {
    /// The logical type, if its rules hold.
    pub(super) fn logical(&self) -> Option<Logical<'_>> {
        let name = self.attributes.get("logicalType")?.as_str()?;
        if JAVA.iter().any(|key| self.attributes.get(*key).is_some_and(Json::is_string)) {
            return None;
        }
        let holds = match name {
            "date" | "time-millis" => matches!(self.kind, Kind::Int),
            "time-micros"
            | "timestamp-millis"
            | "timestamp-micros"
            | "timestamp-nanos"
            | "local-timestamp-millis"
            | "local-timestamp-micros"
            | "local-timestamp-nanos" => matches!(self.kind, Kind::Long),
            "uuid" => match &self.kind {
                Kind::String => true,
                Kind::Fixed(of) => of.size == 16,
                _ => false,
            },
            "duration" => matches!(&self.kind, Kind::Fixed(of) if of.size == 12),
            "big-decimal" => matches!(self.kind, Kind::Bytes),
            "decimal" => return self.decimal().map(|decimal| Logical { name, decimal: Some(decimal) }),
            // Confluent's own.
            "map" => matches!(&self.kind, Kind::Array(items) if is_entry(items)),
            _ => false,
        };
        holds.then_some(Logical { name, decimal: None })
    }

    fn decimal(&self) -> Option<(i64, i64)> {
        let int = |key: &str| match self.attributes.get(key) {
            None => Some(None),
            Some(value) => value.as_i64().filter(|value| i32::try_from(*value).is_ok()).map(Some),
        };
        let (precision, scale) = (int("precision")??, int("scale")?.unwrap_or(0));
        let most = match &self.kind {
            Kind::Bytes => i64::from(i32::MAX),
            Kind::Fixed(of) => digits(of.size),
            _ => return None,
        };
        (precision > 0 && precision <= most && (0..=precision).contains(&scale)).then_some((precision, scale))
    }
}

/// How many decimal digits so many bytes hold, at least.
fn digits(bytes: usize) -> i64 {
    // Java multiplies in 32 bits, with what that does to large sizes.
    let bits = i32::try_from(bytes).unwrap_or(i32::MAX).wrapping_mul(8).wrapping_sub(1);
    let digits = (2_f64.log10() * f64::from(bits)).floor();
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "a double of 32 bits, rounded")]
    let digits = digits as i64;
    digits
}

fn is_entry(items: &Schema) -> bool {
    match &items.kind {
        Kind::Record(record) => record.fields.iter().map(|field| field.name.as_str()).eq(["key", "value"]),
        _ => false,
    }
}
