//! What a text says.

use indexmap::IndexMap;

use super::{
    convert::{array_of, map_of, to_schema},
    merge::Merged,
    temporal,
    token::{Tokens, trim},
};
use crate::{
    config::java::ascii_digit,
    data::{DataException, Schema, SchemaAndValue, Value, decimal::BigDecimal},
};

/// How deep arrays and maps may be in each other.
const DEEPEST: usize = 200;

/// `Values.parseString`.
pub(super) fn parse(text: &str) -> Option<SchemaAndValue> {
    if text.is_empty() {
        return Some(string(text));
    }
    match (Parser { tokens: Tokens::new(text) }).value(0) {
        Ok(parsed) => parsed,
        Err(NoLiteral) => Some(string(text)),
    }
}

fn string(text: &str) -> SchemaAndValue {
    SchemaAndValue::new(Schema::string(), text)
}

/// What looked like an array or a map is none; the whole is a string.
struct NoLiteral;

impl From<DataException> for NoLiteral {
    fn from(_: DataException) -> Self {
        Self
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
}

/// `None` is the literal `null`.
type Parsed = Result<Option<SchemaAndValue>, NoLiteral>;

impl Parser<'_> {
    /// `depth` is how many arrays and maps it is in.
    fn value(&mut self, depth: usize) -> Parsed {
        let embedded = depth > 0;
        if !self.tokens.has_next() {
            return Ok(None);
        }
        if embedded && self.tokens.take("\"") {
            return Ok(Some(self.quoted()));
        }
        if self.literal("null", embedded) {
            return Ok(None);
        }
        for (literal, value) in [("true", true), ("false", false)] {
            if self.literal(literal, embedded) {
                return Ok(Some(SchemaAndValue::new(Schema::boolean(), value)));
            }
        }
        let start = self.tokens.mark();
        let nested = if self.tokens.take("[") {
            Some(self.array(depth + 1))
        } else if self.tokens.take("{") {
            Some(self.map(depth + 1))
        } else {
            None
        };
        match nested {
            Some(Ok(nested)) => return Ok(Some(nested)),
            Some(Err(NoLiteral)) => self.tokens.rewind_to(start),
            None => {}
        }
        let token = self.tokens.next();
        if trim(token).is_empty() {
            return Ok(Some(string(token)));
        }
        self.plain(trim(token), embedded)
    }

    /// Takes a literal, which has to be all that there is unless it is embedded.
    fn literal(&mut self, literal: &str, embedded: bool) -> bool {
        let start = self.tokens.mark();
        if self.tokens.take(literal) && (embedded || !self.tokens.has_next()) {
            return true;
        }
        self.tokens.rewind_to(start);
        false
    }

    /// A number, a date, a time, a timestamp, or a string.
    fn plain(&mut self, token: &str, embedded: bool) -> Parsed {
        let digit = token.chars().next().is_some_and(|first| ascii_digit(first).is_some());
        if digit && let Some(temporal) = self.temporal(token) {
            return Ok(Some(temporal));
        }
        if (digit || token.starts_with(['+', '-']))
            && let Some(decimal) = BigDecimal::parse(token)
        {
            return Ok(Some(number(decimal)));
        }
        if embedded { Err(NoLiteral) } else { Ok(Some(string(self.tokens.original()))) }
    }

    /// The colons of a time are tokens of their own.
    fn temporal(&mut self, token: &str) -> Option<SchemaAndValue> {
        let position = self.tokens.mark();
        let together = self.tokens.next_together(4).map(|rest| format!("{token}{rest}"));
        if let Some(temporal) = together.and_then(|text| temporal::parse(&text)) {
            return Some(temporal);
        }
        self.tokens.rewind_to(position);
        temporal::parse(token)
    }

    /// What stands behind a quote: up to the next one, or to the end. Blanks before that are lost, as in Kafka.
    fn quoted(&mut self) -> SchemaAndValue {
        let mut content = String::new();
        while self.tokens.has_next() && !self.tokens.take("\"") {
            content.push_str(self.tokens.next());
        }
        temporal::parse(&content).unwrap_or_else(|| string(&content))
    }

    fn array(&mut self, depth: usize) -> Result<SchemaAndValue, NoLiteral> {
        if depth > DEEPEST {
            return Err(NoLiteral);
        }
        let (mut items, mut schema) = (Vec::new(), Merged::default());
        while self.tokens.has_next() {
            if self.tokens.take("]") {
                let items_schema = schema.common();
                if let Some(schema) = &items_schema {
                    items = items.iter().map(|item| to_schema(schema, item)).collect::<Result<_, _>>()?;
                }
                return Ok(SchemaAndValue::new(array_of(items_schema), items));
            }
            if self.tokens.take(",") {
                return Err(NoLiteral);
            }
            let item = self.value(depth)?;
            schema.add(item.as_ref().and_then(|item| item.schema.as_ref()));
            items.push(item.map_or(Value::Null, |item| item.value));
            let position = self.tokens.mark();
            if self.tokens.take("]") {
                self.tokens.rewind_to(position);
            } else if !self.tokens.take(",") {
                return Err(NoLiteral);
            }
        }
        Err(NoLiteral)
    }

    fn map(&mut self, depth: usize) -> Result<SchemaAndValue, NoLiteral> {
        if depth > DEEPEST {
            return Err(NoLiteral);
        }
        // Of two equal keys the later value counts, at the place of the first.
        let mut entries = IndexMap::<Value, Value>::new();
        let (mut keys, mut values) = (Merged::default(), Merged::default());
        while self.tokens.has_next() {
            if self.tokens.take("}") {
                let keys = keys.common();
                let values = if keys.is_some() { values.common() } else { None };
                let entries = aligned(entries, keys.as_ref(), values.as_ref())?;
                return Ok(SchemaAndValue::new(map_of(keys, values), entries));
            }
            if self.tokens.take(",") {
                return Err(NoLiteral);
            }
            let Some(key) = self.value(depth)?.filter(|key| key.value != Value::Null) else { return Err(NoLiteral) };
            if !self.tokens.take(":") {
                return Err(NoLiteral);
            }
            let value = self.value(depth)?;
            self.tokens.take(",");
            keys.add(key.schema.as_ref());
            values.add(value.as_ref().and_then(|value| value.schema.as_ref()));
            entries.insert(key.value, value.map_or(Value::Null, |value| value.value));
        }
        Err(NoLiteral)
    }
}

/// Entries in the types of their schemas.
fn aligned(
    entries: IndexMap<Value, Value>,
    keys: Option<&Schema>,
    values: Option<&Schema>,
) -> Result<Vec<(Value, Value)>, NoLiteral> {
    let mut aligned = IndexMap::new();
    for (key, value) in entries {
        let align = |schema: Option<&Schema>, value: Value| match schema {
            Some(schema) => to_schema(schema, &value),
            None => Ok(value),
        };
        aligned.insert(align(keys, key)?, align(values, value)?);
    }
    Ok(aligned.into_iter().collect())
}

/// In the narrowest type: whole numbers, then FLOAT32, whatever it loses by that.
fn number(decimal: BigDecimal) -> SchemaAndValue {
    if let Some(whole) = decimal.to_i64_exact() {
        return if let Ok(number) = i8::try_from(whole) {
            SchemaAndValue::new(Schema::int8(), number)
        } else if let Ok(number) = i16::try_from(whole) {
            SchemaAndValue::new(Schema::int16(), number)
        } else if let Ok(number) = i32::try_from(whole) {
            SchemaAndValue::new(Schema::int32(), number)
        } else {
            SchemaAndValue::new(Schema::int64(), whole)
        };
    }
    let (float, double) = (decimal.to_f32(), decimal.to_f64());
    if float.is_finite() && decimal.scale() != 0 {
        SchemaAndValue::new(Schema::float32(), float)
    } else if double.is_finite() && decimal.scale() != 0 {
        SchemaAndValue::new(Schema::float64(), double)
    } else {
        SchemaAndValue::new(Schema::decimal(decimal.scale()), decimal.into_value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_too_deep_is_a_string_however_deep() {
        for (depth, nests) in [(1, true), (DEEPEST, true), (DEEPEST + 1, false), (1_000_000, false)] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let parsed = parse(&text).unwrap();
            assert_eq!(parsed.schema == Some(Schema::string()), !nests, "{depth}");
        }
    }

    #[test]
    fn many_entries_and_a_long_number_take_no_time() {
        let entries: Vec<_> = (0..50_000).map(|entry| format!("{entry}:{entry}")).collect();
        let parsed = parse(&format!("{{{}}}", entries.join(","))).unwrap();
        assert!(matches!(parsed.value, Value::Map(entries) if entries.len() == 50_000));
        assert!(parse("1e2147483647").is_some());
        assert!(parse("1e-2147483647").is_some());
    }
}
