//! The levels of compatibility, in Confluent's words.

use syn::LitStr;

use crate::diag::suggestion;

/// What a change has to leave possible.
#[derive(Clone, Copy)]
pub(super) struct Level {
    pub(super) name: &'static str,
    /// The new schema reads what was written with the committed one.
    pub(super) backward: bool,
    /// The committed schema reads what is written with the new one.
    pub(super) forward: bool,
}

/// Of the history a transitive level looks at, the compiler has one file; `schemas check` has the rest.
const LEVELS: [Level; 7] = [
    level("BACKWARD", true, false),
    level("BACKWARD_TRANSITIVE", true, false),
    level("FORWARD", false, true),
    level("FORWARD_TRANSITIVE", false, true),
    level("FULL", true, true),
    level("FULL_TRANSITIVE", true, true),
    level("NONE", false, false),
];

const fn level(name: &'static str, backward: bool, forward: bool) -> Level {
    Level { name, backward, forward }
}

impl Level {
    /// The level that an attribute names; without one it is the registry's default.
    pub(super) fn named(text: Option<&LitStr>) -> syn::Result<Self> {
        let [default, ..] = LEVELS;
        let Some(text) = text else { return Ok(default) };
        let name = text.value();
        LEVELS.into_iter().find(|level| level.name == name).ok_or_else(|| {
            let known = LEVELS.map(|level| level.name);
            syn::Error::new(text.span(), format!("unknown level `{name}`{}", suggestion(&name, &known)))
        })
    }
}
