//! Where generated code finds the runtime.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// The hidden module that generated code may name: `::kconnect::__private`, or the one under `crate = path`.
pub(crate) fn private(krate: Option<&Path>) -> TokenStream {
    krate.map_or_else(|| quote!(::kconnect::__private), |path| quote!(#path::__private))
}
