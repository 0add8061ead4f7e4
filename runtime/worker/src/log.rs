//! Log lines in Kafka Connect's shape: `[time] LEVEL [connector|task-0] message (target)`.

use std::{
    fmt::{self, Write as _},
    io::IsTerminal,
    sync::{PoisonError, RwLock},
};

use kconnect::config::Secrets;
use tracing::{Event, Level, Subscriber, field::Field};
use tracing_subscriber::{
    EnvFilter,
    field::Visit,
    fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, format::Writer},
    registry::LookupSpan,
};

/// For example `info`, or `kconnect_twitter=debug,info`.
const LEVELS: &str = "KCONNECT_LOG";

/// Sends log lines in Kafka Connect's shape to standard error. `KCONNECT_LOG` chooses the levels, in `tracing`'s
/// directive syntax, and `levels` where it is not set. A subscriber that the process already has stays.
pub fn init_logging(levels: &str) {
    let levels = std::env::var(LEVELS).unwrap_or_else(|_| levels.to_owned());
    let levels = EnvFilter::builder().with_default_directive(Level::INFO.into()).parse_lossy(levels);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(levels)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .event_format(ConnectFormat)
        .finish();
    // An error means that the embedding program has its own subscriber.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// What no line may show, whoever writes it: a library that logs the host it connects to, a connector that logs its token.
static SECRETS: RwLock<Option<Secrets>> = RwLock::new(None);

/// Keeps secrets out of every line from here on.
pub(crate) fn keep_out(secrets: &Secrets) {
    let mut known = SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    let all = known.take().unwrap_or_default().and(secrets);
    *known = Some(all);
}

/// The line format.
struct ConnectFormat;

impl<S, N> FormatEvent<S, N> for ConnectFormat
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, cx: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S,%3f");
        let level = *event.metadata().level();
        if out.has_ansi_escapes() {
            let colour = match level {
                Level::ERROR => 31,
                Level::WARN => 33,
                Level::INFO => 32,
                _ => 90,
            };
            write!(out, "[{now}] \u{1b}[{colour}m{level}\u{1b}[0m ")?;
        } else {
            write!(out, "[{now}] {level} ")?;
        }
        // Spans are named after what runs; their one field is Kafka Connect's logging context (KIP-449).
        for span in cx.event_scope().into_iter().flat_map(tracing_subscriber::registry::Scope::from_root) {
            if let Some(fields) = span.extensions().get::<FormattedFields<N>>()
                && let Some(context) = fields.fields.strip_prefix("context=")
            {
                write!(out, "{} ", context.trim_matches('"'))?;
            }
        }
        let mut message = Message::default();
        event.record(&mut message);
        let mut text = message.text;
        if let Some(secrets) = &*SECRETS.read().unwrap_or_else(PoisonError::into_inner) {
            text = secrets.scrub(text);
        }
        writeln!(out, "{text} ({})", event.metadata().target())
    }
}

/// The message first and other fields behind it.
#[derive(Default)]
struct Message {
    text: String,
}

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = if field.name() == "message" {
            write!(self.text, "{value:?}")
        } else {
            write!(self.text, " {}={value:?}", field.name())
        };
    }
}
