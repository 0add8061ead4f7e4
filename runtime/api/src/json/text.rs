//! What Java's `toString` makes of a value: the form of Kafka's `StringConverter`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::java::{print, write_float, write_integer};
use crate::{
    Error,
    data::{BigDecimal, DataWriter, Null, StructNode, Type, UnionNode},
};

/// Writes a value as Kafka's `StringConverter` does: a string as it is, a struct as `Struct{Id=1,Name=x}` without its
/// null fields, a list as `[a, b]`, a map as `{k=v}`.
///
/// Bytes are base64: what Java prints for them is the address of an object.
#[derive(Debug)]
pub struct TextWriter<'a> {
    out: &'a mut Vec<u8>,
    open: Vec<Open>,
}

#[derive(Debug)]
enum Open {
    Array {
        items: usize,
    },
    Map {
        items: usize,
    },
    Struct {
        node: &'static StructNode,
        /// Where the present field began, so that its name goes when its value is null.
        start: usize,
        first: bool,
    },
}

impl<'a> TextWriter<'a> {
    /// Appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, open: Vec::new() }
    }

    fn end(&mut self, bracket: u8) {
        self.open.pop();
        self.out.push(bracket);
    }
}

impl DataWriter for TextWriter<'_> {
    type Error = Error;

    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        print(self.out, format_args!("{value}"));
        Ok(())
    }

    fn int8(&mut self, value: i8) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int16(&mut self, value: i16) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int32(&mut self, value: i32) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int64(&mut self, value: i64) -> Result<(), Error> {
        write_integer(self.out, value);
        Ok(())
    }

    fn float32(&mut self, value: f32) -> Result<(), Error> {
        write_float(self.out, value);
        Ok(())
    }

    fn float64(&mut self, value: f64) -> Result<(), Error> {
        write_float(self.out, value);
        Ok(())
    }

    fn string(&mut self, value: &str) -> Result<(), Error> {
        self.out.extend_from_slice(value.as_bytes());
        Ok(())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        print(self.out, format_args!("{}", STANDARD.encode(value)));
        Ok(())
    }

    fn date(&mut self, days: i32) -> Result<(), Error> {
        date(self.out, i64::from(days) * 86_400);
        Ok(())
    }

    fn time(&mut self, ms: i32) -> Result<(), Error> {
        date(self.out, i64::from(ms).div_euclid(1_000));
        Ok(())
    }

    fn timestamp(&mut self, ms: i64) -> Result<(), Error> {
        date(self.out, ms.div_euclid(1_000));
        Ok(())
    }

    fn decimal(&mut self, unscaled: &[u8], scale: i32) -> Result<(), Error> {
        self.out.extend_from_slice(BigDecimal::new(unscaled, scale).to_string().as_bytes());
        Ok(())
    }

    fn optional(&mut self, some: bool, _null: Null) -> Result<(), Error> {
        if some {
            return Ok(());
        }
        match self.open.last() {
            Some(Open::Struct { start, .. }) => self.out.truncate(*start),
            _ => self.out.extend_from_slice(b"null"),
        }
        Ok(())
    }

    fn begin_array(&mut self, _len: usize) -> Result<(), Error> {
        self.open.push(Open::Array { items: 0 });
        self.out.push(b'[');
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Error> {
        self.end(b']');
        Ok(())
    }

    fn begin_map(&mut self, _key: &Type, _len: usize) -> Result<(), Error> {
        self.open.push(Open::Map { items: 0 });
        self.out.push(b'{');
        Ok(())
    }

    fn end_map(&mut self) -> Result<(), Error> {
        self.end(b'}');
        Ok(())
    }

    fn item(&mut self) -> Result<(), Error> {
        let between: &[u8] = match self.open.last_mut() {
            Some(Open::Array { items } | Open::Map { items }) if *items == 0 => {
                *items = 1;
                b""
            }
            Some(Open::Map { items }) => {
                *items += 1;
                if *items % 2 == 0 { b"=" } else { b", " }
            }
            _ => b", ",
        };
        self.out.extend_from_slice(between);
        Ok(())
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Error> {
        self.out.extend_from_slice(b"Struct{");
        self.open.push(Open::Struct { node, start: self.out.len(), first: true });
        Ok(())
    }

    fn field(&mut self, index: usize) -> Result<(), Error> {
        let Some(Open::Struct { node, start, first }) = self.open.last_mut() else { return Ok(()) };
        // Whatever came of the field before is known by now: nothing is left of it if it was null.
        *first &= self.out.len() == *start;
        *start = self.out.len();
        let comma = if *first { "" } else { "," };
        let name = node.fields.get(index).map_or("", |field| field.name);
        print(self.out, format_args!("{comma}{name}="));
        Ok(())
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        self.end(b'}');
        Ok(())
    }

    fn begin_union(&mut self, branch: usize, node: &'static UnionNode, _nullable: bool) -> Result<(), Error> {
        let name = node.branches.get(branch).map_or("", |branch| branch.name);
        print(self.out, format_args!("Struct{{{name}="));
        Ok(())
    }

    fn end_union(&mut self) -> Result<(), Error> {
        self.out.push(b'}');
        Ok(())
    }
}

/// Java's `Date.toString`, in UTC: `Thu Jan 01 00:00:00 UTC 1970`.
fn date(out: &mut Vec<u8>, seconds: i64) {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or_default()
    };
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (weekday, month) = (name(&DAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    // The year of the era: Java prints no sign and has no year 0.
    let year = if year > 0 { year } else { 1 - year };
    print(out, format_args!("{weekday} {month} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year:04}"));
}

/// Year, month and day of the Gregorian calendar; the year is taken to begin in March, so that a leap day is its last.
fn civil(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097; // days in 400 years
    let shifted = days + 719_468; // days since 0000-03-01
    let (era, day) = (shifted.div_euclid(ERA), shifted.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153; // 0 is March
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_prints_as_in_java() {
        for (seconds, text) in [
            (0, "Thu Jan 01 00:00:00 UTC 1970"),
            (951_827_696, "Tue Feb 29 12:34:56 UTC 2000"),
            (-1, "Wed Dec 31 23:59:59 UTC 1969"),
            (1_772_323_199, "Sat Feb 28 23:59:59 UTC 2026"),
            (4_107_542_400, "Mon Mar 01 00:00:00 UTC 2100"),
        ] {
            let mut out = Vec::new();
            date(&mut out, seconds);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
