//! JSON without an envelope, both ways, beside `serde_json` on the same struct.

use std::hint::black_box;

use kconnect::{
    data::WriteData,
    json::{JsonReader, JsonWriter},
};

use crate::{
    status::Status,
    turns::{Limit, compare, contestant},
};

pub(crate) fn writing(statuses: &[Status], rounds: usize) {
    for status in statuses {
        let mut out = Vec::new();
        status.write(&mut JsonWriter::new(&mut out)).unwrap();
        let theirs = serde_json::to_vec(status).unwrap();
        // The same JSON, of which ours escapes more characters: Kafka's converter does.
        let json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).unwrap();
        assert_eq!(json(&out), json(&theirs));
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let all = vec![
        contestant("kconnect", || {
            for status in statuses {
                ours.clear();
                status.write(&mut JsonWriter::new(&mut ours)).unwrap();
                black_box(&ours);
            }
        }),
        contestant("serde_json", || {
            for status in statuses {
                theirs.clear();
                serde_json::to_writer(&mut theirs, status).unwrap();
                black_box(&theirs);
            }
        }),
    ];
    let limit = Limit { times: 1.0, what: "writing JSON, against serde_json" };
    compare("JSON: writing", &limit, statuses.len(), rounds, all);
}

pub(crate) fn reading(statuses: &[Status], rounds: usize) {
    let texts: Vec<Vec<u8>> = statuses.iter().map(|status| serde_json::to_vec(status).unwrap()).collect();
    for (text, status) in texts.iter().zip(statuses) {
        assert_eq!(JsonReader::read::<Status>(text).unwrap(), *status);
        assert_eq!(serde_json::from_slice::<Status>(text).unwrap(), *status);
    }
    let all = vec![
        contestant("kconnect", || {
            for text in &texts {
                black_box(JsonReader::read::<Status>(text).unwrap());
            }
        }),
        contestant("serde_json", || {
            for text in &texts {
                black_box(serde_json::from_slice::<Status>(text).unwrap());
            }
        }),
    ];
    let limit = Limit { times: 1.0, what: "reading JSON, against serde_json" };
    compare("JSON: reading", &limit, statuses.len(), rounds, all);
}
