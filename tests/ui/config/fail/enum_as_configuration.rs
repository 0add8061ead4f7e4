use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
enum Config {
    A,
    B,
}

fn main() {}
