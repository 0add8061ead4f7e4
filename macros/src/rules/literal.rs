//! Literals of another type than the field's, where both can be seen: what to write instead. The rest the compiler refuses.

use syn::{Expr, GenericArgument, Lit, PathArguments, Type};

use super::{
    check::{text_of, url},
    pattern, type_name,
    value::Value,
};
use crate::{attr::peeled, diag::Errors};

/// Checks a default, and the elements of one that is a list.
pub(crate) fn default(ty: &Type, expr: &Expr, errors: &Errors) {
    if let (Expr::Array(array), Some("Vec" | "BTreeSet" | "HashSet")) =
        (peeled(expr), type_name(optional(ty)).as_deref())
        && let Some(element) = argument(optional(ty))
    {
        array.elems.iter().for_each(|expr| default(element, expr, errors));
        return;
    }
    if let Some(instead) = instead(ty, expr) {
        errors.at(
            peeled(expr),
            format_args!("the default {} is not of type `{}`: {instead}", text_of(expr), text_of(ty)),
        );
    }
}

/// Checks a bound of a range.
pub(crate) fn bound(ty: &Type, expr: &Expr, errors: &Errors) {
    let ty = optional(ty);
    let ranged = matches!(type_name(ty).as_deref(), Some("i16" | "i32" | "i64" | "f64" | "Duration" | "ByteSize"));
    if let Some(instead) = instead(ty, expr).filter(|_| ranged) {
        errors
            .at(peeled(expr), format_args!("the bound {} is not of type `{}`: {instead}", text_of(expr), text_of(ty)));
    }
}

/// What to write instead of a literal that is not of the type.
fn instead(ty: &Type, expr: &Expr) -> Option<String> {
    let name = type_name(ty)?;
    let value = match peeled(expr) {
        Expr::Lit(_) | Expr::Unary(_) | Expr::Array(_) => literal(expr)?,
        Expr::Call(call) if name == "Option" => {
            let some = matches!(peeled(&call.func), Expr::Path(path) if path.path.is_ident("Some"));
            return instead(argument(ty)?, call.args.first().filter(|_| some)?);
        }
        _ => return None,
    };
    let written = text_of(expr);
    match (&*name, &value) {
        ("bool", Literal::Bool)
        | ("f64", Literal::Value(Value::Fraction(_)))
        | ("String" | "PathBuf" | "Password", Literal::Value(Value::Text(_)))
        | ("Vec" | "BTreeSet" | "HashSet", Literal::Value(Value::List(_))) => None,
        ("Option", Literal::Value(Value::Text(_) | Value::List(_))) => instead(argument(ty)?, expr),
        ("Option", _) => Some(instead(argument(ty)?, expr).unwrap_or_else(|| format!("write `Some({written})`"))),
        ("i16" | "i32" | "i64", Literal::Value(Value::Whole(number))) => {
            let fits = match &*name {
                "i16" => i16::try_from(*number).is_ok(),
                "i32" => i32::try_from(*number).is_ok(),
                _ => i64::try_from(*number).is_ok(),
            };
            (!fits).then(|| "the number is too large".to_owned())
        }
        ("i16" | "i32" | "i64", Literal::Value(Value::Text(text))) if text.parse::<i64>().is_ok() => {
            Some(format!("write `{text}`"))
        }
        ("i16" | "i32" | "i64", _) => Some("write a whole number".to_owned()),
        ("f64", Literal::Value(Value::Whole(_))) => Some(format!("write `{written}.0`")),
        ("f64", _) => Some("write a number such as `0.5`".to_owned()),
        ("bool", _) => Some("write `true` or `false`".to_owned()),
        ("Duration", Literal::Value(Value::Whole(number))) => Some(format!("write `Duration::from_millis({number})`")),
        ("Duration", _) => Some("write `Duration::from_secs(5)`".to_owned()),
        ("String" | "PathBuf" | "Password", Literal::Value(Value::List(_))) => Some("write a text".to_owned()),
        ("Url", Literal::Value(Value::Text(text))) => url(text, &[]).map(|_| "write `\"https://host\"`".to_owned()),
        ("Regex", Literal::Value(Value::Text(text))) => pattern::mistake(text).map(str::to_owned),
        ("ByteSize", Literal::Value(Value::Whole(number))) => Some(format!("write `ByteSize::bytes({number})`")),
        ("ByteSize", _) => Some("write `ByteSize::kibibytes(64)`".to_owned()),
        ("String" | "PathBuf" | "Password", _) => Some(format!("write `\"{written}\"`")),
        ("Vec" | "BTreeSet" | "HashSet", _) => Some(format!("write `[{written}]`")),
        _ => None,
    }
}

enum Literal {
    Bool,
    Value(Value),
}

fn literal(expr: &Expr) -> Option<Literal> {
    match crate::attr::literal(expr) {
        Some(Lit::Bool(_)) => Some(Literal::Bool),
        _ if matches!(peeled(expr), Expr::Array(_)) => Some(Literal::Value(Value::List(Vec::new()))),
        _ => Value::of(expr).map(Literal::Value),
    }
}

/// `T` of `Option<T>`, or the type itself.
pub(crate) fn optional(ty: &Type) -> &Type {
    match argument(ty).filter(|_| type_name(ty).as_deref() == Some("Option")) {
        Some(inner) => optional(inner),
        None => ty,
    }
}

/// `T` of `X<T>`.
fn argument(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Group(group) => return argument(&group.elem),
        Type::Path(path) => path,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
