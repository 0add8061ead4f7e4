use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Token.
    #[config(importance = high, secret)]
    token: String,
    /// Topic.
    #[config(importance = high, required)]
    topic: String,
    /// Language.
    #[config(importance = low, optional)]
    language: String,
    #[config(importance = low, doc = "Country.")]
    country: String,
}

fn main() {}
