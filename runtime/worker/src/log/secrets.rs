//! What no log line may show.

use std::sync::{PoisonError, RwLock};

use kconnect::config::Secrets;

/// What no line may show, whoever writes it: a library that logs the host it connects to, a connector that logs its token.
static SECRETS: RwLock<Option<Secrets>> = RwLock::new(None);

/// Keeps secrets out of every line from here on.
pub(crate) fn keep_out(secrets: &Secrets) {
    let mut known = SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    let all = known.take().unwrap_or_default().and(secrets);
    *known = Some(all);
}

/// The text without them.
pub(super) fn scrubbed(text: String) -> String {
    match &*SECRETS.read().unwrap_or_else(PoisonError::into_inner) {
        Some(secrets) => secrets.scrub(text),
        None => text,
    }
}
