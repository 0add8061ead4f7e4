//! A worker as small as one can be: runs one task and keeps what it hands over.

mod outbox;
mod task;

use std::{collections::BTreeMap, num::NonZeroUsize, sync::Arc, time::Duration};

use kconnect::{
    Error, Prop, Props, Slot,
    host::{Source, SourceHost, SourcePlugin, SourceWorker},
};
use kconnect_twitter::TwitterSourceConnector;
use kconnect_x_api::{CONSUMER_KEY, CONSUMER_SECRET, XApi};

pub(crate) use outbox::{Outbox, Record};
use task::Task;

/// Far more than any test takes; a test that hangs fails here.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running task.
pub(crate) struct Worker {
    host: Box<dyn SourceHost>,
    task: Arc<Task>,
    outbox: Arc<Outbox>,
}

/// The blog's properties, with the credentials and the address of the stand-in and with waits for tests.
pub(crate) fn properties(x: &XApi) -> Props {
    let plain = [
        ("filter.keywords", "olympics,san jose,kafka"),
        ("kafka.status.topic", "twitter"),
        ("kafka.delete.topic", "asdf"),
        ("process.deletes", "false"),
        ("twitter.oauth.consumerKey", CONSUMER_KEY),
        ("twitter.oauth.consumerSecret", CONSUMER_SECRET),
        ("twitter.oauth.accessToken", "unused"),
        ("twitter.oauth.accessTokenSecret", "unused"),
        ("twitter.api.url", &x.url()),
        ("twitter.reconnect.network.ms", "1"),
        ("twitter.reconnect.server.ms", "1"),
        ("twitter.reconnect.limited.ms", "1"),
    ]
    .map(|(key, value)| (key.to_owned(), Prop::from(value)));
    BTreeMap::from(plain)
}

pub(crate) fn with(mut props: Props, key: &str, value: &str) -> Props {
    props.insert(key.to_owned(), Prop::from(value));
    props
}

impl Worker {
    /// Starts the task that the connector configures.
    pub(crate) async fn start(props: Props) -> Self {
        Self::resume(props, None).await
    }

    /// Starts it with a committed source offset.
    pub(crate) async fn resume(props: Props, committed: Option<&str>) -> Self {
        let plugin = Source::<TwitterSourceConnector>::new();
        let mut configs = plugin.task_configs(&props, NonZeroUsize::MIN).await.unwrap();
        let task = Arc::new(Task::new());
        let outbox = Arc::new(Outbox::new(committed));
        let worker =
            SourceWorker { task: task.clone(), outbox: outbox.clone(), slot: Slot { index: 0, count: configs.len() } };
        let host = plugin.start(&configs.remove(0), worker).await.unwrap();
        Self { host, task, outbox }
    }

    /// Polls until there are that many records.
    pub(crate) async fn records(&mut self, count: usize) -> Vec<Record> {
        let enough = async {
            while self.outbox.records().len() < count {
                self.host.poll().await.unwrap();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, enough).await;
        let records = self.outbox.records();
        assert!(in_time.is_ok(), "only {} of {count} records came", records.len());
        records
    }

    /// Polls until the task fails.
    pub(crate) async fn failure(&mut self) -> Error {
        let failure = async {
            loop {
                if let Err(error) = self.host.poll().await {
                    return error;
                }
            }
        };
        tokio::time::timeout(PATIENCE, failure).await.expect("the task does not fail")
    }

    /// Raw input and reason of what the task rejected.
    pub(crate) fn rejected(&self) -> Vec<(String, String)> {
        self.outbox.rejected()
    }

    /// The source partitions that the task opened.
    pub(crate) fn partitions(&self) -> Vec<String> {
        self.outbox.partitions()
    }

    /// Takes the task back, as for a pause.
    pub(crate) async fn pause(&mut self) -> Error {
        self.task.stop();
        let error = self.failure().await;
        self.task.join().await;
        error
    }

    /// Goes on after a pause.
    pub(crate) fn unpause(&self) {
        self.task.go_on();
    }

    /// Ends the task, and waits for what runs beside it.
    pub(crate) async fn stop(self) -> Vec<Record> {
        self.task.stop();
        tokio::time::timeout(PATIENCE, self.task.join()).await.expect("what the task spawned does not stop");
        self.host.stop().await.unwrap();
        self.outbox.records()
    }
}
