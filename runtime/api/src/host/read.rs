//! From what a converter has to a task's type.

use std::collections::{HashMap, VecDeque};

use super::{Input, scalar::ScalarReader};
use crate::{
    avro::{AvroData, AvroReader, Kind, Plan, PlannedReader, Schema as Avro},
    data::{FromRecord, Schema, SchemaAndValue, SchemaType, Type, null_refused},
    error::{Error, Result},
    json::{JsonConverter, JsonConverterConfig, JsonReader},
};

/// How many schemas are remembered; as many as Confluent's deserializers do.
const PLANS: usize = 1_000;

/// Reads one half of a task's records. What was found out about the schemas of writers is kept.
pub(super) struct HalfReader<T> {
    plans: HashMap<u32, Resolved<T>>,
    /// Their ids, oldest first.
    order: VecDeque<u32>,
}

/// How data of one schema is read.
enum Resolved<T> {
    Planned(Plan<T>),
    /// The schema has null as one of its types.
    Nullable(Plan<T>),
    /// It cannot be read, and why.
    Refused(String),
}

impl<T> Default for HalfReader<T> {
    fn default() -> Self {
        Self { plans: HashMap::new(), order: VecDeque::new() }
    }
}

impl<T: FromRecord> HalfReader<T> {
    /// Reads the half.
    ///
    /// # Errors
    /// A data error when it is not of the task's type.
    pub(super) fn read(&mut self, input: Input<'_>) -> Result<T> {
        match (input, T::TYPE) {
            // Nobody looks at it.
            (_, Type::Null) | (Input::Null, _) => T::null().ok_or_else(null_refused),
            (Input::Value(data), _) => T::from_connect(data),
            (input, Type::Dynamic) => T::from_connect(value(input)?),
            (Input::Avro { id, schema, bytes }, _) => self.avro(id, &schema, bytes),
            (Input::Json { bytes, envelope, replace_null_with_default }, _) => {
                let reader = if envelope { JsonReader::enveloped(bytes)? } else { JsonReader::new(bytes) };
                let read =
                    reader.replace_null_with_default(replace_null_with_default).finish_with(T::absorb_optional)?;
                read.or_else(T::null).ok_or_else(null_refused)
            }
            (Input::Text(text), _) => T::absorb(&mut ScalarReader::Text(text)),
            (Input::Bytes(bytes), _) => T::absorb(&mut ScalarReader::Bytes(bytes)),
        }
    }

    fn avro(&mut self, id: u32, schema: &Avro, bytes: &[u8]) -> Result<T> {
        match self.resolved(id, schema) {
            Resolved::Planned(plan) if plan.is_same() => {
                let mut reader = AvroReader::new(bytes);
                let read = T::absorb(&mut reader)?;
                reader.finish().map(|()| read)
            }
            Resolved::Planned(plan) => {
                let mut reader = PlannedReader::new(plan, bytes);
                let read = T::absorb(&mut reader)?;
                reader.finish().map(|()| read)
            }
            Resolved::Nullable(plan) => {
                let mut reader = PlannedReader::new(plan, bytes);
                let read = T::absorb_optional(&mut reader)?;
                reader.finish()?;
                read.or_else(T::null).ok_or_else(null_refused)
            }
            Resolved::Refused(why) => Err(Error::data(why.clone())),
        }
    }

    fn resolved(&mut self, id: u32, schema: &Avro) -> &Resolved<T> {
        let Self { plans, order } = self;
        if !plans.contains_key(&id) {
            if order.len() == PLANS
                && let Some(oldest) = order.pop_front()
            {
                plans.remove(&oldest);
            }
            order.push_back(id);
        }
        plans.entry(id).or_insert_with(|| resolve(schema))
    }
}

fn resolve<T: FromRecord>(schema: &Avro) -> Resolved<T> {
    let nullable = match &schema.kind {
        Kind::Union(branches) => branches.iter().any(|branch| matches!(branch.kind, Kind::Null)),
        Kind::Null => true,
        _ => false,
    };
    let planned = if nullable {
        Plan::of(schema, const { &Type::Optional(&T::TYPE) }, None).map(Resolved::Nullable)
    } else {
        Plan::of(schema, &T::TYPE, None).map(Resolved::Planned)
    };
    planned.unwrap_or_else(|error| Resolved::Refused(error.chain()))
}

/// What a half becomes that is taken with its schema. A worker converts it with its own settings; these are the converters'
/// defaults.
fn value(input: Input<'_>) -> Result<SchemaAndValue> {
    Ok(match input {
        Input::Null => SchemaAndValue::NULL,
        Input::Value(data) => data,
        Input::Avro { schema, bytes, .. } => AvroData::default().reader(schema, None)?.read(bytes)?,
        Input::Json { bytes, envelope, replace_null_with_default } => {
            let config = JsonConverterConfig {
                schemas_enable: envelope,
                replace_null_with_default,
                ..JsonConverterConfig::default()
            };
            JsonConverter::new(config)?.to_connect_data(Some(bytes))?
        }
        Input::Text(text) => SchemaAndValue::new(Schema::optional(SchemaType::String), text),
        Input::Bytes(bytes) => SchemaAndValue::new(Schema::optional(SchemaType::Bytes), bytes.to_vec()),
    })
}
