//! Variables whose values come to an end: `config.action.reload`.

use std::time::Duration;

use kconnect::Props;
use tokio_util::sync::DropGuard;

use super::connector::Connector;
use crate::{config::ReloadAction, stores::TargetState};

impl Connector {
    /// Looks the variables up again when the first value has come to its end, and starts the connector and its tasks again if
    /// one of them is another now. Kafka Connect starts the connector alone, whose tasks keep what they have.
    pub(super) fn reload(&self, action: ReloadAction, ttl: Option<Duration>, props: &Props) -> Option<DropGuard> {
        let ttl = ttl?;
        if action == ReloadAction::None {
            return None;
        }
        let (own, ended, props) = (self.own.clone(), self.closed.child_token(), props.clone());
        let token = ended.clone();
        tracing::info!("[{}] the values of its variables will be looked up again in {ttl:?}", self.name);
        tokio::spawn(async move {
            let mut ttl = ttl;
            loop {
                if token.run_until_cancelled(tokio::time::sleep(ttl)).await.is_none() {
                    return;
                }
                let Some(connector) = own.upgrade() else { return };
                let mut work = connector.work.lock().await;
                // Whoever worked on it may have started it again.
                if token.is_cancelled() || work.target == TargetState::Stopped {
                    return;
                }
                match connector.environment.variables.fill_in(&work.written).await {
                    Ok(filled_in) if same(&filled_in.props, &props) => {
                        let Some(next) = filled_in.ttls.values().min() else { return };
                        ttl = *next;
                    }
                    Ok(_) => {
                        tracing::info!("[{}] values of variables have changed; it is started again", connector.name);
                        if let Err(error) = connector.restart_all(&mut work).await {
                            tracing::error!("[{}] could not be started again: {error}", connector.name);
                        }
                        return;
                    }
                    // What it has may still do; the provider is asked again.
                    Err(error) => tracing::error!(
                        "[{}] variables could not be looked up again: {}",
                        connector.name,
                        error.chain()
                    ),
                }
            }
        });
        Some(ended.drop_guard())
    }
}

/// Whether the values are the same, sealed or not.
fn same(now: &Props, before: &Props) -> bool {
    now.len() == before.len()
        && now.iter().zip(before).all(|((a, now), (b, before))| a == b && now.expose() == before.expose())
}
