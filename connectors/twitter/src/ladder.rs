//! How long to wait before the next attempt: the three reconnect ladders that X asks clients to keep.
//!
//! Pure: it is told what happened and gives a duration; clocks and sleeping are the caller's. See X's page "Handling
//! disconnections": the first reconnect at once, TCP trouble linear from 250 ms to 16 s, HTTP 5xx exponential from 5 s to
//! 320 s, HTTP 429 exponential from one minute or until the time that `x-rate-limit-reset` names.

use std::time::Duration;

/// How far the linear and the server's ladder go, in first steps: to 16 s and to 320 s.
const FAR: u32 = 64;
/// How far the ladder for HTTP 429 goes: to 15 minutes, after which X has reset every limit.
const LIMITED_FAR: u32 = 15;

/// What ended an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setback {
    /// A connection that stood was lost or closed.
    Dropped,
    /// No connection came about: DNS, TCP, TLS, a time-out.
    Unreachable,
    /// The server answered with an HTTP 5xx.
    Server,
    /// The server asked for patience (HTTP 429); with the time after which it listens again, if it named one.
    Limited(Option<Duration>),
}

/// The first step of each ladder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    pub(crate) network: Duration,
    pub(crate) server: Duration,
    pub(crate) limited: Duration,
}

/// Counts setbacks and says how long to wait after each.
#[derive(Debug)]
pub(crate) struct Ladder {
    steps: Steps,
    network: u32,
    server: u32,
    limited: u32,
}

impl Ladder {
    pub(crate) fn new(steps: Steps) -> Self {
        Self { steps, network: 0, server: 0, limited: 0 }
    }

    /// How long to wait after `setback`. Every setback of its kind makes the next wait longer.
    pub(crate) fn climb(&mut self, setback: Setback) -> Duration {
        let Steps { network, server, limited } = self.steps;
        match setback {
            Setback::Dropped => network * next(&mut self.network).min(FAR),
            // Only a connection that stood earns the immediate reconnect.
            Setback::Unreachable => network * (next(&mut self.network) + 1).min(FAR),
            Setback::Server => server * doubled(next(&mut self.server)).min(FAR),
            Setback::Limited(reset) => {
                let step = limited * doubled(next(&mut self.limited)).min(LIMITED_FAR);
                reset.unwrap_or(step)
            }
        }
    }

    /// A connection has proved itself: every ladder starts again at its first step.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.steps);
    }
}

fn doubled(times: u32) -> u32 {
    2_u32.saturating_pow(times)
}

/// Gives the count and moves it on, no further than any ladder is long.
fn next(count: &mut u32) -> u32 {
    let now = *count;
    *count = (now + 1).min(FAR);
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of X's documentation.
    const X: Steps =
        Steps { network: Duration::from_millis(250), server: Duration::from_secs(5), limited: Duration::from_mins(1) };

    fn waits(setback: Setback, count: usize) -> Vec<f64> {
        let mut ladder = Ladder::new(X);
        (0..count).map(|_| ladder.climb(setback).as_secs_f64()).collect()
    }

    #[test]
    fn the_first_reconnect_after_a_drop_is_immediate_and_the_rest_are_linear() {
        assert_eq!(waits(Setback::Dropped, 4), [0.0, 0.25, 0.5, 0.75]);
    }

    #[test]
    fn an_unreachable_server_is_never_tried_again_at_once() {
        assert_eq!(waits(Setback::Unreachable, 3), [0.25, 0.5, 0.75]);
    }

    #[test]
    fn network_waits_end_at_16_seconds() {
        assert_eq!(waits(Setback::Unreachable, 2_000).last(), Some(&16.0));
    }

    #[test]
    fn server_errors_double_from_5_to_320_seconds() {
        assert_eq!(waits(Setback::Server, 8), [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 320.0]);
    }

    #[test]
    fn rate_limits_double_from_a_minute_to_a_whole_window() {
        assert_eq!(waits(Setback::Limited(None), 6), [60.0, 120.0, 240.0, 480.0, 900.0, 900.0]);
    }

    #[test]
    fn a_reset_time_that_the_server_names_is_obeyed() {
        assert_eq!(waits(Setback::Limited(Some(Duration::from_secs(77))), 2), [77.0, 77.0]);
    }

    #[test]
    fn a_connection_that_proved_itself_sets_every_ladder_back() {
        let mut ladder = Ladder::new(X);
        ladder.climb(Setback::Dropped);
        ladder.climb(Setback::Server);
        ladder.climb(Setback::Limited(None));
        ladder.reset();
        assert_eq!(ladder.climb(Setback::Dropped), Duration::ZERO);
        assert_eq!(ladder.climb(Setback::Server), X.server);
        assert_eq!(ladder.climb(Setback::Limited(None)), X.limited);
    }
}
