//! Takes secrets out of texts.

/// The text with each `hidden` replaced by its `shown`, in one pass from left to right, the longest first.
///
/// What is `shown` already stays as it is, though it may hold a secret's text, as `${dir:password}` does if the password is
/// that word: a text that went through here before comes out unchanged.
pub(super) fn scrub<'a>(text: &str, secrets: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs = Vec::new();
    for (hidden, shown) in secrets.into_iter().filter(|(hidden, _)| !hidden.is_empty()) {
        pairs.extend([(hidden, shown), (shown, shown)]);
    }
    pairs.sort_by_key(|(found, _)| std::cmp::Reverse(found.len()));
    let mut scrubbed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some((found, shown)) = pairs.iter().find(|(found, _)| rest.starts_with(found)) {
            scrubbed.push_str(shown);
            rest = rest.get(found.len()..).unwrap_or_default();
        } else {
            scrubbed.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    scrubbed
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn one_secret_in_another_is_not_what_is_left_of_it() {
        let secrets = [("pass", "${a}"), ("password", "${b}"), ("secret", "[hidden]")];
        assert_eq!(scrub("password pass secretpass", secrets), "${b} ${a} [hidden]${a}");
    }

    #[test]
    fn what_is_scrubbed_stays_scrubbed() {
        let secrets = [("token", "${dir:token}"), ("hidden", "[hidden]"), ("dir", "${env:dir}")];
        let once = scrub("token hidden dir", secrets);
        assert_eq!(once, "${dir:token} [hidden] ${env:dir}");
        assert_eq!(scrub(&once, secrets), once);
    }
}
