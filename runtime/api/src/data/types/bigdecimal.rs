//! bigdecimal: a number of any size, with as many digits behind the point as its schema says.

use std::fmt;

use bigdecimal::{BigDecimal, num_bigint::BigInt};

use crate::{
    Error,
    data::{ConnectType, DataReader, DataWriter, ReadData, Type, WriteData},
};

/// More digits than that are not put before or behind a number: `1E+1000000000` would fill the memory.
const DIGITS_MAX: u32 = 65_536;

/// A `BigDecimal` as a Decimal with `SCALE` digits behind the point, which a schema has to say and a `BigDecimal` does not.
///
/// For numbers of at most 38 digits there is [`Decimal`](crate::data::Decimal), without a dependency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scaled<const SCALE: i32>(BigInt);

impl<const SCALE: i32> Scaled<SCALE> {
    /// The number with that scale.
    ///
    /// # Errors
    /// A data error if the number has more digits behind the point, or is so large or so small that it would have to be
    /// written with tens of thousands of zeros. Round it first: `number.with_scale_round(..)`.
    pub fn new(number: &BigDecimal) -> Result<Self, Error> {
        let (digits, scale) = number.as_bigint_and_exponent();
        let more = i64::from(SCALE).saturating_sub(scale);
        let zeros = u32::try_from(more.unsigned_abs()).ok().filter(|zeros| *zeros <= DIGITS_MAX);
        let power = zeros.map(|zeros| BigInt::from(10).pow(zeros));
        match power {
            _ if digits == BigInt::ZERO => Ok(Self(digits)),
            Some(power) if more >= 0 => Ok(Self(digits * power)),
            Some(power) if &digits % &power == BigInt::ZERO => Ok(Self(digits / power)),
            None if more > 0 => Err(Error::data(format!("a number with {more} zeros at its end is too large"))),
            _ => Err(Error::data(format!("a number has more than {SCALE} digits behind the point; round it first"))),
        }
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> BigDecimal {
        BigDecimal::new(self.0.clone(), SCALE.into())
    }
}

impl<const SCALE: i32> TryFrom<BigDecimal> for Scaled<SCALE> {
    type Error = Error;

    fn try_from(number: BigDecimal) -> Result<Self, Error> {
        Self::new(&number)
    }
}

impl<const SCALE: i32> From<Scaled<SCALE>> for BigDecimal {
    fn from(scaled: Scaled<SCALE>) -> Self {
        Self::new(scaled.0, SCALE.into())
    }
}

impl<const SCALE: i32> fmt::Display for Scaled<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number().to_plain_string())
    }
}

impl<const SCALE: i32> ConnectType for Scaled<SCALE> {
    const TYPE: Type = Type::Decimal { scale: SCALE };
}

impl<const SCALE: i32> WriteData for Scaled<SCALE> {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.decimal(&self.0.to_signed_bytes_be(), SCALE)
    }
}

impl<'de, const SCALE: i32> ReadData<'de> for Scaled<SCALE> {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        reader.decimal(SCALE).map(|bytes| Self(BigInt::from_signed_bytes_be(&bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        avro::AvroReader,
        data::{Value, types::tests::written},
    };

    fn scaled<const SCALE: i32>(text: &str) -> Result<Scaled<SCALE>, String> {
        Scaled::new(&text.parse().unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_number_gets_as_many_digits_as_its_schema_says() {
        assert_eq!(Value::of(&scaled::<2>("1.5").unwrap()), Value::Decimal(vec![0, 150], 2));
        assert_eq!(Value::of(&scaled::<0>("-1").unwrap()), Value::Decimal(vec![0xff], 0));
        assert_eq!(scaled::<2>("1.500").unwrap().to_string(), "1.50");
        assert_eq!(scaled::<-2>("12300").unwrap().to_string(), "12300");
        assert_eq!(scaled::<3>("0E+999999999").unwrap().to_string(), "0.000");
    }

    #[test]
    fn digits_are_never_lost_and_zeros_never_fill_the_memory() {
        let lost = "a number has more than 2 digits behind the point; round it first";
        assert_eq!(scaled::<2>("1.005").unwrap_err(), lost);
        assert_eq!(scaled::<2>("1E-999999999").unwrap_err(), lost);
        let large = "a number with 1000000001 zeros at its end is too large";
        assert_eq!(scaled::<2>("1E+999999999").unwrap_err(), large);
    }

    #[test]
    fn a_number_of_any_size_comes_back() {
        let long = format!("-{}.25", "9".repeat(100));
        let number = scaled::<2>(&long).unwrap();
        let again: Scaled<2> = AvroReader::read(&written(&number)).unwrap();
        assert_eq!(again, number);
        assert_eq!(BigDecimal::from(again).to_string(), long);
    }
}
