//! Free ports for servers.

use std::net::{Ipv4Addr, TcpListener};

use rand::Rng as _;

use crate::{Failure, Result};

/// Finds a port on 127.0.0.1 that nobody listens on.
///
/// Below the range from which the kernel takes the ports of outgoing connections: one of those could take the port
/// between this look and the server's start. Who starts a server tries again with another port all the same.
pub(crate) fn free() -> Result<u16> {
    let mut rng = rand::rng();
    (0..200)
        .map(|_| rng.random_range(20_000..32_000))
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .ok_or_else(|| Failure::new("no port between 20000 and 32000 is free on 127.0.0.1"))
}
