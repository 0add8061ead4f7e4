//! Lines of files to topics.

use std::{fmt::Write as _, time::Duration};

use kconnect_tests::{Result, consume, kafka};

use crate::{
    compare,
    runtime::{LIMIT, Place, Runtime},
};

/// A source's file and what it reads.
struct Case {
    name: &'static str,
    input: String,
    /// Beside name, class, file, and topic.
    config: &'static str,
    /// What comes after the prefix in the topics that are written, with the number of their records.
    topics: &'static [(&'static str, usize)],
}

const LINES: &str = "first\n\nthird line, with \"quotes\" and \\\nvierte Zeile: grün 🦀\nwindows\r\nmac\rlast\n";

fn case(name: &'static str, input: &str, topics: &'static [(&'static str, usize)], config: &'static str) -> Case {
    Case { name, input: input.to_owned(), config, topics }
}

fn cases() -> Vec<Case> {
    let long: String = (0..4500).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "line {number} {}", "x".repeat(number % 200));
        text
    });
    let wide = format!("short\n{}\nshort again\n", "wide ".repeat(20_000));
    vec![
        case("string", LINES, &[("string", 7)], "key.converter=org.apache.kafka.connect.storage.StringConverter"),
        case(
            "jsonschemas",
            LINES,
            &[("jsonschemas", 7)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\nvalue.converter.schemas.enable=true",
        ),
        case(
            "jsonplain",
            LINES,
            &[("jsonplain", 7)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\nvalue.converter.schemas.enable=false",
        ),
        Case { name: "long", input: long, config: "", topics: &[("long", 4500)] },
        Case { name: "wide", input: wide, config: "batch.size=1000", topics: &[("wide", 3)] },
        case("unfinished", "one\ntwo\nno end", &[("unfinished", 2)], ""),
        case(
            "insert",
            LINES,
            &[("insert", 7)],
            "key.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             transforms=hoist,insert,key\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=line\n\
             transforms.insert.type=org.apache.kafka.connect.transforms.InsertField$Value\n\
             transforms.insert.static.field=origin\n\
             transforms.insert.static.value=a file\n\
             transforms.insert.topic.field=topic!\n\
             transforms.key.type=org.apache.kafka.connect.transforms.ValueToKey\n\
             transforms.key.fields=origin,line",
        ),
        case(
            "plainstruct",
            LINES,
            &[("plainstruct", 7)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false\n\
             transforms=hoist,insert,key,extract\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=line\n\
             transforms.insert.type=org.apache.kafka.connect.transforms.InsertField$Value\n\
             transforms.insert.static.field=origin\n\
             transforms.insert.static.value=Kafka\n\
             transforms.key.type=org.apache.kafka.connect.transforms.ValueToKey\n\
             transforms.key.fields=line\n\
             transforms.extract.type=org.apache.kafka.connect.transforms.ExtractField$Key\n\
             transforms.extract.field=line",
        ),
        case(
            "structstring",
            LINES,
            &[("structstring", 7)],
            "transforms=hoist\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=line",
        ),
        case(
            "mask",
            LINES,
            &[("mask", 7)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             transforms=hoist,insert,mask,replace\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=line\n\
             transforms.insert.type=org.apache.kafka.connect.transforms.InsertField$Value\n\
             transforms.insert.static.field=secret\n\
             transforms.insert.static.value=to be seen by nobody\n\
             transforms.mask.type=org.apache.kafka.connect.transforms.MaskField$Value\n\
             transforms.mask.fields=secret\n\
             transforms.mask.replacement=***\n\
             transforms.replace.type=org.apache.kafka.connect.transforms.ReplaceField$Value\n\
             transforms.replace.renames=line:text",
        ),
        case(
            "cast",
            "1\n-20\n2147483647\n0\n",
            &[("cast", 4)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             transforms=cast\n\
             transforms.cast.type=org.apache.kafka.connect.transforms.Cast$Value\n\
             transforms.cast.spec=int32",
        ),
        case(
            "castfield",
            "1.5\n-2e3\n7\n",
            &[("castfield", 3)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             transforms=hoist,cast,name\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=number\n\
             transforms.cast.type=org.apache.kafka.connect.transforms.Cast$Value\n\
             transforms.cast.spec=number:float64\n\
             transforms.name.type=org.apache.kafka.connect.transforms.SetSchemaMetadata$Value\n\
             transforms.name.schema.name=com.example.Number\n\
             transforms.name.schema.version=3",
        ),
        case(
            "castskipped",
            "1\ntwo\n3\n\n5\n",
            &[("castskipped", 3)],
            "value.converter=org.apache.kafka.connect.converters.LongConverter\n\
             errors.tolerance=all\n\
             transforms=cast\n\
             transforms.cast.type=org.apache.kafka.connect.transforms.Cast$Value\n\
             transforms.cast.spec=int64",
        ),
        case(
            "headers",
            LINES,
            &[("headers", 7)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             value.converter.schemas.enable=false\n\
             transforms=hoist,literal,number,from,drop\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=line\n\
             transforms.literal.type=org.apache.kafka.connect.transforms.InsertHeader\n\
             transforms.literal.header=literal\n\
             transforms.literal.value.literal=some text\n\
             transforms.number.type=org.apache.kafka.connect.transforms.InsertHeader\n\
             transforms.number.header=number\n\
             transforms.number.value.literal=42\n\
             transforms.from.type=org.apache.kafka.connect.transforms.HeaderFrom$Value\n\
             transforms.from.fields=line\n\
             transforms.from.headers=line\n\
             transforms.from.operation=copy\n\
             transforms.drop.type=org.apache.kafka.connect.transforms.DropHeaders\n\
             transforms.drop.headers=literal",
        ),
        case(
            "headerconverter",
            "a\nb\n",
            &[("headerconverter", 2)],
            "header.converter=org.apache.kafka.connect.json.JsonConverter\n\
             header.converter.schemas.enable=true\n\
             transforms=list,time\n\
             transforms.list.type=org.apache.kafka.connect.transforms.InsertHeader\n\
             transforms.list.header=list\n\
             transforms.list.value.literal=[1,2,3]\n\
             transforms.time.type=org.apache.kafka.connect.transforms.InsertHeader\n\
             transforms.time.header=float\n\
             transforms.time.value.literal=1.5",
        ),
        case(
            "router",
            LINES,
            &[("routed", 7)],
            "transforms=regex\n\
             transforms.regex.type=org.apache.kafka.connect.transforms.RegexRouter\n\
             transforms.regex.regex=(.*)-router\n\
             transforms.regex.replacement=$1-routed",
        ),
        case(
            "years",
            LINES,
            &[("topic-of-years", 7)],
            "transforms=time,regex\n\
             transforms.time.type=org.apache.kafka.connect.transforms.TimestampRouter\n\
             transforms.time.topic.format=${timestamp}.${topic}\n\
             transforms.time.timestamp.format=yyyy-MM\n\
             transforms.regex.type=org.apache.kafka.connect.transforms.RegexRouter\n\
             transforms.regex.regex=20[0-9]{2}-[01][0-9]\\\\.(.*)-(years)\n\
             transforms.regex.replacement=$1-topic-of-$2",
        ),
        case(
            "predicates",
            LINES,
            &[("predicates", 7)],
            "transforms=head,kept,routed,masked\n\
             transforms.head.type=org.apache.kafka.connect.transforms.InsertHeader\n\
             transforms.head.header=seen\n\
             transforms.head.value.literal=true\n\
             transforms.kept.type=org.apache.kafka.connect.transforms.Filter\n\
             transforms.kept.predicate=hasheader\n\
             transforms.kept.negate=true\n\
             transforms.routed.type=org.apache.kafka.connect.transforms.RegexRouter\n\
             transforms.routed.regex=.*\n\
             transforms.routed.replacement=nowhere\n\
             transforms.routed.predicate=othertopic\n\
             transforms.masked.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.masked.field=hoisted\n\
             transforms.masked.predicate=tombstone\n\
             transforms.masked.negate=true\n\
             predicates=hasheader,othertopic,tombstone\n\
             predicates.hasheader.type=org.apache.kafka.connect.transforms.predicates.HasHeaderKey\n\
             predicates.hasheader.name=seen\n\
             predicates.othertopic.type=org.apache.kafka.connect.transforms.predicates.TopicNameMatches\n\
             predicates.othertopic.pattern=other-.*\n\
             predicates.tombstone.type=org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
        ),
        case(
            "time",
            "2024-05-06 07:08:09\n1999-12-31 23:59:59\n",
            &[("time", 2)],
            "value.converter=org.apache.kafka.connect.json.JsonConverter\n\
             transforms=hoist,convert,flatten\n\
             transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value\n\
             transforms.hoist.field=at\n\
             transforms.convert.type=org.apache.kafka.connect.transforms.TimestampConverter$Value\n\
             transforms.convert.field=at\n\
             transforms.convert.format=yyyy-MM-dd HH:mm:ss\n\
             transforms.convert.target.type=Timestamp\n\
             transforms.flatten.type=org.apache.kafka.connect.transforms.Flatten$Value",
        ),
    ]
}

const WORKER: [(&str, &str); 2] = [
    ("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
    ("value.converter", "org.apache.kafka.connect.storage.StringConverter"),
];

/// Runs all cases on one runtime; per case what its topics hold.
fn run(place: &Place, cases: &[Case]) -> Result<Vec<Vec<String>>> {
    let bootstrap = kafka::bootstrap()?;
    let mut files = Vec::new();
    for case in cases {
        place.write(&format!("{}.txt", case.name), &case.input)?;
        let text = format!(
            "name={{name}}\nconnector.class=org.apache.kafka.connect.file.FileStreamSourceConnector\ntasks.max=1\n\
             file={{folder}}/{}.txt\ntopic={{name}}\n{}\n",
            case.name, case.config
        );
        files.push(place.connector(case.name, &text)?);
    }
    let offsets = place.file("offsets").display().to_string();
    let worker = [&WORKER[..], &[("offset.storage.file.filename", &*offsets)]].concat();
    let worker = place.runtime.start(bootstrap, &worker, &files)?;
    let mut results = Vec::new();
    for case in cases {
        let mut found = Vec::new();
        for (topic, count) in case.topics {
            let topic = place.name(topic);
            let missed = consume::records(bootstrap, &topic, *count, LIMIT).err();
            if let Some(missed) = missed {
                found.push(format!("{missed}"));
            }
        }
        results.push(found);
    }
    std::thread::sleep(Duration::from_millis(500));
    let output = worker.output();
    worker.stop()?;
    for (case, found) in cases.iter().zip(&mut results) {
        if !found.is_empty() {
            println!("{:?} {}: {found:?}; it printed:\n{output}", place.runtime, case.name);
            continue;
        }
        for (topic, count) in case.topics {
            found.extend(compare::topic(place, bootstrap, &place.name(topic), *count)?);
        }
    }
    Ok(results)
}

#[test]
fn the_same_source_files_fill_topics_with_the_same_records() -> Result {
    let chosen = std::env::var("KCONNECT_DIFFERENTIAL_CASE").unwrap_or_default();
    let cases: Vec<_> = cases().into_iter().filter(|case| chosen.is_empty() || case.name == chosen).collect();
    let kafka = run(&Place::new(Runtime::Kafka)?, &cases)?;
    let own = run(&Place::new(Runtime::Own)?, &cases)?;
    let differences: Vec<_> = cases
        .iter()
        .zip(kafka.iter().zip(&own))
        .filter_map(|(case, (kafka, own))| compare::difference(case.name, kafka, own))
        .collect();
    for (case, records) in cases.iter().zip(&kafka) {
        let expected: usize = case.topics.iter().map(|(_, count)| count).sum();
        assert_eq!(records.len(), expected, "{}: Kafka Connect wrote {records:#?}", case.name);
    }
    println!("sources: {} cases, {} differ", cases.len(), differences.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}
