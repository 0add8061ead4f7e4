use std::time::Duration;

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Pause.
    #[config(importance = low, default = "5s")]
    pause: Duration,
}

fn main() {}
