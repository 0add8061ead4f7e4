//! The broker that all tests share.

use std::{path::Path, sync::OnceLock, time::Duration};

use rdkafka::{
    ClientConfig,
    consumer::{BaseConsumer, Consumer as _},
};

use super::install;
use crate::{
    Failure, Result, java, ports,
    service::{Recipe, Service},
};

/// The address of the broker that all tests share, `127.0.0.1:port`, without TLS and authentication.
///
/// Started on first use, unless `KCONNECT_TEST_BOOTSTRAP` names another one. A test takes topics of its own, see
/// [`unique`](crate::unique), and leaves the broker's settings alone.
///
/// # Errors
/// If Java or Maven is missing, with the line that installs them, or if the broker does not start, with its log.
pub fn bootstrap() -> Result<&'static str> {
    static ADDRESS: OnceLock<Result<(String, Option<Service>)>> = OnceLock::new();
    let address = ADDRESS.get_or_init(|| match std::env::var("KCONNECT_TEST_BOOTSTRAP") {
        Ok(address) if !address.is_empty() && answers(&address) => Ok((address, None)),
        Ok(address) if !address.is_empty() => {
            Err(Failure::new(format!("KCONNECT_TEST_BOOTSTRAP is {address}, where no Kafka answers")))
        }
        _ => Service::join("kafka", prepare, answers).map(|service| (service.address.clone(), Some(service))),
    });
    address.as_ref().map(|(address, _)| address.as_str()).map_err(Clone::clone)
}

fn prepare(folder: &Path) -> Result<Recipe> {
    let (port, controller) = (ports::free()?, ports::free()?);
    let properties = install::properties(folder, controller, &[("PLAINTEXT", "PLAINTEXT", port)]);
    let file = install::format(folder, &properties, &[])?;
    Ok(Recipe {
        address: format!("127.0.0.1:{port}"),
        class_path: java::kafka_class_path()?,
        jvm: install::jvm(),
        environment: Vec::new(),
        main: "kafka.Kafka",
        args: vec![file.display().to_string()],
    })
}

/// Whether the broker at an address tells its metadata, itself included.
pub(super) fn answers(address: &str) -> bool {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", address).set_log_level(rdkafka::config::RDKafkaLogLevel::Emerg);
    let consumer: Result<BaseConsumer, _> = config.create();
    consumer
        .and_then(|consumer| consumer.fetch_metadata(None, Duration::from_secs(2)))
        .is_ok_and(|metadata| !metadata.brokers().is_empty())
}
