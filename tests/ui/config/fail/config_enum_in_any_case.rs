use kconnect::ConfigEnum;

#[derive(ConfigEnum, Clone)]
#[config(case_insensitive)]
enum Mode {
    Fast,
    #[config(rename = "FAST")]
    Faster,
    #[config(rename = " slow")]
    Slow,
    #[config(rename = "")]
    Stopped,
}

fn main() {}
