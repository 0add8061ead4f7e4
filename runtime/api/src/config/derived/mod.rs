//! What `#[derive(ConfigDef)]` and `#[derive(ConfigField)]` write beside the traits' impls: everything in it is static.
//!
//! A field's type is named once, where its [`Key`], [`Section`], [`Open`] or [`Names`] is made: a type that does not fit is
//! then reported once.

mod defaults;
mod fits;
mod key;
mod newtype;
mod rules;
mod sections;

pub use defaults::{ListDefault, TextDefault, TextsDefault, bare, list};
pub use key::{Key, key};
pub use newtype::{Held, HeldRange, Newtype};
pub use rules::{All, Custom, OneOf, at_least, at_most, between, charset, matches, no_such_name, pattern, url};
pub use sections::{NamedField, Names, Open, Section, names, open, section};
