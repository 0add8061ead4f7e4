//! What the server, its open stream and its control share.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use tokio::{sync::watch, time::Instant};

use crate::{
    answer::{Answer, Endpoint},
    control::Request,
    fault::Fault,
    feed::Feed,
    posts::Post,
    rules::RuleBook,
    window::Window,
};

/// The state of one stand-in, behind one lock that is never held across an await.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    pub(crate) stop: watch::Receiver<bool>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) rules: RuleBook,
    pub(crate) feed: Feed,
    pub(crate) slot: Slot,
    pub(crate) connects: usize,
    pub(crate) connect_window: Window,
    pub(crate) rules_read_window: Window,
    pub(crate) rules_write_window: Window,
    /// Each fault with the number of posts to deliver before it.
    pub(crate) faults: VecDeque<(u64, Fault)>,
    pub(crate) answers: VecDeque<(Endpoint, Answer)>,
    pub(crate) requests: Vec<Request>,
    pub(crate) delivered: Vec<String>,
    /// How many posts the open stream has taken and not yet booked.
    pub(crate) under_way: usize,
    pub(crate) token_generation: u64,
}

/// The app's one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Free,
    Open,
    /// Gone without a word; X has not noticed yet.
    Lingering(Instant),
}

/// How the stand-in behaves, apart from its port and its posts.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) consumer_key: String,
    pub(crate) consumer_secret: String,
    pub(crate) keep_alive: Duration,
    pub(crate) chunk_bytes: usize,
    pub(crate) linger: Duration,
    pub(crate) deliver_unmatched: bool,
    pub(crate) max_rules: usize,
    pub(crate) max_rule_chars: usize,
    pub(crate) max_connects: u32,
}

/// X counts in windows of 15 minutes.
const WINDOW: Duration = Duration::from_mins(15);
const RULES_READS: u32 = 450;
const RULES_WRITES: u32 = 100;

impl Shared {
    pub(crate) fn new(settings: Settings, feed: Feed, stop: watch::Receiver<bool>) -> Self {
        Self {
            state: Mutex::new(State {
                rules: RuleBook::new(settings.max_rules, settings.max_rule_chars),
                feed,
                slot: Slot::Free,
                connects: 0,
                connect_window: Window::new(settings.max_connects, WINDOW),
                rules_read_window: Window::new(RULES_READS, WINDOW),
                rules_write_window: Window::new(RULES_WRITES, WINDOW),
                faults: VecDeque::new(),
                answers: VecDeque::new(),
                requests: Vec::new(),
                delivered: Vec::new(),
                under_way: 0,
                token_generation: 0,
            }),
            changes: watch::Sender::new(0),
            stop,
            settings,
        }
    }

    /// Looks at the state, or changes it without anybody waiting for that.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // Every change is complete before anything that could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes who waits for a change.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Waits until the state is as wanted. Cancel safe.
    pub(crate) async fn wait_until(&self, wanted: impl Fn(&State) -> bool) {
        let mut changes = self.changes();
        loop {
            if wanted(&self.lock()) {
                return;
            }
            if changes.changed().await.is_err() {
                unreachable!("the sender lives as long as self");
            }
        }
    }

    /// The bearer token of now. It has percent escapes, as X's have, and is to be sent as it is.
    pub(crate) fn bearer(&self) -> String {
        let generation = self.lock().token_generation;
        let mut hash = Sha256::new();
        hash.update(generation.to_be_bytes());
        hash.update(&self.settings.consumer_key);
        hash.update([0]);
        hash.update(&self.settings.consumer_secret);
        let secret = format!("/{}", BASE64_STANDARD.encode(hash.finalize()));
        format!("AAAAAAAAAAAAAAAAAAAAA{}", utf8_percent_encode(&secret, NON_ALPHANUMERIC))
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("state", &*self.lock()).finish_non_exhaustive()
    }
}

impl State {
    /// Whether the list has ended and all of it is booked or passed over.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.feed.is_exhausted() && self.under_way == 0
    }

    /// Books posts whose lines the socket has taken.
    pub(crate) fn record(&mut self, posts: impl Iterator<Item = Post>) {
        self.under_way = 0;
        let before = self.delivered.len();
        self.delivered.extend(posts.map(|post| post.id));
        let count = u64::try_from(self.delivered.len() - before).unwrap_or(u64::MAX);
        if let Some((remaining, _)) = self.faults.front_mut() {
            *remaining = remaining.saturating_sub(count);
        }
    }
}
