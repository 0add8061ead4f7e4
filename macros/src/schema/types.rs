//! What can be told of a type from the way it is written.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{GenericArgument, Generics, PathArguments, PathSegment, Type};

/// The last segment of a path: `Option<T>` of `::core::option::Option<T>`.
pub(crate) fn last(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Paren(inner) => last(&inner.elem),
        Type::Group(inner) => last(&inner.elem),
        _ => None,
    }
}

/// The types between the angle brackets.
pub(crate) fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// `T` of `Option<T>`.
pub(crate) fn in_option(ty: &Type) -> Option<&Type> {
    last(ty).filter(|last| last.ident == "Option").and_then(|last| arguments(last).next())
}

/// A type of the standard library or of Connect that brings no name and no parameters into a schema.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PLAIN: [&str; 14] = [
        "bool",
        "u8",
        "i8",
        "i16",
        "i32",
        "i64",
        "f32",
        "f64",
        "String",
        "str",
        "Timestamp",
        "Date",
        "Time",
        "Decimal",
    ];
    match ty {
        Type::Reference(reference) => is_plain(&reference.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        _ => last(ty).is_some_and(|last| {
            let wraps = ["Option", "Vec", "Box", "Arc", "Rc", "Cow", "BTreeMap", "HashMap"];
            PLAIN.iter().any(|plain| last.ident == plain)
                || (wraps.iter().any(|wrap| last.ident == wrap) && arguments(last).all(is_plain))
        }),
    }
}

/// Whether a text literal can be its default.
pub(crate) fn is_text(ty: &Type) -> bool {
    let Some(last) = last(ty) else { return matches!(ty, Type::Reference(_)) };
    let pointer = ["Box", "Arc", "Rc", "Cow"].iter().any(|pointer| last.ident == pointer);
    last.ident == "String" || (pointer && arguments(last).next().is_some_and(|ty| path_is(ty, "str")))
}

/// `Cow<'a, str>` and `Cow<'a, [u8]>` of a lifetime of the struct: what they borrow.
pub(crate) fn borrowed<'t>(ty: &'t Type, generics: &Generics) -> Option<&'t Type> {
    let cow = last(ty).filter(|last| last.ident == "Cow")?;
    let inner = arguments(cow).next()?;
    let bytes = matches!(inner, Type::Slice(slice) if path_is(&slice.elem, "u8"));
    (mentions_lifetime(ty, generics) && (bytes || path_is(inner, "str"))).then_some(inner)
}

/// Whether one of the struct's lifetimes stands in the type.
pub(crate) fn mentions_lifetime(ty: &Type, generics: &Generics) -> bool {
    let lifetimes: Vec<_> = generics.lifetimes().map(|param| param.lifetime.ident.to_string()).collect();
    any_token(ty.to_token_stream(), &mut |before, token| match (before, token) {
        (Some(TokenTree::Punct(quote)), TokenTree::Ident(name)) if quote.as_char() == '\'' => {
            lifetimes.iter().any(|lifetime| name == lifetime)
        }
        _ => false,
    })
}

/// Whether there is a reference in the type: nothing could own what it points to when a record is read.
pub(crate) fn has_reference(ty: &Type) -> bool {
    any_token(ty.to_token_stream(), &mut |_, token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '&'))
}

/// Whether that identifier stands in the type.
pub(crate) fn mentions(ty: &Type, name: &str) -> bool {
    any_token(ty.to_token_stream(), &mut |_, token| matches!(token, TokenTree::Ident(ident) if ident == name))
}

fn any_token(tokens: TokenStream, matches: &mut dyn FnMut(Option<&TokenTree>, &TokenTree) -> bool) -> bool {
    let mut before = None;
    for token in tokens {
        if matches(before.as_ref(), &token) {
            return true;
        }
        if let TokenTree::Group(group) = &token
            && any_token(group.stream(), matches)
        {
            return true;
        }
        before = Some(token);
    }
    false
}

fn path_is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}
