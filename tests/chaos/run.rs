//! One run: a topic, its numbers, and what happens to them on the way.

use std::{
    fmt, fs, thread,
    time::{Duration, Instant},
};

use kconnect_tests::{Result, connect::properties_file, kafka, paths, unique};
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use rdkafka::{
    ClientConfig,
    consumer::{BaseConsumer, Consumer as _},
};
use tempfile::TempDir;

use crate::{
    account::{self, Account, Run},
    faults::Fault,
    stage::{Stage, Workers},
};

const SEQUENCES: i32 = 3;
const COUNT: i64 = 2000;
const STEP: i64 = 4;
/// 2000 numbers by 4 every 10 ms: some five seconds.
const PAUSE: &str = "10";

/// When nothing new has come for so long, nothing more will.
const PATIENCE: Duration = Duration::from_secs(25);

const LOOK: Duration = Duration::from_millis(50);

/// A connector that is wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Its offsets are ahead of its numbers.
    Source,
    /// It says that records are delivered before they are.
    Sink,
}

/// From when on the time to the first fault counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    /// The source has begun; the sink's group is forming.
    Source,
    /// The sink has the first record.
    Sink,
}

/// What is to happen.
pub(crate) struct Plan {
    /// The run's main fault, then further ones; each with the time after the one before.
    pub(crate) faults: Vec<(Fault, Duration)>,
    /// What the first fault waits for.
    begin: Begin,
    broken: Option<Broken>,
}

impl Plan {
    /// A fault, and with `more` up to two others, at random moments.
    pub(crate) fn draw(main: Fault, broken: Option<Broken>, more: bool, rng: &mut StdRng) -> Self {
        let mut faults = vec![main];
        let others = if more { rng.random_range(0..=2) } else { 0 };
        faults.extend((0..others).filter_map(|_| Fault::ALL.choose(rng).copied()));
        // Late enough that something is under way, early enough that something is left.
        let at = |rng: &mut StdRng| Duration::from_millis(rng.random_range(200..1500));
        let begin = match broken {
            Some(Broken::Source) => Begin::Source,
            Some(Broken::Sink) => Begin::Sink,
            None => *[Begin::Source, Begin::Sink].choose(rng).unwrap(),
        };
        Self { begin, faults: faults.into_iter().map(|fault| (fault, at(rng))).collect(), broken }
    }

    pub(crate) fn main(&self) -> Fault {
        self.faults[0].0
    }

    fn any(&self, which: impl Fn(Fault) -> bool) -> bool {
        self.faults.iter().any(|(fault, _)| which(*fault))
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<_> = self.faults.iter().map(|(fault, after)| format!("{fault} after {after:?}")).collect();
        write!(f, "{} (from {:?} on)", shown.join(", "), self.begin)
    }
}

/// Runs it, and counts.
pub(crate) fn run(stage: &mut Stage, plan: &Plan, rng: &mut StdRng) -> Result<Account> {
    let begun = Instant::now();
    let folder = TempDir::new()?;
    let (topic, bootstrap) = (unique("chaos"), stage.broker.bootstrap().to_owned());
    kafka::create_topic(&bootstrap, &topic, SEQUENCES)?;
    let (starts, ledgers) = (folder.path().join("starts"), folder.path().join("ledgers"));
    let ahead = if plan.broken == Some(Broken::Source) { 400 } else { 0 };
    let source = format!(
        "name={topic}-source\nconnector.class=kconnect.chaos.LedgerSource\ntasks.max=1\ntopic={topic}\n\
         sequences={SEQUENCES}\ncount={COUNT}\nstep={STEP}\npause.ms={PAUSE}\nstarts={}\nahead={ahead}\n\
         errors.retry.timeout=-1\nerrors.retry.delay.max.ms=500\n",
        starts.display()
    );
    let fails = if plan.any(|fault| fault == Fault::Put) { 20 } else { 0 };
    let sink = format!(
        "name={topic}-sink\nconnector.class=kconnect.chaos.LedgerSink\ntasks.max=2\ntopics={topic}\nfolder={}\n\
         fail.percent={fails}\nsettle.early={}\n\
         errors.retry.timeout=-1\nerrors.retry.delay.max.ms=500\n\
         consumer.override.auto.offset.reset=earliest\n\
         consumer.override.session.timeout.ms=1500\nconsumer.override.heartbeat.interval.ms=300\n",
        ledgers.display(),
        plan.broken == Some(Broken::Sink),
    );
    properties_file(folder.path(), "source", &source)?;
    properties_file(folder.path(), "sink", &sink)?;

    let mut workers = Workers::new(stage, folder.path());
    workers.start()?;
    let begun_to = || -> Result<bool> {
        Ok(match plan.begin {
            Begin::Source => starts.exists(),
            Begin::Sink => !account::written(&ledgers)?.records.is_empty(),
        })
    };
    while !begun_to()? && begun.elapsed() < PATIENCE {
        thread::sleep(LOOK);
    }
    for (fault, after) in &plan.faults {
        thread::sleep(*after);
        fault.strike(&mut workers, rng)?;
    }
    workers.stage.heal();
    let whole = usize::try_from(i64::from(SEQUENCES) * COUNT)?;
    // All numbers, and all records: a number that was read again lies in the topic twice.
    let mut seen = (0, Instant::now());
    loop {
        let written = account::written(&ledgers)?;
        let arrived = written.numbers.len() == whole && written.records.len() >= records(&bootstrap, &topic)?;
        if arrived || seen.1.elapsed() > PATIENCE {
            break;
        }
        if written.records.len() > seen.0 {
            seen = (written.records.len(), Instant::now());
        }
        thread::sleep(LOOK);
    }
    let ran = workers.runs()?;
    workers.end_all()?;
    let printed = workers.printed().to_owned();

    let run = Run {
        bootstrap: &bootstrap,
        topic: &topic,
        starts: &starts,
        ledgers: &ledgers,
        sequences: SEQUENCES,
        count: COUNT,
        acknowledgements_lost: plan.any(Fault::loses_acknowledgements),
        uncommitted: plan.any(Fault::loses_commits),
    };
    let mut account = account::account(&run)?;
    account.seconds = begun.elapsed().as_secs_f64();
    if !ran {
        account.remarks.push("the worker had ended by itself".to_owned());
    }
    if plan.broken.is_none() && (account.lost() > 0 || account.unexplained > 0 || !account.remarks.is_empty()) {
        let kept = paths::real().join("chaos");
        fs::create_dir_all(&kept)?;
        let log = kept.join(format!("{topic}.log"));
        fs::write(&log, printed)?;
        let ledgers = kept.join(format!("{topic}.ledgers"));
        let mut text = String::new();
        for entry in fs::read_dir(folder.path().join("ledgers"))? {
            let path = entry?.path();
            text.extend(["--- ", &path.display().to_string(), "\n", &fs::read_to_string(&path)?]);
        }
        fs::write(&ledgers, text)?;
        account.remarks.push(format!("the workers' output is in {}", log.display()));
    }
    kafka::delete_topic(&bootstrap, &topic)?;
    Ok(account)
}

/// How many records the topic has.
fn records(bootstrap: &str, topic: &str) -> Result<usize> {
    let consumer: BaseConsumer = ClientConfig::new().set("bootstrap.servers", bootstrap).create()?;
    let mut records = 0;
    for partition in 0..SEQUENCES {
        let (low, high) = consumer.fetch_watermarks(topic, partition, Duration::from_secs(30))?;
        records += usize::try_from(high - low)?;
    }
    Ok(records)
}
