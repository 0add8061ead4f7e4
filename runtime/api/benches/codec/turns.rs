//! Taking turns, and what is told of it.

use std::time::{Duration, Instant};

use crate::sample::Sample;

/// How long one contestant works in one round.
pub(crate) const TURN: Duration = Duration::from_millis(20);

/// One of those who do the same work: it does all of it once a call, for so many records.
pub(crate) struct Contestant<'a> {
    pub(crate) name: &'static str,
    pub(crate) work: Box<dyn FnMut() + 'a>,
}

pub(crate) fn contestant<'a>(name: &'static str, work: impl FnMut() + 'a) -> Contestant<'a> {
    Contestant { name, work: Box::new(work) }
}

/// What the first of the contestants may take at most, as a multiple of what the second takes.
pub(crate) struct Limit {
    pub(crate) times: f64,
    pub(crate) what: &'static str,
}

/// Lets them take turns and prints what each took; the second one is what the others are compared with.
pub(crate) fn compare(title: &str, limit: &Limit, records: usize, rounds: usize, mut all: Vec<Contestant<'_>>) {
    for contestant in &mut all {
        measure(contestant, records);
    }
    let mut taken = vec![Sample::default(); all.len()];
    let mut ratios = vec![Sample::default(); all.len()];
    for round in 0..rounds {
        // Nobody always comes after the same one.
        let mut figures = vec![0.0; all.len()];
        for turn in 0..all.len() {
            let at = (turn + round) % all.len();
            figures[at] = measure(&mut all[at], records);
        }
        for (at, figure) in figures.iter().enumerate() {
            taken[at].push(*figure);
            ratios[at].push(figure / figures[1]);
        }
    }
    println!("\n{title}");
    for (at, contestant) in all.iter().enumerate() {
        println!(
            "  {:26} median {:7.0} ns  mean {:7.0}  min .. max {:6.0} .. {:<6.0}  ratio {:5.2}",
            contestant.name,
            taken[at].median(),
            taken[at].mean(),
            taken[at].min(),
            taken[at].max(),
            ratios[at].median()
        );
    }
    let ratio = ratios[0].median();
    let verdict = if ratio <= limit.times { "holds" } else { "DOES NOT HOLD" };
    println!("  limit: {} ({:.2} × at most): {ratio:.2} × — {verdict}", limit.what, limit.times);
}

/// Nanoseconds a record.
fn measure(contestant: &mut Contestant<'_>, records: usize) -> f64 {
    let start = Instant::now();
    let mut count = 0_u32;
    loop {
        for _ in 0..4 {
            (contestant.work)();
        }
        count += 4;
        let taken = start.elapsed();
        if taken >= TURN {
            return taken.as_secs_f64() * 1e9 / f64::from(count) / records as f64;
        }
    }
}
