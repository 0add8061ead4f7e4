//! Whether data that were written with one schema can be read with another: Java's `SchemaCompatibility` of Avro 1.12, and
//! the compatibility levels of a schema registry on top of it.
//!
//! ```
//! use kconnect::avro::{Schema, compat::Level};
//!
//! let old: Schema = r#"{"type":"record","name":"Status","fields":[{"name":"id","type":"long"}]}"#.parse().unwrap();
//! let new = r#"{"type":"record","name":"Status","fields":[{"name":"id","type":"long"},{"name":"lang","type":"string"}]}"#;
//! let new: Schema = new.parse().unwrap();
//!
//! let breaks = Level::Backward.check(&new, &[&old]);
//! assert_eq!(breaks[0].incompatibilities[0].path, "/fields/1");
//! assert_eq!(
//!     breaks[0].explanations[0].to_string(),
//!     "`Status.lang`: the field is new and has no default, and records of the old schema do not have it; give it a default, \
//!      or make it optional"
//! );
//! assert!(Level::Forward.check(&new, &[&old]).is_empty());
//! ```

mod check;
mod explain;
mod incompatibility;
mod level;
mod messages;
mod remedies;
mod resolve;

pub use check::check;
pub use explain::{Explanation, explain};
pub use incompatibility::{Incompatibility, IncompatibilityKind};
pub use level::{Break, Direction, Level, UnknownLevel};
pub use messages::{Previous, registry_messages};
