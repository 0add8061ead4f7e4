//! What can go wrong on the stream, as values.

use serde_json::json;

/// A fault on the open stream, or on the next one if none is open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Writes X's in-stream error and ends the response in good order.
    Disconnect(Disconnect),
    /// Writes the first part of the next post's line, cut inside a character where it can be, and ends so.
    ///
    /// The post is not delivered. It comes again only if the posts are held until connected.
    TornLine(End),
    /// Ends the response.
    Close(End),
    /// Keeps the connection open and sends nothing more on it, not even keep-alives.
    Silence,
    /// Writes this line, whatever it is, and goes on.
    Line(String),
}

/// How a response ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With the last chunk, as HTTP has it.
    Clean,
    /// With the close of the connection, the last chunk missing.
    Cut,
    /// With a TCP reset.
    Reset,
}

/// The reasons X gives in the stream for ending it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disconnect {
    /// `operational-disconnect` with `UpstreamOperationalDisconnect`: the usual one.
    Operational,
    /// `operational-disconnect` with `ForceDisconnect`.
    Force,
    /// `operational-disconnect` with `SlowReader`: the client reads slower than posts come.
    SlowReader,
    /// `operational-disconnect` with `InvalidRules`: reconnecting does not help.
    InvalidRules,
    /// `streaming-connection` with `TooManyConnections`, which X also sends in the stream.
    TooManyConnections,
}

impl Disconnect {
    /// The line that X sends, without its end.
    #[must_use]
    pub fn line(self) -> String {
        let operational = |kind: &str, detail: &str| {
            json!({"errors": [{
                "title": "operational-disconnect",
                "disconnect_type": kind,
                "detail": detail,
                "type": "https://api.x.com/2/problems/operational-disconnect",
            }]})
        };
        match self {
            Self::Operational => operational(
                "UpstreamOperationalDisconnect",
                "This stream has been disconnected upstream for operational reasons.",
            ),
            Self::Force => operational("ForceDisconnect", "This stream has been disconnected."),
            Self::SlowReader => {
                operational("SlowReader", "This stream has been disconnected because it reads too slowly.")
            }
            Self::InvalidRules => operational("InvalidRules", "This stream has been disconnected for invalid rules."),
            Self::TooManyConnections => crate::answer::too_many_connections(),
        }
        .to_string()
    }
}
