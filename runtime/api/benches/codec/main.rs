//! The codecs on the status of the blog's connector, beside code written by hand for it and beside other libraries.
//!
//! `cargo bench -p kconnect --bench codec [-- --rounds 30]`
//!
//! Everyone gets the same recorded posts and has to come to the same bytes, values and texts first. Then they take turns: a
//! round is some milliseconds of each, one after the other, and gives one figure for each, the mean of that time. Ratios are
//! taken round by round; the report has their medians, and says which of the limits hold that the project has set itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::ref_option,
    clippy::struct_field_names,
    clippy::unnecessary_wraps,
    clippy::print_stdout,
    reason = "a program for developers: what goes wrong ends it; and the code to compare with is as short as it can be"
)]

mod avro;
mod hand_decoder;
mod hand_encoder;
mod json;
mod posts;
mod resolution;
#[path = "../common/sample.rs"]
mod sample;
mod status;
mod turns;

use std::env;

const ROUNDS: usize = 30;

fn main() {
    let rounds = rounds(env::args().skip(1));
    let statuses = posts::statuses();
    let bytes: usize = statuses.iter().map(|status| avro::encode(status).len()).sum();
    println!(
        "{} statuses of recorded posts, {} bytes of Avro each on average; {rounds} rounds of {:?} a turn",
        statuses.len(),
        bytes / statuses.len(),
        turns::TURN
    );
    avro::encoding(&statuses, rounds);
    avro::decoding(&statuses, rounds);
    resolution::planned(&statuses, rounds);
    json::writing(&statuses, rounds);
    json::reading(&statuses, rounds);
}

fn rounds(args: impl Iterator<Item = String>) -> usize {
    // Cargo itself adds `--bench`.
    let mut args = args.filter(|arg| arg != "--bench");
    match (args.next().as_deref(), args.next()) {
        (None, _) => ROUNDS,
        (Some("--rounds"), Some(rounds)) => rounds.parse().expect("a number of rounds"),
        _ => panic!("the only argument is --rounds N"),
    }
}
