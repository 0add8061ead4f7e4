//! The records that a set of types reaches.

use std::{collections::BTreeMap, fmt};

use crate::{
    Error, Result, avro,
    data::{ConnectType, Pair, RecordSet, Schema, Type, prefixed},
};

/// Every record that a set of types reaches, by full name: keys and values, and the records inside them.
///
/// In a test, one line keeps all schemas under review with [insta](https://docs.rs/insta): a catalog prints as all of
/// them.
///
/// ```
/// # use kconnect::{Catalog, ConnectSchema};
/// /// A post.
/// #[derive(ConnectSchema)]
/// #[connect(namespace = "com.example")]
/// struct Post {
///     /// Snowflake id.
///     id: i64,
/// }
///
/// # fn main() -> kconnect::Result<()> {
/// # macro_rules! insta { ($e:expr) => { assert!($e.to_string().starts_with("com.example.Post\n")) } }
/// // insta::assert_snapshot!(Catalog::new().record::<Post>()?);
/// insta!(Catalog::new().record::<Post>()?);
/// # Ok(())
/// # }
/// ```
///
/// In the `build.rs` of a crate that depends on the one with the records, it writes them for `include_str!` or for a
/// package:
///
/// ```no_run
/// # use kconnect::{Catalog, ConnectSchema};
/// # /// A post.
/// # #[derive(ConnectSchema)]
/// # #[connect(namespace = "com.example")]
/// # struct Post {
/// #     /// Snowflake id.
/// #     id: i64,
/// # }
/// fn main() -> kconnect::Result<()> {
///     // To be found with include_str!(concat!(env!("OUT_DIR"), "/schemas/com.example.Post.avsc")).
///     Catalog::new().record::<Post>()?.write_to_out_dir()?;
///     Ok(())
/// }
/// ```
#[derive(Debug, Default)]
pub struct Catalog {
    prefix: Option<String>,
    pub(super) records: BTreeMap<String, Entry>,
}

/// One record, in both of its forms.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) connect: Schema,
    pub(super) avro: avro::Schema,
    /// The record's own compatibility level.
    pub(super) compatibility: Option<&'static str>,
}

impl Catalog {
    /// A catalog without records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The records of all keys and values; a configured `prefix` stands before their names.
    ///
    /// # Errors
    /// Fatal when two different records have one name, or when the schema language cannot say what a type is.
    pub fn of<'a>(pairs: impl IntoIterator<Item = &'a Pair>, prefix: Option<&str>) -> Result<Self> {
        let mut catalog = Self { prefix: prefix.map(str::to_owned), ..Self::default() };
        for pair in pairs {
            catalog.add(&pair.key)?;
            catalog.add(&pair.value)?;
        }
        Ok(catalog)
    }

    /// Adds a record, and the records in it.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn record<T: ConnectType>(mut self) -> Result<Self> {
        self.add(&T::TYPE)?;
        Ok(self)
    }

    /// Adds the records of all keys and values of a set, such as a source task's `Record`.
    ///
    /// A half that is a `SchemaAndValue` is left out: its schema is known when records come.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn record_set<R: RecordSet>(mut self) -> Result<Self> {
        for pair in R::PAIRS {
            self.add(&pair.key)?;
            self.add(&pair.value)?;
        }
        Ok(self)
    }

    fn add(&mut self, ty: &Type) -> Result<()> {
        match ty {
            Type::Optional(inner) | Type::Array(inner) => self.add(inner),
            Type::Map(key, value) => {
                self.add(key)?;
                self.add(value)
            }
            Type::Union { node } => node().branches.iter().try_for_each(|branch| self.add(&branch.ty)),
            Type::Struct { node, .. } => {
                let node = node();
                let prefix = self.prefix.as_deref();
                let name = prefixed(prefix, node.name);
                let connect = Schema::of(ty, prefix);
                match self.records.get(&name) {
                    Some(known) if known.connect == connect => return Ok(()),
                    Some(_) => {
                        return Err(Error::fatal(format!(
                            "two different records are called `{name}`; rename one, or give it another namespace"
                        )));
                    }
                    None => {}
                }
                let avro = avro::Schema::of(ty, prefix)?;
                self.records.insert(name, Entry { connect, avro, compatibility: node.compatibility });
                node.fields.iter().try_for_each(|field| self.add(&field.ty))
            }
            _ => Ok(()),
        }
    }

    /// Every record's full name and Avro schema, sorted by name. Each schema is complete in itself.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &avro::Schema)> {
        self.records.iter().map(|(name, entry)| (name.as_str(), &entry.avro))
    }

    /// Every record's full name and Connect schema, sorted by name.
    pub fn connect_schemas(&self) -> impl Iterator<Item = (&str, &Schema)> {
        self.records.iter().map(|(name, entry)| (name.as_str(), &entry.connect))
    }
}

/// All Avro schemas under their names, for a snapshot.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (name, schema)) in self.schemas().enumerate() {
            let between = if number == 0 { "" } else { "\n" };
            writeln!(f, "{between}{name}\n{}", schema.pretty())?;
        }
        Ok(())
    }
}
