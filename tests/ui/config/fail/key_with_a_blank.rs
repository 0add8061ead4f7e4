use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(key = "status topic", importance = high)]
    topic: String,
    /// Topic of the deletions.
    #[config(key = "", importance = high)]
    deletions: String,
}

fn main() {}
