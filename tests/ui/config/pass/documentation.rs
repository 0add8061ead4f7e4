//! Every way to write a doc comment.

#![deny(warnings, missing_docs)]

use kconnect::ConfigDef;

const _: () = ();

/// Documented.
#[derive(ConfigDef, Clone)]
pub struct Config {
    /// One line.
    #[config(importance = low)]
    pub line: Option<String>,
    /** A block. */
    #[config(importance = low)]
    pub block: Option<String>,
    /**
     * Stars
     * before lines.
     */
    #[config(importance = low)]
    pub stars: Option<String>,
    #[doc = "An attribute."]
    #[config(importance = low)]
    pub attribute: Option<String>,
    #[doc = concat!("Put ", "together", ".")]
    #[config(importance = low)]
    pub concatenated: Option<String>,
    /// Before.
    #[doc = concat!("Be", "tween.")]
    /// After.
    #[config(importance = low)]
    pub mixed: Option<String>,
    /// \"Quoted\" {braces} `code` ünïcödé \\ 100 %
    #[config(importance = low)]
    pub odd: Option<String>,
    #[doc(alias = "other")]
    /// With an alias.
    #[doc(hidden)]
    #[config(importance = low)]
    pub hidden: Option<String>,
}

fn main() {
    let definition = Config::definition();
    let docs = |key: &str| definition.get(key).unwrap().doc().to_owned();
    assert_eq!((&*docs("line"), &*docs("block"), &*docs("attribute")), ("One line.", "A block.", "An attribute."));
    assert_eq!(docs("concatenated"), "Put together.");
    assert_eq!(docs("mixed"), "Before.\nBetween.\nAfter.");
    assert_eq!(docs("hidden"), "With an alias.");
    assert!(docs("odd").contains("{braces}"));
}
