use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Address.
    #[config(importance = low, url)]
    address: i32,
    /// Broker.
    #[config(importance = low, host_and_port)]
    broker: i32,
    /// Filter.
    #[config(importance = low, pattern)]
    filter: bool,
    /// Charset.
    #[config(importance = low, charset)]
    charset: f64,
    /// Name.
    #[config(importance = low, matches = "[0-9]+")]
    name: i64,
    /// File.
    #[config(importance = low, file)]
    file: i16,
    /// Directory.
    #[config(importance = low, directory)]
    directory: Vec<String>,
    /// Text.
    #[config(importance = low, no_control_chars)]
    text: Vec<String>,
}

fn main() {}
