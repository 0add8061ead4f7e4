use kconnect::ConfigEnum;

#[derive(ConfigEnum, Clone)]
#[config(importance = high, rename_all = UPPERCASE, case_insensitive = true)]
enum Mode {
    #[config(rename_all = "UPPERCASE")]
    Fast,
    #[config(rename = Slow, rename = "a", rename = "b")]
    Slow,
}

#[derive(ConfigEnum, Clone)]
enum Generic<T> {
    A,
    B(T),
}

fn main() {}
