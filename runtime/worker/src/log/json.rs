//! One JSON object a line, with the members of Logstash's layout, which the collectors of JVM workers' logs know.

use std::fmt;

use serde_json::json;
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

use super::{
    format::{Message, contexts},
    secrets::scrubbed,
};

/// The line format.
pub(super) struct JsonFormat;

impl<S, N> FormatEvent<S, N> for JsonFormat
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, cx: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut message = Message::default();
        event.record(&mut message);
        let mut line = json!({
            "@timestamp": jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
            "level": event.metadata().level().as_str(),
            "logger_name": event.metadata().target(),
            "thread_name": std::thread::current().name().unwrap_or_default(),
            "message": scrubbed(message.text),
        });
        // As Kafka's MDC has it (KIP-449), with the blank at its end.
        let contexts = contexts(cx);
        let context = contexts.join(" ") + " ";
        if let (Some(members), false) = (line.as_object_mut(), contexts.is_empty()) {
            members.insert("mdc".to_owned(), json!({ "connector.context": context }));
        }
        writeln!(out, "{line}")
    }
}
