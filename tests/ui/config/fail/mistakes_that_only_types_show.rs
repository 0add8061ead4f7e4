use kconnect::ConfigDef;

type Size = i32;

#[derive(Clone)]
struct Mine;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = low, non_empty)]
    size: Size,
    /// Sizes.
    #[config(importance = low, port)]
    sizes: Vec<Size>,
    /// Mine.
    #[config(importance = low)]
    mine: Mine,
    /// Yours.
    #[config(importance = low)]
    yours: Option<Mine>,
    #[config(embed = "mine.")]
    section: Mine,
}

fn main() {}
