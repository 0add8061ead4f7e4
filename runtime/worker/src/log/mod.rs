//! Log lines in Kafka Connect's shape, or as JSON, at levels that can be changed while the worker runs.

mod format;
mod json;
mod levels;
mod secrets;

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, Layer as _, layer::SubscriberExt as _, reload};

pub use levels::{LogLevel, LoggerLevel, Loggers, UnknownLogLevel};
pub(crate) use secrets::keep_out;

/// For example `info`, or `kconnect_twitter=debug,info`.
const LEVELS: &str = "KCONNECT_LOG";

/// `plain`, or `json`.
const FORMAT: &str = "KCONNECT_LOG_FORMAT";

/// Sends log lines to standard error. A subscriber that the process already has stays.
///
/// `KCONNECT_LOG` chooses the levels, in `tracing`'s directive syntax, and `levels` where it is not set; [`Loggers`] changes
/// them later. With `KCONNECT_LOG_FORMAT=json` each line is a JSON object, otherwise it is
/// `[time] LEVEL [connector|task-0] message (target)`: what stands before the message is Kafka Connect's logging context
/// (KIP-449).
pub fn init_logging(levels: &str) {
    let levels = std::env::var(LEVELS).unwrap_or_else(|_| levels.to_owned());
    let json = std::env::var(FORMAT).is_ok_and(|format| format.trim().eq_ignore_ascii_case("json"));
    let (filter, handle) = reload::Layer::new(levels::filter(&levels, &[]));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if json {
        lines.with_ansi(false).event_format(json::JsonFormat).boxed()
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).event_format(format::ConnectFormat).boxed()
    };
    let subscriber = tracing_subscriber::registry().with(levels::Known).with(filter).with(lines);
    // An error means that the embedding program has its own subscriber, whose levels are its own.
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        let change = move |filter: EnvFilter| handle.reload(filter).is_ok();
        Loggers::govern(levels, Box::new(change));
    }
}
