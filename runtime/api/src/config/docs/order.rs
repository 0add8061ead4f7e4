//! What documentation shows, and in which order.

use std::borrow::Cow;

use crate::config::{
    definition::Definition,
    key::ConfigKey,
    props::{Prop, Props},
};

/// Stands for any name of a named group: `transforms.<alias>.type`.
pub(in crate::config) const ALIAS: &str = "<alias>";

/// A definition may name groups of its own kind, and so on for ever; nobody reads deeper.
const DEPTH: usize = 3;

impl Definition {
    /// The keys that users see, in the order of Kafka's documentation: without a group first, then group by group; inside of
    /// it by `order`, required before optional, importance, name.
    #[must_use]
    pub fn documented(&self) -> Vec<&ConfigKey> {
        self.sorted().into_iter().filter(|key| !key.internal).collect()
    }

    /// The definition with the keys of every named group once, for [`ALIAS`].
    pub(in crate::config) fn with_placeholders(&self) -> Cow<'_, Self> {
        let mut props = Props::new();
        place(self, "", DEPTH, &mut props);
        self.expanded(&props)
    }
}

fn place(definition: &Definition, prefix: &str, depth: usize, props: &mut Props) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for section in definition.named() {
        props.insert(format!("{prefix}{}", section.key), Prop::from(ALIAS));
        place(&section.definition(), &format!("{prefix}{}{ALIAS}.", section.prefix), depth, props);
    }
}

/// What stands under one heading.
pub(super) struct Section<'a> {
    /// The group; `None` for what has none.
    pub(super) group: Option<&'a str>,
    /// Its keys.
    pub(super) keys: Vec<&'a ConfigKey>,
}

/// The documented keys group by group, without the empty ones.
pub(super) fn sections(definition: &Definition) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for key in definition.documented() {
        let group = key.group.as_deref();
        match sections.last_mut().filter(|last| last.group == group) {
            Some(last) => last.keys.push(key),
            None => sections.push(Section { group, keys: vec![key] }),
        }
    }
    sections
}
