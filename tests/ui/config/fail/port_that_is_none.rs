use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Port.
    #[config(importance = low, port, default = 0)]
    port: i32,
    /// Another port.
    #[config(importance = low, port, default = 80_800)]
    admin: i32,
    /// Yet another port.
    #[config(importance = low, port, default)]
    debug: i32,
}

fn main() {}
