//! One open stream: what is written to it, byte for byte, and what counts as delivered.

use std::{io, pin::pin, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep_until, timeout};

use crate::{
    fault::{End, Fault},
    feed::Next,
    fields::Selection,
    posts::Post,
    state::{Shared, Slot, State},
    wire::Wire,
};

/// Lines that are ready together go out together, up to about this many bytes.
const BATCH_BYTES: usize = 16 * 1024;
/// Posts looked at in one go; a list that no rule matches must not hold the lock for ever.
const LOOK_AHEAD: usize = 1_000;
/// How long a stop waits for the socket to take what is under way.
const STOP_GRACE: Duration = Duration::from_secs(1);

/// The state of a response body.
pub(crate) struct Session {
    shared: Arc<Shared>,
    wire: Wire,
    selection: Selection,
    /// Not yet yielded.
    buffer: Bytes,
    /// Yielded or about to be, and not yet known to be with the socket.
    under_way: Vec<Post>,
    end: Option<End>,
    silent: bool,
    last_write: Instant,
}

/// What comes next on the stream.
enum Step {
    Write { bytes: Bytes, posts: Vec<Post>, end: Option<End> },
    Wait(Option<Instant>),
    Silence,
}

impl Session {
    pub(crate) fn new(shared: Arc<Shared>, wire: Wire, selection: Selection) -> Self {
        Self {
            shared,
            wire,
            selection,
            buffer: Bytes::new(),
            under_way: Vec::new(),
            end: None,
            silent: false,
            last_write: Instant::now(),
        }
    }

    /// The frames of the body; each becomes an HTTP chunk.
    pub(crate) fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::unfold(self, |mut session| async { session.frame().await.map(|frame| (frame, session)) })
    }

    async fn frame(&mut self) -> Option<io::Result<Bytes>> {
        let mut changes = self.shared.changes();
        let mut stop = self.shared.stop.clone();
        let mut stopped = pin!(async {
            // An error is the sender's drop, which stops as well.
            let _ = stop.wait_for(|stop| *stop).await;
        });
        loop {
            if !self.buffer.is_empty() {
                return Some(Ok(self.cut()));
            }
            tokio::select! {
                biased;
                () = self.wire.flushed() => self.book(),
                () = &mut stopped => {
                    self.end = Some(End::Clean);
                    // What the client gets is to be booked; one that does not read is not waited for.
                    if timeout(STOP_GRACE, self.wire.flushed()).await.is_ok() {
                        self.book();
                    }
                    return None;
                }
            }
            match self.end {
                None => {}
                Some(End::Clean) => return None,
                Some(End::Cut) => return Some(Err(io::ErrorKind::ConnectionAborted.into())),
                Some(End::Reset) => {
                    self.wire.reset_on_close();
                    return Some(Err(io::ErrorKind::ConnectionReset.into()));
                }
            }
            changes.mark_unchanged();
            let wake = match self.step() {
                Step::Write { bytes, posts, end } => {
                    self.buffer = bytes;
                    self.under_way = posts;
                    self.end = end;
                    self.last_write = Instant::now();
                    continue;
                }
                Step::Silence => {
                    self.silent = true;
                    None
                }
                Step::Wait(until) => until,
            };
            let keep_alive = self.last_write + self.shared.settings.keep_alive;
            let next = if self.silent { None } else { Some(wake.map_or(keep_alive, |wake| wake.min(keep_alive))) };
            tokio::select! {
                () = &mut stopped => {
                    self.end = Some(End::Clean);
                    return None;
                }
                _ = changes.changed(), if !self.silent => {}
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {
                    if Instant::now() >= keep_alive {
                        self.buffer = Bytes::from_static(b"\r\n");
                        self.last_write = Instant::now();
                    }
                }
            }
        }
    }

    /// The next frame: a chunk of the size asked for, or all there is.
    fn cut(&mut self) -> Bytes {
        let size = match self.shared.settings.chunk_bytes {
            0 => self.buffer.len(),
            size => size.min(self.buffer.len()),
        };
        let frame = self.buffer.split_to(size);
        if self.buffer.is_empty() {
            self.wire.hand();
        }
        frame
    }

    /// Books what the socket has taken.
    fn book(&mut self) {
        if !self.under_way.is_empty() {
            let posts = self.under_way.drain(..);
            self.shared.change(|state| state.record(posts));
        }
    }

    fn step(&self) -> Step {
        if self.silent {
            return Step::Silence;
        }
        let (step, exhausted) = {
            let mut state = self.shared.lock();
            let before = state.is_exhausted();
            let step = fault(&mut state).unwrap_or_else(|| self.posts(&mut state));
            if let Step::Write { posts, .. } = &step {
                state.under_way = posts.len();
            }
            (step, !before && state.is_exhausted())
        };
        // Without this condition the stream would wake itself for ever.
        if exhausted {
            self.shared.change(|_| ());
        }
        step
    }

    /// The posts due now that a rule selects, as lines.
    fn posts(&self, state: &mut State) -> Step {
        let now = Instant::now();
        let mut bytes = BytesMut::new();
        let mut posts = Vec::new();
        let mut wait = Some(now);
        for _ in 0..LOOK_AHEAD {
            let until_fault = state.faults.front().map_or(u64::MAX, |(remaining, _)| *remaining);
            let torn = matches!(state.faults.front(), Some((0, Fault::TornLine(_))));
            let full = bytes.len() >= BATCH_BYTES || u64::try_from(posts.len()).unwrap_or(u64::MAX) >= until_fault;
            if full && !torn {
                break;
            }
            match state.feed.next(now) {
                Next::Ready(post) => {
                    let Some(line) = self.line(state, &post) else { continue };
                    if torn {
                        let Some((_, Fault::TornLine(end))) = state.faults.pop_front() else { break };
                        state.feed.give_back(std::iter::once(post));
                        return Step::Write { bytes: torn_part(&line), posts, end: Some(end) };
                    }
                    bytes.extend_from_slice(&line);
                    posts.push(post);
                }
                Next::At(due) => {
                    wait = Some(due);
                    break;
                }
                Next::End => {
                    wait = None;
                    break;
                }
            }
        }
        if posts.is_empty() { Step::Wait(wait) } else { Step::Write { bytes: bytes.freeze(), posts, end: None } }
    }

    /// A post's line with its end, if any rule selects it.
    fn line(&self, state: &State, post: &Post) -> Option<Vec<u8>> {
        let rules: Vec<Value> = state
            .rules
            .matching(&post.subject)
            .map(|rule| json!({"id": rule.id, "tag": rule.tag.as_deref().unwrap_or_default()}))
            .collect();
        if rules.is_empty() && !self.shared.settings.deliver_unmatched {
            return None;
        }
        let mut line: Map<String, Value> = self.selection.apply(&post.json);
        line.insert("matching_rules".to_owned(), rules.into());
        let mut bytes = Value::Object(line).to_string().into_bytes();
        bytes.extend_from_slice(b"\r\n");
        Some(bytes)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.buffer.is_empty() && self.wire.is_flushed() {
            self.book();
        }
        let lost = std::mem::take(&mut self.under_way);
        let linger = self.shared.settings.linger;
        let unclean = self.end.is_none() && !linger.is_zero();
        self.shared.change(|state| {
            state.under_way = 0;
            state.feed.give_back(lost.into_iter());
            state.slot = if unclean { Slot::Lingering(Instant::now() + linger) } else { Slot::Free };
        });
    }
}

/// The fault that is due, unless it needs a post to spoil.
fn fault(state: &mut State) -> Option<Step> {
    if !matches!(state.faults.front()?, (0, fault) if !matches!(fault, Fault::TornLine(_))) {
        return None;
    }
    let line = |line: &str| Bytes::from(format!("{line}\r\n"));
    let write = |bytes, end| Step::Write { bytes, posts: Vec::new(), end };
    Some(match state.faults.pop_front()?.1 {
        Fault::Disconnect(disconnect) => write(line(&disconnect.line()), Some(End::Clean)),
        Fault::Close(end) => write(Bytes::new(), Some(end)),
        Fault::Line(text) => write(line(&text), None),
        Fault::Silence => Step::Silence,
        Fault::TornLine(_) => unreachable!("it was looked at above"),
    })
}

/// The part of a line up to the middle of its first longer character, or half of it.
fn torn_part(line: &[u8]) -> Bytes {
    let cut = line.iter().position(|byte| !byte.is_ascii()).map_or(line.len() / 2, |at| at + 1);
    Bytes::copy_from_slice(line.get(..cut).unwrap_or(line))
}
