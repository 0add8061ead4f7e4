use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, no_control_chars, default = "a\tb")]
    topic: String,
    /// Name.
    #[config(importance = low, no_control_chars, default)]
    name: String,
}

fn main() {}
