//! A TCP proxy that cuts connections, delays what goes through them, and refuses new ones.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{Failure, Result};

/// A proxy on 127.0.0.1. It ends with this value, and with it every connection through it.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    target: Mutex<Option<SocketAddr>>,
    open: Mutex<Vec<TcpStream>>,
    delay_ms: AtomicU64,
    refusing: AtomicBool,
    ended: AtomicBool,
}

impl Proxy {
    /// A proxy that refuses every connection until [`forward_to`](Self::forward_to) says where they go.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || admit(&listener, &own));
        Ok(Self { port, shared })
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it listens, with the host.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Where connections go from now on, `127.0.0.1:port`.
    ///
    /// # Errors
    /// If that is no address.
    pub fn forward_to(&self, address: &str) -> Result {
        let address = address.parse().map_err(|_| Failure::new(format!("{address} is no address")))?;
        *locked(&self.shared.target) = Some(address);
        Ok(())
    }

    /// Ends all connections that are open.
    pub fn cut(&self) {
        self.shared.cut();
    }

    /// Ends new connections at once, or no longer. Those that are open stay.
    pub fn refuse(&self, refuse: bool) {
        self.shared.refusing.store(refuse, Ordering::Release);
    }

    /// Holds back each piece of data for so long, in both directions.
    pub fn delay(&self, delay: Duration) {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.shared.delay_ms.store(delay, Ordering::Release);
    }

    /// As at the start: no delay, nothing refused.
    pub fn heal(&self) {
        self.refuse(false);
        self.delay(Duration::ZERO);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Release);
        self.shared.cut();
        // Wakes the thread that admits.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

impl Shared {
    fn cut(&self) {
        for stream in locked(&self.open).drain(..) {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn admit(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming().map_while(std::result::Result::ok) {
        if shared.ended.load(Ordering::Acquire) {
            return;
        }
        let target = *locked(&shared.target);
        let Some(target) = target.filter(|_| !shared.refusing.load(Ordering::Acquire)) else { continue };
        // A broker that is down: the client is cut off, as it would be.
        let Ok(server) = TcpStream::connect(target) else { continue };
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let Ok((to_server, to_client)) = client.try_clone().and_then(|c| Ok((c, server.try_clone()?))) else {
            continue;
        };
        locked(&shared.open).extend([client.try_clone(), server.try_clone()].into_iter().flatten());
        let (one, other) = (Arc::clone(shared), Arc::clone(shared));
        thread::spawn(move || pump(to_server, server, &one));
        thread::spawn(move || pump(to_client, client, &other));
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, shared: &Shared) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let delay = shared.delay_ms.load(Ordering::Acquire);
        if delay > 0 {
            thread::sleep(Duration::from_millis(delay));
        }
        if buffer.get(..read).is_none_or(|bytes| to.write_all(bytes).is_err()) {
            break;
        }
    }
    // Whichever side ended first, the other one hears of it.
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
