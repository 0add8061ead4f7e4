//! The HTTP side: one file an endpoint, and what they share.

mod auth;
mod router;
mod rules;
mod session;
mod stream;
mod token;

pub(crate) use router::router;
