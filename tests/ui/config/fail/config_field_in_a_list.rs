use kconnect::{ConfigDef, ConfigField, Password};

#[derive(ConfigField, Clone)]
struct Token(Password);

#[derive(ConfigDef, Clone)]
struct Config {
    /// Tokens.
    #[config(importance = low)]
    tokens: Vec<Token>,
    /// Token.
    #[config(importance = low, range = 1..)]
    token: Token,
    /// Another token.
    #[config(importance = low, default = 3)]
    other: Token,
}

fn main() {}
