//! What a distributed worker asks of a source connector about transactions (`DistributedHerder`).

use kconnect::{Error, Props, Validation};

use super::plugin::{ConnectorPlugin, ExactlyOnceSupport, TransactionBoundaries};

const SUPPORT: &str = "exactly.once.support";
const BOUNDARY: &str = "transaction.boundary";

/// Adds what is wrong; `enabled` says whether the worker delivers exactly once.
pub(super) fn check(enabled: bool, connector: &dyn ConnectorPlugin, props: &Props, validation: &mut Validation) {
    if asks(validation, SUPPORT, "required") {
        if !enabled {
            validation.error(SUPPORT, "This worker does not have exactly-once source support enabled.");
        }
        let message = match connector.exactly_once_support(props) {
            Ok(Some(ExactlyOnceSupport::Supported)) => None,
            Ok(Some(ExactlyOnceSupport::Unsupported)) => {
                Some("The connector does not support exactly-once semantics with the provided configuration.".to_owned())
            }
            Ok(None) => Some(
                "The connector does not implement the API required for preflight validation of exactly-once source \
                 support. Please consult the documentation for the connector to determine whether it supports \
                 exactly-once semantics, and then consider reconfiguring the connector to use the value \"requested\" for \
                 this property (which will disable this preflight check and allow the connector to be created)."
                    .to_owned(),
            ),
            Err(error) => Some(unexpected(&error)),
        };
        if let Some(message) = message {
            validation.error(SUPPORT, message);
        }
    }
    if asks(validation, BOUNDARY, "connector") {
        let message = match connector.transaction_boundaries(props) {
            Ok(TransactionBoundaries::Supported) => None,
            Ok(TransactionBoundaries::Unsupported) => Some(
                "The connector does not support connector-defined transaction boundaries with the given configuration. \
                 Please reconfigure it to use a different transaction boundary definition."
                    .to_owned(),
            ),
            Err(error) => Some(unexpected(&error)),
        };
        if let Some(message) = message {
            validation.error(BOUNDARY, message);
        }
    }
}

/// Whether a valid key has that value.
fn asks(validation: &Validation, key: &str, value: &str) -> bool {
    let is = |found: &kconnect::config::ConfigValue| {
        found.errors.is_empty() && found.value.to_string().trim().eq_ignore_ascii_case(value)
    };
    validation.get(key).is_some_and(is)
}

fn unexpected(error: &Error) -> String {
    format!("An unexpected error occurred during validation: {}", error.chain().trim())
}
