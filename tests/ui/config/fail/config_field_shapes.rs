use kconnect::ConfigField;

#[derive(ConfigField)]
enum Mode {
    Fast,
}

#[derive(ConfigField)]
struct Nothing;

#[derive(ConfigField)]
struct Pair(i32, i32);

#[derive(ConfigField)]
struct Keys {
    a: i32,
    b: i32,
}

#[derive(ConfigField)]
struct Borrowed<'a>(&'a str);

fn main() {}
