//! Whether a cluster answers, asked before there is anything to write.

use std::{sync::Arc, time::Duration};

use rdkafka::client::Client;
use tokio::time::Instant;

use super::{KafkaError, context::Health};

/// How long one look may block a thread; between two looks the answer to "may we stop?" is yes.
const LOOK: Duration = Duration::from_millis(200);

/// Something with a client inside.
pub(super) trait HasClient: Send + Sync + 'static {
    type Context: rdkafka::ClientContext + 'static;
    fn client(&self) -> &Client<Self::Context>;
    fn health(&self) -> &Health;
}

/// Waits for the cluster's id.
///
/// Refused credentials and failed handshakes end it at once: waiting does not help them. Everything else may pass, so it
/// is reported only after `limit`. Cancel safe.
pub(super) async fn cluster_id<C: HasClient>(of: Arc<C>, limit: Duration) -> Result<String, KafkaError> {
    let deadline = Instant::now() + limit;
    loop {
        let look = Arc::clone(&of);
        let found = tokio::task::spawn_blocking(move || look.client().fetch_cluster_id(LOOK)).await;
        match found {
            Ok(Some(id)) => {
                of.health().recovered();
                return Ok(id);
            }
            Ok(None) => {}
            Err(lost) => return Err(KafkaError::Other(lost.to_string())),
        }
        match of.health().trouble() {
            Some(error @ (KafkaError::Authentication { .. } | KafkaError::Tls { .. })) => return Err(error),
            _ if Instant::now() >= deadline => return Err(of.health().unreachable()),
            // A cluster too old to have an id answers at once: do not spin.
            _ => tokio::time::sleep(LOOK / 4).await,
        }
    }
}
