//! What a default is, as far as that can be seen: literals, and what is made from them in the usual ways.

use syn::{Expr, Lit, Path, Type, UnOp};

use super::type_name;
use crate::attr::peeled;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Text(String),
    Whole(i128),
    Fraction(f64),
    /// In nanoseconds.
    Time(i128),
    /// In bytes.
    Size(i128),
    List(Vec<Value>),
}

impl Value {
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        match peeled(expr) {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(Self::Text(text.value())),
                Lit::Int(number) => number.base10_parse().ok().map(Self::Whole),
                Lit::Float(number) => number.base10_parse().ok().map(Self::Fraction),
                _ => None,
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match Self::of(&unary.expr)? {
                Self::Whole(number) => Some(Self::Whole(-number)),
                Self::Fraction(number) => Some(Self::Fraction(-number)),
                _ => None,
            },
            Expr::Array(array) => array.elems.iter().map(Self::of).collect::<Option<_>>().map(Self::List),
            Expr::MethodCall(call) if call.args.is_empty() && is_conversion(&call.method.to_string()) => {
                Self::of(&call.receiver)
            }
            Expr::Call(call) => {
                let Expr::Path(function) = peeled(&call.func) else { return None };
                match call.args.first().filter(|_| call.args.len() == 1) {
                    Some(argument) => made(&function.path, Self::of(argument)?),
                    None => None,
                }
            }
            Expr::Path(path) if ends_with(&path.path, &["None"]) => Some(Self::Null),
            Expr::Path(path) if ends_with(&path.path, &["Duration", "ZERO"]) => Some(Self::Time(0)),
            _ => None,
        }
    }

    /// What `default` without a value gives: `Default::default()` of the types that everybody knows.
    pub(crate) fn bare(ty: &Type) -> Option<Self> {
        match &*type_name(ty)? {
            "String" | "PathBuf" => Some(Self::Text(String::new())),
            "Vec" | "BTreeSet" | "HashSet" => Some(Self::List(Vec::new())),
            "i16" | "i32" | "i64" => Some(Self::Whole(0)),
            "f64" => Some(Self::Fraction(0.0)),
            "Duration" => Some(Self::Time(0)),
            "ByteSize" => Some(Self::Size(0)),
            "Option" => Some(Self::Null),
            _ => None,
        }
    }

    /// Whether one number is less than another of its kind.
    pub(crate) fn less(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) | (Self::Time(a), Self::Time(b)) | (Self::Size(a), Self::Size(b)) => a < b,
            (Self::Fraction(a), Self::Fraction(b)) => a < b,
            _ => false,
        }
    }
}

fn is_conversion(method: &str) -> bool {
    matches!(method, "into" | "to_owned" | "to_string")
}

fn made(function: &Path, argument: Value) -> Option<Value> {
    const UNITS: [(&str, &str, i128); 10] = [
        ("Duration", "from_nanos", 1),
        ("Duration", "from_micros", 1_000),
        ("Duration", "from_millis", 1_000_000),
        ("Duration", "from_secs", 1_000_000_000),
        ("Duration", "from_mins", 60 * 1_000_000_000),
        ("Duration", "from_hours", 3_600 * 1_000_000_000),
        ("ByteSize", "bytes", 1),
        ("ByteSize", "kibibytes", 1 << 10),
        ("ByteSize", "mebibytes", 1 << 20),
        ("ByteSize", "gibibytes", 1 << 30),
    ];
    let unit = UNITS.iter().find(|(ty, name, _)| ends_with(function, &[ty, name]));
    match (unit, argument) {
        (Some((ty, _, unit)), Value::Whole(number)) => {
            let number = number.checked_mul(*unit)?;
            Some(if *ty == "Duration" { Value::Time(number) } else { Value::Size(number) })
        }
        (None, argument) if ends_with(function, &["Some"]) || ends_with(function, &["from"]) => Some(argument),
        _ => None,
    }
}

fn ends_with(path: &Path, names: &[&str]) -> bool {
    let segments = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    path.segments.len() >= names.len() && segments.zip(names.iter().rev()).all(|(segment, name)| segment == **name)
}
