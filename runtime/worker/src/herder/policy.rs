//! When a FAILED task is started again by itself.

use std::{collections::BTreeMap, time::Duration};

use crate::config::{ConnectorConfig, StandaloneConfig};

/// `task.restart.*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RestartPolicy {
    /// How often; without a limit if none.
    attempts: Option<u32>,
    backoff: Duration,
    backoff_max: Duration,
}

impl RestartPolicy {
    /// The connector's, or the worker's.
    pub(super) fn of(connector: &ConnectorConfig, worker: &StandaloneConfig) -> Self {
        let attempts = connector.task_restart_max_attempts.unwrap_or(worker.task_restart_max_attempts);
        Self {
            attempts: u32::try_from(attempts).ok(),
            backoff: connector.task_restart_backoff.unwrap_or(worker.task_restart_backoff),
            backoff_max: connector.task_restart_backoff_max.unwrap_or(worker.task_restart_backoff_max),
        }
    }

    /// Whether it ever starts a task again.
    pub(super) fn is_on(self) -> bool {
        self.attempts != Some(0)
    }

    /// The pause before that attempt, the first being 1.
    fn pause(self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.backoff.saturating_mul(doubled).min(self.backoff_max)
    }
}

/// How often each task was started again since it last ran well.
#[derive(Debug, Default)]
pub(super) struct Attempts(BTreeMap<usize, u32>);

impl Attempts {
    /// A task failed after it ran that long: the pause before it is started again and the number of the attempt, or `None` if
    /// it is not.
    pub(super) fn failed(&mut self, task: usize, ran: Duration, policy: RestartPolicy) -> Option<(Duration, u32)> {
        let attempts = self.0.entry(task).or_default();
        if ran >= policy.backoff_max {
            *attempts = 0;
        }
        if policy.attempts.is_some_and(|limit| *attempts >= limit) {
            return None;
        }
        *attempts = attempts.saturating_add(1);
        Some((policy.pause(*attempts), *attempts))
    }

    /// Somebody else started it.
    pub(super) fn forget(&mut self, task: usize) {
        self.0.remove(&task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RestartPolicy =
        RestartPolicy { attempts: Some(5), backoff: Duration::from_secs(1), backoff_max: Duration::from_secs(6) };

    #[test]
    fn the_pause_doubles_up_to_its_limit_and_then_nothing_is_tried_any_more() {
        let mut attempts = Attempts::default();
        let pauses: Vec<_> = (0..6).map(|_| attempts.failed(0, Duration::ZERO, POLICY)).collect();
        let seconds = [1, 2, 4, 6, 6];
        let expected = seconds.iter().zip(1..).map(|(pause, attempt)| Some((Duration::from_secs(*pause), attempt)));
        assert_eq!(pauses, expected.chain([None]).collect::<Vec<_>>());
    }

    #[test]
    fn it_counts_anew_after_the_task_ran_well() {
        let mut attempts = Attempts::default();
        for _ in 0..5 {
            attempts.failed(0, Duration::ZERO, POLICY);
        }
        assert_eq!(attempts.failed(0, Duration::from_secs(5), POLICY), None);
        assert_eq!(attempts.failed(0, Duration::from_secs(6), POLICY), Some((Duration::from_secs(1), 1)));
    }

    #[test]
    fn each_task_is_counted_by_itself() {
        let mut attempts = Attempts::default();
        attempts.failed(0, Duration::ZERO, POLICY);
        assert_eq!(attempts.failed(1, Duration::ZERO, POLICY), Some((Duration::from_secs(1), 1)));
    }

    #[test]
    fn without_a_limit_it_goes_on_for_ever() {
        let mut attempts = Attempts::default();
        let policy = RestartPolicy { attempts: None, ..POLICY };
        for _ in 0..100 {
            assert!(attempts.failed(0, Duration::ZERO, policy).is_some());
        }
    }
}
