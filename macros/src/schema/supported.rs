//! Types that can be told from their name to have no schema: said here, where the message can say what to write.

use syn::{GenericArgument, PathArguments, Type, TypePath};

use crate::diag::Errors;

/// Complains about every type inside `ty` that has no Connect schema. Types of the user are left to the compiler.
pub(crate) fn supported(ty: &Type, errors: &Errors) {
    match ty {
        Type::Path(path) => path_type(path, errors),
        Type::Paren(inner) => supported(&inner.elem, errors),
        Type::Group(inner) => supported(&inner.elem, errors),
        Type::Reference(_) => {
            errors.at(ty, "a record owns its data: use `String` for `&str`, `Vec<u8>` for `&[u8]`");
        }
        Type::Array(_) | Type::Slice(_) => {
            errors.at(ty, "an array of a fixed length has no Connect schema: use a `Vec`");
        }
        Type::Tuple(_) => errors.at(ty, "a tuple has no Connect schema: use a struct with named fields"),
        _ => {}
    }
}

fn path_type(path: &TypePath, errors: &Errors) {
    let Some(last) = path.path.segments.last() else { return };
    let name = last.ident.to_string();
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        if let Some(instead) = instead(&name).filter(|_| path.path.segments.len() == 1) {
            errors.at(path, format_args!("`{name}` has no Connect schema: use {instead}"));
        }
        return;
    };
    let types = || {
        arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
    };
    match (name.as_str(), types().next()) {
        // The one place of a `u8`: BYTES.
        ("Vec", Some(Type::Path(item))) if item.path.is_ident("u8") => {}
        ("Option", Some(Type::Path(inner)))
            if inner.path.segments.last().is_some_and(|last| last.ident == "Option") =>
        {
            errors.at(path, "an `Option` in an `Option` has no schema: there is one null; use one `Option`");
        }
        ("HashSet" | "BTreeSet" | "VecDeque", _) => {
            errors.at(&last.ident, format_args!("a `{name}` has no Connect schema: use a `Vec`"));
        }
        ("Rc" | "Arc" | "Cow" | "RefCell" | "Mutex", _) => {
            errors.at(&last.ident, format_args!("a `{name}` has no Connect schema: use what is in it, or a `Box`"));
        }
        _ => types().for_each(|ty| supported(ty, errors)),
    }
}

fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "u8" => "an i16, or `Vec<u8>` for bytes",
        "u16" => "an i32",
        "u32" | "isize" => "an i64",
        "u64" | "usize" | "u128" => "an i64, or a `Decimal<0>` or a `String` if it may be larger",

        "i128" => "an i64, or a `Decimal<0>`",
        "char" | "str" | "PathBuf" => "a `String`",
        "Duration" => "an i64 of milliseconds, and say so in the field's name",
        "SystemTime" => "a `Timestamp`",
        _ => return None,
    })
}
