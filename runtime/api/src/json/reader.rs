//! JSON, read straight into structs.

use std::borrow::Cow;

use super::{
    base64,
    converter::ENVELOPE,
    error::{Failure, JsonError},
    open::{Open, path},
    places::{find, next_member, next_pair, takes_default, unscaled},
    scan::{Malformed, Scan, Scanner},
};
use crate::{
    Error,
    data::{BigDecimal, DataException, DataReader, EnumNode, Null, ReadData, StructNode, UnionNode},
};

/// How many records may be nested in one another.
const DEPTH: usize = 128;

/// Reads a type from JSON: from a payload, or from the envelope with a schema around it.
///
/// Fields are found by their names, or by former names, in any order; unknown ones are skipped, missing ones take their
/// defaults, and so do fields that are null without being optional. Strings without escapes are borrowed from the input.
/// Whole numbers may be written with a fraction of zeros, decimals as numbers or as base64. Nothing is rounded or cut: what does
/// not fit is a data error, which names the path (`$.user.name`), what is there and what was expected.
///
/// ```
/// # use kconnect::json::JsonReader;
/// let numbers: Vec<Option<i32>> = JsonReader::read(b"[1, null]")?;
/// assert_eq!(numbers, [Some(1), None]);
///
/// let error = JsonReader::read::<Vec<i32>>(b"[1, \"two\"]").unwrap_err();
/// assert_eq!(error.to_string(), "$[1] is \"two\", not an INT32: a whole number from -2147483648 to 2147483647");
/// # Ok::<(), kconnect::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonReader<'de> {
    scan: Scanner<'de>,
    open: Vec<Open>,
    /// How many records are open.
    depth: usize,
    replace_null_with_default: bool,
    /// In an envelope, and whether its schema came already.
    envelope: Option<bool>,
}

type Result<T, E = JsonError> = std::result::Result<T, E>;

impl<'de> JsonReader<'de> {
    /// Reads the payload that `bytes` begin with.
    #[must_use]
    pub fn new(bytes: &'de [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Self { scan: Scanner::new(bytes), open: Vec::new(), depth: 0, replace_null_with_default: false, envelope: None }
    }

    /// Reads the payload of an envelope, `{"schema":…,"payload":…}`. The schema is not looked at: fields have names.
    ///
    /// # Errors
    /// `bytes` are no envelope, in Kafka's words.
    pub fn enveloped(bytes: &'de [u8]) -> crate::Result<Self> {
        let mut reader = Self::new(bytes);
        match reader.payload() {
            Ok(Some(schema)) => Ok(Self { envelope: Some(schema), ..reader }),
            Ok(None) => Err(DataException::data(ENVELOPE).into()),
            Err(malformed) => Err(reader.malformed(&malformed).into()),
        }
    }

    /// Whether an optional field that is null takes its default, too (`replace.null.with.default`). Otherwise null is what it
    /// says.
    #[must_use]
    pub fn replace_null_with_default(self, replace: bool) -> Self {
        Self { replace_null_with_default: replace, ..self }
    }

    /// Reads the one value that `bytes` are.
    ///
    /// # Errors
    /// A data error if they are anything else.
    pub fn read<T: ReadData<'de>>(bytes: &'de [u8]) -> crate::Result<T> {
        Self::new(bytes).finish()
    }

    /// Reads the payload of the envelope that `bytes` are.
    ///
    /// # Errors
    /// A data error if they are anything else.
    pub fn read_envelope<T: ReadData<'de>>(bytes: &'de [u8]) -> crate::Result<T> {
        Self::enveloped(bytes)?.finish()
    }

    /// Reads the value, which has to be all that there is.
    ///
    /// # Errors
    /// A data error if it is no value of that type, or if something follows.
    pub fn finish<T: ReadData<'de>>(self) -> crate::Result<T> {
        self.finish_with(T::read)
    }

    /// The same for what is read in another way.
    pub(crate) fn finish_with<T>(mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> crate::Result<T> {
        let value = read(&mut self).map_err(|error| self.locate(error))?;
        self.end().map_err(|error| self.locate(error))?;
        Ok(value)
    }

    /// The error with the path to where it happened, if its message does not have that already.
    #[must_use]
    pub fn locate(&self, error: JsonError) -> Error {
        let Failure { error, located } = *error.0;
        if located {
            return error;
        }
        Error::data(format!("{}: {error}", path(&self.open, &self.scan)))
    }

    /// Goes to the payload; says whether the schema came before it, and nothing if this is no envelope.
    fn payload(&mut self) -> Scan<Option<bool>> {
        if self.scan.token() != Some(b'{') {
            self.scan.skip_value()?;
            return Ok(None);
        }
        self.scan.enter()?;
        let mut schema = None;
        while self.scan.more(schema.is_none(), b'}')? {
            match &*self.scan.name()? {
                "schema" => self.scan.skip_value()?,
                "payload" => return Ok(Some(schema.is_some())),
                _ => return Ok(None),
            }
            schema = Some(());
        }
        Ok(None)
    }

    /// Nothing but the rest of the envelope may follow.
    fn end(&mut self) -> Result<()> {
        if let Some(mut schema) = self.envelope {
            while self.scan.more(false, b'}').map_err(|malformed| self.malformed(&malformed))? {
                let name = self.scan.name().map_err(|malformed| self.malformed(&malformed))?;
                if schema || name != "schema" {
                    return Err(Self::located(DataException::data(ENVELOPE).into()));
                }
                schema = true;
                self.scan.skip_value().map_err(|malformed| self.malformed(&malformed))?;
            }
            if !schema {
                return Err(Self::located(DataException::data(ENVELOPE).into()));
            }
        }
        if self.scan.token().is_none() && self.scan.at_end() {
            return Ok(());
        }
        let malformed = self.scan.malformed("expected the end of the text");
        Err(self.malformed(&malformed))
    }

    #[cold]
    fn located(error: Error) -> JsonError {
        JsonError(Box::new(Failure { error, located: true }))
    }

    #[cold]
    fn malformed(&self, malformed: &Malformed) -> JsonError {
        let (line, column) = self.scan.place(malformed.at);
        let place = path(&self.open, &self.scan);
        let why = malformed.why;
        Self::located(Error::data(format!("malformed JSON at line {line}, column {column}, in {place}: {why}")))
    }

    /// Another value than the one that was expected begins at `start`.
    #[cold]
    fn unexpected(&mut self, start: usize, expected: &str) -> JsonError {
        self.scan.back_to(start);
        if let Err(malformed) = self.scan.skip_value() {
            return self.malformed(&malformed);
        }
        let (place, found) = (path(&self.open, &self.scan), self.scan.excerpt(start));
        Self::located(Error::data(format!("{place} is {found}, not {expected}")))
    }

    /// The first byte of a value.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        match self.scan.token() {
            Some(byte @ (b',' | b':')) => self.separated(byte),
            other => other,
        }
    }

    /// Between the key and the value of a map's entry.
    #[cold]
    fn separated(&mut self, separator: u8) -> Option<u8> {
        match (self.open.last_mut(), separator) {
            (Some(Open::Object { in_key, .. }), b':') | (Some(Open::Pairs { in_key, .. }), b',') if *in_key => {
                *in_key = false;
                self.scan.advance();
                self.scan.token()
            }
            _ => Some(separator),
        }
    }

    #[inline]
    fn integer<T: TryFrom<i64>>(&mut self, expected: &'static str) -> Result<T> {
        self.next();
        let start = self.scan.position();
        if let Some(integer) = self.scan.small_integer()
            && let Ok(integer) = T::try_from(integer)
        {
            return Ok(integer);
        }
        self.scan.back_to(start);
        self.long_integer(expected)
    }

    /// A whole number of more than 18 digits, or one that is written as a decimal.
    #[cold]
    fn long_integer<T: TryFrom<i64>>(&mut self, expected: &'static str) -> Result<T> {
        let start = self.scan.position();
        if let Some(b'-' | b'0'..=b'9') = self.scan.peek() {
            let digits = self.scan.number().map_err(|malformed| self.malformed(&malformed))?;
            let exact = BigDecimal::parse(digits.text).and_then(|number| number.to_i64_exact());
            if let Some(Ok(integer)) = exact.map(T::try_from) {
                return Ok(integer);
            }
        }
        Err(self.unexpected(start, expected))
    }

    #[inline]
    fn float<F: Float>(&mut self, expected: &'static str) -> Result<F> {
        let first = self.next();
        let start = self.scan.position();
        match first {
            Some(b'-' | b'0'..=b'9') => {
                let digits = self.scan.number().map_err(|malformed| self.malformed(&malformed))?;
                if let Ok(number) = digits.text.parse::<F>()
                    && number.is_finite()
                {
                    return Ok(number);
                }
            }
            Some(b'"') => {
                let text = self.scan.string().map_err(|malformed| self.malformed(&malformed))?;
                let named = match &*text {
                    "NaN" => Some(F::NAN),
                    "Infinity" => Some(F::INFINITY),
                    "-Infinity" => Some(F::NEG_INFINITY),
                    _ => None,
                };
                if let Some(number) = named {
                    return Ok(number);
                }
            }
            _ => {}
        }
        Err(self.unexpected(start, expected))
    }

    #[inline]
    fn text(&mut self, expected: &str) -> Result<Cow<'de, str>> {
        if self.next() == Some(b'"') {
            return self.scan.string().map_err(|malformed| self.malformed(&malformed));
        }
        let start = self.scan.position();
        Err(self.unexpected(start, expected))
    }

    /// An array or object begins; `Err` is the byte that stands there instead.
    #[inline]
    fn begin(&mut self, bracket: u8, expected: &str) -> Result<()> {
        if self.next() != Some(bracket) {
            let start = self.scan.position();
            return Err(self.unexpected(start, expected));
        }
        self.scan.enter().map_err(|malformed| self.malformed(&malformed))
    }

    fn null(&mut self) -> Result<()> {
        self.scan.literal("null").map_err(|malformed| self.malformed(&malformed))
    }

    fn skip(&mut self) -> Result<()> {
        self.scan.skip_value().map_err(|malformed| self.malformed(&malformed))
    }

    /// Whether another member follows; its name is next.
    #[inline]
    fn member(&mut self, first: bool) -> Result<bool> {
        let more = self.scan.more(first, b'}').map_err(|malformed| self.malformed(&malformed))?;
        if more && self.scan.token() != Some(b'"') {
            let malformed = self.scan.malformed("expected `\"` and the name of a member");
            return Err(self.malformed(&malformed));
        }
        Ok(more)
    }

    /// The next member of a union that is not null.
    fn branch(&mut self, node: &'static UnionNode, mut first: bool) -> Result<Option<usize>> {
        while self.member(first)? {
            first = false;
            let name = self.scan.name().map_err(|malformed| self.malformed(&malformed))?;
            let branch = node.branches.iter().position(|branch| branch.name == name);
            if let (Some(branch), Some(b'"' | b'-' | b'0'..=b'9' | b'{' | b'[' | b't' | b'f')) =
                (branch, self.scan.token())
            {
                return Ok(Some(branch));
            }
            self.skip()?;
        }
        Ok(None)
    }
}

/// What `float` reads.
trait Float: std::str::FromStr + Copy {
    const NAN: Self;
    const INFINITY: Self;
    const NEG_INFINITY: Self;

    fn is_finite(self) -> bool;
}

macro_rules! floats {
    ($($ty:ident)*) => {$(
        impl Float for $ty {
            const NAN: Self = $ty::NAN;
            const INFINITY: Self = $ty::INFINITY;
            const NEG_INFINITY: Self = $ty::NEG_INFINITY;

            fn is_finite(self) -> bool {
                self.is_finite()
            }
        }
    )*};
}
floats! { f32 f64 }

impl<'de> DataReader<'de> for JsonReader<'de> {
    type Error = JsonError;

    const IN_ORDER: bool = false;

    #[inline]
    fn boolean(&mut self) -> Result<bool> {
        let word = self.next();
        if let Some(b't' | b'f') = word {
            self.scan.word(word).map_err(|malformed| self.malformed(&malformed))?;
            return Ok(word == Some(b't'));
        }
        let start = self.scan.position();
        Err(self.unexpected(start, "a BOOLEAN: true or false"))
    }

    #[inline]
    fn int8(&mut self) -> Result<i8> {
        self.integer("an INT8: a whole number from -128 to 127")
    }

    #[inline]
    fn int16(&mut self) -> Result<i16> {
        self.integer("an INT16: a whole number from -32768 to 32767")
    }

    #[inline]
    fn int32(&mut self) -> Result<i32> {
        self.integer("an INT32: a whole number from -2147483648 to 2147483647")
    }

    #[inline]
    fn int64(&mut self) -> Result<i64> {
        self.integer("an INT64: a whole number from -9223372036854775808 to 9223372036854775807")
    }

    #[inline]
    fn float32(&mut self) -> Result<f32> {
        self.float("a FLOAT32: a number up to 3.4028235e38, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    #[inline]
    fn float64(&mut self) -> Result<f64> {
        self.float("a FLOAT64: a number up to 1.7976931348623157e308, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>> {
        self.text("a STRING: text in quotes")
    }

    fn bytes(&mut self) -> Result<Cow<'de, [u8]>> {
        const EXPECTED: &str = "BYTES: base64 in quotes";
        self.next();
        let start = self.scan.position();
        let text = self.text(EXPECTED)?;
        base64::decode(&text).map(Cow::Owned).ok_or_else(|| self.unexpected(start, EXPECTED))
    }

    #[inline]
    fn date(&mut self) -> Result<i32> {
        self.integer("a Date: a whole number of days since 1970-01-01")
    }

    #[inline]
    fn time(&mut self) -> Result<i32> {
        self.integer("a Time: a whole number of milliseconds since midnight")
    }

    #[inline]
    fn timestamp(&mut self) -> Result<i64> {
        self.integer("a Timestamp: a whole number of milliseconds since 1970-01-01T00:00:00Z")
    }

    fn decimal(&mut self, scale: i32) -> Result<Cow<'de, [u8]>> {
        let first = self.next();
        let start = self.scan.position();
        let unscaled = match first {
            Some(b'"') => {
                let text = self.scan.string().map_err(|malformed| self.malformed(&malformed))?;
                base64::decode(&text).filter(|unscaled| !unscaled.is_empty())
            }
            Some(b'-' | b'0'..=b'9') => {
                let digits = self.scan.number().map_err(|malformed| self.malformed(&malformed))?;
                BigDecimal::parse(digits.text).and_then(|number| unscaled(number, scale))
            }
            _ => None,
        };
        unscaled.map(Cow::Owned).ok_or_else(|| {
            let expected =
                format!("a Decimal: a number with {scale} digits behind its point at most, or base64 of its digits");
            self.unexpected(start, &expected)
        })
    }

    fn symbol(&mut self, node: &'static EnumNode) -> Result<usize> {
        self.next();
        let start = self.scan.position();
        let expected = || format!("one of {}", node.symbols.join(", "));
        if self.scan.peek() != Some(b'"') {
            return Err(self.unexpected(start, &expected()));
        }
        let text = self.text("")?;
        let found = node.symbols.iter().position(|symbol| *symbol == text);
        found.ok_or_else(|| self.unexpected(start, &expected()))
    }

    #[inline]
    fn optional(&mut self, _null: Null) -> Result<bool> {
        if self.next() == Some(b'n') { self.null().map(|()| false) } else { Ok(true) }
    }

    #[inline]
    fn begin_array(&mut self) -> Result<()> {
        self.begin(b'[', "an ARRAY: [ … ]")?;
        self.open.push(Open::Array { items: 0 });
        Ok(())
    }

    fn begin_map(&mut self) -> Result<()> {
        const EXPECTED: &str = "a MAP: an object, or an array of pairs for keys other than strings";
        if self.next() == Some(b'{') {
            self.begin(b'{', EXPECTED)?;
            self.open.push(Open::Object { first: true, in_key: false, key: self.scan.position() });
        } else {
            self.begin(b'[', EXPECTED)?;
            self.open.push(Open::Pairs { items: 0, in_key: false });
        }
        Ok(())
    }

    #[inline]
    fn next_item(&mut self) -> Result<bool> {
        let more = match self.open.last_mut() {
            Some(Open::Array { items }) => self.scan.more(*items == 0, b']').inspect(|_| *items += 1),
            Some(Open::Object { first, in_key, key }) => next_member(&mut self.scan, first, in_key, key),
            Some(Open::Pairs { items, in_key }) => next_pair(&mut self.scan, items, in_key),
            _ => Ok(false),
        };
        match more {
            Ok(true) => Ok(true),
            Ok(false) => {
                self.open.pop();
                Ok(false)
            }
            Err(malformed) => Err(self.malformed(&malformed)),
        }
    }

    #[inline]
    fn begin_struct(&mut self, node: &'static StructNode) -> Result<()> {
        self.begin(b'{', "a STRUCT: an object")?;
        self.depth += 1;
        if self.depth > DEPTH {
            let malformed = self.scan.malformed("more than 128 records in one another");
            return Err(self.malformed(&malformed));
        }
        self.open.push(Open::Struct { node, first: true, field: usize::MAX });
        Ok(())
    }

    #[inline]
    fn next_field(&mut self) -> Result<Option<usize>> {
        loop {
            let Some(Open::Struct { node, first, field }) = self.open.last_mut() else { return Ok(None) };
            match self.scan.more(*first, b'}') {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(malformed) => return Err(self.malformed(&malformed)),
            }
            *first = false;
            // Mostly the fields come in their order.
            let expected = field.wrapping_add(1);
            let found = match node.fields.get(expected) {
                Some(next) if self.scan.name_is(next.name) => Some(expected),
                _ => match self.scan.name() {
                    Ok(name) => find(node, expected, &name),
                    Err(malformed) => return Err(self.malformed(&malformed)),
                },
            };
            let Some(found) = found else {
                self.skip()?;
                continue;
            };
            *field = found;
            if self.scan.token() == Some(b'n') && takes_default(node, found, self.replace_null_with_default) {
                self.null()?;
                continue;
            }
            return Ok(Some(found));
        }
    }

    #[inline]
    fn end_struct(&mut self) -> Result<()> {
        self.depth -= 1;
        self.open.pop();
        Ok(())
    }

    fn begin_union(&mut self, node: &'static UnionNode, nullable: bool) -> Result<Option<usize>> {
        if nullable && self.next() == Some(b'n') {
            return self.null().map(|()| None);
        }
        self.next();
        let start = self.scan.position();
        let expected = || {
            let names: Vec<_> = node.branches.iter().map(|branch| branch.name).collect();
            format!("a union: an object with a value for one of {}", names.join(", "))
        };
        if self.scan.peek() != Some(b'{') {
            return Err(self.unexpected(start, &expected()));
        }
        self.scan.enter().map_err(|malformed| self.malformed(&malformed))?;
        let Some(branch) = self.branch(node, true)? else { return Err(self.unexpected(start, &expected())) };
        self.open.push(Open::Union { node, branch });
        Ok(Some(branch))
    }

    fn end_union(&mut self) -> Result<()> {
        if let Some(Open::Union { node, .. }) = self.open.pop()
            && let Some(second) = self.branch(node, false)?
        {
            let start = self.scan.position();
            let name = node.branches.get(second).map_or("", |branch| branch.name);
            return Err(self.unexpected(start, &format!("null: another value of the union came before `{name}`")));
        }
        Ok(())
    }
}
