//! Apache Kafka's own `kafka-console-consumer`.

use crate::{Result, java};

/// The keys of the first `count` records of a topic, as the tool prints them.
///
/// `extra` arguments may choose a deserializer, `--formatter-property
/// key.deserializer=org.apache.kafka.common.serialization.LongDeserializer`, or another partition.
///
/// # Errors
/// If there are fewer records after a minute, or if the tool fails; with its output.
pub fn keys(bootstrap: &str, topic: &str, count: usize, extra: &[&str]) -> Result<Vec<String>> {
    let count_text = count.to_string();
    let mut args = vec!["--bootstrap-server", bootstrap, "--topic", topic, "--from-beginning"];
    args.extend(["--max-messages", &count_text, "--timeout-ms", "60000"]);
    args.extend(["--formatter-property", "print.key=true", "--formatter-property", "print.value=false"]);
    args.extend(extra);
    let printed = java::run(&java::kafka_class_path()?, "org.apache.kafka.tools.consumer.ConsoleConsumer", &args)?;
    let keys: Vec<String> = printed.lines().map(str::to_owned).collect();
    if keys.len() == count {
        return Ok(keys);
    }
    Err(crate::Failure::new(format!("the console consumer read {} of {count} records:\n{printed}", keys.len())))
}
