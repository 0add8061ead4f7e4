//! Values from data of Rust types.

use std::convert::Infallible;

use super::{DataWriter, EnumNode, Null, Schema, SchemaType, Struct, StructNode, Type, UnionNode, Value};

/// Builds a [`Value`] along its schema.
#[derive(Debug)]
pub struct ValueWriter {
    schema: Schema,
    open: Vec<Open>,
    done: Value,
}

#[derive(Debug)]
enum Open {
    Array(Vec<Value>, Option<Schema>),
    Map(Vec<(Value, Value)>, Option<Value>, Option<Schema>, Option<Schema>),
    Struct(Schema, Vec<Value>),
    /// A STRUCT of which that field is set.
    Union(Schema, usize, Value),
}

#[expect(clippy::unnecessary_wraps, reason = "what every method of the trait returns")]
impl ValueWriter {
    /// A writer of a value with that schema.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        Self { schema, open: Vec::new(), done: Value::Null }
    }

    /// The value that was written.
    #[must_use]
    pub fn finish(self) -> Value {
        self.done
    }

    /// The schema of what comes next.
    fn next(&self) -> Option<Schema> {
        match self.open.last() {
            None => Some(self.schema.clone()),
            Some(Open::Array(_, items)) => items.clone(),
            Some(Open::Map(_, None, keys, _)) => keys.clone(),
            Some(Open::Map(_, Some(_), _, values)) => values.clone(),
            Some(Open::Struct(schema, values)) => schema.field_at(values.len()).map(|field| field.schema().clone()),
            Some(Open::Union(schema, branch, _)) => schema.field_at(*branch).map(|field| field.schema().clone()),
        }
    }

    fn put(&mut self, value: Value) -> Result<(), Infallible> {
        match self.open.last_mut() {
            None => self.done = value,
            Some(Open::Array(items, _) | Open::Struct(_, items)) => items.push(value),
            Some(Open::Map(entries, key, ..)) => match key.take() {
                None => *key = Some(value),
                Some(key) => entries.push((key, value)),
            },
            Some(Open::Union(_, _, member)) => *member = value,
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Infallible> {
        match self.open.pop() {
            Some(Open::Array(items, _)) => self.put(Value::Array(items)),
            Some(Open::Map(entries, ..)) => self.put(Value::Map(entries)),
            Some(Open::Struct(schema, fields)) => self.put(Value::Struct(Struct::from_parts(schema, fields))),
            Some(Open::Union(schema, branch, member)) => {
                let mut values = vec![Value::Null; schema.fields().len()];
                if let Some(slot) = values.get_mut(branch) {
                    *slot = member;
                }
                self.put(Value::Struct(Struct::from_parts(schema, values)))
            }
            None => Ok(()),
        }
    }

    /// The schema of a STRUCT that comes next; a writer is only asked for what its schema has.
    fn structure(&self) -> Schema {
        self.next().unwrap_or_else(|| Schema::required(SchemaType::Struct))
    }
}

impl DataWriter for ValueWriter {
    type Error = Infallible;

    fn boolean(&mut self, value: bool) -> Result<(), Infallible> {
        self.put(Value::Boolean(value))
    }

    fn int8(&mut self, value: i8) -> Result<(), Infallible> {
        self.put(Value::Int8(value))
    }

    fn int16(&mut self, value: i16) -> Result<(), Infallible> {
        self.put(Value::Int16(value))
    }

    fn int32(&mut self, value: i32) -> Result<(), Infallible> {
        self.put(Value::Int32(value))
    }

    fn int64(&mut self, value: i64) -> Result<(), Infallible> {
        self.put(Value::Int64(value))
    }

    fn float32(&mut self, value: f32) -> Result<(), Infallible> {
        self.put(Value::Float32(value))
    }

    fn float64(&mut self, value: f64) -> Result<(), Infallible> {
        self.put(Value::Float64(value))
    }

    fn string(&mut self, value: &str) -> Result<(), Infallible> {
        self.put(Value::String(value.to_owned()))
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Infallible> {
        self.put(Value::Bytes(value.to_owned()))
    }

    fn date(&mut self, days: i32) -> Result<(), Infallible> {
        self.put(Value::Date(days))
    }

    fn time(&mut self, ms: i32) -> Result<(), Infallible> {
        self.put(Value::Time(ms))
    }

    fn timestamp(&mut self, ms: i64) -> Result<(), Infallible> {
        self.put(Value::Timestamp(ms))
    }

    fn decimal(&mut self, unscaled: &[u8], scale: i32) -> Result<(), Infallible> {
        self.put(Value::Decimal(unscaled.to_owned(), scale))
    }

    fn symbol(&mut self, index: usize, node: &'static EnumNode) -> Result<(), Infallible> {
        self.put(node.symbols.get(index).copied().map_or(Value::Null, Value::from))
    }

    fn optional(&mut self, some: bool, _null: Null) -> Result<(), Infallible> {
        if some { Ok(()) } else { self.put(Value::Null) }
    }

    fn begin_array(&mut self, len: usize) -> Result<(), Infallible> {
        let items = self.next().and_then(|array| array.value_schema());
        self.open.push(Open::Array(Vec::with_capacity(len), items));
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Infallible> {
        self.close()
    }

    fn begin_map(&mut self, _key: &Type, len: usize) -> Result<(), Infallible> {
        let map = self.next();
        let (keys, values) = (map.as_ref().and_then(Schema::key_schema), map.as_ref().and_then(Schema::value_schema));
        self.open.push(Open::Map(Vec::with_capacity(len), None, keys, values));
        Ok(())
    }

    fn end_map(&mut self) -> Result<(), Infallible> {
        self.close()
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Infallible> {
        let schema = self.structure();
        self.open.push(Open::Struct(schema, Vec::with_capacity(node.fields.len())));
        Ok(())
    }

    fn field(&mut self, _index: usize) -> Result<(), Infallible> {
        Ok(())
    }

    fn end_struct(&mut self) -> Result<(), Infallible> {
        self.close()
    }

    fn begin_union(&mut self, branch: usize, _node: &'static UnionNode, _nullable: bool) -> Result<(), Infallible> {
        let schema = self.structure();
        self.open.push(Open::Union(schema, branch, Value::Null));
        Ok(())
    }

    fn end_union(&mut self) -> Result<(), Infallible> {
        self.close()
    }
}
