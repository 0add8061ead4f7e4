//! What is done to the worker, to Kafka, and to what lies between them.

use std::{fmt, thread, time::Duration};

use kconnect_tests::Result;
use rand::{Rng as _, rngs::StdRng};

use crate::{registry_front::Mode, stage::Workers};

/// One kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The worker is killed, and started again.
    Kill,
    /// The worker is stopped as an operator does it, and started again.
    Stop,
    /// The broker is killed, and started again.
    Broker,
    /// All connections to the broker are cut, and new ones refused for a while.
    Cut,
    /// All that goes to and from the broker is delayed.
    Delay,
    /// The registry answers HTTP 503, while the worker is killed and started.
    Registry,
    /// The registry is slow, while the worker is killed and started.
    Slow,
    /// `put` fails in the middle of batches.
    Put,
    /// A second worker joins the sink's group, and leaves it.
    Rebalance,
}

impl Fault {
    pub(crate) const ALL: [Self; 9] = [
        Self::Kill,
        Self::Put,
        Self::Cut,
        Self::Rebalance,
        Self::Registry,
        Self::Broker,
        Self::Stop,
        Self::Delay,
        Self::Slow,
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| format!("{fault}") == name)
    }

    /// Whether an acknowledgement of Kafka's may not arrive: without `enable.idempotence`, which Kafka Connect does not
    /// set either, the producer sends again what Kafka may have.
    pub(crate) fn loses_acknowledgements(self) -> bool {
        matches!(self, Self::Broker | Self::Cut | Self::Delay)
    }

    /// Whether partitions may be taken from a sink task without a commit.
    pub(crate) fn loses_commits(self) -> bool {
        !matches!(self, Self::Stop | Self::Put)
    }

    /// Does it.
    pub(crate) fn strike(self, workers: &mut Workers<'_>, rng: &mut StdRng) -> Result {
        let mut pause = |from: u64, to: u64| thread::sleep(Duration::from_millis(rng.random_range(from..to)));
        match self {
            Self::Kill => {
                workers.kill()?;
                pause(0, 300);
                workers.start()
            }
            Self::Stop => {
                workers.stop()?;
                workers.start()
            }
            Self::Broker => {
                workers.stage.broker.kill()?;
                pause(0, 1000);
                workers.stage.broker.restart()
            }
            Self::Cut => {
                let proxy = &workers.stage.proxy;
                proxy.refuse(true);
                proxy.cut();
                pause(0, 1500);
                proxy.refuse(false);
                // And once more, when all are connected again.
                pause(200, 800);
                proxy.cut();
                Ok(())
            }
            Self::Delay => {
                workers.stage.proxy.delay(Duration::from_millis(rng.random_range(50..400)));
                thread::sleep(Duration::from_millis(rng.random_range(500..2000)));
                workers.stage.proxy.heal();
                Ok(())
            }
            Self::Registry | Self::Slow => {
                let mode = if self == Self::Registry { Mode::Fails } else { Mode::Slow };
                workers.stage.registry.set(mode);
                workers.kill()?;
                workers.start()?;
                pause(500, 2000);
                workers.stage.registry.set(Mode::Answers);
                Ok(())
            }
            // It is in the sink's configuration, all the time.
            Self::Put => Ok(()),
            Self::Rebalance => {
                workers.start_second()?;
                pause(500, 1500);
                let kill = rng.random_bool(0.5);
                workers.end_second(kill)
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kill => "kill",
            Self::Stop => "stop",
            Self::Broker => "broker",
            Self::Cut => "cut",
            Self::Delay => "delay",
            Self::Registry => "registry",
            Self::Slow => "slow",
            Self::Put => "put",
            Self::Rebalance => "rebalance",
        })
    }
}
