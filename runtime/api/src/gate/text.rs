//! Text that is put together while the compiler evaluates constants, where there is no allocation.

/// Longer messages are cut: the beginning says what is wrong.
const CAPACITY: usize = 1024;

/// A text that grows up to a limit.
#[derive(Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Text {
    pub(super) const EMPTY: Self = Self { bytes: [0; CAPACITY], len: 0 };

    pub(super) const fn push(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let Some((byte, tail)) = rest.split_first() {
            let (_, free) = self.bytes.split_at_mut(self.len);
            let Some((slot, _)) = free.split_first_mut() else { break };
            *slot = *byte;
            self.len += 1;
            rest = tail;
        }
        self
    }

    pub(super) const fn push_number(self, number: u32) -> Self {
        let text = if number < 10 { self } else { self.push_number(number / 10) };
        text.push(match number % 10 {
            0 => "0",
            1 => "1",
            2 => "2",
            3 => "3",
            4 => "4",
            5 => "5",
            6 => "6",
            7 => "7",
            8 => "8",
            _ => "9",
        })
    }

    pub(super) const fn as_str(&self) -> &str {
        let (written, _) = self.bytes.split_at(self.len);
        match str::from_utf8(written) {
            Ok(text) => text,
            // The limit cut a character in two.
            Err(error) => match str::from_utf8(written.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

/// Whether two names are equal.
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let (Some((first, tail)), Some((other_first, other_tail))) = (one.split_first(), other.split_first()) {
        if *first != *other_first {
            return false;
        }
        (one, other) = (tail, other_tail);
    }
    one.is_empty() && other.is_empty()
}

/// Whether a name is one of those.
pub(super) const fn among(name: &str, names: &[&str]) -> bool {
    let mut rest = names;
    while let Some((first, tail)) = rest.split_first() {
        if same(name, first) {
            return true;
        }
        rest = tail;
    }
    false
}

/// A full name without its namespace.
pub(super) const fn simple(name: &str) -> &str {
    let bytes = name.as_bytes();
    let mut at = bytes.len();
    let mut rest = bytes;
    while let Some((last, head)) = rest.split_last() {
        if *last == b'.' {
            return name.split_at(at).1;
        }
        at -= 1;
        rest = head;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_namespace() {
        assert_eq!(simple("com.example.Post"), "Post");
        assert_eq!(simple("Post"), "Post");
        assert_eq!(simple("com."), "");
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_between_two_characters() {
        let text = Text::EMPTY.push(&"ä".repeat(CAPACITY));
        assert_eq!(text.as_str(), "ä".repeat(CAPACITY / 2));
        let text = Text::EMPTY.push("x").push(&"ä".repeat(CAPACITY));
        assert_eq!(text.as_str(), format!("x{}", "ä".repeat(CAPACITY / 2 - 1)));
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(Text::EMPTY.push_number(0).push(" ").push_number(1030).as_str(), "0 1030");
    }

    #[test]
    fn a_name_that_begins_like_another_is_not_the_same() {
        assert!(same("Post", "Post"));
        assert!(!same("Post", "Posts") && !same("Posts", "Post") && !same("", "Post"));
    }
}
