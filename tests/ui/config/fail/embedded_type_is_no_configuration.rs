use kconnect::ConfigDef;

#[derive(Clone)]
struct OAuth;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Credentials.
    #[config(embed = "twitter.oauth.")]
    oauth: OAuth,
}

fn main() {}
