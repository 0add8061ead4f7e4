//! jiff: `Timestamp` is a Timestamp, `civil::Date` a Date, `civil::Time` a Time.
//!
//! Connect counts milliseconds. What is finer is cut off, towards the past, as it is of a `SystemTime`. Of a `Zoned` only
//! the instant would be written, so it has no schema: take its `timestamp()`.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Time},
};

use crate::{
    Error,
    data::{ConnectType, DataReader, DataWriter, ReadData, Type, WriteData},
};

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl ConnectType for Timestamp {
    const TYPE: Type = Type::Timestamp;
}

impl WriteData for Timestamp {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        // jiff's own count of milliseconds is cut towards 1970.
        let below = i64::from(self.subsec_nanosecond() % 1_000_000 < 0);
        writer.timestamp(self.as_millisecond() - below)
    }
}

impl<'de> ReadData<'de> for Timestamp {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let ms = reader.timestamp()?;
        Self::from_millisecond(ms)
            .map_err(|_| Error::data(format!("{ms} ms since 1970 is beyond what jiff can hold")).into())
    }
}

impl ConnectType for Date {
    const TYPE: Type = Type::Date;
}

impl WriteData for Date {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.date(self.since(EPOCH).map_or(0, |span| span.get_days()))
    }
}

impl<'de> ReadData<'de> for Date {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let days = reader.date()?;
        let span = jiff::Span::new().try_days(days);
        span.and_then(|span| EPOCH.checked_add(span))
            .map_err(|_| Error::data(format!("{days} days since 1970 is beyond what jiff can hold")).into())
    }
}

impl ConnectType for Time {
    const TYPE: Type = Type::Time;
}

impl WriteData for Time {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        let seconds = (i32::from(self.hour()) * 60 + i32::from(self.minute())) * 60 + i32::from(self.second());
        writer.time(seconds * 1000 + i32::from(self.millisecond()))
    }
}

impl<'de> ReadData<'de> for Time {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let ms = reader.time()?;
        match u32::try_from(ms) {
            Ok(within @ 0..86_400_000) => Ok(Self::midnight().wrapping_add(i64::from(within).milliseconds())),
            _ => Err(Error::data(format!("{ms} ms is not a time of day")).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{
        Timestamp,
        civil::{Date, Time, date, time},
    };

    use crate::{
        avro::AvroReader,
        data::{Value, types::tests::written},
    };

    #[test]
    fn what_is_finer_than_a_millisecond_is_cut_towards_the_past() {
        let at = |ns: i128| Value::of(&Timestamp::from_nanosecond(ns).unwrap());
        assert_eq!(at(1_999_999), Value::Timestamp(1));
        assert_eq!(at(-1), Value::Timestamp(-1));
        assert_eq!(at(-1_000_000), Value::Timestamp(-1));
        assert_eq!(at(-1_000_000_001), Value::Timestamp(-1001));
        assert_eq!(Value::of(&time(0, 0, 1, 1_999_999)), Value::Time(1001));
    }

    #[test]
    fn what_is_whole_milliseconds_comes_back() {
        for at in [Timestamp::from_millisecond(1_772_368_496_789).unwrap(), Timestamp::MIN] {
            assert_eq!(AvroReader::read::<Timestamp>(&written(&at)).unwrap(), at);
        }
        for day in [Date::MIN, date(2026, 3, 1), Date::MAX] {
            assert_eq!(AvroReader::read::<Date>(&written(&day)).unwrap(), day);
        }
        assert_eq!(Value::of(&date(1969, 12, 31)), Value::Date(-1));
        let last = time(23, 59, 59, 999_000_000);
        assert_eq!(AvroReader::read::<Time>(&written(&last)).unwrap(), last);
    }

    #[test]
    fn what_jiff_cannot_hold_is_a_data_error() {
        let error = AvroReader::read::<Timestamp>(&written(&i64::MAX)).unwrap_err();
        assert_eq!(error.to_string(), "9223372036854775807 ms since 1970 is beyond what jiff can hold");
        let error = AvroReader::read::<Date>(&written(&i32::MAX)).unwrap_err();
        assert_eq!(error.to_string(), "2147483647 days since 1970 is beyond what jiff can hold");
        let error = AvroReader::read::<Time>(&written(&86_400_000)).unwrap_err();
        assert_eq!(error.to_string(), "86400000 ms is not a time of day");
    }
}
