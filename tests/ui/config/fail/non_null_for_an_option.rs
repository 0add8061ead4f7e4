use kconnect::ConfigDef;

type Maybe = Option<String>;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, non_null)]
    topic: Option<String>,
    /// Name.
    #[config(importance = low, non_null)]
    name: Maybe,
}

fn main() {}
