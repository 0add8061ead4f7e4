//! One runtime goes on where the other one stopped: no line is lost, none comes twice.

use std::{fmt::Write as _, fs::OpenOptions, io::Write as _};

use kconnect_tests::{Result, connect::Connect, consume, kafka, unique};
use serde_json::json;

use crate::runtime::{LIMIT, Place, Runtime};

const WORKER: [(&str, &str); 2] = [
    ("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
    ("value.converter", "org.apache.kafka.connect.storage.StringConverter"),
];

/// Each round appends so many lines, and the last one has no end yet: the position is within what was read.
const ROUND: usize = 700;

struct Log {
    place: Place,
    topic: String,
    written: usize,
}

impl Log {
    fn new() -> Result<Self> {
        let place = Place::new(Runtime::Own)?;
        place.write("log.txt", "")?;
        let topic = place.name("log");
        kafka::create_topic(kafka::bootstrap()?, &topic, 1)?;
        Ok(Self { place, topic, written: 0 })
    }

    /// Ends the line that had none, and writes a round of lines and the beginning of another one.
    fn grow(&mut self) -> Result {
        let mut text = String::new();
        for number in self.written..self.written + ROUND {
            let rest = if number == self.written && number > 0 { String::new() } else { format!("line {number}") };
            let end = ["\n", "\r\n", "\n", "\n"][number % 4];
            write!(text, "{rest}{end}")?;
        }
        self.written += ROUND;
        write!(text, "line {}", self.written)?;
        OpenOptions::new().append(true).open(self.place.file("log.txt"))?.write_all(text.as_bytes())?;
        Ok(())
    }

    fn connector(&self) -> Result<std::path::PathBuf> {
        let text = "name={name}\nconnector.class=FileStreamSource\ntasks.max=1\nfile={folder}/log.txt\ntopic={name}\n";
        self.place.connector("log", text)
    }

    /// Waits for all lines, then looks whether they are all, once, in order.
    fn check(&self, who: &str) -> Result {
        let bootstrap = kafka::bootstrap()?;
        consume::records(bootstrap, &self.topic, self.written, LIMIT)?;
        let records = consume::everything(bootstrap, &self.topic)?;
        let lines: Vec<_> = records
            .iter()
            .map(|record| String::from_utf8_lossy(record.value.as_deref().unwrap()).into_owned())
            .collect();
        let expected: Vec<_> = (0..self.written).map(|number| format!("line {number}")).collect();
        let at = lines.iter().zip(&expected).position(|(line, expected)| line != expected);
        assert_eq!(at, None, "{who}: {:?} is not {:?}", &lines[at.unwrap_or(0)], &expected[at.unwrap_or(0)]);
        assert_eq!(lines.len(), expected.len(), "{who}: lines came twice");
        Ok(())
    }
}

#[test]
fn a_standalone_worker_takes_over_the_others_offsets_file() -> Result {
    let bootstrap = kafka::bootstrap()?;
    let mut log = Log::new()?;
    let file = log.connector()?;
    let offsets = log.place.file("offsets").display().to_string();
    let worker = [&WORKER[..], &[("offset.storage.file.filename", &*offsets)]].concat();
    for (round, runtime) in [Runtime::Kafka, Runtime::Own, Runtime::Kafka, Runtime::Own].into_iter().enumerate() {
        log.grow()?;
        let running = runtime.start(bootstrap, &worker, std::slice::from_ref(&file))?;
        let checked = log.check(&format!("round {round}, {runtime:?}"));
        let output = running.output();
        running.stop()?;
        assert!(checked.is_ok(), "{:?}\n{output}", checked.err());
        // And nothing after the stop.
        log.check(&format!("round {round}, {runtime:?}, stopped"))?;
    }
    Ok(())
}

#[test]
fn a_worker_takes_over_the_others_offsets_topic() -> Result {
    let bootstrap = kafka::bootstrap()?;
    let group = unique("takeover");
    let topic = format!("{group}-offsets");
    let mut log = Log::new()?;
    let file = log.connector()?;
    let name = log.place.name("log");
    let config = json!({
        "connector.class": "FileStreamSource", "tasks.max": "1", "file": log.place.file("log.txt"), "topic": name,
    });
    // Not a standalone worker's in Kafka Connect: there it is a distributed one that keeps offsets in a topic.
    let own = [&WORKER[..], &[("offset.storage.topic", &*topic), ("offset.storage.replication.factor", "1")]].concat();
    for round in 0..2 {
        log.grow()?;
        let connect = Connect::distributed(bootstrap, &group, &WORKER)?;
        // The configuration topic has the connector from the first round on.
        if round == 0 {
            connect.configure(&name, &config)?;
        }
        let checked = log.check("Kafka Connect");
        let output = connect.output();
        connect.stop()?;
        assert!(checked.is_ok(), "{:?}\n{output}", checked.err());

        log.grow()?;
        let worker = Runtime::Own.start(bootstrap, &own, std::slice::from_ref(&file))?;
        let checked = log.check("this worker");
        let output = worker.output();
        worker.stop()?;
        assert!(checked.is_ok(), "{:?}\n{output}", checked.err());
    }
    Ok(())
}
