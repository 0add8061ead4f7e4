use kconnect::ConfigField;

#[derive(ConfigField)]
#[config(importance = high, non_emty, rename = "x")]
struct Name(String);

#[derive(ConfigField)]
struct Digit(#[config(range = 1..=9)] i32);

#[derive(ConfigField)]
#[config]
struct Plain(String);

fn main() {}
