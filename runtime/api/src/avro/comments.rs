//! Comments in a schema's text: Avro's Java library allows them.

use std::borrow::Cow;

/// The text with blanks in place of `/* … */` and `// …`, so that lines and columns stay.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("/*") && !text.contains("//") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['"', '/']) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let (piece, after) = from.split_at(length(from));
        if piece.starts_with("/*") || piece.starts_with("//") {
            out.extend(piece.chars().map(|char| if char == '\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// How long the string, the comment or the lone slash is with which the text begins.
fn length(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if let Some(comment) = text.strip_prefix("/*") {
        // One that is not closed is left to the JSON parser.
        return comment.find("*/").map_or(1, |end| end + 4);
    }
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, char)| {
        let closes = *char == '"' && !escaped;
        escaped = *char == '\\' && !escaped;
        closes
    });
    match end {
        _ if text.starts_with('/') => 1,
        Some((end, _)) => end + 1,
        None => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_and_strings_stay() {
        for (text, without) in [
            ("\"a\"", "\"a\""),
            ("/* a\n \"b */\"int\"", "    \n      \"int\""),
            ("\"int\" // \"c\"\n", "\"int\"       \n"),
            (r#"["// no", "a\"/* no */", "\\"] /**/"#, r#"["// no", "a\"/* no */", "\\"]     "#),
            ("/* open", "/* open"),
            ("/", "/"),
        ] {
            assert_eq!(without_comments(text), without);
        }
    }
}
