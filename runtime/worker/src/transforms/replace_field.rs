//! `ReplaceField`: fewer fields, and other names for them.

use std::{
    collections::{HashMap, HashSet},
    marker::PhantomData,
};

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, Invalid, Lambda, NonDuplicateList, Parsed},
    data::{Schema, SchemaBuilder, Struct, Value},
};

use super::{
    Half,
    exception::invalid_value,
    half::class_of,
    keys::{Check, REPLACE_NULL, kafka_config},
    maps::{Entries, entry_name, java_order, java_split},
    requirements::{require_map, require_struct},
    schemas::{SchemaCache, copy_basics_to, fields_of},
};
use crate::config::kafka::{Default as D, KafkaKey};

const PURPOSE: &str = "field replacement";

static EXCLUDE: KafkaKey = KafkaKey::new(
    "exclude",
    T::List,
    I::Medium,
    "Fields to exclude. This takes precedence over the fields to include.",
)
.or(D::List(&[]))
.rule(&NO_DUPLICATES);
static INCLUDE: KafkaKey =
    KafkaKey::new("include", T::List, I::Medium, "Fields to include. If specified, only these fields will be used.")
        .or(D::List(&[]))
        .rule(&NO_DUPLICATES);
static NO_DUPLICATES: NonDuplicateList = NonDuplicateList::any(true, false);
static RENAMES: KafkaKey =
    KafkaKey::new("renames", T::List, I::Medium, "Field rename mappings.").or(D::List(&[])).rule(&MAPPINGS);
static MAPPINGS: Lambda<Check> = Lambda::with(
    |_, value| match value {
        Parsed::List(mappings) => renames(mappings).map(|_| ()).map_err(|error| Invalid::whole(error.to_string())),
        _ => Ok(()),
    },
    "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>",
);

kafka_config! {
    /// The configuration of [`ReplaceField`].
    ReplaceFieldConfig {
        /// The fields that go.
        exclude: Vec<String> = EXCLUDE;
        /// The fields that stay; all if there are none.
        include: Vec<String> = INCLUDE;
        /// Old and new names, with a colon between them.
        renames: Vec<String> = RENAMES;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Takes fields out, and gives others another name (Kafka's `ReplaceField`).
///
/// | Key | |
/// | --- | --- |
/// | `exclude` | The fields that go. |
/// | `include` | The fields that stay, unless they are excluded; all if not said. |
/// | `renames` | Old and new names: `id:user_id,text:body`. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// `exclude` and `include` have the old names. A null value stays as it is. A schema that was optional is not any more, and
/// its default is gone.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("exclude", "mail"), ("renames", "id:user_id")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let class = "org.apache.kafka.connect.transforms.ReplaceField$Value";
/// let replace = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let value = Value::Map(vec![("id".into(), 7.into()), ("mail".into(), "a@example.com".into())]);
/// let record = ConnectRecord {
///     topic: "users".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(replace.apply(record)?.unwrap().value.value.to_string(), "{user_id=7}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ReplaceField<H> {
    exclude: HashSet<String>,
    include: HashSet<String>,
    renames: HashMap<String, String>,
    /// The other way round.
    originals: HashMap<String, String>,
    replace_null: bool,
    updated: SchemaCache<Schema>,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for ReplaceField<H> {
    const CLASS: &'static str = class_of!(H, "ReplaceField");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = ReplaceFieldConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let renames = renames(&config.renames)?;
        // Of two fields with one new name the last one in Java's order counts.
        let renames = java_order(renames, |(old, _)| old);
        Ok(Self {
            exclude: config.exclude.into_iter().collect(),
            include: config.include.into_iter().collect(),
            originals: renames.iter().map(|(old, new)| (new.clone(), old.clone())).collect(),
            renames: renames.into_iter().collect(),
            replace_null: config.replace_null_with_default,
            updated: SchemaCache::new(),
            half: PhantomData,
        })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        if half.value == Value::Null {
            return Ok(Some(record));
        }
        *half = if half.schema.is_some() {
            let of = require_struct(&half.value, PURPOSE)?;
            let schema = self.updated.get_or_make(of.schema(), || self.updated_schema(of.schema()))?;
            let mut replaced = Struct::new(schema.clone())?;
            for field in schema.fields() {
                let original = self.originals.get(field.name()).map_or(field.name(), String::as_str);
                let value =
                    if self.replace_null { of.get(original)? } else { of.get_without_default(original)?.clone() };
                replaced.put(field.name(), value)?;
            }
            SchemaAndValue::new(schema, replaced)
        } else {
            let mut replaced = Entries::default();
            for (key, value) in require_map(std::mem::replace(&mut half.value, Value::Null), PURPOSE)? {
                match entry_name(&key)? {
                    Some(name) if self.stays(name) => replaced.put(Some(self.renamed(name).to_owned()), value),
                    // A null key can be named by no list.
                    None if self.include.is_empty() => replaced.put(None, value),
                    _ => {}
                }
            }
            SchemaAndValue { schema: None, value: replaced.finish() }
        };
        Ok(Some(record))
    }
}

impl<H> ReplaceField<H> {
    fn stays(&self, name: &str) -> bool {
        !self.exclude.contains(name) && (self.include.is_empty() || self.include.contains(name))
    }

    fn renamed<'a>(&'a self, name: &'a str) -> &'a str {
        self.renames.get(name).map_or(name, String::as_str)
    }

    fn updated_schema(&self, schema: &Schema) -> Result<Schema> {
        let mut builder = copy_basics_to(schema, SchemaBuilder::structure());
        for field in fields_of(schema)?.filter(|field| self.stays(field.name())) {
            builder = builder.field(self.renamed(field.name()), field.schema().clone());
        }
        Ok(builder.build()?)
    }
}

/// Old names and their new ones.
fn renames(mappings: &[String]) -> Result<Vec<(String, String)>> {
    let mut renames: Vec<(String, String)> = Vec::new();
    for mapping in mappings {
        let parts = java_split(mapping);
        let [old, new] = parts[..] else {
            let all = Parsed::List(mappings.to_vec());
            return Err(invalid_value("renames", all, format!("Invalid rename mapping: {mapping}")));
        };
        match renames.iter_mut().find(|(known, _)| known == old) {
            Some((_, last)) => new.clone_into(last),
            None => renames.push((old.to_owned(), new.to_owned())),
        }
    }
    Ok(renames)
}
