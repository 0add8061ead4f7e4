//! The evolution gate: what `#[connect(committed = "..avsc")]` makes the compiler compare.
//!
//! The derive reads the committed file and says what it found as [`Committed`] constants; the types of the fields are the
//! compiler's alone, so the comparison is constant evaluation. It leaves nothing in the program.
//!
//! Shallow, as [`Type`](crate::data::Type) is: a record inside is compared by its name, and by its own gate where it is
//! derived.

mod committed;
mod compare;
mod field;
mod shape;
mod show;
mod text;

pub use committed::Committed;
pub use field::{Gate, broken};
