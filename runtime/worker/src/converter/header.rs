//! Headers as Kafka takes them: `SimpleHeaderConverter` makes the text of each value.

use kconnect::{Headers, SchemaAndValue, data::SimpleHeaderConverter};

/// A header as Kafka takes it.
pub(crate) type RawHeader<'a> = (&'a str, Option<Vec<u8>>);

/// The headers as Kafka takes them.
pub(crate) fn headers(headers: &Headers) -> Vec<RawHeader<'_>> {
    let written = |data: &SchemaAndValue| SimpleHeaderConverter::from_connect_header(data.schema.as_ref(), &data.value);
    headers.iter().map(|(key, data)| (key, written(data))).collect()
}

#[cfg(test)]
mod tests {
    use kconnect::{Date, Time, Timestamp};

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
