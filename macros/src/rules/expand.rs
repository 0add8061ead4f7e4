//! Rules → validators.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, ExprRange, Type, spanned::Spanned as _};

use crate::path::{local, moved};

use super::{Check, Rule, Rules, check::text_of, literal::optional, type_name};

/// A key or a newtype whose values are checked.
pub(crate) struct Target<'a> {
    /// The constant of type `derived::Key<ty>`, which names the type once and for all.
    pub(crate) key: &'a TokenStream,
    pub(crate) ty: &'a Type,
    /// Where the runtime is.
    pub(crate) p: &'a TokenStream,
}

/// The validator of the type and the rules, if there are any rules: `&'static dyn Validator`.
pub(crate) fn validator(rules: &Rules, target: &Target<'_>) -> Option<TokenStream> {
    let Target { key, ty, p } = target;
    let all = rules.all.iter().map(|rule| one(rule, rules, target));
    let own = (!replaces_own(rules, ty)).then(|| quote!(#key.validator(),));
    (!rules.is_empty()).then(|| quote!(&#p::derived::All(&[#own #(::core::option::Option::Some(#all)),*])))
}

/// A `Duration` is not negative, which a range says better.
fn replaces_own(rules: &Rules, ty: &Type) -> bool {
    rules.span("range").is_some() && type_name(optional(ty)).is_some_and(|name| name == "Duration")
}

fn one(rule: &Rule, rules: &Rules, target: &Target<'_>) -> TokenStream {
    let Target { key, ty, p } = target;
    let span = rule.word.span();
    let here = moved(p, span);
    match &rule.check {
        Check::Range(range) => self::range(ty, range, p),
        Check::OneOf(values) => {
            let case_insensitive = rules.case_insensitive.is_set();
            let values = quote!(#p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#values)),*]));
            quote!(&#p::derived::OneOf { list: #key.is_list(), case_insensitive: #case_insensitive, values: #values })
        }
        Check::NonNull => quote!(&#p::NonNull),
        Check::NonEmpty => quote!(#key.non_empty()),
        Check::NoControlChars => quote!(&#p::NonEmptyStringWithoutControlChars),
        Check::ListSize(max) => quote!(&#p::ListSize { max: #max }),
        Check::Port => quote!(&#p::ValidPort::ANY),
        Check::Url(schemes) => quote_spanned!(span=> &#here::derived::url(&[#(#schemes),*])),
        Check::HostAndPort => quote!(&#p::ValidHostAndPort::WITH_PORT),
        Check::Pattern => quote_spanned!(span=> &#here::derived::pattern()),
        Check::Matches(regex) => quote_spanned!(span=> &#here::derived::matches(#regex)),
        Check::Charset(names) => quote_spanned!(span=> &#here::derived::charset(&[#(#names),*])),
        Check::File { writable } => quote!(&#p::ValidFile { writable: #writable }),
        Check::Directory { writable } => quote!(&#p::ValidDirectory { writable: #writable }),
        Check::Function(function) => {
            let value = local("__value");
            let call = quote_spanned!(function.span()=> |#value| #function(&#value));
            quote!(&#p::derived::Custom(|#value| #key.validate(#value, #call)))
        }
        Check::Validator(validator) => reference(validator),
    }
}

/// A reference to a constant, standing where the constant does: so does the message about one of the wrong type.
pub(crate) fn reference(constant: &Expr) -> TokenStream {
    quote_spanned!(constant.span()=> &#constant)
}

/// Through functions: the message about a bound of another type is then about nothing else.
fn range(ty: &Type, range: &ExprRange, p: &TokenStream) -> TokenStream {
    let bound = quote_spanned!(ty.span()=> <#ty as #p::Ranged>::Bound);
    match (&range.start, &range.end) {
        (Some(min), Some(max)) => quote!(&#p::derived::between::<#bound>(#min, #max)),
        (Some(min), None) => quote!(&#p::derived::at_least::<#bound>(#min)),
        (None, max) => quote!(&#p::derived::at_most::<#bound>(#max)),
    }
}

/// Calls that refuse a rule which does not fit the type of the key, at the rule. They are constant expressions: what a type
/// is, only the compiler knows.
pub(crate) fn fits(rules: &Rules, target: &Target<'_>) -> Vec<TokenStream> {
    let ty = text_of(target.ty);
    let fits = |rule: &Rule| {
        let word = &rule.word;
        let (method, message) = match &rule.check {
            Check::OneOf(_) if rules.case_insensitive.is_set() => (
                "needs_text",
                format!(
                    "`one_of` with `case_insensitive` is for text, not for `{ty}`: use an enum that derives `ConfigEnum`"
                ),
            ),
            Check::OneOf(_) => (
                "needs_text_or_list",
                format!(
                    "`one_of` is for text and lists, not for `{ty}`: use `range`, or an enum that derives `ConfigEnum`"
                ),
            ),
            Check::NonEmpty => (
                "needs_what_can_be_empty",
                format!(
                    "`non_empty` is for text and lists, and `{ty}` is never empty: limit a number with `range = 1..`"
                ),
            ),
            Check::ListSize(_) => {
                ("needs_list", format!("`list_size` is for lists, not for `{ty}`: use `Vec<_>`, or remove it"))
            }
            Check::Port => (
                "needs_int",
                format!("`port` is for `i32`, not for `{ty}`: change the type, or use `host_and_port` for a text"),
            ),
            Check::NonNull => (
                "needs_value",
                format!("`non_null` contradicts `{ty}`, which is null when the key is missing: remove one"),
            ),
            Check::NoControlChars | Check::File { .. } | Check::Directory { .. } => {
                ("needs_text", format!("`{word}` is for text, not for `{ty}`: use `String`, or remove it"))
            }
            Check::Matches(_) => {
                ("needs_text_or_password", format!("`{word}` is for text, not for `{ty}`: use `String`, or remove it"))
            }
            Check::Url(_) | Check::HostAndPort | Check::Pattern | Check::Charset(_) => (
                "needs_text_or_list",
                format!("`{word}` is for text and lists, not for `{ty}`: use `String`, or remove it"),
            ),
            Check::Range(_) | Check::Function(_) | Check::Validator(_) => return None,
        };
        Some(at(word.span(), method, &message, target.key))
    };
    rules.all.iter().filter_map(fits).collect()
}

/// `key.method(message)`, all of it standing at a span.
pub(crate) fn at(span: Span, method: &str, message: &str, key: &TokenStream) -> TokenStream {
    let key = moved(key, span);
    let method = Ident::new(method, span);
    quote_spanned!(span=> #key.#method(#message))
}
