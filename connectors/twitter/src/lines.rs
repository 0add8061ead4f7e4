//! Cuts a long-lived HTTP body into lines.
//!
//! Chunks end anywhere, also inside a character, so the framer works on raw bytes and leaves UTF-8 to whoever parses the
//! line. Knows nothing of X: any protocol with one message a line and blank lines as keep-alives fits.

use bytes::{Buf, Bytes, BytesMut};

/// Collects chunks and gives lines, ended by LF or CRLF.
#[derive(Debug)]
pub(crate) struct Lines {
    buffer: BytesMut,
    /// How much of the buffer is known to hold no line end.
    scanned: usize,
    /// Dropping the rest of a line that was too long.
    skipping: bool,
    max: usize,
}

/// What a line turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A line without its end.
    Line(Bytes),
    /// A blank line: the server is alive and has nothing to say.
    KeepAlive,
    /// The first bytes of a line longer than allowed; the rest of it is skipped.
    TooLong(Bytes),
}

impl Lines {
    /// `max`: the longest line in bytes, its end not counted.
    pub(crate) fn new(max: usize) -> Self {
        Self { buffer: BytesMut::new(), scanned: 0, skipping: false, max }
    }

    /// Takes the next chunk of the body; call [`Lines::next_frame`] until it gives `None` before the next one.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// The next complete line.
    pub(crate) fn next_frame(&mut self) -> Option<Frame> {
        loop {
            let end = self.buffer.iter().skip(self.scanned).position(|&byte| byte == b'\n').map(|at| at + self.scanned);
            match end {
                Some(end) if self.skipping => {
                    self.skip(end + 1);
                    self.skipping = false;
                }
                Some(end) => return Some(self.take(end)),
                None if self.skipping => {
                    self.skip(self.buffer.len());
                    return None;
                }
                // One byte of grace, which may be the CR of the line end.
                None if self.buffer.len() > self.max + 1 => {
                    self.skipping = true;
                    self.scanned = 0;
                    return Some(Frame::TooLong(self.buffer.split_to(self.max).freeze()));
                }
                None => {
                    self.scanned = self.buffer.len();
                    return None;
                }
            }
        }
    }

    /// What came after the last line end when the body was over: never a message, however complete it looks.
    pub(crate) fn torn_tail(self) -> Option<Bytes> {
        (!self.buffer.is_empty() && !self.skipping).then(|| self.buffer.freeze())
    }

    /// Cuts off the line that ends at `end`.
    fn take(&mut self, end: usize) -> Frame {
        let mut line = self.buffer.split_to(end).freeze();
        self.skip(1);
        if line.last() == Some(&b'\r') {
            line.truncate(line.len() - 1);
        }
        match line.len() {
            0 => Frame::KeepAlive,
            length if length > self.max => {
                line.truncate(self.max);
                Frame::TooLong(line)
            }
            _ => Frame::Line(line),
        }
    }

    fn skip(&mut self, count: usize) {
        self.buffer.advance(count);
        self.scanned = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `body` in chunks of `size` bytes.
    fn frames(body: &[u8], size: usize, max: usize) -> (Vec<Frame>, Option<Bytes>) {
        let mut lines = Lines::new(max);
        let mut frames = Vec::new();
        for chunk in body.chunks(size) {
            lines.push(chunk);
            while let Some(frame) = lines.next_frame() {
                frames.push(frame);
            }
        }
        (frames, lines.torn_tail())
    }

    fn line(text: &'static str) -> Frame {
        Frame::Line(Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn chunk_boundaries_do_not_matter_even_inside_a_character_or_a_line_end() {
        let body = "{\"text\":\"¡olé! 🏅\"}\r\n\r\n{\"text\":\"مرحبا\"}\n".as_bytes();
        let expected = vec![line("{\"text\":\"¡olé! 🏅\"}"), Frame::KeepAlive, line("{\"text\":\"مرحبا\"}")];
        for size in 1..=body.len() {
            assert_eq!(frames(body, size, 100), (expected.clone(), None), "chunks of {size} bytes");
        }
    }

    #[test]
    fn a_torn_tail_is_reported_and_is_not_a_line() {
        assert_eq!(frames(b"{}\r\n{\"data\":", 4, 100), (vec![line("{}")], Some(Bytes::from_static(b"{\"data\":"))));
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        let body = b"0123456789abcdef\r\nnext\r\n";
        for size in 1..=body.len() {
            let expected = vec![Frame::TooLong(Bytes::from_static(b"01234567")), line("next")];
            assert_eq!(frames(body, size, 8), (expected, None), "chunks of {size} bytes");
        }
    }

    #[test]
    fn a_line_of_exactly_the_longest_length_is_whole() {
        for size in 1..=10 {
            assert_eq!(frames(b"01234567\r\n", size, 8), (vec![line("01234567")], None), "chunks of {size} bytes");
        }
    }
}
