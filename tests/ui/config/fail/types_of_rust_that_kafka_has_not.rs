use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Byte.
    #[config(importance = low)]
    byte: u8,
    /// Word.
    #[config(importance = low)]
    word: u16,
    /// Size.
    #[config(importance = low)]
    size: usize,
    /// Small.
    #[config(importance = low)]
    small: i8,
    /// Real.
    #[config(importance = low)]
    real: f32,
    /// Letter.
    #[config(importance = low)]
    letter: char,
    /// Text.
    #[config(importance = low)]
    text: &'static str,
    /// Pair.
    #[config(importance = low)]
    pair: (i32, i32),
    /// Triple.
    #[config(importance = low)]
    triple: [i32; 3],
}

fn main() {}
