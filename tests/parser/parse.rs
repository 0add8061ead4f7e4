//! Text and JSON become typed values, or an error that says where, what and what instead.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, Date, Decimal, SchemaBuilder, Time, Timestamp, Value,
    data::{Schema, SchemaType},
    parser::Parser,
};

/// All types that a text can be.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Everything {
    /// A byte.
    byte: i8,
    /// A long.
    long: i64,
    /// A float.
    float: f32,
    /// A double.
    double: f64,
    /// A boolean.
    boolean: bool,
    /// A text.
    text: String,
    /// Bytes.
    bytes: Vec<u8>,
    /// A price.
    price: Decimal<2>,
    /// A day.
    day: Date,
    /// A time.
    time: Time,
    /// An instant.
    instant: Timestamp,
    /// A kind.
    kind: Kind,
    /// Numbers.
    numbers: Vec<i32>,
    /// Days by name.
    days: BTreeMap<String, Date>,
    /// Names by number.
    names: BTreeMap<i32, String>,
    /// Another record.
    inner: Option<Inner>,
    /// What may be missing.
    #[connect(default = 7, alias = "retries")]
    attempts: i32,
}

/// A record in a record.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Inner {
    /// A day, or none.
    day: Option<Date>,
    /// A text, or none.
    text: Option<String>,
}

/// A choice.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Kind {
    Small,
    Large,
}

fn everything() -> Everything {
    Everything {
        byte: -8,
        long: 9_007_199_254_740_993,
        float: 1.5,
        double: 2.5e10,
        boolean: true,
        text: "  as it is ".to_owned(),
        bytes: vec![0, 255],
        price: Decimal::from_unscaled(-1_050),
        day: Date::from_days(20_779),
        time: Time::from_ms(45_296_789).unwrap(),
        instant: Timestamp::from_ms(1_795_343_696_789),
        kind: Kind::Large,
        numbers: vec![1, 2],
        days: BTreeMap::from([("a".to_owned(), Date::from_days(0))]),
        names: BTreeMap::from([(1, "one".to_owned())]),
        inner: Some(Inner { day: None, text: Some(String::new()) }),
        attempts: 7,
    }
}

#[test]
fn a_json_text_of_quoted_and_unquoted_values_is_a_typed_record() {
    let json = r#"{
        "byte": "-8", "long": 9007199254740993, "float": "1.5", "double": 2.5e10, "boolean": "TRUE",
        "text": "  as it is ", "bytes": "AP8=", "price": -10.5, "day": "2026-11-22", "time": "12:34:56.789",
        "instant": "2026-11-22T12:34:56.789+02:00", "kind": "LARGE", "numbers": ["1", 2], "days": {"a": 0},
        "names": {"1": "one"}, "inner": {"day": "", "text": ""}, "nobody knows": [{}]
    }"#;
    let parsed: Everything = Parser::default().json(json).unwrap();
    assert_eq!(parsed, Everything { instant: Timestamp::from_ms(1_795_343_696_789), ..everything() });
}

#[test]
fn a_row_of_texts_is_a_typed_record() {
    let row = [
        ("byte", " -8 "),
        ("long", "9007199254740993"),
        ("float", "1.5"),
        ("double", "2.5e10"),
        ("boolean", "true"),
        ("text", "  as it is "),
        ("bytes", "AP8="),
        ("price", "-10.50"),
        ("day", "2026-11-22"),
        ("time", "12:34:56.789"),
        ("instant", "2026-11-22 10:34:56.789"),
        ("kind", "LARGE"),
        ("numbers", "[1,2]"),
        ("days", r#"{"a":"1970-01-01"}"#),
        ("names", r#"[[1,"one"]]"#),
        ("inner", r#"{"text":""}"#),
        ("retries", "7"),
        ("other", "x"),
    ];
    let parsed: Everything = Parser::default().fields(row).unwrap();
    assert_eq!(parsed, everything());
}

#[test]
fn errors_name_the_place_the_input_and_the_expected_form() {
    let parser = Parser::default();
    let error = |json: &str| parser.json::<Everything>(json).unwrap_err().to_string();
    let with = |member: &str| error(&format!("{{{member}}}"));
    let cases = [
        (r#""byte": 128"#, "$.byte: `128` is not an INT8, -128 to 127"),
        (r#""boolean": "yes""#, "$.boolean: `yes` is not a BOOLEAN: true or false"),
        (r#""price": 1.005"#, "$.price: `1.005` is not a Decimal with at most 2 digits behind the point"),
        (r#""day": "22.11.2026""#, "$.day: `22.11.2026` is not a Date: yyyy-MM-dd"),
        (r#""day": "2026-02-30""#, "$.day: `2026-02-30` is not a Date: yyyy-MM-dd"),
        (r#""kind": "MEDIUM""#, "$.kind: `MEDIUM` is not one of SMALL, LARGE"),
        (r#""numbers": [1, "x"]"#, "$.numbers[1]: `x` is not an INT32, -2147483648 to 2147483647"),
        (r#""days": {"a": "b"}"#, "$.days.a: `b` is not a Date: yyyy-MM-dd"),
        (r#""names": [[1]]"#, "$.names[0]: `[1]` is not a pair of key and value"),
        (r#""bytes": "%""#, "$.bytes: `%` is not BYTES in base64"),
        (r#""byte": 1"#, "$.long: `` is not there, and it has no default"),
        (r#""inner": 5"#, "$.inner: `5` is not a JSON form of Schema{com.example.Inner:STRUCT}"),
        (r#""long": null"#, "$.long: `null` is not a value of Schema{INT64}, which is not optional"),
    ];
    for (member, expected) in cases {
        assert_eq!(with(member), expected);
    }
    assert!(error("{").starts_with("$: `{` is not JSON: "), "{}", error("{"));
}

#[test]
fn a_long_input_is_cut_off_in_the_message() {
    let error = Parser::default().text::<i64>(&"9".repeat(1_000)).unwrap_err().to_string();
    assert_eq!(error, format!("$: `{}…` is not an INT64, {} to {}", "9".repeat(60), i64::MIN, i64::MAX));
}

#[test]
fn formats_and_the_zone_of_times_without_one_are_configurable() {
    let parser = Parser::builder()
        .date_format("dd.MM.yyyy")
        .date_format("d MMM yy")
        .time_format("hh:mm a")
        .timestamp_format("EEE MMM dd HH:mm:ss Z yyyy")
        .timestamp_format("yyyy-MM-dd 'at' HH:mm")
        .zone("Europe/Berlin")
        .build()
        .unwrap();
    assert_eq!(parser.text::<Date>("22.11.2026").unwrap(), Date::from_days(20_779));
    assert_eq!(parser.text::<Date>("22 Nov 26").unwrap(), Date::from_days(20_779));
    assert_eq!(parser.text::<Time>("01:30 PM").unwrap(), Time::from_ms(48_600_000).unwrap());
    let instant = |text: &str| parser.text::<Timestamp>(text).unwrap().as_ms();
    // Twitter's own form, which has an offset.
    assert_eq!(instant("Wed Aug 27 13:08:45 +0000 2008"), 1_219_842_525_000);
    assert_eq!(instant("2026-11-22 at 11:00"), 1_795_341_600_000);
    assert_eq!(instant("2026-07-22 at 12:00"), 1_784_714_400_000);
}

#[test]
fn a_literal_z_is_utc_and_not_the_configured_zone() {
    let parser = Parser::builder().zone("Asia/Tokyo").build().unwrap();
    assert_eq!(parser.text::<Timestamp>("1970-01-01T00:00:00Z").unwrap().as_ms(), 0);
    assert_eq!(parser.text::<Timestamp>("1970-01-01T00:00:00").unwrap().as_ms(), -9 * 3_600_000);
}

#[test]
fn patterns_that_cannot_be_done_are_refused_with_the_reason() {
    let error = |pattern: &str| Parser::builder().timestamp_format(pattern).build().unwrap_err().to_string();
    assert_eq!(error("yyyy 'x"), "`yyyy 'x` is no pattern of dates and times: a quotation is not closed");
    assert!(error("HH:mm z").contains("use `Z`, `XXX` or `VV`"));
    assert!(error("YYYY-MM-dd").contains("use `yyyy-MM-dd`"));
    assert!(error("yyyy b").contains("put plain text in quotes"));
    let zone = Parser::builder().zone("Mars/Olympus").build().unwrap_err();
    assert!(zone.to_string().starts_with("`Mars/Olympus` is no time zone"), "{zone}");
}

#[test]
fn configured_texts_are_null_where_the_schema_is_optional() {
    let parser = Parser::builder().null_text("n/a").build().unwrap();
    let inner: Inner = parser.fields([("day", "n/a"), ("text", "n/a")]).unwrap();
    assert_eq!(inner, Inner { day: None, text: None });
    assert!(parser.text::<Date>("n/a").is_err());
}

#[test]
fn a_type_can_be_parsed_in_another_way() {
    let yes = |_: &Schema, text: &str| match text {
        "yes" => Ok(Value::Boolean(true)),
        "no" => Ok(Value::Boolean(false)),
        _ => Err("yes or no".to_owned()),
    };
    let parser = Parser::builder().plain_type(SchemaType::Boolean, yes).build().unwrap();
    assert!(parser.json::<bool>(r#""yes""#).unwrap());
    assert_eq!(parser.text::<bool>("true").unwrap_err().to_string(), "$: `true` is not yes or no");
}

#[test]
fn a_schema_that_is_known_only_at_run_time_is_as_good() {
    let schema = SchemaBuilder::structure()
        .field("id", Schema::required(SchemaType::Int16))
        .field("name", SchemaBuilder::new(SchemaType::String).default_value("nobody").build().unwrap())
        .build()
        .unwrap();
    let value = Parser::default().json_as(&schema, r#"{"id": "5"}"#).unwrap();
    let Value::Struct(of) = value else { panic!("{value:?}") };
    assert_eq!(of.values(), [Value::Int16(5), Value::from("nobody")]);
}

#[test]
fn decimals_keep_every_digit_and_huge_exponents_are_refused() {
    let parse = |text: &str| Parser::default().json::<Decimal<10>>(text).map(Decimal::unscaled);
    assert_eq!(parse("12345678901234567.1234567891").unwrap(), 123_456_789_012_345_671_234_567_891);
    assert_eq!(parse("1e3").unwrap(), 10_000_000_000_000);
    assert_eq!(parse("0e999999999").unwrap(), 0);
    assert_eq!(parse("1000e-13").unwrap(), 1);
    assert!(parse("1e999999999").is_err());
    assert!(parse("1e-11").is_err());
}
