use kconnect::{
    ConfigDef,
    config::{ByteSize, Regex, Url},
};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Address.
    #[config(importance = low, default = "api.x.com")]
    address: Url,
    /// Filters.
    #[config(importance = low, default = ["a+", "(a"])]
    filters: Vec<Regex>,
    /// Memory.
    #[config(importance = low, default = 1_048_576)]
    memory: ByteSize,
    /// Batch.
    #[config(importance = low, default = ByteSize::mebibytes(2), range = ..=ByteSize::kibibytes(512))]
    batch: ByteSize,
}

fn main() {}
