//! Everything that a macro can be told, put into a configuration.

#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum, ConfigField};

macro_rules! configuration {
    (
        $(#[$attribute:meta])*
        $vis:vis struct $name:ident $(($($rule:tt)*))? {
            $($key:literal, $doc:literal, $importance:ident, $field:ident: $type:ty = $default:expr;)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(ConfigDef, Clone, Debug)]
        $(#[config($($rule)*)])?
        $vis struct $name {
            $(
                #[doc = $doc]
                #[config(key = $key, importance = $importance, default = $default)]
                $vis $field: $type,
            )*
        }
    };
}

fn rule(_: &First, _: &mut kconnect::Validation) {}

configuration! {
    /// Documented.
    pub(crate) struct First (validate = rule) {
        "a.b", "Text.", high, text: String = "text";
        "a.c", "Number.", low, number: Option<i32> = Some(3);
        "a.d", "List.", low, list: Vec<String> = ["a", "b"];
    }
}

configuration! {
    struct Second {
        "b.a", "Pause.", medium, pause: std::time::Duration = std::time::Duration::from_secs(1);
    }
}

macro_rules! ranged {
    ($name:ident, $type:ty, $range:expr, [$($text:literal),*], $max:expr, $check:path) => {
        #[derive(ConfigDef, Clone, Debug)]
        struct $name {
            /// Ranged.
            #[config(importance = low, default = 2, range = $range)]
            ranged: $type,
            /// Bounded.
            #[config(importance = low, default = 2, range = 1..=$max)]
            bounded: $type,
            /// Text.
            #[config(importance = low, default = "a", one_of = [$($text),*], validate = $check)]
            text: String,
        }
    };
}

fn check(_: &str) -> Result<(), String> {
    Ok(())
}

ranged!(Ranged, i64, 1..=3, ["a", "b"], 3, check);

macro_rules! newtype {
    ($($name:ident($type:ty)),*) => {
        $(
            #[derive(ConfigField, Clone, Debug, PartialEq)]
            struct $name($type);
        )*
    };
}

newtype!(Name(String), Size(i32));

macro_rules! choice {
    ($name:ident { $($variant:ident = $text:literal),* }) => {
        #[derive(ConfigEnum, Clone, Debug)]
        enum $name {
            $(#[config(rename = $text)] $variant),*
        }
    };
}

choice!(Choice { One = "1", Two = "2" });

fn main() {
    let first = First::parse(&[].into()).unwrap();
    assert_eq!((first.text.as_str(), first.number, first.list.len()), ("text", Some(3), 2));
    assert_eq!(First::definition().get("a.b").unwrap().doc(), "Text.");
    assert_eq!(Second::parse(&[].into()).unwrap().pause.as_secs(), 1);
    let ranged = Ranged::parse(&[].into()).unwrap();
    assert_eq!((ranged.ranged, ranged.bounded, ranged.text.as_str()), (2, 2, "a"));
    assert_eq!((Name("a".to_owned()).0, Size(3).0), ("a".to_owned(), 3));
    assert_eq!((Choice::One.to_string(), Choice::Two.to_string()), ("1".to_owned(), "2".to_owned()));
}
