//! Topics to lines of files, and to dead letter queues.

use std::time::Duration;

use kconnect_tests::{Result, consume, kafka};
use rdkafka::{
    ClientConfig,
    message::{Header, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, Producer as _},
};

use crate::{
    compare,
    runtime::{LIMIT, Place, Runtime},
};

/// What lies in a topic: key, value, headers.
type Input = (Option<&'static str>, Option<&'static str>, &'static [(&'static str, &'static str)]);

/// A sink's file and what it writes.
struct Case {
    name: &'static str,
    /// By topic, after the prefix.
    input: &'static [(&'static str, &'static [Input])],
    /// Beside name, class and file.
    config: &'static str,
    /// How many lines come.
    lines: usize,
    /// How many dead letters come.
    dead: usize,
}

const TEXTS: &[Input] = &[
    (None, Some("first"), &[]),
    (Some("key"), Some("second: grün 🦀"), &[("h", "1")]),
    (Some("key"), Some(""), &[]),
    (Some("tombstone"), None, &[]),
    (None, Some("last"), &[("other", "2")]),
];

const OBJECTS: &[Input] = &[
    (Some("\"a\""), Some("{\"line\":\"one\"}"), &[("kind", "good")]),
    (Some("1"), Some("{\"line\":2.50}"), &[]),
    (None, Some("{\"line\":[1,\"two\",null,true]}"), &[("kind", "bad")]),
    (None, Some("{\"line\":null}"), &[]),
];

const SCHEMAS: &[Input] = &[
    (None, Some("{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"text\"}"), &[]),
    (None, Some("{\"schema\":{\"type\":\"int64\",\"optional\":true},\"payload\":null}"), &[]),
    (
        None,
        Some(
            "{\"schema\":{\"type\":\"struct\",\"name\":\"p.Point\",\"fields\":[{\"field\":\"x\",\"type\":\"int32\"},\
             {\"field\":\"y\",\"type\":\"double\",\"optional\":true},{\"field\":\"tags\",\"type\":\"array\",\"items\":\
             {\"type\":\"string\"}}]},\"payload\":{\"x\":1,\"y\":2.0E10,\"tags\":[\"a\",\"b\"]}}",
        ),
        &[],
    ),
    (
        None,
        Some(
            "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"x\",\"type\":\"int32\"},{\"field\":\"y\",\
             \"type\":\"double\",\"optional\":true}]},\"payload\":{\"x\":-7}}",
        ),
        &[],
    ),
];

const POISON: &[Input] = &[
    (Some("k1"), Some("{\"good\":1}"), &[("mine", "kept")]),
    (Some("k2"), Some("{\"broken\":"), &[("mine", "kept too")]),
    (None, Some("not json at all"), &[]),
    (Some("k3"), Some("{\"good\":2}"), &[]),
];

const NUMBERS: &[Input] = &[
    (Some("a"), Some("12"), &[]),
    (Some("b"), Some("twelve"), &[("why", "a word")]),
    (Some("c"), None, &[]),
    (Some("d"), Some("-3"), &[]),
];

fn cases() -> Vec<Case> {
    let case = |name, input, lines, dead, config| Case { name, input, config, lines, dead };
    vec![
        case("text", &[("text", TEXTS)], 5, 0, "topics={name}"),
        case(
            "plain",
            &[("plain", OBJECTS)],
            4,
            0,
            "topics={name}\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false",
        ),
        case(
            "schemas",
            &[("schemas", SCHEMAS)],
            4,
            0,
            "topics={name}\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=true",
        ),
        case(
            "places",
            &[("places", OBJECTS)],
            4,
            0,
            "topics={name}\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false\n\
             transforms=extract,text,hoist,partition\n\
             transforms.extract.type=org.apache.kafka.connect.transforms.ExtractField$Value\n\
             transforms.extract.field=line\n\
             transforms.text.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.text.field=was\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.InsertField$Value\n\
             transforms.hoist.offset.field=offset\n\
             transforms.partition.type=org.apache.kafka.connect.transforms.ExtractField$Value\n\
             transforms.partition.field=offset",
        ),
        case(
            "stamped",
            &[("stamped", TEXTS)],
            5,
            0,
            "topics={name}\ntransforms=hoist,insert,time,only\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=was\n\
             transforms.insert.type=org.apache.kafka.connect.transforms.InsertField$Value\n\
             transforms.insert.timestamp.field=at\n\
             transforms.insert.topic.field=topic\n\
             transforms.insert.partition.field=partition\n\
             transforms.insert.offset.field=offset\n\
             transforms.time.type=org.apache.kafka.connect.transforms.TimestampConverter$Value\n\
             transforms.time.field=at\n\
             transforms.time.target.type=string\n\
             transforms.time.format=yyyy-MM-dd'T'HH:mm:ss.SSSXXX\n\
             transforms.only.type=org.apache.kafka.connect.transforms.ReplaceField$Value\n\
             transforms.only.exclude=partition",
        ),
        case(
            "filtered",
            &[("filtered", TEXTS)],
            3,
            0,
            "topics={name}\ntransforms=tombstones,marked\n\
             transforms.tombstones.type=org.apache.kafka.connect.transforms.Filter\n\
             transforms.tombstones.predicate=tombstone\n\
             transforms.marked.type=org.apache.kafka.connect.transforms.Filter\n\
             transforms.marked.predicate=marked\n\
             predicates=tombstone,marked\n\
             predicates.tombstone.type=org.apache.kafka.connect.transforms.predicates.RecordIsTombstone\n\
             predicates.marked.type=org.apache.kafka.connect.transforms.predicates.HasHeaderKey\n\
             predicates.marked.name=other",
        ),
        case("pattern", &[("pattern-a", TEXTS)], 5, 0, "topics.regex={name}-[a-z]"),
        case(
            "poison",
            &[("poison", POISON)],
            2,
            2,
            "topics={name}\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false\n\
             errors.tolerance=all\nerrors.deadletterqueue.topic.name={name}-dead\n\
             errors.deadletterqueue.topic.replication.factor=1\n\
             errors.deadletterqueue.context.headers.enable=true",
        ),
        case(
            "poisonplain",
            &[("poisonplain", POISON)],
            2,
            2,
            "topics={name}\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false\n\
             errors.tolerance=all\nerrors.deadletterqueue.topic.name={name}-dead\n\
             errors.deadletterqueue.topic.replication.factor=1",
        ),
        case(
            "numbers",
            &[("numbers", NUMBERS)],
            3,
            1,
            "topics={name}\ntransforms=cast\n\
             transforms.cast.type=org.apache.kafka.connect.transforms.Cast$Value\n\
             transforms.cast.spec=int32\n\
             errors.tolerance=all\nerrors.deadletterqueue.topic.name={name}-dead\n\
             errors.deadletterqueue.topic.replication.factor=1\n\
             errors.deadletterqueue.context.headers.enable=true",
        ),
        case(
            "masked",
            &[("masked", NUMBERS)],
            3,
            1,
            "topics={name}\ntransforms=mask\n\
             transforms.mask.type=org.apache.kafka.connect.transforms.HeaderFrom$Value\n\
             transforms.mask.fields=a\n\
             transforms.mask.headers=a\n\
             transforms.mask.operation=copy\n\
             transforms.mask.predicate=marked\n\
             predicates=marked\n\
             predicates.marked.type=org.apache.kafka.connect.transforms.predicates.HasHeaderKey\n\
             predicates.marked.name=why\n\
             errors.tolerance=all\nerrors.deadletterqueue.topic.name={name}-dead\n\
             errors.deadletterqueue.topic.replication.factor=1\n\
             errors.deadletterqueue.context.headers.enable=true",
        ),
    ]
}

fn fill(bootstrap: &str, topic: &str, records: &[Input]) -> Result {
    kafka::create_topic(bootstrap, topic, 1)?;
    let producer: BaseProducer = ClientConfig::new().set("bootstrap.servers", bootstrap).create()?;
    for (key, value, headers) in records {
        let mut record: BaseRecord<'_, str, str> = BaseRecord::to(topic).timestamp(1_700_000_000_123);
        let headers = headers
            .iter()
            .fold(OwnedHeaders::new(), |headers, (key, value)| headers.insert(Header { key, value: Some(*value) }));
        record = record.headers(headers);
        (record.key, record.payload) = (*key, *value);
        producer.send(record).map_err(|(error, _)| error)?;
    }
    producer.flush(LIMIT)?;
    Ok(())
}

/// Runs all cases on one runtime; per case the lines of its file and its dead letters.
fn run(place: &Place, cases: &[Case]) -> Result<Vec<Vec<String>>> {
    let bootstrap = kafka::bootstrap()?;
    let mut files = Vec::new();
    for case in cases {
        for (topic, records) in case.input {
            fill(bootstrap, &place.name(topic), records)?;
        }
        let text = format!(
            "name={{name}}\nconnector.class=org.apache.kafka.connect.file.FileStreamSinkConnector\ntasks.max=1\n\
             file={{folder}}/{}.txt\nconsumer.override.auto.offset.reset=earliest\n{}\n",
            case.name, case.config
        );
        files.push(place.connector(case.name, &text)?);
    }
    let offsets = place.file("offsets").display().to_string();
    let worker = [
        ("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
        ("value.converter", "org.apache.kafka.connect.storage.StringConverter"),
        ("offset.storage.file.filename", &offsets),
    ];
    let worker = place.runtime.start(bootstrap, &worker, &files)?;
    let mut results = Vec::new();
    let mut missed = false;
    for case in cases {
        let lines = compare::lines(place, &format!("{}.txt", case.name), case.lines);
        let dead = place.name(&format!("{}-dead", case.name));
        let dead_letters = match case.dead {
            0 => Ok(Vec::new()),
            count => consume::records(bootstrap, &dead, count, LIMIT)
                .and_then(|_| compare::topic(place, bootstrap, &dead, count)),
        };
        missed |= lines.is_err() || dead_letters.is_err();
        let show = |found: Result<Vec<String>>| found.unwrap_or_else(|failure| vec![failure.to_string()]);
        results.push([show(lines), show(dead_letters)].concat());
    }
    // What comes too much would come now.
    std::thread::sleep(Duration::from_millis(500));
    let output = worker.output();
    worker.stop()?;
    if missed {
        println!("{:?} printed:\n{output}", place.runtime);
    }
    Ok(results)
}

#[test]
fn the_same_sink_files_fill_files_and_dead_letter_queues_alike() -> Result {
    let chosen = std::env::var("KCONNECT_DIFFERENTIAL_CASE").unwrap_or_default();
    let cases: Vec<_> = cases().into_iter().filter(|case| chosen.is_empty() || case.name == chosen).collect();
    let kafka = run(&Place::new(Runtime::Kafka)?, &cases)?;
    let own = run(&Place::new(Runtime::Own)?, &cases)?;
    for (case, found) in cases.iter().zip(&kafka) {
        assert_eq!(found.len(), case.lines + case.dead, "{}: Kafka Connect wrote {found:#?}", case.name);
    }
    let differences: Vec<_> = cases
        .iter()
        .zip(kafka.iter().zip(&own))
        .filter_map(|(case, (kafka, own))| compare::difference(case.name, kafka, own))
        .collect();
    println!("sinks: {} cases, {} differ", cases.len(), differences.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}
