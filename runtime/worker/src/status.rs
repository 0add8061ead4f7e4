//! The states of connectors and tasks, as Kafka Connect shows them.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The state of a connector or of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// No worker has it yet.
    Unassigned,
    /// It runs.
    Running,
    /// It keeps its resources but does nothing.
    Paused,
    /// It was stopped by an operator, or with the worker.
    Stopped,
    /// It ended with an error; see the trace.
    Failed,
    /// It is about to run again.
    Restarting,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unassigned => "UNASSIGNED",
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Stopped => "STOPPED",
            Self::Failed => "FAILED",
            Self::Restarting => "RESTARTING",
        })
    }
}

/// A state, and what led to it if it is [`State::Failed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The state.
    pub state: State,
    /// The error and its causes.
    pub trace: Option<String>,
}

/// Something that a task gets done again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A source's `poll` returned.
    Poll,
    /// A sink's `put` returned.
    Put,
    /// Offsets were committed.
    Commit,
}

/// How long ago a task last got something done: `None` if it never did. One that is RUNNING and makes no progress is seen
/// here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Since a source's `poll` returned without an error.
    pub poll: Option<Duration>,
    /// Since a sink's `put` returned without an error.
    pub put: Option<Duration>,
    /// Since offsets of its were committed.
    pub commit: Option<Duration>,
}

/// Where a connector or a task keeps its status, so that others can see it.
#[derive(Clone)]
pub(crate) struct StatusCell(Arc<Cell>);

struct Cell {
    status: Mutex<Shown>,
    /// Hears of every change.
    report: Box<dyn Fn(&Status) + Send + Sync>,
    epoch: Instant,
    /// When each step was last done: milliseconds after `epoch`, and one.
    steps: [AtomicU64; 3],
}

#[derive(Debug)]
struct Shown {
    status: Status,
    /// Whoever speaks now is not to be heard.
    given_up: bool,
}

impl StatusCell {
    /// `report` hears of every change.
    pub(crate) fn new(report: impl Fn(&Status) + Send + Sync + 'static) -> Self {
        let status = Status { state: State::Unassigned, trace: None };
        Self(Arc::new(Cell {
            status: Mutex::new(Shown { status, given_up: false }),
            report: Box::new(report),
            epoch: Instant::now(),
            steps: Default::default(),
        }))
    }

    pub(crate) fn set(&self, state: State) {
        self.say(Status { state, trace: None }, false);
    }

    pub(crate) fn fail(&self, trace: String) {
        self.say(Status { state: State::Failed, trace: Some(trace) }, false);
    }

    /// It failed, and nothing that is said afterwards counts.
    pub(crate) fn give_up(&self, trace: String) {
        self.say(Status { state: State::Failed, trace: Some(trace) }, true);
    }

    pub(crate) fn get(&self) -> Status {
        self.shown().status.clone()
    }

    /// The task got something done.
    pub(crate) fn progressed(&self, step: Step) {
        let now = u64::try_from(self.0.epoch.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        self.step(step).store(now, Ordering::Relaxed);
    }

    /// How long ago it last did.
    pub(crate) fn progress(&self) -> Progress {
        let age = |step| {
            let at = self.step(step).load(Ordering::Relaxed).checked_sub(1)?;
            Some(self.0.epoch.elapsed().saturating_sub(Duration::from_millis(at)))
        };
        Progress { poll: age(Step::Poll), put: age(Step::Put), commit: age(Step::Commit) }
    }

    fn step(&self, step: Step) -> &AtomicU64 {
        let [poll, put, commit] = &self.0.steps;
        match step {
            Step::Poll => poll,
            Step::Put => put,
            Step::Commit => commit,
        }
    }

    fn say(&self, status: Status, last: bool) {
        let mut shown = self.shown();
        if !shown.given_up {
            (self.0.report)(&status);
            *shown = Shown { status, given_up: last };
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.0.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
