//! A whole configuration in a message.

use kconnect::{Props, config::Prop};

use super::java_map;

/// Parts of the names of keys whose values nobody should read: without a connector's class nobody knows its passwords.
const SECRET: [&str; 8] = ["auth", "credential", "jaas", "passphrase", "password", "private", "secret", "token"];

/// The configuration as Java prints a map, without what is or could be a secret.
pub(super) fn shown(props: &Props) -> String {
    let mut entries: Vec<_> = props.iter().collect();
    java_map::sort_copied(&mut entries, |(key, _)| key);
    let texts: Vec<_> = entries.into_iter().map(|(key, given)| format!("{key}={}", value(key, given))).collect();
    format!("{{{}}}", texts.join(", "))
}

fn value<'a>(key: &str, given: &'a Prop) -> &'a str {
    let key = key.to_lowercase();
    match given.expose() {
        None => "null",
        Some(_) if given.is_secret() => given.reference().unwrap_or("[hidden]"),
        Some(_) if SECRET.iter().any(|part| key.contains(part)) => "[hidden]",
        Some(text) => text,
    }
}
