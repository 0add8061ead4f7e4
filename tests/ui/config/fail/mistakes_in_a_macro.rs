use kconnect::ConfigDef;

macro_rules! configuration {
    ($name:ident, $field:ident: $type:ty, $default:expr, $key:literal, $doc:literal) => {
        #[derive(ConfigDef, Clone)]
        struct $name {
            #[doc = $doc]
            #[config(key = $key, importance = low, default = $default, range = 1..=10)]
            $field: $type,
        }
    };
}

configuration!(First, size: i32, 11, "first.size", "Size.");
configuration!(Second, size: i32, 1, "second size", "Size.");
configuration!(Third, size: i32, 1, "third.size", "");
configuration!(Fourth, size: u64, 1, "fourth.size", "Size.");
configuration!(Fifth, size: String, 1, "fifth.size", "Size.");

fn main() {}
