//! Types that can be told from their name to have no schema: said here, where the message can say what to write.

use syn::{Type, TypePath, TypeReference};

use super::types::{arguments, in_option};
use crate::diag::Errors;

/// Complains about every type inside `ty` that has no Connect schema. Types of the user are left to the compiler.
pub(crate) fn supported(ty: &Type, errors: &Errors) {
    match ty {
        Type::Path(path) => path_type(path, errors),
        Type::Paren(inner) => supported(&inner.elem, errors),
        Type::Group(inner) => supported(&inner.elem, errors),
        Type::Reference(reference) => reference_type(reference, errors),
        // Behind a pointer, or the compiler says that its size is not known.
        Type::Slice(slice) if is_byte(&slice.elem) => {}
        Type::Slice(slice) => supported(&slice.elem, errors),
        Type::Array(array) if is_byte(&array.elem) => {
            errors.at(ty, "bytes of a fixed length have no Connect schema: use a `Vec<u8>`");
        }
        Type::Array(_) => errors.at(ty, "an array of a fixed length has no Connect schema: use a `Vec`"),
        Type::Tuple(_) => errors.at(ty, "a tuple has no Connect schema: use a struct with named fields"),
        Type::BareFn(_) | Type::Ptr(_) | Type::Never(_) | Type::TraitObject(_) | Type::ImplTrait(_) => {
            errors.at(ty, "this is no data and has no Connect schema; leave it out with `#[connect(skip)]`");
        }
        _ => {}
    }
}

fn reference_type(reference: &TypeReference, errors: &Errors) {
    if reference.mutability.is_some() {
        errors.at(reference, "a record is only read while it is written: use `&`, or own the data");
    }
    supported(&reference.elem, errors);
}

fn is_byte(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("u8"))
}

fn path_type(path: &TypePath, errors: &Errors) {
    let Some(last) = path.path.segments.last() else { return };
    let name = last.ident.to_string();
    let mut types = arguments(last).peekable();
    if types.peek().is_none() {
        if let Some(instead) = instead(&name).filter(|_| path.path.segments.len() == 1) {
            errors.at(path, format_args!("`{name}` has no Connect schema: use {instead}"));
        }
        return;
    }
    match name.as_str() {
        // The one place of a `u8`: BYTES.
        "Vec" if types.peek().is_some_and(|item| is_byte(item)) => {}
        "Option" if types.peek().is_some_and(|inner| in_option(inner).is_some()) => {
            errors.at(path, "an `Option` in an `Option` has no schema: there is one null; use one `Option`");
        }
        "HashSet" | "BTreeSet" | "VecDeque" | "LinkedList" | "BinaryHeap" => {
            errors.at(&last.ident, format_args!("a `{name}` has no Connect schema: use a `Vec`"));
        }
        "RefCell" | "Cell" | "Mutex" | "RwLock" | "OnceCell" | "OnceLock" | "Weak" => {
            errors.at(&last.ident, format_args!("a `{name}` has no Connect schema: use what is in it"));
        }
        "Result" => errors.at(&last.ident, "a `Result` has no Connect schema: use an enum that derives `ConnectSchema`"),
        "DateTime" if types.peek().is_some_and(|zone| !named(zone, "Utc")) => errors.at(
            path,
            "of a time in another zone only the instant has a Connect schema: use a `DateTime<Utc>`, made with `to_utc()`",
        ),
        _ => types.for_each(|ty| supported(ty, errors)),
    }
}

fn named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "u8" => "an i16, or `Vec<u8>` for bytes",
        "u16" => "an i32",
        "u32" | "isize" => "an i64",
        "u64" | "usize" | "u128" => "an i64, or a `Decimal<0>` or a `String` if it may be larger",
        "i128" => "an i64, or a `Decimal<0>`",
        "char" | "PathBuf" | "OsString" | "CString" => "a `String`",
        "Duration" | "SignedDuration" | "TimeDelta" => "an i64 of milliseconds, and say so in the field's name",
        "SystemTime" => "a `Timestamp`",
        "Instant" => "a `Timestamp`: an `Instant` means nothing to another process",
        "BigDecimal" => "a `Scaled<2>` of kconnect::data, which says how many digits stand behind the point",
        "Zoned" => "a `Timestamp`, and a `String` for the zone",
        "NaiveDateTime" => "a `DateTime<Utc>`: without a zone it is no instant",
        _ => return None,
    })
}
