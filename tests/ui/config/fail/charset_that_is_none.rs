use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Charset.
    #[config(importance = low, charset, default = "UTF 8")]
    charset: String,
    /// Encoding.
    #[config(importance = low, charset = [], default = "UTF-8")]
    encoding: String,
}

fn main() {}
