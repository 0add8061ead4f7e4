use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Fields.
    #[config(importance = high, one_of = ["id", "text"], default = ["id", "texts"])]
    fields: Vec<String>,
    /// Sorts.
    #[config(importance = high, one_of = ["up", "down"], default = ["up", "up"])]
    sorts: Vec<String>,
    /// Names.
    #[config(importance = high, list_size = 1, default = ["a", "b"])]
    names: Vec<String>,
    /// Topics.
    #[config(importance = high, non_empty, default)]
    topics: Vec<String>,
}

fn main() {}
