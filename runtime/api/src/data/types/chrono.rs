//! chrono: `DateTime<Utc>` is a Timestamp, `NaiveDate` a Date, `NaiveTime` a Time.
//!
//! Connect counts milliseconds. What is finer is cut off, towards the past, as it is of a `SystemTime`. A leap second is
//! the last millisecond of the second before it: Connect's days have 86 400 seconds. Of other zones only the instant would
//! be written, so they have no schema: convert with `to_utc()`.

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike as _, Utc};

use crate::{
    Error,
    data::{ConnectType, DataReader, DataWriter, ReadData, Type, WriteData},
};

/// 1970-01-01, in chrono's count of days from 0001-01-01, which is its day 1.
const EPOCH: i32 = 719_163;

impl ConnectType for DateTime<Utc> {
    const TYPE: Type = Type::Timestamp;
}

impl WriteData for DateTime<Utc> {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        let ms = i64::from(self.timestamp_subsec_millis().min(999));
        writer.timestamp(self.timestamp().saturating_mul(1000).saturating_add(ms))
    }
}

impl<'de> ReadData<'de> for DateTime<Utc> {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let ms = reader.timestamp()?;
        Self::from_timestamp_millis(ms)
            .ok_or_else(|| Error::data(format!("{ms} ms since 1970 is beyond what chrono can hold")).into())
    }
}

impl ConnectType for NaiveDate {
    const TYPE: Type = Type::Date;
}

impl WriteData for NaiveDate {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.date(self.to_epoch_days())
    }
}

impl<'de> ReadData<'de> for NaiveDate {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let days = reader.date()?;
        days.checked_add(EPOCH)
            .and_then(Self::from_num_days_from_ce_opt)
            .ok_or_else(|| Error::data(format!("{days} days since 1970 is beyond what chrono can hold")).into())
    }
}

impl ConnectType for NaiveTime {
    const TYPE: Type = Type::Time;
}

impl WriteData for NaiveTime {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        let ms = (self.nanosecond() / 1_000_000).min(999);
        writer.time((self.num_seconds_from_midnight() * 1000 + ms).cast_signed())
    }
}

impl<'de> ReadData<'de> for NaiveTime {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let ms = reader.time()?;
        let of_day = |ms: u32| Self::from_num_seconds_from_midnight_opt(ms / 1000, ms % 1000 * 1_000_000);
        u32::try_from(ms)
            .ok()
            .and_then(of_day)
            .ok_or_else(|| Error::data(format!("{ms} ms is not a time of day")).into())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

    use crate::{
        avro::AvroReader,
        data::{Value, WriteData, types::tests::written},
    };

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_finer_than_a_millisecond_is_cut_towards_the_past() {
        assert_eq!(Value::of(&utc("1970-01-01T00:00:00.001999Z")), Value::Timestamp(1));
        assert_eq!(Value::of(&utc("1969-12-31T23:59:59.998001Z")), Value::Timestamp(-2));
        assert_eq!(Value::of(&NaiveTime::from_hms_nano_opt(0, 0, 1, 1_999_999).unwrap()), Value::Time(1001));
    }

    #[test]
    fn a_leap_second_is_the_last_millisecond_of_the_second_before() {
        let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).unwrap();
        assert_eq!(Value::of(&leap), Value::Time(86_399_999));
        assert_eq!(Value::of(&utc("2016-12-31T23:59:60.500Z")), Value::Timestamp(1_483_228_799_999));
    }

    #[test]
    fn what_is_whole_milliseconds_comes_back() {
        let at = utc("2026-03-01T12:34:56.789Z");
        assert_eq!(AvroReader::read::<DateTime<Utc>>(&written(&at)).unwrap(), at);
        for day in [NaiveDate::MIN, at.date_naive(), NaiveDate::MAX] {
            assert_eq!(AvroReader::read::<NaiveDate>(&written(&day)).unwrap(), day);
        }
        assert_eq!(Value::of(&NaiveDate::from_ymd_opt(1970, 1, 2).unwrap()), Value::Date(1));
        let time = at.time();
        assert_eq!(AvroReader::read::<NaiveTime>(&written(&time)).unwrap(), time);
    }

    #[test]
    fn what_chrono_cannot_hold_is_a_data_error() {
        fn error<T: for<'de> crate::data::ReadData<'de> + std::fmt::Debug>(written_as: &impl WriteData) -> String {
            AvroReader::read::<T>(&written(written_as)).unwrap_err().to_string()
        }
        assert_eq!(
            error::<DateTime<Utc>>(&i64::MAX),
            "9223372036854775807 ms since 1970 is beyond what chrono can hold"
        );
        assert_eq!(error::<NaiveDate>(&i32::MAX), "2147483647 days since 1970 is beyond what chrono can hold");
        assert_eq!(error::<NaiveTime>(&86_400_000), "86400000 ms is not a time of day");
        assert_eq!(error::<NaiveTime>(&-1), "-1 ms is not a time of day");
    }
}
