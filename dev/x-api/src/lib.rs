//! A stand-in for the X API on loopback, for development and tests.
//!
//! It serves what a connector needs of X's API version 2: the bearer token for a consumer key and secret, the rules of
//! the filtered stream, and the stream itself. It verifies credentials, keeps one connection an app, matches posts
//! against the rules, and can fail in the ways X fails. It is a simulator: where X's behaviour is not documented or
//! recorded, it does what seemed likeliest, and it knows nothing of the rest of the API.
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! use kconnect_x_api::{Disconnect, Fault, Posts, XApi};
//!
//! let api = XApi::builder().posts(Posts::numbered(1_000)).chunk_bytes(7).start().await?;
//! api.control().fault_after(100, Fault::Disconnect(Disconnect::Operational));
//! // … point a client at api.url() …
//! api.control().wait_delivered(1_000).await;
//! assert_eq!(api.control().connects(), 2);
//! api.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod answer;
mod control;
mod fault;
mod feed;
mod fields;
mod posts;
mod routes;
mod rules;
mod server;
mod state;
mod window;
mod wire;

pub use answer::{Answer, Endpoint};
pub use control::{Control, Request};
pub use fault::{Disconnect, End, Fault};
pub use posts::{Posts, PostsError};
pub use rules::{Rule, RuleError};
pub use server::{Builder, CONSUMER_KEY, CONSUMER_SECRET, XApi};
