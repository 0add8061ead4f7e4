//! Cuts text into the terms that rules are matched against.
//!
//! X cuts a post at white space, punctuation and symbols and compares whole terms without regard to case; accents
//! count. Scripts written without spaces become one term a character, so that a word of theirs is a run of terms.

/// The terms of a text, in order and in lower case.
pub(crate) fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        match class(c) {
            Class::Word => word.extend(c.to_lowercase()),
            class => {
                if !word.is_empty() {
                    terms.push(std::mem::take(&mut word));
                }
                if let Class::Single = class {
                    terms.push(c.to_string());
                }
            }
        }
    }
    if !word.is_empty() {
        terms.push(word);
    }
    terms
}

/// The text as its author typed it: X escapes three characters in `text`.
pub(crate) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The names that follow a sign such as `#` in a text, in lower case.
pub(crate) fn signed(text: &str, sign: char) -> impl Iterator<Item = String> {
    text.split(sign).skip(1).filter_map(|rest| {
        let name: String =
            rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').flat_map(char::to_lowercase).collect();
        (!name.is_empty()).then_some(name)
    })
}

enum Class {
    Word,
    Single,
    Break,
}

fn class(c: char) -> Class {
    match c {
        // Hiragana to CJK extension A, unified ideographs, compatibility ideographs, the supplementary planes.
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
            Class::Single
        }
        // Marks that belong to the letter before them: combining accents, Hebrew points, Arabic harakat.
        '_' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' => Class::Word,
        // Symbols, dingbats and the emoji blocks. Modifiers and joiners are no terms.
        '\u{1f3fb}'..='\u{1f3ff}' => Class::Break,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Class::Single,
        c if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_cut_at_punctuation_and_compared_in_lower_case() {
        assert_eq!(terms("San José's #Kafka-3, co_op!"), ["san", "josé", "s", "kafka", "3", "co_op"]);
    }

    #[test]
    fn emoji_and_ideographs_are_terms_of_their_own() {
        assert_eq!(terms("go🚀👍🏽 東京オリ"), ["go", "🚀", "👍", "東", "京", "オ", "リ"]);
    }

    #[test]
    fn names_after_a_sign_end_at_the_first_other_character() {
        assert_eq!(signed("#Kafka, # and #東京-x", '#').collect::<Vec<_>>(), ["kafka", "東京"]);
    }
}
