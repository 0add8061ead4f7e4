//! Where generated code finds the runtime.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Path;

/// The hidden module that generated code may name: `::kconnect::__private`, or the one under `crate = path`.
pub(crate) fn private(krate: Option<&Path>) -> TokenStream {
    krate.map_or_else(|| quote!(::kconnect::__private), |path| quote!(#path::__private))
}

/// The same under a short name: an import, and the name. A wrong `crate = path` is then one mistake and not many.
pub(crate) fn import(krate: Option<&Path>) -> (TokenStream, TokenStream) {
    let path = private(krate);
    (quote!(#[allow(unused_imports)] use #path as __kconnect;), quote!(__kconnect))
}

/// A local variable of the expansion, which no expression of the user's can see or hide.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The same tokens, standing elsewhere: what the compiler says about them is then shown there.
pub(crate) fn moved(tokens: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.clone().into_iter().map(moved).collect()
}
