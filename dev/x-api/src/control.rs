//! The handle by which a test scripts the stand-in and sees what happened on it.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    answer::{Answer, Endpoint},
    fault::Fault,
    posts::Post,
    rules::{Rule, RuleError},
    state::{Shared, Slot, State},
};

/// A request as the stand-in saw it. Headers and bodies, which hold secrets, are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, without its `?`; empty if there is none.
    pub query: String,
    /// The status answered.
    pub status: u16,
}

/// Steers a running stand-in. Clones steer the same one.
#[derive(Clone, Debug)]
pub struct Control {
    shared: Arc<Shared>,
}

impl Control {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The ids of all posts delivered, in order: those whose complete line was handed to the socket.
    #[must_use]
    pub fn delivered(&self) -> Vec<String> {
        self.shared.lock().delivered.clone()
    }

    /// How many posts were delivered.
    #[must_use]
    pub fn delivered_count(&self) -> usize {
        self.shared.lock().delivered.len()
    }

    /// Waits until at least this many posts were delivered. Cancel safe.
    pub async fn wait_delivered(&self, count: usize) {
        self.shared.wait_until(|state| state.delivered.len() >= count).await;
    }

    /// Waits until the list of posts has ended and the last of them is delivered or passed over. Cancel safe.
    ///
    /// Posts are read only while somebody is connected; a repeating list never ends.
    pub async fn exhausted(&self) {
        self.shared.wait_until(State::is_exhausted).await;
    }

    /// Whether the list of posts has ended and the last of them is delivered or passed over.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.shared.lock().is_exhausted()
    }

    /// Whether a stream is open.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.shared.lock().slot == Slot::Open
    }

    /// Waits until a stream is open. Cancel safe.
    pub async fn wait_connected(&self) {
        self.shared.wait_until(|state| state.slot == Slot::Open).await;
    }

    /// Waits until this many streams have been opened since the start. Cancel safe.
    pub async fn wait_connects(&self, count: usize) {
        self.shared.wait_until(|state| state.connects >= count).await;
    }

    /// How many streams have been opened since the start.
    #[must_use]
    pub fn connects(&self) -> usize {
        self.shared.lock().connects
    }

    /// The app's rules, oldest first.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        self.shared.lock().rules.iter().cloned().collect()
    }

    /// Adds a rule as the app itself could and returns its id.
    ///
    /// # Errors
    ///
    /// The rule is refused.
    pub fn add_rule(&self, value: &str, tag: Option<&str>) -> Result<String, RuleError> {
        self.shared.change(|state| state.rules.add(value, tag, false)).map(|rule| rule.id)
    }

    /// All requests answered, in order. An open stream counts.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// Lets something go wrong on the stream now, or on the next stream if none is open.
    ///
    /// Faults wait in a queue, one after the other.
    pub fn fault(&self, fault: Fault) {
        self.fault_after(0, fault);
    }

    /// Lets something go wrong on the stream once this many posts were delivered since the fault before, or since now.
    pub fn fault_after(&self, posts: u64, fault: Fault) {
        self.shared.change(|state| state.faults.push_back((posts, fault)));
    }

    /// Answers the next request to an endpoint so, whoever sends it and whatever it says. Answers wait in a queue.
    pub fn answer_next(&self, endpoint: Endpoint, answer: Answer) {
        self.shared.change(|state| state.answers.push_back((endpoint, answer)));
    }

    /// Answers the next `count` requests to an endpoint so.
    pub fn answer_next_n(&self, endpoint: Endpoint, count: usize, answer: &Answer) {
        self.shared.change(|state| {
            state.answers.extend(std::iter::repeat_n((endpoint, answer.clone()), count));
        });
    }

    /// Puts a post of `{"data": …, "includes": …}` on the stream, before the rest of the list and at once.
    pub fn publish(&self, post: Value) {
        self.shared.change(|state| state.feed.publish(Post::new(post)));
    }

    /// Takes the bearer token back: it is answered 401 from now on, and the next token request gets another one.
    pub fn revoke_token(&self) {
        self.shared.change(|state| state.token_generation += 1);
    }
}
