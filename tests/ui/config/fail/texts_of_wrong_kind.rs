use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, alternative = 3, display_name = Topic, group = 1, width = "long", alias = old)]
    topic: String,
}

fn main() {}
