//! Encoding builds nothing in between: a struct goes into a warm buffer without a single allocation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod model;

use kconnect::{avro::AvroWriter, data::WriteData};
use model::{Everything, sample};

/// Everything but the hash map, which has to be sorted.
fn data() -> Everything {
    let mut data = sample();
    data.counts.clear();
    data.numbers = (0..500).map(Some).collect();
    data
}

#[test]
fn a_record_is_encoded_into_a_warm_buffer_without_any_allocation() {
    let data = data();
    let mut out = Vec::new();
    data.write(&mut AvroWriter::new(&mut out)).unwrap();
    let first = std::mem::take(&mut out);
    out.reserve(first.len());
    let counted = allocation_counter::measure(|| data.write(&mut AvroWriter::new(&mut out)).unwrap());
    assert_eq!(counted.count_total, 0);
    assert_eq!(out, first);
}

#[test]
fn the_counter_counts() {
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(vec![1_u8])));
    assert_eq!(counted.count_total, 1);
}
