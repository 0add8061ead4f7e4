use kconnect::{ConfigDef, Password};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Token.
    #[config(importance = low, one_of = ["a", "b"])]
    token: Password,
}

fn main() {}
