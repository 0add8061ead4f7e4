use kconnect::ConfigEnum;

#[derive(ConfigEnum, Clone)]
enum Start {
    Earliest,
    At(i64),
}

#[derive(ConfigEnum, Clone)]
enum Never {}

#[derive(ConfigEnum, Clone)]
struct NotAnEnum;

fn main() {}
