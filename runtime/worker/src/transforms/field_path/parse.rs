//! The grammar of version 2.

use super::IncompletePath;

/// The names between the dots.
pub(super) fn steps(path: &str) -> Result<Vec<String>, IncompletePath> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('`') {
            let at = path.len() - rest.len();
            let (step, behind) = quoted_step(quoted).ok_or_else(|| incomplete(path, at))?;
            steps.push(step);
            rest = behind;
        } else {
            let (step, behind) = rest.split_once('.').unwrap_or((rest, ""));
            steps.push(step.to_owned());
            rest = behind;
        }
    }
    if path.ends_with('.') {
        steps.push(String::new());
    }
    Ok(steps)
}

/// The name behind an opening backtick, and what stands behind the dot that follows it; `None` if nothing closes it.
///
/// Only a backtick before a dot or at the end closes, unless a backslash escapes it; before a dot that backslash goes.
fn quoted_step(quoted: &str) -> Option<(String, &str)> {
    let mut step = String::new();
    let mut rest = quoted;
    // Where to look for the next backtick in it.
    let mut from = 0;
    loop {
        let at = from + rest.get(from..)?.find('`')?;
        let (name, behind) = (rest.get(..at)?, rest.get(at + 1..)?);
        let escaped = name.ends_with('\\');
        match behind.strip_prefix('.') {
            None if behind.is_empty() && escaped => return None,
            None if behind.is_empty() => return Some((step + name, "")),
            None => from = at + 1,
            Some(_) if escaped => {
                step.push_str(name.strip_suffix('\\').unwrap_or(name));
                step.push('`');
                rest = behind;
                from = 0;
            }
            Some(next) => return Some((step + name, next)),
        }
    }
}

/// Positions count UTF-16 units, as Java's do.
fn incomplete(path: &str, at: usize) -> IncompletePath {
    let before = path.get(..at).unwrap_or_default();
    IncompletePath { path: path.to_owned(), position: before.encode_utf16().count() }
}
