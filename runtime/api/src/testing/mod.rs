//! Drives tasks in tests: no worker, no Kafka, the same seam.
//!
//! [`SourceTester`] and [`SinkTester`] drive one task call by call. [`SourceSuite`] and [`SinkSuite`] run a connector
//! against a system under the test's control again and again, each time with another fault: the task's future dropped at
//! the n-th point where it waits, the task wanted back at its n-th wait, the n-th call of the system failing. After each
//! fault the task is started again from what was committed, and in the end a ledger says what was lost and what came twice.
//!
//! ```
//! # use kconnect::*;
//! # use std::num::NonZeroUsize;
//! # /// No keys.
//! # #[derive(ConfigDef, Clone, Debug)]
//! # struct NoConfig {}
//! # struct Clock;
//! # impl SourceConnector for Clock {
//! #     const CLASS: &'static str = "com.example.ClockConnector";
//! #     type Config = NoConfig;
//! #     type Task = ClockTask;
//! #     async fn task_configs(config: &NoConfig, _: NonZeroUsize) -> Result<Vec<NoConfig>> { Ok(vec![config.clone()]) }
//! # }
//! # struct ClockTask(i64);
//! # impl SourceTask for ClockTask {
//! #     type Config = NoConfig;
//! #     type Partition = ();
//! #     type Offset = ();
//! #     type Record = ((), i64);
//! #     async fn start(_: NoConfig, _: SourceTaskContext<Self>) -> Result<Self> { Ok(Self(0)) }
//! #     async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
//! #         self.0 += 1;
//! #         batch.push(SourceRecord::new(&Topic::from("ticks"), ((), self.0)));
//! #         Ok(())
//! #     }
//! # }
//! use kconnect::testing::SourceTester;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> kconnect::Result<()> {
//! let mut clock = SourceTester::new().start::<Clock>().await?;
//! let ticks = clock.poll().await?;
//! assert_eq!(ticks[0].value, 1);
//! clock.stop().await
//! # }
//! ```

mod control;
mod faults;
mod offsets;
mod recorder;
mod sink;
mod source;
mod suite;

pub use faults::{Broken, Faults};
pub use offsets::MemoryOffsets;
pub use sink::{Settlement, SinkInput, SinkTester, StartedSink};
pub use source::{HandedOver, SourceTester, StartedTask};
pub use suite::{Downstream, SinkSuite, SourceSuite, SuiteFailure, SuiteReport, Upstream};
