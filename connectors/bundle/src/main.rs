//! The worker with every bundled connector: the binary that operators deploy.

use std::process::ExitCode;

use kconnect_file::{FileStreamSinkConnector, FileStreamSourceConnector};
use kconnect_twitter::TwitterSourceConnector;
use kconnect_worker::Worker;

#[tokio::main]
async fn main() -> ExitCode {
    Worker::new()
        .source::<FileStreamSourceConnector>()
        .source::<TwitterSourceConnector>()
        .sink::<FileStreamSinkConnector>()
        .run()
        .await
}
