use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config(String);

fn main() {}
