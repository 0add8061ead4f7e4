//! A source connector with its types erased.

use std::{borrow::Cow, fmt, marker::PhantomData, num::NonZeroUsize, sync::Arc};

use super::{
    Boxed, SourceHost, SourceWorker,
    task::{Running, Shared},
};
use crate::{
    config::{ConfigDef, Definition, Props, Validation},
    context::TaskContext,
    data::{Pair, RecordSet},
    error::{Error, Result},
    record::SourceBatch,
    source::{SourceConnector, SourceTask, SourceTaskContext, Support},
};

/// A source connector as the worker holds it. Every method could be asked of another process.
pub trait SourcePlugin: Send + Sync {
    /// The name in `connector.class`.
    fn class(&self) -> &'static str;
    /// Further names.
    fn aliases(&self) -> &'static [&'static str];
    /// Its version.
    fn version(&self) -> &'static str;
    /// Its keys.
    fn definition(&self) -> Cow<'static, Definition>;
    /// The (key, value) pairs that its tasks emit; [`DynRecord::pair`](super::DynRecord::pair) is an index into them.
    fn pairs(&self) -> &'static [Pair];
    /// The namespace that the configuration puts before every schema name.
    ///
    /// # Errors
    /// Fatal when the configuration is invalid.
    fn schema_namespace(&self, props: &Props) -> Result<Option<String>>;
    /// The name of its configuration struct, which the dump of its values shows.
    fn config_name(&self) -> &'static str;
    /// Checks every key, the rules across keys, and what only the connector can check; may connect.
    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>>;
    /// Checks every key and the rules across keys, and connects to nothing.
    fn validate_offline(&self, props: &Props) -> Validation {
        self.definition().validate(props)
    }
    /// Divides the work.
    fn task_configs<'a>(&'a self, props: &'a Props, max_tasks: NonZeroUsize) -> Boxed<'a, Result<Vec<Props>>>;
    /// As [`SourceConnector::exactly_once`].
    ///
    /// # Errors
    /// Fatal when the configuration is invalid.
    fn exactly_once(&self, props: &Props) -> Result<Support>;
    /// As [`SourceConnector::transaction_boundaries`].
    ///
    /// # Errors
    /// Fatal when the configuration is invalid.
    fn transaction_boundaries(&self, props: &Props) -> Result<Support>;
    /// Resolves when the work should be divided again; an error makes the connector FAILED.
    fn watch(&self, props: &Props) -> Boxed<'static, Result<()>>;
    /// Starts a task.
    fn start(&self, props: &Props, worker: SourceWorker) -> Boxed<'static, Result<Box<dyn SourceHost>>>;
}

/// The source connector `C` as a [`SourcePlugin`].
pub struct Source<C>(PhantomData<fn() -> C>);

impl<C: SourceConnector> Source<C> {
    /// The plugin.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<C: SourceConnector> Default for Source<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: SourceConnector> fmt::Debug for Source<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&C::CLASS).finish()
    }
}

impl<C: SourceConnector> SourcePlugin for Source<C> {
    fn class(&self) -> &'static str {
        C::CLASS
    }

    fn aliases(&self) -> &'static [&'static str] {
        C::ALIASES
    }

    fn version(&self) -> &'static str {
        C::VERSION
    }

    fn definition(&self) -> Cow<'static, Definition> {
        C::Config::definition()
    }

    fn pairs(&self) -> &'static [Pair] {
        <C::Task as SourceTask>::Record::PAIRS
    }

    fn schema_namespace(&self, props: &Props) -> Result<Option<String>> {
        Ok(C::schema_namespace(&parse::<C::Config>(props)?).map(str::to_owned))
    }

    fn config_name(&self) -> &'static str {
        C::Config::NAME
    }

    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        Box::pin(async move {
            let mut validation = C::Config::validate(props);
            C::validate(&mut validation).await?;
            Ok(validation)
        })
    }

    fn validate_offline(&self, props: &Props) -> Validation {
        C::Config::validate(props)
    }

    fn task_configs<'a>(&'a self, props: &'a Props, max_tasks: NonZeroUsize) -> Boxed<'a, Result<Vec<Props>>> {
        Box::pin(async move {
            let config = parse::<C::Config>(props)?;
            let tasks = C::task_configs(&config, max_tasks).await?;
            Ok(tasks.iter().map(|task| task.to_props_as_given(props)).collect())
        })
    }

    fn exactly_once(&self, props: &Props) -> Result<Support> {
        Ok(C::exactly_once(&parse::<C::Config>(props)?))
    }

    fn transaction_boundaries(&self, props: &Props) -> Result<Support> {
        Ok(C::transaction_boundaries(&parse::<C::Config>(props)?))
    }

    fn watch(&self, props: &Props) -> Boxed<'static, Result<()>> {
        let config = parse::<C::Config>(props);
        Box::pin(async move { C::watch(config?).await })
    }

    fn start(&self, props: &Props, worker: SourceWorker) -> Boxed<'static, Result<Box<dyn SourceHost>>> {
        let config = parse::<<C::Task as SourceTask>::Config>(props);
        Box::pin(async move {
            let shared = Arc::new(Shared::<C::Task>::new());
            let context = TaskContext::new(worker.task);
            let batch = SourceBatch::new(context.clone(), Arc::clone(&worker.outbox), Arc::clone(&shared.receipts));
            let context = SourceTaskContext::new(context, worker.slot, Arc::clone(&worker.outbox), Arc::clone(&shared));
            let task = C::Task::start(config?, context).await?;
            let running: Box<dyn SourceHost> = Box::new(Running { task, batch, shared });
            Ok(running)
        })
    }
}

/// Every problem of the configuration in one error.
pub(super) fn parse<C: ConfigDef>(props: &Props) -> Result<C> {
    C::parse(props).map_err(|validation| Error::fatal(validation.to_string()))
}
