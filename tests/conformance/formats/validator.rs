//! The vectors' notation of validators.

use std::sync::Arc;

use kconnect::config::{
    Bound, CaseInsensitiveValidString, Composite, ListSize, NonEmptyList, NonEmptyString,
    NonEmptyStringWithoutControlChars, NonNull, Parsed, Range, RegexValidator, Texts, ValidList, ValidString,
    Validator,
};
use serde_json::Value;

use crate::formats::{
    outcome::{Outcome, array, only, skipped, texts},
    value::parsed,
};

/// A validator.
pub(crate) fn validator(spec: &Value) -> Outcome<Arc<dyn Validator>> {
    let kind = spec["kind"].as_str().unwrap_or_default();
    only(kind, spec, known(kind))?;
    let values = || -> Outcome<Texts> { Ok(texts("values", &spec["values"])?.into_iter().map(Into::into).collect()) };
    Ok(match kind {
        "Range" => Arc::new(Range { min: bound(&spec["min"])?, max: bound(&spec["max"])? }),
        "ValidString" => Arc::new(ValidString { values: values()? }),
        "CaseInsensitiveValidString" => Arc::new(CaseInsensitiveValidString { values: values()? }),
        "ValidList" => Arc::new(ValidList { values: values()? }),
        "NonNull" | "NonNullValidator" => Arc::new(NonNull),
        "NonEmptyString" => Arc::new(NonEmptyString),
        "NonEmptyStringWithoutControlChars" => Arc::new(NonEmptyStringWithoutControlChars),
        "NonEmptyList" | "NonEmptyListValidator" => Arc::new(NonEmptyList),
        "Regex" | "RegexValidator" => Arc::new(RegexValidator),
        "ListSize" => match spec["max"].as_u64().map(usize::try_from) {
            Some(Ok(max)) => Arc::new(ListSize { max }),
            _ => return skipped(format!("{} is no size of a list", spec["max"])),
        },
        "Composite" | "CompositeValidator" => {
            Arc::new(Composite(array("of", &spec["of"])?.iter().map(validator).collect::<Outcome<_>>()?))
        }
        other => return skipped(format!("no validator of the kind `{other}` is known")),
    })
}

fn known(kind: &str) -> &'static [&'static str] {
    match kind {
        "Range" => &["kind", "min", "max"],
        "ValidString" | "CaseInsensitiveValidString" | "ValidList" => &["kind", "values"],
        "ListSize" => &["kind", "max"],
        "Composite" | "CompositeValidator" => &["kind", "of"],
        _ => &["kind"],
    }
}

/// A bound of any numeric type.
#[derive(Clone, Copy, Debug)]
enum Number {
    Short(i16),
    Int(i32),
    Long(i64),
    Double(f64),
}

fn bound(value: &Value) -> Outcome<Option<Number>> {
    Ok(Some(match parsed(value)? {
        Parsed::Null => return Ok(None),
        Parsed::Short(short) => Number::Short(short),
        Parsed::Int(int) => Number::Int(int),
        Parsed::Long(long) => Number::Long(long),
        Parsed::Double(double) => Number::Double(double),
        other => return skipped(format!("{other} is no bound of a range")),
    }))
}

impl Bound for Number {
    fn to_parsed(self) -> Parsed {
        match self {
            Self::Short(short) => Parsed::Short(short),
            Self::Int(int) => Parsed::Int(int),
            Self::Long(long) => Parsed::Long(long),
            Self::Double(double) => Parsed::Double(double),
        }
    }
}
