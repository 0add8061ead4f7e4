use std::time::Duration;

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = high, default = 0.5)]
    size: i32,
    /// Part.
    #[config(importance = high, default = 40_000)]
    part: i16,
    /// Share.
    #[config(importance = high, default = 1)]
    share: f64,
    /// Whether.
    #[config(importance = high, default = "yes")]
    whether: bool,
    /// Topic.
    #[config(importance = high, default = 3)]
    topic: String,
    /// Limit.
    #[config(importance = high, default = 3)]
    limit: Option<i64>,
    /// Topics.
    #[config(importance = high, default = "a")]
    topics: Vec<String>,
    /// Sizes.
    #[config(importance = high, default = [1, "2"])]
    sizes: Vec<i32>,
    /// Pause.
    #[config(importance = high, default = Some(5))]
    pause: Option<Duration>,
}

fn main() {}
