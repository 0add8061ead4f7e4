use std::time::Duration;

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = high, range = 0.5..=1.5)]
    size: i32,
    /// Pause.
    #[config(importance = high, range = 0..=1000)]
    pause: Duration,
    /// Partitions.
    #[config(importance = high, range = 1..=100_000)]
    partitions: i16,
}

fn main() {}
