use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size of a batch.
    #[config(importance = high, range = 1..100)]
    size: i32,
    /// Size of the queue.
    #[config(importance = high, range = ..)]
    queue: i32,
    /// Retries.
    #[config(importance = high, range = 5..=1)]
    retries: i32,
    /// Pause.
    #[config(importance = high, range = 10)]
    pause: i64,
}

fn main() {}
