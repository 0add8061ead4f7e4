//! Headers as `SimpleHeaderConverter` writes them: the text of each value, as Kafka Connect's `Values` converts it.

use kconnect::{Headers, Timestamp, Value, data::Type, json::TextWriter};

/// A header as Kafka takes it.
pub(crate) type RawHeader<'a> = (&'a str, Option<Vec<u8>>);

/// The headers as Kafka takes them.
pub(crate) fn headers(headers: &Headers) -> Vec<RawHeader<'_>> {
    headers.iter().map(|(key, value)| (key, text(value))).collect()
}

fn text(value: &Value) -> Option<Vec<u8>> {
    const DAY_MS: i64 = 86_400_000;
    Some(match value {
        Value::Boolean(_) => java(&Type::Boolean, value),
        Value::Int8(_) => java(&Type::Int8, value),
        Value::Int16(_) => java(&Type::Int16, value),
        Value::Int32(_) => java(&Type::Int32, value),
        Value::Int64(_) => java(&Type::Int64, value),
        Value::Float32(_) => java(&Type::Float32, value),
        Value::Float64(_) => java(&Type::Float64, value),
        Value::String(text) => text.clone().into_bytes(),
        Value::Bytes(_) => java(&Type::Bytes, value),
        Value::Timestamp(ms) => iso("%Y-%m-%dT%H:%M:%S.%3fZ", *ms),
        Value::Date(days) => iso("%Y-%m-%d", i64::from(*days) * DAY_MS),
        Value::Time(ms) => iso("%H:%M:%S.%3fZ", i64::from(*ms)),
        // `Headers` takes no others.
        _ => return None,
    })
}

/// As Java's `toString`.
fn java(ty: &Type, value: &Value) -> Vec<u8> {
    let mut text = Vec::new();
    match value.write_as(ty, &mut TextWriter::new(&mut text)) {
        Ok(()) => text,
        Err(error) => unreachable!("a value of that very type: {error}"),
    }
}

/// `Values.ISO_8601_*_FORMAT_PATTERN`, in UTC.
fn iso(format: &str, ms: i64) -> Vec<u8> {
    let time = jiff::Timestamp::from_millisecond(Timestamp::from_ms(ms).as_ms());
    time.map_or_else(|_| ms.to_string(), |time| time.strftime(format).to_string()).into_bytes()
}

#[cfg(test)]
mod tests {
    use kconnect::{Date, Time};

    use super::*;

    #[test]
    fn values_become_the_text_that_kafka_connect_writes() {
        let mut all = Headers::default();
        all.add("text", "a \"b\"");
        all.add("number", 7_i64);
        all.add("float", 1.0e10_f64);
        all.add("bytes", b"\x00\xff".to_vec());
        all.add("timestamp", Timestamp::from_ms(1_700_000_000_123));
        all.add("date", Date::from_days(19_675));
        all.add("time", Time::from_ms(1).unwrap());
        let written: Vec<_> =
            headers(&all).into_iter().map(|(key, value)| (key, String::from_utf8(value.unwrap()).unwrap())).collect();
        let expected = [
            ("text", "a \"b\""),
            ("number", "7"),
            ("float", "1.0E10"),
            ("bytes", "AP8="),
            ("timestamp", "2023-11-14T22:13:20.123Z"),
            ("date", "2023-11-14"),
            ("time", "00:00:00.001Z"),
        ];
        assert_eq!(written, expected.map(|(key, value)| (key, value.to_owned())));
    }
}
