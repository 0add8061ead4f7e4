//! Whether the writer's name stands for the reader's type.

/// How well a name fits; the better the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The full name, below the configured namespace or not, or a former one.
    Full,
    /// The same name in another namespace, which Avro lets pass.
    Simple,
}

/// How the writer's full name fits the reader's names.
pub(super) fn fit(writer: &str, prefix: Option<&str>, name: &str, aliases: &[&str]) -> Option<Fit> {
    let bare = match prefix.filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => writer.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')),
        None => None,
    };
    let full = |known: &str| writer == known || bare == Some(known);
    if full(name) || aliases.iter().any(|alias| full(alias)) {
        return Some(Fit::Full);
    }
    (simple(writer) == simple(name)).then_some(Fit::Simple)
}

/// The name without the namespace.
pub(super) fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
