//! What a run's topic and ledgers say: what is missing, what is there twice, and why.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt, fs,
    path::Path,
};

use kconnect_tests::{Result, consume};

/// The numbers of one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// Numbers that are in no record of the topic.
    pub(crate) lost_by_source: usize,
    /// Records of the topic that are in no ledger.
    pub(crate) lost_by_sink: usize,
    /// Copies in the topic because a task began again at what was committed.
    pub(crate) read_again: usize,
    /// Copies in the topic because an acknowledgement did not arrive, and the producer sent again.
    pub(crate) sent_again: usize,
    /// Copies in the ledgers because partitions were given to a task anew, at what was committed.
    pub(crate) assigned_again: usize,
    /// Copies in a ledger because `put` failed after it had written.
    pub(crate) put_again: usize,
    /// Copies without a reason.
    pub(crate) unexplained: usize,
    /// Records that a ledger has out of order.
    pub(crate) disordered: usize,
    /// What else went wrong.
    pub(crate) remarks: Vec<String>,
    /// How long the run took, in seconds.
    pub(crate) seconds: f64,
}

impl Account {
    pub(crate) fn lost(&self) -> usize {
        self.lost_by_source + self.lost_by_sink
    }

    pub(crate) fn duplicated(&self) -> usize {
        self.read_again + self.sent_again + self.assigned_again + self.put_again
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read_again, sent_again, assigned_again, put_again, unexplained, disordered, seconds, .. } = self;
        let (lost, duplicated) = (self.lost(), self.duplicated());
        write!(f, "lost {lost}, duplicated {duplicated} (read again {read_again}, sent again {sent_again}, ")?;
        write!(f, "assigned again {assigned_again}, put again {put_again}), unexplained {unexplained}")?;
        write!(f, ", out of order {disordered}, {seconds:.1} s")?;
        self.remarks.iter().try_for_each(|remark| write!(f, "\n    {remark}"))
    }
}

/// What a run was about.
pub(crate) struct Run<'a> {
    /// The broker, not through the proxy.
    pub(crate) bootstrap: &'a str,
    pub(crate) topic: &'a str,
    /// The source's file.
    pub(crate) starts: &'a Path,
    /// The folder of the sink's files.
    pub(crate) ledgers: &'a Path,
    pub(crate) sequences: i32,
    pub(crate) count: i64,
    /// Whether an acknowledgement of Kafka's may not have arrived.
    pub(crate) acknowledgements_lost: bool,
    /// Whether partitions may have been taken without a commit.
    pub(crate) uncommitted: bool,
}

/// Partition and offset in the topic.
type At = (i32, i64);

/// The records in all ledgers, as far as they are written, and the numbers in them. A line that was being written when the
/// task died has no end, and does not count.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) records: BTreeSet<At>,
    pub(crate) numbers: BTreeSet<(i32, i64)>,
}

/// What the ledgers hold now.
pub(crate) fn written(ledgers: &Path) -> Result<Written> {
    let mut written = Written::default();
    for text in texts(ledgers)? {
        for event in events(&text) {
            if let Event::Write(at, number) = event {
                written.records.insert(at);
                written.numbers.insert(number);
            }
        }
    }
    Ok(written)
}

enum Event {
    Open(i32),
    Close(i32),
    /// So many of the last ones may come again.
    Fail(usize),
    Write(At, (i32, i64)),
}

fn texts(ledgers: &Path) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(ledgers) else { return Ok(Vec::new()) };
    entries.map(|entry| Ok(fs::read_to_string(entry?.path())?)).collect()
}

fn events(text: &str) -> impl Iterator<Item = Event> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |index: usize| words[index].parse::<i64>().unwrap();
        let partition = || i32::try_from(number(1)).unwrap();
        match words[0] {
            "open" => Event::Open(partition()),
            "close" => Event::Close(partition()),
            "fail" => Event::Fail(usize::try_from(number(1)).unwrap()),
            "write" => Event::Write((partition(), number(2)), (i32::try_from(number(3)).unwrap(), number(4))),
            other => unreachable!("a ledger says `{other}`"),
        }
    })
}

/// Looks at all that a run left behind.
pub(crate) fn account(run: &Run<'_>) -> Result<Account> {
    let mut account = Account::default();
    let topic = topic(run, &mut account)?;
    ledgers(run, &topic, &mut account)?;
    Ok(account)
}

/// Every number is in the topic; a copy is there because the source began again, or the producer did.
fn topic(run: &Run<'_>, account: &mut Account) -> Result<BTreeSet<At>> {
    let starts = fs::read_to_string(run.starts).unwrap_or_default();
    let starts: Vec<(i32, i64)> = starts
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(sequence, next)| (sequence.parse().unwrap(), next.parse().unwrap()))
        .collect();
    let records = consume::everything(run.bootstrap, run.topic)?;
    let mut copies: HashMap<(i32, i64), usize> = HashMap::new();
    for record in &records {
        *copies.entry(entry(record.value.as_deref().unwrap_or_default())).or_default() += 1;
    }
    for sequence in 0..run.sequences {
        for number in 1..=run.count {
            let copies = copies.get(&(sequence, number)).copied().unwrap_or(0);
            // Each task reads a number once, if it began before it.
            let read = starts.iter().filter(|(of, next)| *of == sequence && *next <= number).count();
            account.lost_by_source += usize::from(copies == 0);
            let again = copies.saturating_sub(1).min(read.saturating_sub(1));
            account.read_again += again;
            let rest = copies.saturating_sub(1) - again;
            if run.acknowledgements_lost {
                account.sent_again += rest;
            } else {
                account.unexplained += rest;
            }
        }
    }
    Ok(records.iter().map(|record| (record.partition, record.offset)).collect())
}

/// Sequence and number, behind Confluent's header of five bytes: Avro writes both as zigzag varints.
fn entry(value: &[u8]) -> (i32, i64) {
    let mut bytes = value.get(5..).unwrap_or_default().iter();
    let mut number = || {
        let (mut raw, mut shift) = (0_u64, 0);
        for byte in bytes.by_ref() {
            raw |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let half = i64::try_from(raw >> 1).unwrap();
        if raw & 1 == 0 { half } else { -half - 1 }
    };
    (i32::try_from(number()).unwrap(), number())
}

/// Every record is in a ledger; a copy is there because its partition was assigned anew, or because `put` failed.
fn ledgers(run: &Run<'_>, topic: &BTreeSet<At>, account: &mut Account) -> Result {
    // By record: in which assignments it was written, and how often in each.
    let mut copies: BTreeMap<At, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut assignments = 0;
    for text in texts(run.ledgers)? {
        let mut open: HashMap<i32, (usize, i64)> = HashMap::new();
        // Per assignment: what may come again because its receipts were dropped.
        let mut failed: BTreeSet<At> = BTreeSet::new();
        let mut last: Vec<At> = Vec::new();
        for event in events(&text) {
            match event {
                Event::Open(partition) => {
                    assignments += 1;
                    open.insert(partition, (assignments, -1));
                }
                Event::Close(partition) => {
                    open.remove(&partition);
                }
                Event::Fail(count) => failed.extend(last.iter().rev().take(count)),
                Event::Write(at, _) => {
                    let Some((assignment, newest)) = open.get_mut(&at.0) else {
                        let remark = format!("partition {} was written and not assigned", at.0);
                        if !account.remarks.contains(&remark) {
                            account.remarks.push(remark);
                        }
                        continue;
                    };
                    last.push(at);
                    let again = failed.remove(&at);
                    account.put_again += usize::from(again);
                    if at.1 <= *newest && !again {
                        account.disordered += 1;
                    }
                    *newest = at.1.max(*newest);
                    if !again {
                        *copies.entry(at).or_default().entry(*assignment).or_default() += 1;
                    }
                }
            }
        }
    }
    account.lost_by_sink += topic.iter().filter(|at| !copies.contains_key(at)).count();
    for by_assignment in copies.values() {
        let assigned = by_assignment.len() - 1;
        if run.uncommitted {
            account.assigned_again += assigned;
        } else {
            account.unexplained += assigned;
        }
        // Twice in one assignment, and no failure between.
        account.unexplained += by_assignment.values().map(|copies| copies - 1).sum::<usize>();
    }
    Ok(())
}
