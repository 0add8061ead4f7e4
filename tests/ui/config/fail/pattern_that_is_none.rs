use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Filter.
    #[config(importance = low, pattern, default = "(a|b")]
    filter: String,
    /// Filters.
    #[config(importance = low, pattern, default = ["a", "*.log"])]
    filters: Vec<String>,
}

fn main() {}
