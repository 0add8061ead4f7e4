use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Which part of the work.
    #[config(internal)]
    part: i32,
    /// Whose.
    #[config(internal)]
    owner: Option<String>,
}

fn main() {}
