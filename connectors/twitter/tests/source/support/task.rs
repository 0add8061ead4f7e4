//! What the worker lends to the task.

use std::{sync::Mutex, time::Duration};

use kconnect::{
    Result,
    host::{Boxed, TaskHost},
};
use tokio::{sync::watch, task::JoinHandle};

pub(crate) struct Task {
    stopping: watch::Sender<bool>,
    spawned: Mutex<Vec<JoinHandle<Result<()>>>>,
}

impl Task {
    pub(crate) fn new() -> Self {
        Self { stopping: watch::Sender::new(false), spawned: Mutex::default() }
    }

    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    pub(crate) fn go_on(&self) {
        self.stopping.send_replace(false);
    }

    /// Waits for what was spawned.
    pub(crate) async fn join(&self) {
        let spawned = std::mem::take(&mut *self.spawned.lock().unwrap());
        for work in spawned {
            work.await.unwrap().unwrap();
        }
    }
}

impl TaskHost for Task {
    fn stopping(&self) -> Boxed<'static, ()> {
        let mut stopping = self.stopping.subscribe();
        Box::pin(async move {
            stopping.wait_for(|stopping| *stopping).await.unwrap();
        })
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, _name: &str, work: Boxed<'static, Result<()>>) {
        self.spawned.lock().unwrap().push(tokio::spawn(work));
    }

    fn blocking(&self, work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>> {
        work();
        Box::pin(async { Ok(()) })
    }

    fn request_reconfiguration(&self) {}
}
