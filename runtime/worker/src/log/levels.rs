//! Levels that can be changed while the worker runs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use tracing::{Metadata, Subscriber, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{EnvFilter, Layer, layer::Context};

/// How much is logged, by the names that Kafka Connect's `/admin/loggers` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What ends the process. Nothing here is logged at this level: it shows what `ERROR` shows.
    Fatal,
    /// What fails.
    Error,
    /// What is likely not meant.
    Warn,
    /// What happens.
    Info,
    /// How it happens.
    Debug,
    /// Every step.
    Trace,
}

impl LogLevel {
    const ALL: [(&'static str, Self); 7] = [
        ("OFF", Self::Off),
        ("FATAL", Self::Fatal),
        ("ERROR", Self::Error),
        ("WARN", Self::Warn),
        ("INFO", Self::Info),
        ("DEBUG", Self::Debug),
        ("TRACE", Self::Trace),
    ];

    fn filter(self) -> LevelFilter {
        match self {
            Self::Off => LevelFilter::OFF,
            Self::Fatal | Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
            Self::Trace => LevelFilter::TRACE,
        }
    }
}

/// The level's name, in upper case.
impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(_, level)| level == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// In upper or lower case.
impl FromStr for LogLevel {
    type Err = UnknownLogLevel;

    fn from_str(name: &str) -> Result<Self, UnknownLogLevel> {
        let found = Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, level)| *level).ok_or_else(|| UnknownLogLevel { name: name.to_owned() })
    }
}

/// A text that is no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid log level '{name}'; write OFF, FATAL, ERROR, WARN, INFO, DEBUG or TRACE")]
pub struct UnknownLogLevel {
    name: String,
}

/// The level of a logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggerLevel {
    /// The level.
    pub level: LogLevel,
    /// When it was set at run time, in milliseconds since the epoch; `None` since the start of the process.
    pub last_modified: Option<u64>,
}

/// The loggers of this process: the targets of its log lines, such as `kconnect_worker::source`, and `root`.
///
/// Kafka Connect changes levels at run time in the same way (KIP-495): for a logger and all that are below it.
///
/// ```
/// use kconnect_worker::{LogLevel, Loggers, init_logging};
///
/// init_logging("info");
/// Loggers::set("kconnect_worker::source", LogLevel::Debug);
/// assert_eq!(Loggers::level("kconnect_worker::source").unwrap().level, LogLevel::Debug);
/// assert_eq!(Loggers::level("kconnect_worker::sink").unwrap().level, LogLevel::Info);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Loggers;

/// The logger above all others.
const ROOT: &str = "root";

/// What changes the filter of the process; false when its subscriber is gone.
type Change = Box<dyn Fn(EnvFilter) -> bool + Send + Sync>;

struct Governed {
    /// What was configured at the start, in `tracing`'s directive syntax.
    base: String,
    set: Mutex<BTreeMap<String, LoggerLevel>>,
    change: Change,
}

static GOVERNED: OnceLock<Governed> = OnceLock::new();

/// The targets that have logged, or could have.
static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Loggers {
    /// From now on levels are changed through `change`.
    pub(super) fn govern(base: String, change: Change) {
        // There is one subscriber in a process, so there is one caller.
        let _ = GOVERNED.set(Governed { base, set: Mutex::default(), change });
    }

    /// Every known logger with its level, by name. Without [`init_logging`](crate::init_logging) there is none: the levels
    /// are the embedding program's.
    #[must_use]
    pub fn all() -> BTreeMap<String, LoggerLevel> {
        let Some(governed) = GOVERNED.get() else { return BTreeMap::new() };
        let set = governed.set();
        let mut names: BTreeSet<String> = known().iter().map(|name| (*name).to_owned()).collect();
        names.extend(set.keys().cloned());
        names.insert(ROOT.to_owned());
        names.into_iter().map(|name| (name.clone(), governed.level(&set, &name))).collect()
    }

    /// The level of a logger, known or not; `None` as for [`all`](Self::all).
    #[must_use]
    pub fn level(name: &str) -> Option<LoggerLevel> {
        let governed = GOVERNED.get()?;
        Some(governed.level(&governed.set(), name))
    }

    /// Sets the level of a logger and of all below it, `root` of all; answers with the names of those that are known.
    pub fn set(name: &str, level: LogLevel) -> Vec<String> {
        let Some(governed) = GOVERNED.get() else { return Vec::new() };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let last_modified = u64::try_from(now.as_millis()).ok();
        let mut set = governed.set();
        // What was said about loggers below it before is no longer true.
        set.retain(|other, _| !is_below(other, name));
        set.insert(name.to_owned(), LoggerLevel { level, last_modified });
        let levels: Vec<_> = set.iter().map(|(name, level)| (name.clone(), level.level)).collect();
        // Without a subscriber nothing is logged at any level.
        let _ = (governed.change)(filter(&governed.base, &levels));
        let mut affected: BTreeSet<String> =
            known().iter().filter(|known| is_below(known, name)).map(|known| (*known).to_owned()).collect();
        affected.insert(name.to_owned());
        affected.into_iter().collect()
    }
}

impl Governed {
    fn set(&self) -> MutexGuard<'_, BTreeMap<String, LoggerLevel>> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was set for the logger or for the nearest one above it, or else what was configured at the start.
    fn level(&self, set: &BTreeMap<String, LoggerLevel>, name: &str) -> LoggerLevel {
        let nearest = |names: &mut dyn Iterator<Item = &str>| {
            names
                .filter(|above| is_below(name, above))
                .max_by_key(|above| if *above == ROOT { 0 } else { above.len() })
                .map(str::to_owned)
        };
        if let Some(level) = nearest(&mut set.keys().map(String::as_str)).and_then(|above| set.get(&above)) {
            return *level;
        }
        let configured: BTreeMap<_, _> = self.base.split(',').filter_map(directive).collect();
        let level = nearest(&mut configured.keys().copied()).and_then(|above| configured.get(above.as_str()).copied());
        LoggerLevel { level: level.unwrap_or(LogLevel::Info), last_modified: None }
    }
}

/// A plain directive: a level alone, or one for a target. What concerns spans and fields is no logger's.
fn directive(text: &str) -> Option<(&str, LogLevel)> {
    match text.trim().split_once('=') {
        None => Some((ROOT, text.trim().parse().ok()?)),
        Some((target, level)) => Some((target, level.parse().ok()?)),
    }
}

/// Whether a logger is that one, or below it.
fn is_below(name: &str, above: &str) -> bool {
    above == ROOT || name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn known() -> MutexGuard<'static, BTreeSet<&'static str>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The filter of what was configured at the start and what was set later.
pub(super) fn filter(base: &str, set: &[(String, LogLevel)]) -> EnvFilter {
    let mut text = base.to_owned();
    // What is set for all stands before what is set for some, and replaces what was configured.
    if let Some((_, level)) = set.iter().find(|(name, _)| name == ROOT) {
        text = level.filter().to_string();
    }
    for (name, level) in set.iter().filter(|(name, _)| name != ROOT) {
        // Configured directives for what is below it would be more specific.
        let kept: Vec<_> = text
            .split(',')
            .filter(|part| !directive(part).is_some_and(|(target, _)| target != ROOT && is_below(target, name)))
            .collect();
        text = format!("{},{name}={}", kept.join(","), level.filter());
    }
    EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).parse_lossy(text)
}

/// Notices which targets there are.
pub(super) struct Known;

impl<S: Subscriber> Layer<S> for Known {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() {
            known().insert(metadata.target());
        }
        Interest::always()
    }

    fn enabled(&self, _metadata: &Metadata<'_>, _cx: Context<'_, S>) -> bool {
        true
    }
}
