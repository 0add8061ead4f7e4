//! The mistakes in a regular expression that can be seen without compiling it. The rest shows when the key is validated.

/// What is wrong with a regular expression, if that is plain to see.
pub(crate) fn mistake(regex: &str) -> Option<&'static str> {
    if regex.contains("\\Q") {
        return None;
    }
    let mut chars = regex.chars().peekable();
    let (mut groups, mut classes) = (0_usize, 0_usize);
    let mut may_repeat = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                if chars.next().is_none() {
                    return Some("it ends with a lone `\\`");
                }
                may_repeat = true;
            }
            '[' => {
                classes += 1;
                chars.next_if_eq(&'^');
                chars.next_if_eq(&']');
                may_repeat = true;
            }
            ']' if classes > 0 => classes -= 1,
            _ if classes > 0 => {}
            '(' => {
                groups += 1;
                // `(?:`, `(?i)`, `(?<name>`: no repetition.
                chars.next_if_eq(&'?');
                may_repeat = false;
            }
            ')' if groups == 0 => return Some("a `)` closes nothing: write `\\)` for the character"),
            ')' => {
                groups -= 1;
                may_repeat = true;
            }
            '|' => may_repeat = false,
            '*' | '+' | '?' if !may_repeat => {
                return Some("`*`, `+` or `?` has nothing to repeat: write a `\\` before it for the character");
            }
            _ => may_repeat = true,
        }
    }
    match (classes, groups) {
        (1.., _) => Some("a `[` is not closed: write `\\[` for the character"),
        (_, 1..) => Some("a `(` is not closed: write `\\(` for the character"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::mistake;

    #[test]
    fn what_is_well_formed_has_no_mistake() {
        for regex in
            ["", "[a-z]+", "a|b", "(?:a|b)*?", "(?<name>x)?", "[]a]", "[^]a[b]]", r"\[\(\*", "a{1,2}+", "^$", r"\Q(\E"]
        {
            assert_eq!(mistake(regex), None, "{regex}");
        }
    }

    #[test]
    fn what_is_not_closed_or_has_nothing_to_repeat_is_a_mistake() {
        for regex in ["[a-z", "(a", "a)", "*a", "(+)", "a|?", "a\\"] {
            assert!(mistake(regex).is_some(), "{regex}");
        }
    }
}
