use kconnect::ConfigField;

#[derive(ConfigField)]
#[config(list_size = 3)]
struct Name(String);

#[derive(ConfigField)]
#[config(non_empty)]
struct Digit(i32);

#[derive(ConfigField)]
#[config(range = 1..)]
struct Text(String);

#[derive(ConfigField)]
#[config(file, directory, one_of = [])]
struct Place(String);

#[derive(ConfigField)]
#[config(non_null)]
struct Maybe(Option<i32>);

fn main() {}
