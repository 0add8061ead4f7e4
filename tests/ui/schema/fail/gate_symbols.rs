use kconnect::ConnectSchema;

/// A kind of post.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Kind {
    /// Was there.
    Post,
    /// Is new, and `REPOST` is gone.
    Quote,
}

/// Two of four.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Suit {
    /// Was there.
    Hearts,
    /// Was there.
    Spades,
    /// Is new.
    Clubs,
}

/// A symbol is gone, or any string has been written.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Symbols", committed = "gate_symbols.avsc")]
struct Backward {
    /// `REPOST` is gone.
    kind: Kind,
    /// Was any string.
    text: Kind,
    /// One more, which nobody has written yet.
    suit: Suit,
}

/// A symbol is new.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Symbols", committed = "gate_symbols.avsc", compatibility = "FORWARD")]
struct Forward {
    /// `QUOTE` is new.
    kind: Kind,
    /// A symbol is a string.
    text: Kind,
    /// `CLUBS` is new.
    suit: Option<Suit>,
}

fn main() {}
