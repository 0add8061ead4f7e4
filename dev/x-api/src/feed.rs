//! The live stream's clock: which post is due when, and what nobody was there to read.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

use crate::posts::{Post, Posts};

/// The posts in their order in time. It goes on over reconnects.
#[derive(Debug)]
pub(crate) struct Feed {
    posts: Posts,
    position: u64,
    /// Published by hand, or held back because a connection broke under them.
    waiting: VecDeque<Post>,
    interval: Option<Duration>,
    hold: bool,
    due: Option<Instant>,
    ended: bool,
}

/// What the feed has now.
pub(crate) enum Next {
    Ready(Post),
    At(Instant),
    End,
}

impl Feed {
    pub(crate) fn new(posts: Posts, interval: Option<Duration>, hold: bool) -> Self {
        Self { posts, position: 0, waiting: VecDeque::new(), interval, hold, due: None, ended: false }
    }

    /// A reader has come: what was due before is gone, unless it was held for it.
    pub(crate) fn connect(&mut self, now: Instant) {
        let (Some(due), Some(interval)) = (self.due, self.interval) else {
            self.due = Some(now);
            return;
        };
        if self.hold {
            self.due = Some(due.max(now));
            return;
        }
        self.waiting.clear();
        if let Some(late) = now.checked_duration_since(due) {
            let missed = late.as_nanos().div_ceil(interval.as_nanos().max(1));
            self.position = self.position.saturating_add(u64::try_from(missed).unwrap_or(u64::MAX));
            self.due = Some(due + interval.saturating_mul(u32::try_from(missed).unwrap_or(u32::MAX)));
        }
    }

    pub(crate) fn next(&mut self, now: Instant) -> Next {
        if let Some(post) = self.waiting.pop_front() {
            return Next::Ready(post);
        }
        let due = *self.due.get_or_insert(now);
        if let (Some(interval), false) = (self.interval, self.ended) {
            if due > now {
                return Next::At(due);
            }
            self.due = Some(due + interval);
        }
        let Some(post) = self.posts.at(self.position) else {
            self.ended = true;
            return Next::End;
        };
        self.position += 1;
        Next::Ready(post)
    }

    pub(crate) fn publish(&mut self, post: Post) {
        self.waiting.push_back(post);
    }

    /// Takes back posts that no reader got whole. They are lost unless the feed holds.
    pub(crate) fn give_back(&mut self, posts: impl DoubleEndedIterator<Item = Post>) {
        if self.hold {
            for post in posts.rev() {
                self.waiting.push_front(post);
            }
        }
    }

    /// Whether the list has ended and nothing waits.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.ended && self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_secs(1);

    fn feed(hold: bool) -> (Feed, Instant) {
        let start = Instant::now();
        let mut feed = Feed::new(Posts::numbered(100), Some(TICK), hold);
        feed.connect(start);
        (feed, start)
    }

    fn id(feed: &mut Feed, now: Instant) -> Option<String> {
        match feed.next(now) {
            Next::Ready(post) => Some(post.id),
            Next::At(_) | Next::End => None,
        }
    }

    #[test]
    fn a_post_is_due_once_a_tick() {
        let (mut feed, start) = feed(false);
        assert_eq!(id(&mut feed, start), Some(Posts::numbered_id(1)));
        assert_eq!(id(&mut feed, start), None);
        assert_eq!(id(&mut feed, start + TICK), Some(Posts::numbered_id(2)));
    }

    #[test]
    fn a_new_reader_begins_after_what_was_due_without_it() {
        let (mut feed, start) = feed(false);
        for tick in 0..5 {
            id(&mut feed, start + TICK * tick);
        }
        // Due without a reader: the posts 6 to 12, of the seconds 5 to 11.
        let back = start + TICK * 12;
        feed.connect(back);
        assert_eq!(id(&mut feed, back), Some(Posts::numbered_id(13)));
        assert_eq!(id(&mut feed, back), None);
    }

    #[test]
    fn a_feed_that_holds_begins_where_it_was() {
        let (mut feed, start) = feed(true);
        id(&mut feed, start);
        let back = start + TICK * 12;
        feed.connect(back);
        assert_eq!(id(&mut feed, back), Some(Posts::numbered_id(2)));
        assert_eq!(id(&mut feed, back), None);
    }
}
