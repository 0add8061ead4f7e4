//! The records of a task that could not be sent at once.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use kconnect::{ConnectRecord, Error, Result, Topic};

use super::pipeline::{Converted, Passing};
use crate::lane::Lane;

/// What a task's records are sent with.
pub(super) struct Sending {
    pub(super) lane: Lane,
    pub(super) backlog: VecDeque<Waiting>,
    /// Somebody works on the first record of the backlog, which is not in it meanwhile.
    pub(super) first_is_held: bool,
    /// Topics that were made, or were there.
    pub(super) made: HashSet<Topic>,
}

/// A record that could not be sent at once.
pub(super) struct Waiting {
    pub(super) sequence: u64,
    pub(super) form: Form,
}

/// How far it came.
pub(super) enum Form {
    /// It is to be changed and converted.
    Passing(Box<Passing>),
    /// It is bytes.
    Ready { record: Converted, unsealed: Option<Unsealed> },
}

/// A record that is written but for its schema ids.
pub(super) struct Unsealed {
    pub(super) pair: usize,
    /// The record itself, if somebody is told when the registry refuses its schema.
    pub(super) record: Option<Box<ConnectRecord>>,
}

impl Sending {
    /// With nothing in the backlog.
    pub(super) fn new(lane: Lane) -> Self {
        Self { lane, backlog: VecDeque::new(), first_is_held: false, made: HashSet::new() }
    }
}

/// The first record of the backlog, while somebody works on it. Let go, it is the first again.
pub(super) struct Held<'a> {
    sending: &'a Mutex<Sending>,
    waiting: Option<Waiting>,
}

impl<'a> Held<'a> {
    /// Takes the first record out of the backlog, until it is done or let go.
    pub(super) fn first(sending: &'a Mutex<Sending>) -> Option<Self> {
        let mut open = sending.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = open.backlog.pop_front()?;
        open.first_is_held = true;
        Some(Self { sending, waiting: Some(waiting) })
    }

    pub(super) fn get(&mut self) -> Result<&mut Waiting> {
        self.waiting.as_mut().ok_or_else(|| Error::fatal("a record was sent twice"))
    }

    /// It has left.
    pub(super) fn done(mut self) {
        self.waiting = None;
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut sending = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        sending.first_is_held = false;
        if let Some(waiting) = self.waiting.take() {
            sending.backlog.push_front(waiting);
        }
    }
}
