use std::time::Duration;

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Share.
    #[config(importance = high, range = 0.0..=1.0, default = 1.5)]
    share: f64,
    /// Pause.
    #[config(importance = high, range = Duration::from_millis(10)..=Duration::from_secs(1), default = Duration::from_mins(1))]
    pause: Duration,
    /// Size.
    #[config(importance = high, range = 1.., default)]
    size: i64,
    /// Limit.
    #[config(importance = high, range = ..=-1, default = Some(0))]
    limit: Option<i32>,
}

fn main() {}
