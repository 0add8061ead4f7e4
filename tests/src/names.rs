//! Names that no other test uses.

/// Makes a name of a topic, subject, connector or group that no other test and no other run has.
///
/// All tests share one broker and one registry, which may outlive a run.
#[must_use]
pub fn unique(name: &str) -> String {
    format!("{name}-{:012x}", rand::random::<u64>() >> 16)
}
