use kconnect::ConfigEnum;

#[derive(ConfigEnum, Clone)]
#[config(rename_all = "lowercas")]
enum Tolerance {
    None,
    #[config(rename = "none")]
    All,
    #[config(rename = "a,b")]
    Some,
    #[config(alias = "few")]
    Few,
}

fn main() {}
