//! What `cargo run` starts: the blog post's Twitter source, from its own properties file, from X to Kafka, on one
//! machine with nothing installed.
//!
//! Everything between the stand-in for X and the mock broker is what an operator deploys: the same connector, the same
//! worker, other addresses.

mod arguments;
mod progress;
mod stage;
mod summary;
mod watch;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;

use crate::{
    arguments::Arguments,
    progress::{Progress, say},
    stage::Stage,
    summary::Summary,
    watch::Watch,
};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    kconnect_worker::init_logging(if arguments.verbose { "info" } else { "warn" });
    match run(&arguments).await {
        Ok(summary) => {
            say(&summary.to_string());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// So long without a post or a record means that something is in the way.
const STALL: Duration = Duration::from_mins(1);

/// From the first process to the summary. An error is what a person should read.
async fn run(arguments: &Arguments) -> Result<Summary, String> {
    let started = Instant::now();
    let stage = Stage::set(arguments).await?;
    let watch = Watch::start(&stage, arguments.show);
    let mut progress = Progress::new(stage.posts());
    let outcome = tokio::select! {
        outcome = until_all_arrived(&stage, &watch, &mut progress) => outcome,
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    progress.finish();
    // The worker is stopped in every case: that is when the last offsets are committed.
    let (tasks, broker) = stage.strike().await;
    let seen = watch.finish();
    drop(broker);
    // Why reading ended says more than that it ended.
    let seen = seen?;
    outcome?;
    Ok(Summary::new(&tasks, seen, started.elapsed()))
}

/// Waits until the stand-in has no more posts and every one that it delivered was read back from Kafka.
async fn until_all_arrived(stage: &Stage, watch: &Watch, progress: &mut Progress) -> Result<(), String> {
    let mut moved = (Instant::now(), (0, 0));
    loop {
        stage.health()?;
        watch.health()?;
        let (delivered, arrived) = (stage.delivered(), watch.arrived());
        progress.show(delivered, arrived, &watch.samples());
        if moved.1 != (delivered, arrived) {
            moved = (Instant::now(), (delivered, arrived));
        } else if moved.0.elapsed() > STALL {
            return Err(format!(
                "nothing has moved for {STALL:?}{}; --verbose shows what the worker is waiting for",
                watch.trouble()
            ));
        }
        if stage.exhausted() && arrived >= delivered {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
