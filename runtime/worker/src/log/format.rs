//! One line an event: `[time] LEVEL [connector|task-0] message (target)`.

use std::fmt::{self, Write as _};

use tracing::{Event, Level, Subscriber, field::Field};
use tracing_subscriber::{
    field::Visit,
    fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, format::Writer},
    registry::LookupSpan,
};

use super::secrets::scrubbed;

/// The line format.
pub(super) struct ConnectFormat;

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
        for context in contexts(cx) {
            write!(out, "{context} ")?;
        }
        let mut message = Message::default();
        event.record(&mut message);
        writeln!(out, "{} ({})", scrubbed(message.text), event.metadata().target())
    }
}

/// Kafka Connect's logging context (KIP-449), outermost first: spans are named after what runs, and it is their one field.
pub(super) fn contexts<S, N>(cx: &FmtContext<'_, S, N>) -> Vec<String>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    let spans = cx.event_scope().into_iter().flat_map(tracing_subscriber::registry::Scope::from_root);
    spans
        .filter_map(|span| {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<N>>()?;
            Some(fields.fields.strip_prefix("context=")?.trim_matches('"').to_owned())
        })
        .collect()
}

/// The message first and other fields behind it.
#[derive(Default)]
pub(super) struct Message {
    pub(super) text: String,
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
