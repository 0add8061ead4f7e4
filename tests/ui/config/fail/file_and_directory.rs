use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Where.
    #[config(importance = low, file, directory)]
    place: String,
    /// Where else.
    #[config(importance = low, file = writeable)]
    other: String,
}

fn main() {}
