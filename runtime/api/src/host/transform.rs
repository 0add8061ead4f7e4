//! Transformations and predicates with their types erased.

use std::{borrow::Cow, marker::PhantomData};

use super::plugin::parse;
use crate::{
    config::{ConfigDef, Definition, Props},
    error::Result,
    transform::{ConnectRecord, Predicate, Transformation},
};

/// A configured transformation, as the worker holds it.
pub trait DynTransformation: Send + Sync {
    /// As [`Transformation::apply`].
    ///
    /// # Errors
    /// As there.
    fn apply(&self, record: ConnectRecord) -> Result<Option<ConnectRecord>>;
}

impl<T: Transformation> DynTransformation for T {
    fn apply(&self, record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        Transformation::apply(self, record)
    }
}

/// A configured predicate, as the worker holds it.
pub trait DynPredicate: Send + Sync {
    /// As [`Predicate::test`].
    ///
    /// # Errors
    /// As there.
    fn test(&self, record: &ConnectRecord) -> Result<bool>;
}

impl<P: Predicate> DynPredicate for P {
    fn test(&self, record: &ConnectRecord) -> Result<bool> {
        Predicate::test(self, record)
    }
}

/// A transformation or a predicate that can be configured; `I` is what it gives: a [`DynTransformation`] or a
/// [`DynPredicate`].
pub trait RecordPlugin<I: ?Sized>: Send + Sync {
    /// The name in `type`.
    fn class(&self) -> &'static str;
    /// Further names.
    fn aliases(&self) -> &'static [&'static str];
    /// Its version.
    fn version(&self) -> &'static str;
    /// Its keys.
    fn definition(&self) -> Cow<'static, Definition>;
    /// Makes one from its keys, without their prefix.
    ///
    /// # Errors
    /// Fatal, with every problem of the configuration.
    fn configure(&self, props: &Props) -> Result<Box<I>>;
}

/// The transformation or predicate `T` as a [`RecordPlugin`].
#[derive(Debug)]
pub struct Plugin<T>(PhantomData<fn() -> T>);

impl<T> Plugin<T> {
    /// The plugin.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Plugin<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Transformation> RecordPlugin<dyn DynTransformation> for Plugin<T> {
    fn class(&self) -> &'static str {
        T::CLASS
    }

    fn aliases(&self) -> &'static [&'static str] {
        T::ALIASES
    }

    fn version(&self) -> &'static str {
        T::VERSION
    }

    fn definition(&self) -> Cow<'static, Definition> {
        T::Config::definition()
    }

    fn configure(&self, props: &Props) -> Result<Box<dyn DynTransformation>> {
        Ok(Box::new(T::configure(parse::<T::Config>(props)?)?))
    }
}

impl<P: Predicate> RecordPlugin<dyn DynPredicate> for Plugin<P> {
    fn class(&self) -> &'static str {
        P::CLASS
    }

    fn aliases(&self) -> &'static [&'static str] {
        P::ALIASES
    }

    fn version(&self) -> &'static str {
        P::VERSION
    }

    fn definition(&self) -> Cow<'static, Definition> {
        P::Config::definition()
    }

    fn configure(&self, props: &Props) -> Result<Box<dyn DynPredicate>> {
        Ok(Box::new(P::configure(parse::<P::Config>(props)?)?))
    }
}
