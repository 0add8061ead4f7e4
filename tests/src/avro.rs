//! Apache Avro's own Java library.

use crate::{Result, maven};

/// The class path of the library, fetched on first use.
///
/// # Errors
/// If Maven is missing, with the line that installs it, or cannot fetch the files.
pub fn class_path() -> Result<String> {
    Ok(format!("{}/*", maven::copied("avro")?.display()))
}
