//! Structs without keys.

#![deny(warnings)]

use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Unit;

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Empty {}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
#[config(validate = never)]
struct Checked;

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct OnlyOpen {
    /// Everything under the prefix.
    #[config(prefix = "any.")]
    any: Props,
}

fn never(_: &Checked, validation: &mut kconnect::Validation) {
    validation.error("nothing", "nothing is right");
}

fn main() {
    assert_eq!(Unit::parse(&Props::new()).unwrap(), Unit);
    assert_eq!(Empty::parse(&Props::new()).unwrap(), Empty {});
    assert!(Checked::parse(&Props::new()).is_err());
    assert_eq!(OnlyOpen::parse(&Props::new()).unwrap(), OnlyOpen { any: Props::new() });
}
