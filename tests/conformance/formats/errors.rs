//! `error-handling`: retries, tolerance, what is logged, what goes to the dead letter queue.

use std::{
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, OnceLock, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use kconnect::{ConfigDef as _, Error, ErrorKind, Props, TimestampType, config::Secrets, host::Boxed};
use kconnect_worker::errors::{
    Consumed, DeadLetter, ErrorHandler, ErrorMetrics, ErrorsConfig, Failure, Original, Policy, Report, Reporter, Stage,
    Thrown, Timing, Tolerance, log_message,
};
use serde_json::{Value, json};

use crate::formats::{
    errors_shown::shown,
    outcome::{Outcome, array, differs, object, only, same, skipped, text},
};

pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match text("op", &given["op"])? {
        "execute" => execute(given, expect),
        "executeFailed" => execute_failed(given, expect),
        "backoff" => back_off(given, expect),
        "withinToleranceLimits" => tolerance(given, expect),
        "config" => config(given, expect),
        "logMessage" => log(given, expect),
        "dlqHeaders" => headers(given, expect),
        "dlqRecord" => dead_letter(given, expect),
        "dlqSetup" => dead_letter_topic(given, expect),
        "errantRecordReporter" => reporter(given, expect),
        "stageOrder" | "taskLoop" | "errantReportSwallowed" => shown(given, expect),
        other => skipped(format!("nothing here runs the op `{other}`")),
    }
}

/// A clock that stands still but for pauses, and dice that show the same always.
#[derive(Default)]
struct Still {
    now: Mutex<Duration>,
    waits: Mutex<Vec<Duration>>,
    /// The handler is stopped after a pause of so long.
    stop: Option<Duration>,
    handler: OnceLock<Weak<ErrorHandler>>,
    highest: bool,
}

impl Timing for Still {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn epoch_ms(&self) -> i64 {
        i64::try_from(self.now().as_millis()).unwrap()
    }

    fn sleep(&self, pause: Duration) -> Boxed<'_, ()> {
        *self.now.lock().unwrap() += pause;
        self.waits.lock().unwrap().push(pause);
        if self.stop == Some(pause)
            && let Some(handler) = self.handler.get().and_then(Weak::upgrade)
        {
            handler.trigger_stop();
        }
        Box::pin(std::future::ready(()))
    }

    fn below(&self, limit: u64) -> u64 {
        if self.highest { limit - 1 } else { 0 }
    }
}

/// Counts what is reported.
struct Counting(Arc<AtomicUsize>);

impl Reporter for Counting {
    fn report(&self, _: &Failure<'_>) -> Report {
        self.0.fetch_add(1, Ordering::SeqCst);
        Report::settled()
    }
}

fn execute(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "policy", "stage", "outcomes", "trigger_stop_after_wait"])?;
    let known = [
        "result",
        "calls",
        "waits",
        "metrics",
        "throws",
        "context_failed",
        "reported",
        "given_failed_context",
        "elapsed_ms",
    ];
    only("expect", expect, &known)?;
    let stop = given["trigger_stop_after_wait"].as_u64().map(Duration::from_millis);
    let timing = Arc::new(Still { stop, ..Still::default() });
    let (reported, metrics) = (Arc::new(AtomicUsize::new(0)), ErrorMetrics::new());
    let handler = ErrorHandler::new("job", 0, policy(&given["policy"])?, Secrets::default(), Arc::clone(&metrics))
        .with_timing(Arc::<Still>::clone(&timing))
        .with_reporter(Box::new(Counting(Arc::clone(&reported))));
    let handler = Arc::new(handler);
    timing.handler.set(Arc::downgrade(&handler)).unwrap();
    let stage = stage(&given["stage"])?;
    let outcomes = array("outcomes", &given["outcomes"])?;
    for outcome in outcomes {
        only("an outcome", outcome, &["return", "throw"])?;
        let thrown = outcome["throw"].as_str();
        if thrown.is_some_and(|name| name != "Error" && error(name).is_none()) {
            return skipped(format!("nothing here throws {outcome}"));
        }
    }
    let mut calls = 0_usize;
    let failed_before = expect["given_failed_context"].as_bool() == Some(true);
    let attempted = futures_run(async {
        let original = Original::Consumed(Consumed { topic: "t", ..Consumed::default() });
        if failed_before {
            let earlier = handler.execute(Stage::KeyConverter, "C", &original, async || Err::<(), _>(Error::data("x")));
            if matches!(earlier.await, Ok(None)) {
                return Ok(None);
            }
        }
        handler
            .execute(stage, "C", &original, async || {
                let outcome = outcomes.get(calls).or(outcomes.last());
                calls += 1;
                match outcome.and_then(|outcome| outcome["throw"].as_str()) {
                    Some("Error") => std::panic::panic_any(JavaError),
                    Some(name) => Err(error(name).unwrap_or_else(|| Error::fatal("never thrown"))),
                    None => Ok(outcome.and_then(|outcome| outcome["return"].as_str()).unwrap_or_default().to_owned()),
                }
            })
            .await
    });
    let waits: Vec<_> = timing.waits.lock().unwrap().iter().map(|wait| json!(millis(*wait))).collect();
    let reading = metrics.read();
    let context_failed = !matches!(attempted, Ok(Ok(Some(_))));
    let (result, throws) = match attempted {
        Err(_) => (Value::Null, json!({"kind": "Error"})),
        Ok(Ok(value)) => (value.map_or(Value::Null, Value::from), Value::Null),
        // The task stops: nobody is told, and Kafka Connect's answer is null.
        Ok(Err(error)) if stop.is_some() && matches!(error.kind(), ErrorKind::Retriable { .. }) => {
            (Value::Null, Value::Null)
        }
        Ok(Err(error)) => (Value::Null, thrown(&error)),
    };
    let came = BTreeMap::from([
        ("result", result),
        ("calls", json!(calls)),
        ("waits", json!(waits)),
        ("throws", throws),
        ("context_failed", json!(context_failed)),
        ("reported", json!(reported.load(Ordering::SeqCst) > 0)),
        ("given_failed_context", json!(failed_before)),
        ("elapsed_ms", json!(millis(timing.now()))),
        (
            "metrics",
            json!({
                "failures": reading.total_record_failures,
                "retries": reading.total_retries,
                "skipped": reading.total_records_skipped,
                "errors": reading.total_record_errors,
            }),
        ),
    ]);
    if expect.get("throws").is_none() && came["throws"] != Value::Null {
        return differs(expect, format!("thrown: {}", came["throws"]));
    }
    for (name, expected) in object("expect", expect)? {
        compare(name, &came[name.as_str()], expected)?;
    }
    Ok(())
}

/// What stands for a `java.lang.Error`.
struct JavaError;

fn execute_failed(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "policy", "stage"])?;
    only("expect", expect, &["throws", "reported", "metrics"])?;
    let (reported, metrics) = (Arc::new(AtomicUsize::new(0)), ErrorMetrics::new());
    let handler = ErrorHandler::new("job", 0, policy(&given["policy"])?, Secrets::default(), Arc::clone(&metrics))
        .with_reporter(Box::new(Counting(Arc::clone(&reported))));
    let original = Original::Consumed(Consumed::default());
    let failed = handler.failed(stage(&given["stage"])?, "C", &original, &Error::data("x"));
    let reading = metrics.read();
    compare("throws", &failed.map_or_else(|error| thrown(&error), |_| Value::Null), &expect["throws"])?;
    compare("reported", &json!(reported.load(Ordering::SeqCst) > 0), &expect["reported"])?;
    let came = json!({
        "failures": reading.total_record_failures,
        "retries": reading.total_retries,
        "skipped": reading.total_records_skipped,
        "errors": reading.total_record_errors,
    });
    compare("metrics", &came, &expect["metrics"])
}

fn back_off(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "max_delay", "deadline", "attempts", "start"])?;
    only("expect", expect, &["waits", "wait_range"])?;
    let number = |name: &str| given[name].as_u64().map_or_else(|| skipped(format!("`{name}` is no number")), Ok);
    let mut retries = policy(&json!({}))?.retries;
    retries.delay_max = Duration::from_millis(number("max_delay")?);
    let deadline = Duration::from_millis(number("deadline")?);
    let waits = |highest: bool| -> Outcome<Vec<u64>> {
        let timing = Still { highest, ..Still::default() };
        let mut now = Duration::from_millis(number("start")?);
        let mut waits = Vec::new();
        for attempt in array("attempts", &given["attempts"])? {
            let attempt = attempt.as_u64().and_then(|attempt| u32::try_from(attempt).ok()).unwrap_or_default();
            let wait = retries.pause(attempt, Some(deadline.saturating_sub(now)), &timing);
            now += wait;
            waits.push(millis(wait));
        }
        Ok(waits)
    };
    let (lowest, highest) = (waits(false)?, waits(true)?);
    if let Some(range) = expect.get("wait_range") {
        return compare("wait_range", &json!([lowest[0], highest[0]]), range);
    }
    compare("waits", &json!(lowest), &expect["waits"])?;
    compare("waits", &json!(highest), &expect["waits"])
}

fn tolerance(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "tolerance", "failures"])?;
    only("expect", expect, &["result"])?;
    let tolerance = policy(&json!({"errors.tolerance": given["tolerance"]}))?.tolerance;
    let failures = given["failures"].as_u64().unwrap_or_default();
    compare("result", &json!(tolerance.covers(failures)), &expect["result"])
}

fn config(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config"])?;
    let config = parsed(&given["config"])?;
    let came = BTreeMap::from([
        ("errors.retry.timeout", json!(config.retry_timeout_ms)),
        ("errors.retry.delay.max.ms", json!(millis(config.retry_delay_max))),
        ("errors.tolerance", json!(if config.tolerance == Tolerance::All { "all" } else { "none" })),
        ("errors.log.enable", json!(config.log_enable)),
        ("errors.log.include.messages", json!(config.log_include_messages)),
        ("errors.deadletterqueue.topic.name", json!(config.dead_letter_topic)),
        ("errors.deadletterqueue.topic.replication.factor", json!(config.dead_letter_replication_factor)),
        ("errors.deadletterqueue.context.headers.enable", json!(config.dead_letter_context_headers)),
    ]);
    for (key, expected) in object("expect", expect)? {
        match came.get(key.as_str()) {
            Some(came) => compare(key, came, expected)?,
            None => return skipped(format!("nothing here looks at `{key}`")),
        }
    }
    Ok(())
}

fn log(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "ctx", "include"])?;
    only("expect", expect, &["string"])?;
    let context = &given["ctx"];
    only("ctx", context, &["task", "stage", "class", "record"])?;
    let include = given["include"].as_bool().unwrap_or_default();
    let thrown = Thrown::new("E", None);
    let came = with_failure(context, &context["record"], &[], &thrown, |failure| log_message(failure, include))?;
    compare("string", &json!(came), &expect["string"])
}

fn headers(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "record", "task", "stage", "class", "error", "existing"])?;
    only("expect", expect, &["headers", "then", "headers_include", "count", "last"])?;
    only("error", &given["error"], &["class", "message"])?;
    let thrown = Thrown::new(
        text("class", &given["error"]["class"])?.to_owned(),
        given["error"]["message"].as_str().map(str::to_owned),
    );
    let existing = given_headers(given.get("existing"), |value| Some(value["utf8"].as_str()?.as_bytes().to_vec()))?;
    let props = json!({
        "errors.deadletterqueue.topic.name": "dlq", "errors.deadletterqueue.context.headers.enable": "true",
    });
    let Some(policy) = policy(&props)?.dead_letters else { return skipped("there is no dead letter queue") };
    let letter = with_failure(given, &given["record"], &existing, &thrown, |failure| DeadLetter::of(&policy, failure))?;
    let shown = |value: &Option<Vec<u8>>| match value {
        Some(value) => json!({"utf8": String::from_utf8_lossy(value)}),
        None => Value::Null,
    };
    let came: Vec<_> = letter.headers.iter().map(|(name, value)| json!([name, shown(value)])).collect();
    if let Some(expected) = expect.get("headers") {
        let count = array("headers", expected)?.len();
        compare("headers", &json!(came.get(..count)), expected)?;
    }
    if let Some(then) = expect.get("then") {
        let last = came.last().cloned().unwrap_or_default();
        compare("the name of the last header", &last[0], &then[0])?;
        let words = text("then", &then[1])?;
        let begins = words.strip_prefix("starts with '").and_then(|words| words.strip_suffix('\''));
        let Some(begins) = begins else { return differs(words, &last[1]) };
        let whole = last[1]["utf8"].as_str().unwrap_or_default();
        // The first line is all that both have: a class and a message.
        if whole.lines().next() != Some(begins) {
            return differs(words, whole);
        }
    }
    for expected in expect.get("headers_include").and_then(Value::as_array).into_iter().flatten() {
        if !came.contains(expected) {
            return differs(expected, json!(came));
        }
    }
    let named = |name: &str| came.iter().filter(|header| header[0] == name).collect::<Vec<_>>();
    for (name, count) in expect.get("count").and_then(Value::as_object).into_iter().flatten() {
        compare("count", &json!(named(name).len()), count)?;
    }
    for (name, last) in expect.get("last").and_then(Value::as_object).into_iter().flatten() {
        compare("last", &named(name).last().map_or(Value::Null, |header| header[1].clone()), last)?;
    }
    Ok(())
}

fn dead_letter(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config", "record"])?;
    only("expect", expect, &["topic", "partition", "timestamp", "key", "value", "headers", "sent"])?;
    let Some(policy) = policy(&given["config"])?.dead_letters else {
        return compare("what is expected", &json!({"sent": false}), expect);
    };
    let record = &given["record"];
    let decoded = |json: &Value| json.as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
    let own = given_headers(record.get("headers"), decoded)?;
    let thrown = Thrown::new("E", None);
    let context = json!({"task": "job-0", "stage": "KEY_CONVERTER", "class": "C"});
    let letter = with_failure(&context, record, &own, &thrown, |failure| DeadLetter::of(&policy, failure))?;
    let encoded = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| BASE64_STANDARD.encode(bytes));
    let headers: Vec<_> = letter.headers.iter().map(|(name, value)| json!([name, encoded(value)])).collect();
    let came = json!({
        "topic": letter.topic,
        // The producer chooses it: a letter has none.
        "partition": null,
        "timestamp": letter.timestamp_ms,
        "key": encoded(&letter.key),
        "value": encoded(&letter.value),
        "headers": headers,
        "sent": true,
    });
    for (name, expected) in object("expect", expect)? {
        compare(name, &came[name], expected)?;
    }
    Ok(())
}

fn dead_letter_topic(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config", "exists"])?;
    only("expect", expect, &["create"])?;
    let Some(policy) = policy(&given["config"])?.dead_letters else { return skipped("there is no dead letter queue") };
    // A topic that is there is not made: `tests/worker/errors.rs` has a broker for that.
    let created = (given["exists"] != true).then(|| {
        json!({
            "name": policy.topic, "partitions": policy.partitions(), "replication_factor": policy.replication_factor,
        })
    });
    compare("create", &created.unwrap_or_default(), &expect["create"])
}

fn reporter(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config"])?;
    only("expect", expect, &["available"])?;
    compare("available", &json!(policy(&given["config"])?.reports()), &expect["available"])
}

/// A policy from keys; numbers and booleans are written as in a properties file.
fn policy(keys: &Value) -> Outcome<Policy> {
    Ok(Policy::from(&parsed(keys)?))
}

fn parsed(keys: &Value) -> Outcome<ErrorsConfig> {
    let mut props = Props::new();
    for (key, value) in object("the keys", keys)? {
        if !ErrorsConfig::definition().keys().iter().any(|known| known.name == key.as_str()) {
            return skipped(format!("`{key}` is no key of errors"));
        }
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        props.insert(key.clone(), text.into());
    }
    ErrorsConfig::parse(&props).or_else(|error| skipped(error.to_string()))
}

fn with_failure<T>(
    context: &Value,
    record: &Value,
    headers: &[(String, Option<Vec<u8>>)],
    thrown: &Thrown,
    then: impl FnOnce(&Failure<'_>) -> T,
) -> Outcome<T> {
    only("record", record, &["topic", "partition", "offset", "timestamp", "timestampType", "key", "value", "headers"])?;
    let decoded = |json: &Value| json.as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
    let (key, value) = (decoded(&record["key"]), decoded(&record["value"]));
    let timestamp_type = match record["timestampType"].as_str() {
        None => TimestampType::NoTimestampType,
        Some("CreateTime") => TimestampType::CreateTime,
        Some("LogAppendTime") => TimestampType::LogAppendTime,
        Some(other) => return skipped(format!("there is no timestamp type {other}")),
    };
    let original = Original::Consumed(Consumed {
        topic: text("topic", &record["topic"])?,
        partition: record["partition"].as_i64().and_then(|number| i32::try_from(number).ok()).unwrap_or_default(),
        offset: record["offset"].as_i64().unwrap_or_default(),
        timestamp_ms: record["timestamp"].as_i64(),
        timestamp_type,
        key: key.as_deref(),
        value: value.as_deref(),
        headers,
    });
    let Some((connector, task)) = text("task", &context["task"])?.rsplit_once('-') else { return skipped("no task") };
    Ok(then(&Failure {
        connector,
        task: task.parse().unwrap_or_default(),
        stage: stage(&context["stage"])?,
        class: text("class", &context["class"])?,
        original: &original,
        thrown,
    }))
}

fn given_headers(
    given: Option<&Value>,
    value: impl Fn(&Value) -> Option<Vec<u8>>,
) -> Outcome<Vec<(String, Option<Vec<u8>>)>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    array("headers", given)?
        .iter()
        .map(|header| Ok((text("the name of a header", &header[0])?.to_owned(), value(&header[1]))))
        .collect()
}

fn stage(name: &Value) -> Outcome<Stage> {
    let all = [
        Stage::TaskPoll,
        Stage::TaskPut,
        Stage::Transformation,
        Stage::KeyConverter,
        Stage::ValueConverter,
        Stage::HeaderConverter,
        Stage::KafkaProduce,
        Stage::KafkaConsume,
    ];
    let name = text("stage", name)?;
    all.into_iter().find(|stage| stage.to_string() == name).map_or_else(|| skipped(format!("no stage {name}")), Ok)
}

/// What stands for a Java exception.
fn error(name: &str) -> Option<Error> {
    Some(match name {
        "RetriableException" | "org.apache.kafka.connect.errors.RetriableException" => Error::retriable("x"),
        // Errors of Kafka's clients are not retried here, whatever they say of themselves.
        "Exception" | "DataException" | "org.apache.kafka.common.errors.RetriableException" => Error::data("x"),
        "ConnectException" => Error::fatal("x"),
        _ => return None,
    })
}

fn thrown(error: &Error) -> Value {
    let kind = if error.kind() == ErrorKind::Fatal { "ConnectException" } else { "another kind" };
    json!({"kind": kind, "message": error.to_string()})
}

fn compare(what: &str, came: &Value, expected: &Value) -> Outcome {
    same(what, came, expected)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap()
}

/// Runs a future to its end; an error if it panics.
fn futures_run<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn std::any::Any + Send>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(future)))
}
