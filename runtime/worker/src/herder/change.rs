//! What may happen to a connector: its configuration changes, it is paused, resumed, stopped, started again, deleted.

use kconnect::Props;

use super::{
    connector::{Connector, Work},
    plan::{RestartPlan, RestartRequest},
    start::{Admitted, admit},
    view::ConnectorView,
    written::written,
};
use crate::{
    error::{Error, Result},
    status::State,
    stores::TargetState,
    task::Target,
};

impl Connector {
    /// Starts it for the first time.
    ///
    /// # Errors
    /// What stands in the way; it is there and FAILED then.
    pub(super) async fn create(&self, work: &mut Work, admitted: Admitted) -> Result<()> {
        let stored = written(&work.written);
        self.environment.configs.put_connector(&self.name, &stored, Some(work.target)).await.map_err(store)?;
        self.bring_up(work, admitted).await
    }

    /// Starts the connector and its tasks, as its target wants it.
    async fn bring_up(&self, work: &mut Work, admitted: Admitted) -> Result<()> {
        if work.target == TargetState::Stopped {
            self.show_config(&admitted.parts, work.written.clone());
            self.status.set(State::Stopped);
            return Ok(());
        }
        self.start(work, admitted).await?;
        self.configure_tasks(work).await.map_err(|error| {
            let message = error.chain();
            self.status.fail(message.clone());
            Error::Connector(format!("[{}] {message}", self.name))
        })
    }

    /// Gives it another configuration.
    ///
    /// # Errors
    /// Every problem of the configuration, and nothing has changed; what stands in the way of starting with it.
    pub(super) async fn alter(&self, config: Props) -> Result<()> {
        let mut work = self.work.lock().await;
        let admitted = admit(&self.environment, &self.name, &config).await?;
        self.environment.configs.put_connector(&self.name, &written(&config), None).await.map_err(store)?;
        work.running = None;
        work.written = config;
        self.bring_up(&mut work, admitted).await
    }

    /// Lets its tasks rest.
    pub(super) async fn pause(&self) -> Result<()> {
        let mut work = self.work.lock().await;
        self.aim(&mut work, TargetState::Paused).await?;
        let Some(running) = &mut work.running else { return self.revive(&mut work).await };
        running.watching = None;
        if self.status.get().state != State::Failed {
            self.status.set(State::Paused);
        }
        self.aim_tasks(Target::Paused);
        Ok(())
    }

    /// Lets its tasks work.
    pub(super) async fn resume(&self) -> Result<()> {
        let mut work = self.work.lock().await;
        self.aim(&mut work, TargetState::Started).await?;
        let Some(running) = &work.running else { return self.revive(&mut work).await };
        if self.status.get().state != State::Failed {
            let watching = running.watching.is_none().then(|| self.watch(running).drop_guard());
            self.status.set(State::Running);
            if let Some(running) = &mut work.running
                && watching.is_some()
            {
                running.watching = watching;
            }
        }
        self.aim_tasks(Target::Started);
        self.configure_tasks(&mut work).await.map_err(|error| Error::Connector(error.chain()))
    }

    /// Stops it and its tasks; it has none then.
    pub(super) async fn stop(&self) -> Result<()> {
        let mut work = self.work.lock().await;
        self.aim(&mut work, TargetState::Stopped).await?;
        work.running = None;
        self.take_down(&mut work).await;
        self.environment.configs.put_task_configs(&self.name, &[]).await.map_err(store)?;
        self.status.set(State::Stopped);
        Ok(())
    }

    /// Starts a connector that does not run: it was stopped, or could not be started.
    async fn revive(&self, work: &mut Work) -> Result<()> {
        let admitted = admit(&self.environment, &self.name, &work.written).await.inspect_err(|error| {
            self.status.fail(error.to_string());
        })?;
        self.bring_up(work, admitted).await
    }

    /// Starts instances of it again.
    ///
    /// # Errors
    /// What stands in the way.
    pub(super) async fn restart(&self, request: RestartRequest) -> Result<ConnectorView> {
        let mut work = self.work.lock().await;
        if work.target == TargetState::Stopped {
            return Ok(self.view());
        }
        let plan = RestartPlan::of(request, &self.view());
        let tasks: Vec<_> = plan.tasks.iter().filter_map(|index| self.task(*index)).collect();
        if plan.connector {
            tracing::info!("Restarting connector '{}'", self.name);
            self.status.set(State::Restarting);
        }
        if !tasks.is_empty() {
            tracing::info!("Restarting {} of {} tasks for {}", tasks.len(), self.tasks().len(), self.name);
        }
        self.stop_tasks(&tasks).await;
        for task in &tasks {
            task.status.set(State::Restarting);
        }
        let view = self.view();
        if plan.connector {
            work.running = None;
            let admitted = admit(&self.environment, &self.name, &work.written).await.inspect_err(|error| {
                self.status.fail(error.to_string());
            });
            self.start(&mut work, admitted?).await?;
        }
        for index in plan.tasks {
            work.attempts.forget(index);
            self.start_task(&mut work, index);
        }
        if plan.connector {
            self.configure_tasks(&mut work).await.map_err(|error| {
                self.status.fail(error.chain());
                Error::Connector(error.chain())
            })?;
        }
        Ok(view)
    }

    /// Starts the connector and all its tasks again.
    ///
    /// # Errors
    /// What stands in the way.
    pub(super) async fn restart_all(&self, work: &mut Work) -> Result<()> {
        work.running = None;
        // Whatever the work is divided into, the tasks start anew.
        work.applied = None;
        self.revive(work).await
    }

    /// Starts one task again.
    ///
    /// # Errors
    /// When there is no such task.
    pub(super) async fn restart_task(&self, index: usize) -> Result<()> {
        let mut work = self.work.lock().await;
        let task = self.task(index).ok_or_else(|| Error::not_found(format!("Task {}-{index} not found", self.name)))?;
        self.stop_tasks(std::slice::from_ref(&task)).await;
        task.status.set(State::Restarting);
        work.attempts.forget(index);
        self.start_task(&mut work, index);
        Ok(())
    }

    /// Stops everything of it, for good.
    pub(super) async fn delete(&self) -> Result<()> {
        self.closed.cancel();
        let mut work = self.work.lock().await;
        work.running = None;
        self.take_down(&mut work).await;
        self.environment.configs.remove_connector(&self.name).await.map_err(store)?;
        self.environment.forget(&self.name);
        Ok(())
    }

    async fn aim(&self, work: &mut Work, target: TargetState) -> Result<()> {
        self.environment.configs.put_target_state(&self.name, target).await.map_err(store)?;
        work.target = target;
        self.show_target(target);
        Ok(())
    }

    fn aim_tasks(&self, target: Target) {
        for thread in self.tasks().iter().filter_map(|task| task.thread.as_ref()) {
            thread.aim(target);
        }
    }

    /// Stops all tasks and shows none.
    async fn take_down(&self, work: &mut Work) {
        self.stop_tasks(&self.tasks()).await;
        work.configs = Vec::new();
        work.applied = None;
        self.hide_from(0);
    }
}

fn store(error: crate::stores::StoreError) -> Error {
    Error::Connector(kconnect::Error::from(error).chain())
}
