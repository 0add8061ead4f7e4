//! Starting and stopping a stand-in.

use std::{fmt, io, net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    control::Control,
    feed::Feed,
    posts::Posts,
    routes,
    state::{Settings, Shared},
    wire::{Loopback, Wire},
};

/// The consumer key a stand-in takes if none is set.
pub const CONSUMER_KEY: &str = "stand-in-key";
/// The consumer secret a stand-in takes if none is set.
pub const CONSUMER_SECRET: &str = "stand-in-secret";

/// A running stand-in. It stops when dropped; [`shutdown`](Self::shutdown) also waits for that.
#[derive(Debug)]
pub struct XApi {
    port: u16,
    control: Control,
    stop: watch::Sender<bool>,
    server: JoinHandle<io::Result<()>>,
}

impl XApi {
    /// Settings for a stand-in, all at X's values of today for a paying developer.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base address, such as `http://127.0.0.1:40123`, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// What scripts and observes this stand-in.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Ends an open stream in good order, closes the port, and returns when both are done.
    ///
    /// A client that does not read its stream is given two seconds.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(Duration::from_secs(2), &mut self.server).await.is_err() {
            self.server.abort();
        }
    }
}

/// The settings of a stand-in.
#[derive(Clone)]
#[must_use]
pub struct Builder {
    port: u16,
    posts: Posts,
    interval: Option<Duration>,
    hold: bool,
    settings: Settings,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            posts: Posts::own(),
            interval: None,
            hold: false,
            settings: Settings {
                consumer_key: CONSUMER_KEY.to_owned(),
                consumer_secret: CONSUMER_SECRET.to_owned(),
                keep_alive: Duration::from_secs(20),
                chunk_bytes: 0,
                linger: Duration::ZERO,
                deliver_unmatched: false,
                max_rules: 1_000,
                max_rule_chars: 1_024,
                max_connects: 50,
            },
        }
    }
}

impl Builder {
    /// Sets the app's consumer key and secret.
    pub fn credentials(mut self, key: impl Into<String>, secret: impl Into<String>) -> Self {
        self.settings.consumer_key = key.into();
        self.settings.consumer_secret = secret.into();
        self
    }

    /// Sets the port on 127.0.0.1; 0, the default, is any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the posts to replay. Default: [`Posts::own`].
    pub fn posts(mut self, posts: Posts) -> Self {
        self.posts = posts;
        self
    }

    /// Sets how many posts come into being each second, whether they match a rule or not.
    ///
    /// The clock starts with the first connection. Default, and for anything that is no positive number: posts come as
    /// fast as the reader takes them.
    pub fn rate(mut self, posts_per_second: f64) -> Self {
        self.interval = Duration::try_from_secs_f64(posts_per_second.recip()).ok();
        self
    }

    /// Holds posts back while nobody is connected, and those whose connection broke under them, for the next one.
    ///
    /// X does not: what nobody reads is lost. Without a [`rate`](Self::rate) time stands still between two connections,
    /// so only a post whose line was under way can be lost.
    pub fn hold_until_connected(mut self, hold: bool) -> Self {
        self.hold = hold;
        self
    }

    /// Sets the time without a post after which the stream says `\r\n`. Default: 20 s.
    pub fn keep_alive(mut self, every: Duration) -> Self {
        self.settings.keep_alive = every;
        self
    }

    /// Cuts the stream into HTTP chunks of this many bytes, through lines and characters. Default, and 0: whole lines.
    pub fn chunk_bytes(mut self, bytes: usize) -> Self {
        self.settings.chunk_bytes = bytes;
        self
    }

    /// Sets how many rules the app may have. Default: 1 000.
    pub fn max_rules(mut self, rules: usize) -> Self {
        self.settings.max_rules = rules;
        self
    }

    /// Sets how many characters a rule may have. Default: 1 024.
    pub fn max_rule_chars(mut self, chars: usize) -> Self {
        self.settings.max_rule_chars = chars;
        self
    }

    /// Sets how many times in 15 minutes the stream may be asked for. Default: 50.
    pub fn max_connects(mut self, connects: u32) -> Self {
        self.settings.max_connects = connects;
        self
    }

    /// Sets how long a connection that the client left counts as open, and further ones get 429. Default: not at all.
    ///
    /// X takes minutes now and then. What the server itself ends never lingers.
    pub fn linger(mut self, linger: Duration) -> Self {
        self.settings.linger = linger;
        self
    }

    /// Delivers posts that match no rule, with empty `matching_rules`. X never does; for tests that want every post of a
    /// list. A rule must exist all the same.
    pub fn deliver_unmatched(mut self, deliver: bool) -> Self {
        self.settings.deliver_unmatched = deliver;
        self
    }

    /// Binds 127.0.0.1 and serves until the returned value is dropped.
    ///
    /// # Errors
    ///
    /// The port is taken.
    ///
    /// # Panics
    ///
    /// It is not called inside a tokio runtime.
    pub async fn start(self) -> io::Result<XApi> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let port = listener.local_addr()?.port();
        let (stop, mut stopped) = watch::channel(false);
        let feed = Feed::new(self.posts, self.interval, self.hold);
        let shared = Arc::new(Shared::new(self.settings, feed, stopped.clone()));
        let service = routes::router(Arc::clone(&shared)).into_make_service_with_connect_info::<Wire>();
        let server = axum::serve(Loopback(listener), service).with_graceful_shutdown(async move {
            // An error is the sender's drop, which stops as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        });
        let server = tokio::spawn(async move { server.await });
        Ok(XApi { port, control: Control::new(shared), stop, server })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("port", &self.port).field("posts", &self.posts).finish_non_exhaustive()
    }
}
