//! Keeps the filtered stream open and puts its posts into the queue.
//!
//! Runs beside the task, so that keep-alives are seen while Kafka is slow. Ends only when the worker wants the task back
//! or when another attempt would end the same way.

use std::{collections::HashSet, convert::Infallible, fmt, time::Duration};

use kconnect::{Error, TaskContext};
use reqwest::Response;
use tokio::time::{Instant, timeout};
use tracing::{debug, info, warn};

use crate::{
    client::Client,
    error::{ClientError, Result},
    json::Id,
    ladder::Ladder,
    lines::{Frame, Lines},
    model::{Line, Matched},
    queue::{Closed, LineError, Received, Sender},
    rules::Wanted,
};

/// The longest line that is taken for a post; a post with everything that X adds has some 10 000 bytes.
const LINE_MAX: usize = 1024 * 1024;
/// How much of a line goes into a log.
const EXCERPT: usize = 200;

/// The reader of the stream.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) task: TaskContext,
    pub(crate) client: Client,
    pub(crate) wanted: Wanted,
    pub(crate) ladder: Ladder,
    /// How long the stream may be silent.
    pub(crate) silence: Duration,
    /// Whether to log what arrives.
    pub(crate) verbose: bool,
    pub(crate) queue: Sender,
    /// What is known of X.
    pub(crate) state: State,
}

/// What the reader knows from earlier attempts.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Ids of the rules whose posts are wanted; `None`: to be registered.
    rules: Option<HashSet<Id>>,
    /// The token of the last attempt was refused.
    refused: bool,
}

/// Why a connection is over.
enum End {
    /// The worker wants the task back, or the task is gone.
    Stopped,
    Failed(ClientError),
}

impl Stream {
    /// Connects, reads and reconnects, until the worker wants the task back.
    pub(crate) async fn run(mut self) {
        loop {
            let error = match self.connection().await {
                Ok(never) => match never {},
                Err(End::Stopped) => return,
                Err(End::Failed(error)) => self.learn_from(error),
            };
            let Some(setback) = error.setback() else {
                return self.queue.fail(error);
            };
            let wait = self.ladder.climb(setback);
            let reason = Error::from(error).chain();
            if wait.is_zero() {
                info!("{reason}; reconnecting");
            } else {
                warn!("{reason}; next attempt in {wait:?}");
            }
            if self.task.sleep(wait).await.is_err() {
                return;
            }
        }
    }

    /// One connection, from the token to its end.
    async fn connection(&mut self) -> Result<Infallible, End> {
        let task = self.task.clone();
        let response = task.until_stop(self.connect()).await.map_err(|_| End::Stopped)??;
        self.read(response).await
    }

    async fn connect(&mut self) -> Result<Response> {
        if !self.client.is_authenticated() {
            self.client.authenticate().await?;
        }
        let count = match &self.state.rules {
            Some(rules) => rules.len(),
            None => self.state.rules.insert(self.wanted.register(&self.client).await?).len(),
        };
        let response = self.client.stream().await?;
        self.state.refused = false;
        info!("the stream is open, with {count} rules");
        Ok(response)
    }

    /// What an error says about what is known.
    fn learn_from(&mut self, error: ClientError) -> ClientError {
        match error {
            // Tokens are revoked now and then. Two in a row are no coincidence.
            ClientError::TokenExpired(problem) if self.state.refused => ClientError::Unauthorized(problem),
            ClientError::TokenExpired(_) => {
                self.client.drop_token();
                self.state.refused = true;
                error
            }
            ClientError::NoRules(_) => {
                self.state.rules = None;
                error
            }
            _ => error,
        }
    }

    /// Reads until the connection ends.
    async fn read(&mut self, mut response: Response) -> Result<Infallible, End> {
        let opened = Instant::now();
        let mut lines = Lines::new(LINE_MAX);
        let end = loop {
            match self.task.until_stop(timeout(self.silence, response.chunk())).await {
                Ok(Ok(Ok(Some(chunk)))) => lines.push(&chunk),
                Ok(Ok(Ok(None))) => break ClientError::Ended,
                Ok(Ok(Err(source))) => break ClientError::Broken(source.without_url()),
                Ok(Err(_)) => break ClientError::Silent(self.silence),
                Err(_) => return Err(End::Stopped),
            }
            // Only a connection that has lasted proves that all is well; one that X ends at once proves nothing.
            if opened.elapsed() >= self.silence {
                self.ladder.reset();
            }
            while let Some(frame) = lines.next_frame() {
                self.take(frame).await?;
            }
        };
        if let Some(tail) = lines.torn_tail() {
            warn!("the stream broke off in the middle of a line; its first {} bytes are not used", tail.len());
        }
        Err(End::Failed(end))
    }

    async fn take(&mut self, frame: Frame) -> Result<(), End> {
        let received = match frame {
            Frame::KeepAlive => {
                self.log(format_args!("a keep-alive"));
                return Ok(());
            }
            Frame::TooLong(raw) => Received { raw, post: Err(LineError::TooLong(LINE_MAX)) },
            Frame::Line(raw) => match Line::parse(&raw) {
                Ok(Line::Post(post)) => {
                    self.log(format_args!("the post {}, {} bytes", post.post.id, raw.len()));
                    if !self.is_wanted(&post) {
                        return Ok(());
                    }
                    Received { raw, post: Ok(post) }
                }
                Ok(Line::Problem(problem)) => return Err(ClientError::from_line(problem).into()),
                Ok(Line::Unknown) => {
                    let text: String = String::from_utf8_lossy(&raw).chars().take(EXCERPT).collect();
                    warn!("ignoring a message of an unknown kind: {text:?}");
                    return Ok(());
                }
                Err(error) => Received { raw, post: Err(error.into()) },
            },
        };
        // A stop does not wait for room: what has been read is handed over, a chunk at the most.
        let room = self.task.until_stop(self.queue.room(received.raw.len())).await.ok().transpose()?;
        Ok(self.queue.put(received, room)?)
    }

    /// Whether one of our rules brought the post, and not only one that another program added to the same app.
    fn is_wanted(&self, post: &Matched) -> bool {
        let Some(ours) = &self.state.rules else { return true };
        post.matching_rules.is_empty() || post.matching_rules.iter().any(|rule| ours.contains(&rule.id))
    }

    fn log(&self, what: fmt::Arguments<'_>) {
        if self.verbose {
            info!("received {what}");
        } else {
            debug!("received {what}");
        }
    }
}

impl From<ClientError> for End {
    fn from(error: ClientError) -> Self {
        Self::Failed(error)
    }
}

impl From<Closed> for End {
    fn from(Closed: Closed) -> Self {
        Self::Stopped
    }
}
