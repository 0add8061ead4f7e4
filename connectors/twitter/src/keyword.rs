//! From a keyword of `filter.keywords` to a rule of X API v2.
//!
//! As with the classic stream, the words of a keyword may stand anywhere in a post, but all must: a space means AND in
//! both. What v2 would take for syntax is quoted, so that a keyword never turns into an operator.

/// The rule that matches the posts which the keyword asks for.
pub(crate) fn rule(keyword: &str) -> String {
    keyword.split_whitespace().map(term).filter(|term| !term.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One word, quoted where it is more than letters and digits.
fn term(word: &str) -> String {
    // Inside quotes only a quote means something, and no post is found by one: X takes it for a space between words.
    let word = word.replace('"', " ");
    let word = word.trim();
    if word.is_empty() || is_plain(word) { word.to_owned() } else { format!("\"{word}\"") }
}

/// Whether X reads the word as a keyword, a #hashtag, a $cashtag or a @mention.
fn is_plain(word: &str) -> bool {
    let name = word.strip_prefix(['#', '$', '@']).unwrap_or(word);
    let letters = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    letters && !matches!(word, "OR" | "AND" | "NOT")
}

#[cfg(test)]
mod tests {
    use super::rule;

    #[test]
    fn words_hashtags_cashtags_and_mentions_stay_as_they_are() {
        for keyword in ["kafka", "san jose", "#ApacheKafka $CFLT @confluentinc", "オリンピック", "or and not"] {
            assert_eq!(rule(keyword), keyword);
        }
    }

    #[test]
    fn the_words_of_operators_are_quoted() {
        assert_eq!(rule("heads OR tails"), r#"heads "OR" tails"#);
    }

    #[test]
    fn what_would_be_syntax_is_quoted() {
        assert_eq!(rule("from:me"), r#""from:me""#);
        assert_eq!(rule("-cats"), r#""-cats""#);
        assert_eq!(rule("(a b)"), r#""(a" "b)""#);
        assert_eq!(rule("c++"), r#""c++""#);
        assert_eq!(rule("#"), r##""#""##);
        assert_eq!(rule("🏅"), r#""🏅""#);
    }

    #[test]
    fn quotes_cannot_break_out_of_quotes() {
        assert_eq!(rule(r#"say "from:me""#), r#"say "from:me""#);
        assert_eq!(rule(r#"a"b-c"#), r#""a b-c""#);
        assert_eq!(rule(r#"""#), "");
    }

    #[test]
    fn white_space_around_and_between_words_does_not_matter() {
        assert_eq!(rule("  san \t jose "), "san jose");
    }
}
