//! The vectors' notation of typed values: `{"i32": 5}`.

use std::collections::BTreeMap;

use kconnect::{
    Password, Prop, Props,
    config::{ConfigType, Foreign, Parsed},
};
use serde_json::Value;

use crate::formats::outcome::{Outcome, array, differs, object, skipped, text};

/// A typed value as configuration has it: a Java object of another type is a [`Foreign`] one.
pub(crate) fn parsed(value: &Value) -> Outcome<Parsed> {
    if value.is_null() {
        return Ok(Parsed::Null);
    }
    let (tag, content) = tagged(value)?;
    Ok(match tag {
        "bool" => Parsed::Boolean(content.as_bool().map_or_else(|| unreadable(value), Ok)?),
        "str" => Parsed::String(text("str", content)?.to_owned()),
        "i16" => Parsed::Short(integer(content)?),
        "i32" => Parsed::Int(integer(content)?),
        "i64" => Parsed::Long(integer(content)?),
        "f64" => Parsed::Double(float(content)?),
        "list" => {
            let elements = array("list", content)?;
            let texts = elements.iter().map(|element| element["str"].as_str().map(str::to_owned));
            match texts.collect::<Option<_>>() {
                Some(texts) => Parsed::List(texts),
                None => return skipped("a LIST has texts only here"),
            }
        }
        "password" => Parsed::Password(Password::from(text("password", content)?)),
        "class" => Parsed::Class(text("class", content)?.to_owned()),
        _ => Parsed::Foreign(Box::new(foreign(tag, content)?)),
    })
}

/// A Java value of a type that no key has.
fn foreign(tag: &str, content: &Value) -> Outcome<Foreign> {
    let make = |class: &str, text: String, number| Foreign { class: class.to_owned(), text, number };
    // As `Object.toString` gives it: the number is another one each time.
    let object = |class: &str| make(class, format!("{class}@5e91993f"), None);
    Ok(match tag {
        "i8" => {
            let byte: i8 = integer(content)?;
            make("java.lang.Byte", byte.to_string(), Some(f64::from(byte)))
        }
        "f32" => {
            let double = float(content)?;
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the notation is of a float")]
            let float = double as f32;
            let text = float_text(float);
            make("java.lang.Float", text, Some(f64::from(float)))
        }
        "decimal" => {
            let text = text("decimal", content)?;
            make("java.math.BigDecimal", text.to_owned(), text.parse().ok())
        }
        "date" => {
            let Ok(instant) = jiff::Timestamp::from_millisecond(integer(content)?) else { return unreadable(content) };
            make("java.util.Date", instant.strftime("%a %b %d %H:%M:%S UTC %Y").to_string(), None)
        }
        "bytes" => object("[B"),
        "map" => object("java.util.HashMap"),
        "struct" => object("org.apache.kafka.connect.data.Struct"),
        "opaque" => object(text("opaque", content)?),
        other => return skipped(format!("no typed value has the tag `{other}`")),
    })
}

/// `Float.toString`.
fn float_text(float: f32) -> String {
    if !float.is_finite() {
        return Parsed::Double(f64::from(float)).to_string();
    }
    if float == 0.0 || (1e-3..1e7).contains(&float.abs()) {
        return format!("{float:?}");
    }
    let text = format!("{float:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{mantissa}{}E{exponent}", if mantissa.contains('.') { "" } else { ".0" })
}

/// The tag and what it marks.
fn tagged(value: &Value) -> Outcome<(&str, &Value)> {
    match object("value", value)?.iter().collect::<Vec<_>>()[..] {
        [(tag, content)] => Ok((tag, content)),
        _ => unreadable(value),
    }
}

fn integer<T: TryFrom<i64>>(value: &Value) -> Outcome<T> {
    value.as_i64().and_then(|long| long.try_into().ok()).map_or_else(|| unreadable(value), Ok)
}

fn float(value: &Value) -> Outcome<f64> {
    match value.as_str() {
        Some("NaN") => Ok(f64::NAN),
        Some("Infinity") => Ok(f64::INFINITY),
        Some("-Infinity") => Ok(f64::NEG_INFINITY),
        _ => value.as_f64().map_or_else(|| unreadable(value), Ok),
    }
}

fn unreadable<T>(value: &Value) -> Outcome<T> {
    skipped(format!("{value} is not in the notation of typed values"))
}

/// The raw value of a key: a text is one, everything else goes in as it is.
pub(crate) fn prop(value: &Value) -> Outcome<Prop> {
    if let Some(plain) = value.as_str() {
        return Ok(Prop::from(plain));
    }
    Ok(match parsed(value)? {
        Parsed::Null => Prop::Null,
        Parsed::String(text) => Prop::Plain(text),
        other => Prop::Value(other),
    })
}

/// A raw configuration: texts, nulls and typed values.
pub(crate) fn props(value: &Value) -> Outcome<Props> {
    let mut props = Props::new();
    for (name, value) in object("props", value)? {
        if !absent(value) {
            props.insert(name.clone(), prop(value)?);
        }
    }
    Ok(props)
}

/// `{"absent": true}`.
pub(crate) fn absent(value: &Value) -> bool {
    value["absent"] == true
}

/// `{"none": true}`.
pub(crate) fn none(value: &Value) -> bool {
    value["none"] == true
}

/// Holds if the values are equal as Java's are: NaN to NaN, and the zeros to themselves only.
pub(crate) fn equal(what: &str, came: &Parsed, expected: &Value) -> Outcome {
    let wanted = parsed(expected)?;
    if identical(came, &wanted) { Ok(()) } else { differs(format!("{what} {wanted:?}"), format!("{came:?}")) }
}

/// The same for a list of values.
pub(crate) fn equal_all(what: &str, came: &[Parsed], expected: &Value) -> Outcome {
    let wanted: Vec<_> = array(what, expected)?.iter().map(parsed).collect::<Outcome<_>>()?;
    if came.len() == wanted.len() && came.iter().zip(&wanted).all(|(came, wanted)| identical(came, wanted)) {
        return Ok(());
    }
    differs(format!("{what} {wanted:?}"), format!("{came:?}"))
}

fn identical(left: &Parsed, right: &Parsed) -> bool {
    match (left, right) {
        (Parsed::Double(left), Parsed::Double(right)) => {
            left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
        }
        // Equality of passwords is that of what they hide.
        _ => left == right,
    }
}

/// A set of values by name.
pub(crate) fn equal_by_name(came: &BTreeMap<String, Parsed>, expected: &Value) -> Outcome {
    let expected = object("values", expected)?;
    crate::formats::outcome::same("the keys", &came.keys().collect::<Vec<_>>(), &sorted(expected.keys()))?;
    expected.iter().try_for_each(|(name, expected)| equal(name, &came[name], expected))
}

/// In the order of the alphabet.
pub(crate) fn sorted<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort();
    values
}

/// The type of a key.
pub(crate) fn config_type(name: &Value) -> Outcome<ConfigType> {
    let found = ConfigType::ALL.into_iter().find(|config_type| name == config_type.name());
    found.map_or_else(|| skipped(format!("no key has the type {name}")), Ok)
}
