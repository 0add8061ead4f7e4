//! The connector and its task.

use std::num::NonZeroUsize;

use kconnect::{
    Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask, SourceTaskContext, Topic,
};
use serde::{Deserialize, Serialize};
use tracing::{info, warn};

use crate::{
    client::Client,
    config::TwitterSourceConnectorConfig,
    convert::record,
    ladder::Ladder,
    queue::{Received, Receiver, queue},
    rules::Wanted,
    status::{Status, StatusKey},
    stream::{State, Stream},
};

/// Writes the posts that match keywords to a topic, as they are posted.
#[derive(Debug)]
pub struct TwitterSourceConnector;

impl SourceConnector for TwitterSourceConnector {
    const CLASS: &'static str = "io.confluent.kafka.connect.twitter.TwitterSourceConnector";
    const ALIASES: &'static [&'static str] = &["com.github.jcustenborder.kafka.connect.twitter.TwitterSourceConnector"];
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    type Config = TwitterSourceConnectorConfig;
    type Task = TwitterSourceTask;

    /// One task, whatever `tasks.max` allows: X gives an app one stream, with all rules of the app.
    async fn task_configs(
        config: &TwitterSourceConnectorConfig,
        max_tasks: NonZeroUsize,
    ) -> Result<Vec<TwitterSourceConnectorConfig>> {
        if max_tasks.get() > 1 {
            warn!("tasks.max is {max_tasks}, but there will be one task: X allows an app one stream");
        }
        Ok(vec![config.clone()])
    }
}

/// Source partition: the set of keywords. Other keywords are another history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keywords {
    keywords: String,
}

/// Source offset: the newest post that Kafka has. The live stream cannot go back to it, but it tells where a gap begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newest {
    id: i64,
}

/// Reads the filtered stream of one app.
#[derive(Debug)]
pub struct TwitterSourceTask {
    context: SourceTaskContext<Self>,
    config: TwitterSourceConnectorConfig,
    topic: Topic,
    partition: SourcePartition<Self>,
    newest: Option<Newest>,
    posts: Receiver,
}

impl SourceTask for TwitterSourceTask {
    type Config = TwitterSourceConnectorConfig;
    type Partition = Keywords;
    type Offset = Newest;
    type Record = (StatusKey, Status);

    /// Connects to nothing: that is the stream's business, which tries again when X cannot be reached.
    async fn start(config: TwitterSourceConnectorConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let opened = context.open(vec![Keywords::of(&config.keywords)]).await?;
        let Some((partition, newest)) = opened.into_iter().next() else {
            return Err(Error::fatal("the worker did not open the source partition"));
        };
        if let Some(Newest { id }) = newest {
            info!("the newest post in Kafka is {id}; what was posted since then and before now is not fetched");
        }
        let posts = open_stream(&config, &context)?;
        Ok(Self { topic: Topic::from(config.status_topic.as_str()), context, config, partition, newest, posts })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        let first = match self.context.task.until_stop(self.posts.recv()).await {
            Ok(received) => received?,
            Err(stopping) => {
                self.drain(batch).await;
                return Err(stopping);
            }
        };
        let Some(first) = first else {
            // The stream ended with a pause; the task goes on.
            self.posts = open_stream(&self.config, &self.context)?;
            return Ok(());
        };
        self.take(first, batch);
        while !batch.is_full()
            && let Some(next) = self.posts.try_recv()?
        {
            self.take(next, batch);
        }
        Ok(())
    }
}

impl TwitterSourceTask {
    /// Hands over what has been read: X does not send it again. The reader has been told to stop as well.
    async fn drain(&mut self, batch: &mut SourceBatch<Self>) {
        // Why the reader failed no longer matters; after a pause it fails the same way.
        while let Ok(Some(received)) = self.posts.recv().await {
            self.take(received, batch);
        }
    }

    /// One line of the stream becomes a record, or is rejected with the reason.
    fn take(&mut self, Received { raw, post }: Received, batch: &mut SourceBatch<Self>) {
        let post = match post {
            Ok(post) => *post,
            // Such a line has no id: the offset stays where it is.
            Err(error) => {
                let at = self.newest.clone().map(|newest| (&self.partition, newest));
                return batch.reject(at, &raw, Error::data(error));
            }
        };
        let newest = self.advance(post.post.id.0);
        match record(post) {
            Ok((key, status)) => {
                let posted = status.created_at;
                let mut record = SourceRecord::new(&self.topic, (key, status)).at(&self.partition, newest);
                record.timestamp_ms = posted.map(kconnect::Timestamp::as_ms);
                batch.push(record);
            }
            Err(error) => batch.reject(Some((&self.partition, newest)), &raw, Error::data(error)),
        }
    }

    /// X delivers posts nearly in order, and some twice: the newest stays the newest.
    fn advance(&mut self, id: i64) -> Newest {
        let newest = Newest { id: self.newest.as_ref().map_or(id, |newest| newest.id.max(id)) };
        self.newest.insert(newest).clone()
    }
}

impl Keywords {
    /// The order and the repetition of keywords change nothing.
    fn of(keywords: &[String]) -> Self {
        let mut keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
        keywords.sort_unstable();
        keywords.dedup();
        Self { keywords: keywords.join(",") }
    }
}

/// Starts the reader beside the task; it ends when the worker wants the task back.
fn open_stream(
    config: &TwitterSourceConnectorConfig,
    context: &SourceTaskContext<TwitterSourceTask>,
) -> Result<Receiver> {
    let (sender, receiver) = queue(config.queue_bytes.unsigned_abs());
    let stream = Stream {
        task: context.task.clone(),
        client: Client::new(&config.api_url, config.consumer_key.clone(), config.consumer_secret.clone())?,
        wanted: Wanted::new(&config.rules_owner, config.keywords.iter().map(String::as_str)),
        ladder: Ladder::new(config.steps()),
        silence: config.keep_alive,
        verbose: config.debug,
        queue: sender,
        state: State::default(),
    };
    context.task.spawn("stream", async move {
        // Why it failed it says through the queue, behind the last post.
        stream.run().await;
        Ok(())
    });
    Ok(receiver)
}
