use kconnect::ConfigField;

fn positive(number: &i32) -> Result<(), String> {
    if *number > 0 { Ok(()) } else { Err("must be positive".to_owned()) }
}

#[derive(ConfigField)]
#[config(validate = positive)]
struct Name(String);

fn main() {}
