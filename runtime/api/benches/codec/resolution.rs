//! Reading what another schema wrote, beside reading what the type's own wrote.

use std::hint::black_box;

use apache_avro::{reader::datum::GenericDatumReader, types::Value, writer::datum::GenericDatumWriter};
use kconnect::{
    ConnectType,
    avro::{AvroReader, Field, Kind, Plan, Schema},
};

use crate::{
    avro::encode,
    status::Status,
    turns::{Limit, compare, contestant},
};

/// The writer's schema: two fields more than the reader's, of which one is a record, the others in another order, one of
/// them a narrower number, one under a former name.
fn writer() -> Schema {
    let mut schema = Schema::of(&Status::TYPE, None).expect("a schema");
    let Kind::Record(status) = &mut schema.kind else { panic!("a status is a record") };
    let narrower = status.fields.iter_mut().find(|field| field.name == "CurrentUserRetweetId").expect("the field");
    narrower.schema = r#"["null","int"]"#.parse().expect("a schema");
    let renamed = status.fields.iter_mut().find(|field| field.name == "Lang").expect("the field");
    "Language".clone_into(&mut renamed.name);
    status.fields.reverse();
    let extra = r#"{"type":"record","name":"Metrics","fields":[{"name":"Quotes","type":"int"},{"name":"Bookmarks","type":"long"}]}"#;
    status.fields.insert(3, Field::new("Metrics", extra.parse().expect("a schema")));
    status.fields.push(Field::new("Conversation", r#"["null","string"]"#.parse().expect("a schema")));
    schema.to_string().parse().expect("the names are in order again")
}

/// The same done to a value.
fn written(status: Value) -> Value {
    let Value::Record(mut fields) = status else { panic!("a status is a record") };
    for (name, value) in &mut fields {
        match (name.as_str(), &value) {
            ("CurrentUserRetweetId", Value::Union(1, number)) => {
                let Value::Long(number) = **number else { panic!("an id is a long") };
                *value = Value::Union(1, Box::new(Value::Int(number.try_into().expect("none is -1"))));
            }
            ("Lang", _) => "Language".clone_into(name),
            _ => {}
        }
    }
    fields.reverse();
    let metrics = vec![("Quotes".to_owned(), Value::Int(12)), ("Bookmarks".to_owned(), Value::Long(1_000_000))];
    fields.insert(3, ("Metrics".to_owned(), Value::Record(metrics)));
    let conversation = Value::String("1212237037631352832".to_owned());
    fields.push(("Conversation".to_owned(), Value::Union(1, Box::new(conversation))));
    Value::Record(fields)
}

pub(crate) fn planned(statuses: &[Status], rounds: usize) {
    let own = Schema::of(&Status::TYPE, None).expect("a schema").to_string();
    let own_theirs = apache_avro::Schema::parse_str(&own).unwrap();
    let schema = writer();
    let theirs = apache_avro::Schema::parse_str(&schema.to_string()).unwrap();
    let reader = GenericDatumReader::builder(&own_theirs).build().unwrap();
    let writer = GenericDatumWriter::builder(&theirs).build().unwrap();
    let plan = Plan::<Status>::new(&schema, None).expect("it resolves");
    assert!(!plan.is_same());
    let same: Vec<_> = statuses.iter().map(encode).collect();
    let other: Vec<_> = same
        .iter()
        .map(|bytes| {
            let value = reader.read_value(&mut bytes.as_slice()).unwrap();
            writer.write_value_to_vec(written(value)).unwrap()
        })
        .collect();
    for (bytes, expected) in other.iter().zip(statuses) {
        assert_eq!(&plan.read(bytes).unwrap(), expected);
    }
    let all = vec![
        contestant("kconnect, planned", || {
            for bytes in &other {
                drop(black_box(plan.read(black_box(bytes)).unwrap()));
            }
        }),
        contestant("kconnect, the same schema", || {
            for bytes in &same {
                drop(black_box(AvroReader::read::<Status>(black_box(bytes)).unwrap()));
            }
        }),
    ];
    let limit = Limit { times: 2.0, what: "reading by plan, against the same schema" };
    compare("Avro: resolution", &limit, statuses.len(), rounds, all);
}
