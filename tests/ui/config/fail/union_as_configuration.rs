use kconnect::ConfigDef;

#[derive(ConfigDef, Clone, Copy)]
union Config {
    a: i32,
    b: f64,
}

fn main() {}
