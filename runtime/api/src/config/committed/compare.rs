//! Two definitions, key by key.

use serde_json::Value;

use super::{
    change::{
        Change,
        ChangeKind::{
            self, AliasDropped, DefaultChanged, DefaultRemoved, KeyAdded, KeyRemoved, KeyRenamed, NamedGroupDropped,
            NullRefused, OpenPrefixDropped, RequiredKeyAdded, TypeChanged, ValidatorAdded,
        },
    },
    domain::{Domain, Fit},
    exported::{Exported, Key},
};
use crate::config::{definition::Definition, docs::ALIAS, types::ConfigType};

impl Exported {
    /// What has changed since the file was written, key by key in the order of their names; see [`ChangeKind`].
    #[must_use]
    pub fn compare(&self, now: &Definition) -> Vec<Change> {
        let now = Self::of(&self.class, now);
        let mut changes = Changes { then: self, now: &now, found: Vec::new() };
        changes.sections();
        let renamed = changes.keys();
        changes.new_keys(&renamed);
        changes.found.sort_by(|left, right| left.key.cmp(&right.key));
        changes.found
    }

    /// The key of that name, or the one that has it as an old name.
    fn read_as(&self, name: &str) -> Option<&Key> {
        let own = self.keys.iter().find(|key| key.name == name);
        own.or_else(|| self.keys.iter().find(|key| key.aliases.iter().any(|alias| alias == name)))
    }

    fn open_prefix_of(&self, name: &str) -> Option<&str> {
        self.open.iter().map(|open| &*open.prefix).find(|prefix| name.starts_with(prefix))
    }

    /// Whether it is the name of a list, or a key of what it names.
    fn names(&self, key: &str) -> bool {
        self.named.iter().any(|named| named.key == key || key.starts_with(&format!("{}{ALIAS}.", named.prefix)))
    }
}

struct Changes<'a> {
    then: &'a Exported,
    now: &'a Exported,
    found: Vec<Change>,
}

impl<'a> Changes<'a> {
    fn breaking(&mut self, key: &str, kind: ChangeKind, message: String) {
        self.found.push(Change { key: key.to_owned(), kind, breaking: true, message });
    }

    fn notice(&mut self, key: &str, kind: ChangeKind, message: String) {
        self.found.push(Change { key: key.to_owned(), kind, breaking: false, message });
    }

    fn sections(&mut self) {
        for open in &self.then.open {
            if self.now.open_prefix_of(&open.prefix).is_none() && !self.now.names(&open.prefix) {
                let message =
                    format!("keys that begin with it are not taken any more: keep `prefix = \"{}\"`", open.prefix);
                self.breaking(&open.prefix, OpenPrefixDropped, message);
            }
        }
        for named in &self.then.named {
            if !self.now.named.iter().any(|now| now.key == named.key && now.prefix == named.prefix) {
                let message =
                    format!("its names have no keys under `{}{ALIAS}.` any more: keep the group", named.prefix);
                self.breaking(&named.key, NamedGroupDropped, message);
            }
        }
    }

    /// The old keys; gives the new names of those that were probably renamed.
    fn keys(&mut self) -> Vec<&'a str> {
        let mut renamed = Vec::new();
        let dropped = |name: &str| self.then.names(name) && !self.now.names(name);
        let keys: Vec<_> = self.then.keys.iter().filter(|key| !key.internal && !dropped(&key.name)).collect();
        for then in keys {
            match self.now.read_as(&then.name) {
                Some(now) => self.key(then, now),
                None => renamed.extend(self.gone(then)),
            }
        }
        renamed
    }

    fn gone(&mut self, then: &Key) -> Option<&'a str> {
        let name = &then.name;
        if let Some(prefix) = self.now.open_prefix_of(name) {
            self.notice(name, KeyRemoved, format!("is one of the keys that begin with {prefix} now"));
            return None;
        }
        if let Some(new) = self.successor(then) {
            let message = format!("is gone, and {new} looks like its new name: write `alias = \"{name}\"` there");
            self.breaking(name, KeyRenamed, message);
            return Some(new);
        }
        let message = format!("is gone: keep it, or write `alias = \"{name}\"` at the key that replaces it");
        self.breaking(name, KeyRemoved, message);
        None
    }

    /// The new key that is most like one that is gone: the same documentation, the same last word, almost the same name.
    fn successor(&self, gone: &Key) -> Option<&'a str> {
        let now = self.now;
        let new = now.keys.iter().filter(|key| !key.internal && self.then.read_as(&key.name).is_none());
        let last = |name: &str| name.rsplit('.').next().map(str::to_owned);
        new.filter_map(|key| {
            let distance = strsim::damerau_levenshtein(&gone.name, &key.name);
            let documented = !gone.documentation.is_empty() && gone.documentation == key.documentation;
            let alike = documented || last(&gone.name) == last(&key.name) || distance <= gone.name.chars().count() / 3;
            let same_type = gone.config_type == key.config_type;
            alike.then_some(((!documented, !same_type, distance), &*key.name))
        })
        .min()
        .map(|(_, name)| name)
    }

    fn key(&mut self, then: &Key, now: &Key) {
        let name = &then.name;
        self.aliases(then);
        let (was, is) = (Domain::of(then), Domain::of(now));
        let types = format!("is {} now and was {}", now.config_type.name(), then.config_type.name());
        match was.fits(&is) {
            Fit::Narrower(why) => return self.breaking(name, TypeChanged, format!("{types}: {why}")),
            Fit::Wider => self.notice(name, TypeChanged, format!("{types}, which takes all that was valid")),
            Fit::Same => {}
        }
        for (kind, message) in was.refused_by(&is) {
            self.breaking(name, kind, message);
        }
        match (then.required, now.required) {
            (false, true) => {
                let message = format!("is required now: keep its default, which was {}", shown(&then.default));
                return self.breaking(name, DefaultRemoved, message);
            }
            (false, false) if text(&then.default) != text(&now.default) => {
                let message = format!("the default is {} now and was {}", shown(&now.default), shown(&then.default));
                self.notice(name, DefaultChanged, message);
            }
            _ => {}
        }
        if was.takes_null() && !is.takes_null() {
            self.breaking(name, NullRefused, "null is not valid any more: keep it so, as `Option<_>` does".to_owned());
        }
    }

    fn aliases(&mut self, then: &Key) {
        for alias in &then.aliases {
            if self.now.read_as(alias).is_none() {
                let name = &then.name;
                let message = format!("is not read as {name} any more: write `alias = \"{alias}\"` at {name}");
                self.breaking(alias, AliasDropped, message);
            }
        }
    }

    fn new_keys(&mut self, renamed: &[&str]) {
        let now = self.now;
        for key in now.keys.iter().filter(|key| !key.internal && !renamed.contains(&&*key.name)) {
            let name = &key.name;
            let known = std::iter::once(name).chain(&key.aliases).any(|name| self.then.read_as(name).is_some());
            if known {
                continue;
            }
            if let Some(prefix) = self.then.open_prefix_of(name) {
                self.no_longer_open(key, prefix);
            }
            let in_new_group = name.contains(ALIAS) && !self.then.names(name);
            if !key.required {
                self.notice(name, KeyAdded, format!("is new; its default is {}", shown(&key.default)));
            } else if in_new_group {
                self.notice(name, KeyAdded, "is new, with its group".to_owned());
            } else {
                self.breaking(name, RequiredKeyAdded, "is new and required: give it a default".to_owned());
            }
        }
    }

    /// A key that was one of any under a prefix: all texts were valid.
    fn no_longer_open(&mut self, key: &Key, prefix: &str) {
        if key.config_type != ConfigType::String || key.constraint.is_some() {
            let message = format!("took any text, as all keys that begin with {prefix}: keep them all valid");
            self.breaking(&key.name, ValidatorAdded, message);
        }
    }
}

/// A default as a file would have it, so that one of another type is the same if it reads the same.
fn text(default: &Value) -> Option<String> {
    match default {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(elements) => Some(elements.iter().filter_map(text).collect::<Vec<_>>().join(",")),
        Value::Number(number) if number.is_f64() => number.as_f64().map(|number| number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        other => Some(other.to_string()),
    }
}

fn shown(default: &Value) -> String {
    match default {
        Value::Null => "null".to_owned(),
        Value::Array(_) | Value::String(_) => {
            text(default).filter(|text| !text.is_empty()).unwrap_or_else(|| "\"\"".to_owned())
        }
        other => other.to_string(),
    }
}
