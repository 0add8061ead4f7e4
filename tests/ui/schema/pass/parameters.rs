//! Parameters of a record and of its fields, for other programs.

use kconnect::{ConnectSchema, ConnectType, data::Schema};

#[path = "../common/codec.rs"]
mod codec;

/// A measurement.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example", parameters("com.example.owner" = "sensors", "com.example.pii" = "no"))]
struct Measurement {
    /// How warm it was.
    #[connect(parameters("com.example.unit" = "K"))]
    temperature: f64,
    /// How wet.
    #[connect(parameters("com.example.unit" = "%",), default = Some(50))]
    humidity: Option<i32>,
    /// Without any.
    sensor: String,
}

fn main() {
    codec::comes_back(&Measurement { temperature: 1.0, humidity: None, sensor: "a".to_owned() });
    let schema = Schema::of(&Measurement::TYPE, None);
    let parameters: Vec<_> = schema.parameters().collect();
    assert_eq!(parameters, [("com.example.owner", "sensors"), ("com.example.pii", "no")]);
    let of = |field: &str| schema.field(field).unwrap().schema().parameter("com.example.unit").map(str::to_owned);
    assert_eq!([of("temperature"), of("humidity"), of("sensor")], [Some("K".to_owned()), Some("%".to_owned()), None]);
    let avro = codec::schema::<Measurement>();
    assert!(avro.contains(r#"{"type":"double","connect.doc":"How warm it was.","connect.parameters":{"com.example.unit":"K"}}"#), "{avro}");
}
