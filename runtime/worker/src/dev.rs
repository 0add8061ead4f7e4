//! What a connector can be run against with nothing installed: a broker and a schema registry inside the process.

pub use crate::{
    kafka::MockBroker,
    registry::{MockRegistry, MockSchema},
};
