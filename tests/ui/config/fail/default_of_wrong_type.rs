use kconnect::ConfigDef;

use std::time::Duration;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size of a batch.
    #[config(importance = high, default = "100")]
    size: i32,
    /// Pause.
    #[config(key = "pause.ms", importance = high, default = 5_000)]
    pause: Duration,
}

fn main() {}
