//! Plans by schema id.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use super::typed::Plan;
use crate::{
    Result,
    avro::Schema,
    data::{ConnectType, ReadData},
};

/// How many schemas a decoder remembers; as many as Confluent's deserializers do.
const PLANS: usize = 1_000;

/// Reads a type from what many schemas write, each of them resolved once.
///
/// A clone shares the plans. Those that were made first are forgotten first, beyond a number.
///
/// ```
/// use kconnect::avro::{Decoder, Schema};
///
/// let decoder = Decoder::<i64>::new();
/// let (id, bytes) = (7, [42]);
/// let plan = match decoder.plan(id) {
///     Some(plan) => plan,
///     // Asked of the registry, which may take its time.
///     None => decoder.learn(id, &r#""int""#.parse::<Schema>().unwrap())?,
/// };
/// assert_eq!(plan.read(&bytes)?, 21);
/// assert_eq!(decoder.decode(id, &bytes).transpose()?, Some(21));
/// # Ok::<(), kconnect::Error>(())
/// ```
pub struct Decoder<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    prefix: Option<String>,
    capacity: usize,
    plans: RwLock<Plans<T>>,
}

struct Plans<T> {
    by_id: HashMap<u32, Arc<Plan<T>>>,
    /// The ids, oldest first.
    order: VecDeque<u32>,
}

impl<T> Clone for Decoder<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Decoder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("prefix", &self.shared.prefix).finish_non_exhaustive()
    }
}

impl<T: ConnectType> Default for Decoder<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ConnectType> Decoder<T> {
    /// A decoder that knows no schema yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with(None, PLANS)
    }

    /// One for records whose names have a configured `prefix`, which remembers so many schemas, at least one.
    #[must_use]
    pub fn with(prefix: Option<&str>, capacity: usize) -> Self {
        let plans = RwLock::new(Plans { by_id: HashMap::new(), order: VecDeque::new() });
        let prefix = prefix.map(str::to_owned);
        Self { shared: Arc::new(Shared { prefix, capacity: capacity.max(1), plans }) }
    }

    /// The plan for the schema with that id, if it is known.
    #[must_use]
    pub fn plan(&self, id: u32) -> Option<Arc<Plan<T>>> {
        // A plan is complete when it is put in: whoever panicked with the lock has left nothing half done.
        self.shared.plans.read().unwrap_or_else(PoisonError::into_inner).by_id.get(&id).cloned()
    }

    /// Makes the plan for the schema with that id, unless somebody else just has.
    ///
    /// # Errors
    /// As [`Plan::new`]. It is not remembered: the next call tries again.
    pub fn learn(&self, id: u32, writer: &Schema) -> Result<Arc<Plan<T>>> {
        let plan = Arc::new(Plan::new(writer, self.shared.prefix.as_deref())?);
        let mut plans = self.shared.plans.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plans.by_id.get(&id) {
            return Ok(Arc::clone(known));
        }
        if plans.order.len() == self.shared.capacity
            && let Some(oldest) = plans.order.pop_front()
        {
            plans.by_id.remove(&oldest);
        }
        plans.order.push_back(id);
        plans.by_id.insert(id, Arc::clone(&plan));
        Ok(plan)
    }

    /// Reads the one value that `bytes` are; `None` if the schema with that id is not known yet.
    ///
    /// # Errors
    /// As [`Plan::read`].
    #[must_use]
    pub fn decode<'de>(&self, id: u32, bytes: &'de [u8]) -> Option<Result<T>>
    where
        T: ReadData<'de>,
    {
        Some(self.plan(id)?.read(bytes))
    }
}
