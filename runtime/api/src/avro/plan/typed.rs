//! A plan for a type.

use std::{fmt, marker::PhantomData};

use super::{
    build,
    program::{Node, Program},
    reader::PlannedReader,
    same::same,
};
use crate::{
    Error, Result,
    avro::{AvroReader, Schema},
    data::{ConnectType, ReadData, Type},
};

/// How a type is read from what one schema writes: the resolution of Avro's specification, done once.
///
/// - Fields are found by name, then by alias; what the writer has in addition is passed over, what it lacks takes its
///   default. A record is the same under its full name, below the configured prefix or not, under an alias, and, as Avro
///   has it, under its name in another namespace.
/// - `int` becomes `long`, `float` or `double`, `long` becomes `float` or `double`, `float` becomes `double`, and `string`
///   and `bytes` become each other.
/// - Either side may have a union where the other has one type. A union's branch that the reader has no place for is an
///   error only when a value of it comes.
/// - An enum is read by its symbols' names, also as a string, which it is for Connect; a fixed as bytes.
/// - A decimal's scale must be the same. Times in microseconds or nanoseconds are read as the milliseconds that they
///   contain, rounded downwards; of any other logical types neither is read as the other. (Java ignores logical types when
///   it resolves, and takes microseconds for milliseconds.)
///
/// ```
/// use kconnect::{ConnectSchema, avro::{Plan, Schema}};
///
/// /// A reading.
/// #[derive(ConnectSchema, Debug, PartialEq)]
/// #[connect(namespace = "com.example")]
/// struct Reading {
///     /// Where.
///     #[connect(default = "unknown")]
///     place: String,
///     /// Degrees.
///     #[connect(alias = "temperature")]
///     celsius: f64,
/// }
///
/// let writer: Schema = r#"{"type":"record","name":"Reading","namespace":"com.example","fields":[
///     {"name":"id","type":"long"},{"name":"temperature","type":"int"}]}"#.parse().unwrap();
/// let plan = Plan::<Reading>::new(&writer, None)?;
/// assert_eq!(plan.read(&[2, 42])?, Reading { place: "unknown".to_owned(), celsius: 21.0 });
/// # Ok::<(), kconnect::Error>(())
/// ```
pub struct Plan<T> {
    program: Program,
    root: Node,
    same: bool,
    of: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("same", &self.same).finish_non_exhaustive()
    }
}

impl<T: ConnectType> Plan<T> {
    /// Resolves the type against the schema that its data was written with. A configured `prefix` may stand before the
    /// names of its records.
    ///
    /// # Errors
    /// A data error, which says what to do: an [`Unresolvable`](super::Unresolvable), or that the schema is none.
    pub fn new(writer: &Schema, prefix: Option<&str>) -> Result<Self> {
        Self::of(writer, &T::TYPE, prefix)
    }
}

impl<T> Plan<T> {
    /// The same for a type that says itself how it is read.
    pub(crate) fn of(writer: &Schema, ty: &Type, prefix: Option<&str>) -> Result<Self> {
        let (program, root) = build::program(writer, ty, prefix)?;
        // What the schema language cannot say is not the same as anything.
        let same = Schema::of(ty, prefix).is_ok_and(|reader| same(writer, &reader));
        Ok(Self { program, root, same, of: PhantomData })
    }

    /// Whether the writer's schema is the type's own, as far as the bytes are concerned: then
    /// [`AvroReader`] reads them, and [`read`](Self::read) lets it do so.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.same
    }

    /// Reads the one value that `bytes` are.
    ///
    /// # Errors
    /// A data error if they are anything else, and if they have a value that the type has no place for.
    #[inline]
    pub fn read<'de>(&self, bytes: &'de [u8]) -> Result<T>
    where
        T: ReadData<'de>,
    {
        if self.same { AvroReader::read(bytes) } else { self.resolve(bytes) }
    }

    fn resolve<'de>(&self, bytes: &'de [u8]) -> Result<T, Error>
    where
        T: ReadData<'de>,
    {
        let mut reader = PlannedReader::new(self, bytes);
        let value = T::read(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }

    pub(super) fn program(&self) -> (&Program, Node) {
        (&self.program, self.root)
    }
}
