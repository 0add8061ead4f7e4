//! Starting and stopping a connector's tasks, and watching over them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use futures_util::future::join_all;
use kconnect::Slot;

use super::{
    connector::{Connector, Task, Work},
    spec::{self, TaskSpec},
};
use crate::{
    status::State,
    stores::TargetState,
    task::{Seat, Target, TaskThread},
    validate::props_of,
};

impl Connector {
    /// Starts all its tasks anew, after those that ran before have stopped.
    pub(super) fn start_tasks(&self, work: &mut Work) {
        let count = work.configs.len();
        self.hide_from(count);
        for index in 0..count {
            work.attempts.forget(index);
            self.start_task(work, index);
        }
    }

    /// Starts one task. One whose predecessor still has blocking code running starts when that has returned.
    pub(super) fn start_task(&self, work: &mut Work, index: usize) {
        let (Some(running), Some(config)) = (&work.running, work.configs.get(index)) else { return };
        if self.closed.is_cancelled() {
            return;
        }
        let before = self.task(index).and_then(|task| task.thread).filter(TaskThread::is_blocking);
        work.incarnations += 1;
        let incarnation = work.incarnations;
        let slot = Slot { index, count: work.configs.len() };
        let status = self.environment.task_status(&self.name, index);
        let TaskSpec { metrics, errors, body } =
            spec::task(&self.environment, &self.name, running, slot, props_of(config), &status);
        let restarts = Arc::new(AtomicBool::new(running.policy.is_on()));
        let mut task =
            Task { slot, status, metrics, errors, thread: None, since: Instant::now(), incarnation, restarts };
        if let Some(before) = before {
            tracing::warn!(
                "[{}|task-{index}] starts when the blocking code of its predecessor has returned",
                self.name
            );
            task.status.set(State::Restarting);
            task.thread = Some(before.clone());
            self.show(task);
            self.after(before, index, incarnation);
            return;
        }
        let target = if work.target == TargetState::Paused { Target::Paused } else { Target::Started };
        let seat = Seat {
            connector: self.name.clone(),
            slot,
            status: task.status.clone(),
            target,
            reconfigure: self.reconfiguration(),
        };
        let started = body.and_then(|body| {
            let spawned = self.environment.threads.spawn(seat, body);
            spawned.map_err(|error| format!("a task needs a thread: {error}"))
        });
        match started {
            Ok(thread) => {
                task.thread = Some(thread.clone());
                self.supervise(thread, index, incarnation);
            }
            Err(message) => {
                tracing::error!("[{}|task-{index}] the task could not be started: {message}", self.name);
                task.restarts.store(false, Ordering::Release);
                task.status.fail(message);
            }
        }
        self.show(task);
    }

    /// Starts a task when nothing of its predecessor runs any more.
    fn after(&self, before: TaskThread, index: usize, incarnation: u64) {
        let (own, closed) = (self.own.clone(), self.closed.clone());
        tokio::spawn(async move {
            if closed.run_until_cancelled(before.free()).await.is_none() {
                return;
            }
            let Some(connector) = own.upgrade() else { return };
            let mut work = connector.work.lock().await;
            if connector.task(index).is_some_and(|task| task.incarnation == incarnation) {
                connector.start_task(&mut work, index);
            }
        });
    }

    /// What a task calls that asks for new task configurations.
    fn reconfiguration(&self) -> Arc<dyn Fn() + Send + Sync> {
        let (own, runtime) = (self.own.clone(), tokio::runtime::Handle::current());
        Arc::new(move || {
            if let Some(connector) = own.upgrade() {
                runtime.spawn(async move { connector.reconfigure().await });
            }
        })
    }

    /// Starts a task again that fails, as far as the configuration wants that.
    fn supervise(&self, thread: TaskThread, index: usize, incarnation: u64) {
        let (own, closed) = (self.own.clone(), self.closed.clone());
        tokio::spawn(async move {
            if closed.run_until_cancelled(thread.over()).await.is_none() {
                return;
            }
            let Some(connector) = own.upgrade() else { return };
            let Some(task) = connector.failed(index, incarnation) else { return };
            let planned = {
                let mut work = connector.work.lock().await;
                let policy = work.running.as_ref().map(|running| running.policy);
                policy.and_then(|policy| work.attempts.failed(index, task.since.elapsed(), policy))
            };
            let Some((pause, attempt)) = planned else { return task.restarts.store(false, Ordering::Release) };
            tracing::warn!("[{}|task-{index}] will be started again in {pause:?} (attempt {attempt})", connector.name);
            if closed.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return;
            }
            let mut work = connector.work.lock().await;
            if connector.failed(index, incarnation).is_some() {
                connector.start_task(&mut work, index);
            }
        });
    }

    /// The task of that start, if it is FAILED now.
    fn failed(&self, index: usize, incarnation: u64) -> Option<Task> {
        self.task(index).filter(|task| task.incarnation == incarnation && task.status.get().state == State::Failed)
    }

    /// Stops these tasks, all together in the time that is allowed.
    pub(super) async fn stop_tasks(&self, tasks: &[Task]) {
        stop(tasks, self.environment.deadline()).await;
    }
}

/// Stops tasks; those that still run at the deadline are ended by force.
pub(super) async fn stop(tasks: &[Task], deadline: tokio::time::Instant) {
    let threads: Vec<_> = tasks.iter().filter_map(|task| task.thread.as_ref()).collect();
    for thread in &threads {
        thread.ask_to_stop(deadline);
    }
    join_all(threads.into_iter().map(|thread| thread.ended(deadline))).await;
}
