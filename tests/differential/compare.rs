//! What a runtime left behind, as text that can be compared.

use std::{
    fs,
    time::{Duration, Instant},
};

use kconnect_tests::{Failure, Result, consume};

use crate::runtime::{LIMIT, Place};

/// A topic's records, at least `count`: key, value, headers, a line each. Timestamps are not part of it.
pub(crate) fn topic(place: &Place, bootstrap: &str, topic: &str, count: usize) -> Result<Vec<String>> {
    let end = Instant::now() + LIMIT;
    let records = loop {
        let records = consume::everything(bootstrap, topic)?;
        if records.len() >= count || Instant::now() >= end {
            break records;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    let text = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or("null".to_owned(), |bytes| place.neutral(bytes));
    let shown = records.iter().map(|record| {
        let mut shown = format!("[{}] {} => {}", record.partition, text(&record.key), text(&record.value));
        for (name, value) in &record.headers {
            // A stack trace is about one runtime's code.
            let value = if name.ends_with("stacktrace") { "…".to_owned() } else { text(value) };
            shown.extend(["\n    ", name, ": ", &value]);
        }
        shown
    });
    Ok(shown.collect())
}

/// Waits until a file has so many lines, and returns them.
pub(crate) fn lines(place: &Place, file: &str, count: usize) -> Result<Vec<String>> {
    let end = Instant::now() + LIMIT;
    loop {
        let text = fs::read(place.file(file)).map(|bytes| place.neutral(&bytes)).unwrap_or_default();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.len() >= count {
            return Ok(lines);
        }
        if Instant::now() >= end {
            let (runtime, found) = (place.runtime, lines.len());
            return Err(Failure::new(format!("{runtime:?}: {file} has {found} of {count} lines:\n{text}")));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Whether two records are the same. A message may say more than Kafka's, after what Kafka says.
fn same(kafka: &str, own: &str) -> bool {
    const MESSAGE: &str = "    __connect.errors.exception.message: ";
    let same = |(kafka, own): (&str, &str)| kafka == own || (kafka.starts_with(MESSAGE) && own.starts_with(kafka));
    kafka.lines().count() == own.lines().count() && kafka.lines().zip(own.lines()).all(same)
}

/// The differences of what both runtimes left, with Kafka's first.
pub(crate) fn difference(case: &str, kafka: &[String], own: &[String]) -> Option<String> {
    let different = kafka.iter().zip(own).position(|(kafka, own)| !same(kafka, own));
    if different.is_none() && kafka.len() == own.len() {
        return None;
    }
    let at = different.unwrap_or(kafka.len().min(own.len()));
    let show = |side: &[String]| side.get(at).cloned().unwrap_or("nothing".to_owned());
    let (of_kafka, of_own) = (kafka.len(), own.len());
    Some(format!(
        "{case}: differs at {at} (Kafka Connect has {of_kafka}, this worker {of_own})\n  Kafka Connect: {}\n  this worker:   {}",
        show(kafka),
        show(own)
    ))
}
