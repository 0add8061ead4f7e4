//! What a restart restarts (KIP-745, `RestartPlan`).

use super::view::ConnectorView;
use crate::status::State;

/// Which instances of a connector are to be started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestartRequest {
    /// Its tasks too.
    pub include_tasks: bool,
    /// Only what is FAILED.
    pub only_failed: bool,
}

impl RestartRequest {
    /// The connector alone.
    #[must_use]
    pub fn connector() -> Self {
        Self::default()
    }

    /// The connector and its tasks.
    #[must_use]
    pub fn with_tasks(self) -> Self {
        Self { include_tasks: true, ..self }
    }

    /// Of these only what is FAILED.
    #[must_use]
    pub fn only_failed(self) -> Self {
        Self { only_failed: true, ..self }
    }

    fn wants(self, state: State) -> bool {
        !self.only_failed || state == State::Failed
    }
}

/// What is restarted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RestartPlan {
    pub(super) connector: bool,
    /// By number.
    pub(super) tasks: Vec<usize>,
}

impl RestartPlan {
    pub(super) fn of(request: RestartRequest, view: &ConnectorView) -> Self {
        let wanted = view.tasks.iter().enumerate().filter(|(_, task)| request.wants(task.status.state));
        let tasks = wanted.map(|(index, _)| index).collect();
        Self {
            connector: request.wants(view.status.state),
            tasks: if request.include_tasks { tasks } else { Vec::new() },
        }
    }
}
