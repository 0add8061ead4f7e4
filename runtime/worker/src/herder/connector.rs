//! One connector: what it should do, and what of it runs.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use kconnect::{Props, Slot, config::Secrets};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    environment::Environment,
    policy::{Attempts, RestartPolicy},
    spec::Clients,
    thread::ConnectorThread,
    view::{ConnectorView, TaskMetrics, TaskView},
};
use crate::{
    errors::ErrorMetrics,
    examine::ConnectorParts,
    status::StatusCell,
    stores::{TargetState, WrittenConfig},
    task::TaskThread,
    validate::ConnectorKind,
};

/// A connector. What happens to it happens one after the other: whoever changes something holds `work`.
pub(super) struct Connector {
    pub(super) name: String,
    pub(super) environment: Arc<Environment>,
    /// Itself, for what runs beside it.
    pub(super) own: Weak<Self>,
    pub(super) status: StatusCell,
    /// Cancelled when it is deleted, and when the worker stops: nothing of it is started any more.
    pub(super) closed: CancellationToken,
    pub(super) work: tokio::sync::Mutex<Work>,
    /// What can be looked at while somebody works on it.
    shown: Mutex<Shown>,
}

/// What only one at a time may touch.
pub(super) struct Work {
    /// Its configuration as it was written.
    pub(super) written: Props,
    pub(super) target: TargetState,
    /// What of it runs besides tasks; `None` if it is stopped or could not be started.
    pub(super) running: Option<Running>,
    /// The configurations of its tasks as they are kept.
    pub(super) configs: Vec<WrittenConfig>,
    /// The connector's configuration that its tasks were started with.
    pub(super) applied: Option<WrittenConfig>,
    pub(super) attempts: Attempts,
    /// Numbers the starts of tasks.
    pub(super) incarnations: u64,
}

/// A connector that was started.
pub(super) struct Running {
    pub(super) thread: ConnectorThread,
    pub(super) parts: Arc<ConnectorParts>,
    pub(super) secrets: Secrets,
    pub(super) clients: Arc<Clients>,
    pub(super) policy: RestartPolicy,
    /// Ends the connector's `watch`.
    pub(super) watching: Option<DropGuard>,
    /// Ends the wait for the end of a variable's value.
    pub(super) _reload: Option<DropGuard>,
}

/// What others see.
struct Shown {
    kind: ConnectorKind,
    version: &'static str,
    target: TargetState,
    written: Props,
    tasks: BTreeMap<usize, Task>,
}

/// A task that was started, or that could not be.
#[derive(Clone)]
pub(super) struct Task {
    pub(super) slot: Slot,
    pub(super) status: StatusCell,
    pub(super) metrics: TaskMetrics,
    pub(super) errors: Arc<ErrorMetrics>,
    /// `None` if there was nothing to start.
    pub(super) thread: Option<TaskThread>,
    pub(super) since: Instant,
    pub(super) incarnation: u64,
    /// Whether it will be started again if it fails, or failed; known for certain when it did.
    pub(super) restarts: Arc<AtomicBool>,
}

impl Connector {
    pub(super) fn new(
        environment: &Arc<Environment>,
        name: &str,
        parts: &ConnectorParts,
        written: Props,
        target: TargetState,
        closing: &CancellationToken,
    ) -> Arc<Self> {
        Arc::new_cyclic(|own| Self {
            name: name.to_owned(),
            environment: Arc::clone(environment),
            own: Weak::clone(own),
            status: environment.connector_status(name),
            closed: closing.child_token(),
            work: tokio::sync::Mutex::new(Work {
                written: written.clone(),
                target,
                running: None,
                configs: Vec::new(),
                applied: None,
                attempts: Attempts::default(),
                incarnations: 0,
            }),
            shown: Mutex::new(Shown {
                kind: parts.plugin.kind(),
                version: parts.plugin.version(),
                target,
                written,
                tasks: BTreeMap::new(),
            }),
        })
    }

    /// As the outside may see it.
    pub(super) fn view(&self) -> ConnectorView {
        let shown = self.shown();
        let worker_id = &self.environment.id;
        let task = |task: &Task| TaskView {
            status: task.status.get(),
            worker_id: Arc::clone(worker_id),
            progress: task.status.progress(),
            metrics: task.metrics.clone(),
            errors: Arc::clone(&task.errors),
            restarts: task.restarts.load(Ordering::Acquire),
        };
        ConnectorView {
            name: self.name.clone(),
            kind: shown.kind,
            version: shown.version,
            target: shown.target,
            status: self.status.get(),
            worker_id: Arc::clone(worker_id),
            tasks: shown.tasks.values().map(task).collect(),
        }
    }

    /// Its configuration as it was written.
    pub(super) fn written(&self) -> Props {
        self.shown().written.clone()
    }

    /// Its tasks, by number.
    pub(super) fn tasks(&self) -> Vec<Task> {
        self.shown().tasks.values().cloned().collect()
    }

    pub(super) fn task(&self, index: usize) -> Option<Task> {
        self.shown().tasks.get(&index).cloned()
    }

    /// Shows another task in that place.
    pub(super) fn show(&self, task: Task) {
        self.shown().tasks.insert(task.slot.index, task);
    }

    /// Shows no task in the places from `count` on.
    pub(super) fn hide_from(&self, count: usize) {
        for index in self.shown().tasks.split_off(&count).into_keys() {
            self.environment.forget_task(&self.name, index);
        }
    }

    pub(super) fn show_target(&self, target: TargetState) {
        self.shown().target = target;
    }

    pub(super) fn show_config(&self, parts: &ConnectorParts, written: Props) {
        let mut shown = self.shown();
        shown.kind = parts.plugin.kind();
        shown.version = parts.plugin.version();
        shown.written = written;
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
