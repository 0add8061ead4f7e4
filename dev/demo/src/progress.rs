//! How far the demo is: a live line on a terminal, plain lines otherwise.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// Plain lines come no more often than this.
const PLAIN_EVERY: Duration = Duration::from_secs(1);

/// Prints a line. A reader that went away is no error.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Shows counts while they grow.
pub(crate) struct Progress {
    live: Option<ProgressBar>,
    offered: u64,
    printed: Instant,
    last: (usize, usize),
}

impl Progress {
    /// `offered` is how many posts the stand-in has.
    pub(crate) fn new(offered: u64) -> Self {
        let live = std::io::stdout().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self { live, offered, printed: Instant::now(), last: (0, 0) }
    }

    /// Shows the counts, and above them what is new.
    pub(crate) fn show(&mut self, matched: usize, arrived: usize, samples: &[String]) {
        let line = format!("{matched} of {} posts match; {arrived} read back from Kafka", self.offered);
        if let Some(bar) = &self.live {
            bar.set_message(line);
            for sample in samples {
                bar.suspend(|| say(&format!("{sample}\n")));
            }
            return;
        }
        for sample in samples {
            say(&format!("{sample}\n"));
        }
        if self.last != (matched, arrived) && self.printed.elapsed() >= PLAIN_EVERY {
            say(&line);
            (self.printed, self.last) = (Instant::now(), (matched, arrived));
        }
    }

    /// Leaves the terminal as it was.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.live {
            bar.finish_and_clear();
        }
    }
}
