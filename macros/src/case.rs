//! Names from identifiers: `rename_all` and dotted configuration keys.

/// The spellings that `rename_all` knows, under serde's names.
pub(crate) const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

/// How the words of an identifier are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
    /// `oauth_token` → `oauth.token`: the key of a configuration field.
    Dotted,
}

impl Case {
    pub(crate) fn named(name: &str) -> Option<Self> {
        CASES.iter().find(|(case, _)| *case == name).map(|(_, case)| *case)
    }

    /// Respells a field (`snake_case`) or a variant (`PascalCase`); the identifier comes without `r#`.
    pub(crate) fn apply(self, ident: &str) -> String {
        let words = words(ident);
        let lower = || words.iter().map(|word| word.to_lowercase());
        let upper = || words.iter().map(|word| word.to_uppercase());
        match self {
            Self::Lower => lower().collect(),
            Self::Upper => upper().collect(),
            Self::Pascal => words.iter().map(|word| capitalised(word)).collect(),
            Self::Camel => lower().take(1).chain(words.iter().skip(1).map(|word| capitalised(word))).collect(),
            Self::Snake => lower().collect::<Vec<_>>().join("_"),
            Self::ScreamingSnake => upper().collect::<Vec<_>>().join("_"),
            Self::Kebab => lower().collect::<Vec<_>>().join("-"),
            Self::ScreamingKebab => upper().collect::<Vec<_>>().join("-"),
            Self::Dotted => lower().collect::<Vec<_>>().join("."),
        }
    }
}

/// Splits at underscores and before a capital that follows a small letter or digit.
fn words(ident: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = '_';
    for char in ident.chars() {
        let boundary = char == '_' || (char.is_uppercase() && !previous.is_uppercase());
        match words.last_mut() {
            Some(last) if !boundary || last.is_empty() => last.extend(Some(char).filter(|char| *char != '_')),
            _ => words.push(Some(char).filter(|char| *char != '_').into_iter().collect()),
        }
        previous = char;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_respells_fields_and_variants() {
        let spelled = |case: Case| (case.apply("in_reply_to_id"), case.apply("InReplyToId"));
        for (case, expected) in [
            (Case::Lower, "inreplytoid"),
            (Case::Upper, "INREPLYTOID"),
            (Case::Pascal, "InReplyToId"),
            (Case::Camel, "inReplyToId"),
            (Case::Snake, "in_reply_to_id"),
            (Case::ScreamingSnake, "IN_REPLY_TO_ID"),
            (Case::Kebab, "in-reply-to-id"),
            (Case::ScreamingKebab, "IN-REPLY-TO-ID"),
            (Case::Dotted, "in.reply.to.id"),
        ] {
            assert_eq!(spelled(case), (expected.to_owned(), expected.to_owned()), "{case:?}");
        }
        assert_eq!(Case::Camel.apply("_private_"), "private");
    }
}
