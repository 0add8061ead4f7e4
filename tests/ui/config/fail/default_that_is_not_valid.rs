use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size of a batch.
    #[config(importance = high, default = 0, range = 1..)]
    size: i32,
    /// What to do.
    #[config(importance = high, default = "ignore", one_of = ["fail", "skip"])]
    behavior: String,
    /// Topic.
    #[config(importance = high, default = "", non_empty)]
    topic: String,
}

fn main() {}
