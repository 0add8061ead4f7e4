//! What the tests of stores share.

use std::path::Path;

use kconnect::{Prop, Props};
use kconnect_tests::{Result, java, kafka};

/// A worker's configuration with one broker; `keys` come on top.
pub(crate) fn worker(keys: &[(&str, &str)]) -> Result<Props> {
    let mut props = Props::from([("bootstrap.servers".to_owned(), Prop::from(kafka::bootstrap()?))]);
    for store in ["offset", "config", "status"] {
        props.insert(format!("{store}.storage.replication.factor"), Prop::from("1"));
    }
    props.insert("offset.storage.partitions".to_owned(), Prop::from("2"));
    props.extend(keys.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))));
    Ok(props)
}

/// What Kafka Connect's own classes do or say.
pub(crate) fn oracle(what: &str, topic: &str, arguments: &[&str]) -> Result<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("offsets/java/StoreOracle.java");
    let all: Vec<&str> = [what, kafka::bootstrap()?, topic].into_iter().chain(arguments.iter().copied()).collect();
    java::run_source(&java::kafka_class_path()?, &file, &all)
}
