//! Text of a given width.

/// The text's lines, broken between words so that none is wider than `width` characters, as far as its words allow. Line breaks
/// in the text stay; blanks at the beginning of a line indent all that it is broken into.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    // A carriage return ends a line of a `.properties` file too.
    text.split(['\n', '\r']).flat_map(|line| wrap_line(line, width)).collect()
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width {
        return vec![line.trim_end().to_owned()];
    }
    let words = line.trim_start();
    let indent = line.strip_suffix(words).unwrap_or_default();
    let lines = fill(words.split_whitespace(), width.saturating_sub(indent.chars().count()));
    lines.into_iter().map(|line| format!("{indent}{line}")).collect()
}

/// As many of the pieces in a line as have room, with a blank between them.
pub(super) fn fill<'a>(pieces: impl IntoIterator<Item = &'a str>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        let room = |line: &&mut String| line.chars().count().saturating_add(piece.chars().count()) < width;
        match lines.last_mut().filter(room) {
            Some(line) => {
                line.push(' ');
                line.push_str(piece);
            }
            None => lines.push(piece.to_owned()),
        }
    }
    lines
}
