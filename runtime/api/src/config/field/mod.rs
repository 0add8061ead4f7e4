//! The Rust types that a key can have.

mod byte_size;
mod collection;
mod open;
mod plain;
#[cfg(feature = "regex")]
mod regex;
mod text;
mod traits;
#[cfg(feature = "url")]
mod url;

pub use byte_size::ByteSize;
pub use open::OpenField;
pub use traits::{ConfigField, ListElement, Ranged};
