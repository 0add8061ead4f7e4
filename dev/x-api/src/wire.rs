//! The socket under a response: tells when all bytes of a body were handed to it, and how it dies.
//!
//! hyper asks a body for more before what it has is on its way. A post counts as delivered when its line was written,
//! so the stream waits for the flush that follows each line.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// Accepts connections on loopback.
pub(crate) struct Loopback(pub(crate) TcpListener);

impl Listener for Loopback {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // Without this a line cut in pieces waits for the peer's acknowledgement. A failure only costs time.
        let _ = stream.set_nodelay(true);
        (Socket { stream, wire: Wire::default() }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection, and the handle that requests on it see.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    wire: Wire,
}

/// The part of a connection that a response body shares with its socket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    handed: AtomicU64,
    flushed: AtomicU64,
    on_flush: Notify,
    reset: AtomicBool,
}

impl Wire {
    /// Says that the frame yielded next completes something to wait for.
    pub(crate) fn hand(&self) {
        self.0.handed.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether the socket took everything handed so far.
    pub(crate) fn is_flushed(&self) -> bool {
        self.0.flushed.load(Ordering::Acquire) == self.0.handed.load(Ordering::Acquire)
    }

    /// Waits until the socket has taken everything handed so far.
    pub(crate) async fn flushed(&self) {
        while !self.is_flushed() {
            self.0.on_flush.notified().await;
        }
    }

    /// Makes the connection end with a TCP reset instead of an orderly close.
    pub(crate) fn reset_on_close(&self) {
        self.0.reset.store(true, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Loopback>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Loopback>) -> Self {
        stream.io().wire.clone()
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        // Body and socket are polled by one task, so nothing is handed between the write and this line.
        let handed = self.wire.0.handed.load(Ordering::Acquire);
        if self.wire.0.flushed.swap(handed, Ordering::AcqRel) != handed {
            self.wire.0.on_flush.notify_one();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.wire.0.reset.load(Ordering::Acquire) {
            // Best effort: the connection ends here either way.
            let _ = self.stream.set_zero_linger();
        }
    }
}
