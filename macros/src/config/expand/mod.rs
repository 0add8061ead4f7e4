//! Model → code. For
//!
//! ```text
//! struct Cfg { /** Topic. */ #[config(importance = high)] topic: String }
//! ```
//!
//! the derive writes
//!
//! ```text
//! const _: () = {
//!     impl Cfg { pub const TOPIC_CONF: &'static str = "topic"; }
//!     const __0: Key<String> = key::<String>("topic");
//!     impl ConfigDef for Cfg {
//!         const NAME: &'static str = "Cfg";
//!         fn definition() -> Cow<'static, Definition> {
//!             static __ROWS: [Row; 1] = [Row { order: 1, documentation: "Topic.", importance: Importance::High, ..__0.row() }];
//!             static __DEFINITION: OnceLock<Definition> = OnceLock::new();
//!             Cow::Borrowed(__DEFINITION.get_or_init(|| Definition::rows(&__ROWS)))
//!         }
//!         fn read(__reader: &mut ConfigReader<'_>) -> Option<Self> {
//!             let __field_0 = __0.read(__reader);
//!             Some(Self { topic: __field_0? })
//!         }
//!         fn write(&self, __writer: &mut ConfigWriter) { __0.write(__writer, &self.topic); }
//!     }
//! };
//! ```
//!
//! Of a generic struct nothing can be static: its constants are associated ones, its rows are made in a `const { .. }`, and
//! its definition is made anew for every caller.

mod constants;
mod row;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{GenericParam, WhereClause, ext::IdentExt as _, parse_quote, spanned::Spanned as _};

use super::model::{Config, Field, Kind};
use crate::{
    path::{self, local},
    rules::expand::{Target, at, fits},
};

pub(super) fn expand(config: &Config) -> TokenStream {
    let (import, p) = path::import(config.krate.get());
    let ident = &config.ident;
    let name = ident.unraw().to_string();
    let (reader, writer, read) = (local("__reader"), local("__writer"), local("__config"));
    let (impl_generics, ty_generics, clause) = config.generics.split_for_impl();
    let generic = !config.generics.params.is_empty();
    let bounds = bounds(config);
    let fields: Vec<Access<'_>> =
        config.fields.iter().enumerate().map(|(index, field)| Access::new(index, field, generic)).collect();
    let constants = constants::constants(config);
    let accessors = fields.iter().map(|access| access.constant(&p));
    let checks: Vec<_> = fields.iter().flat_map(|access| access.checks(&p)).collect();
    let (accessors, checks) = if generic {
        let accessors = quote!(impl #impl_generics #ident #ty_generics #clause { #(#[doc(hidden)] #accessors)* });
        (accessors, quote!(#(const { #checks };)*))
    } else {
        (quote!(#(#accessors)* #(const _: () = #checks;)*), TokenStream::new())
    };
    let definition = definition(&fields, generic, &p);
    let reads = fields.iter().map(Access::read);
    let values = fields.iter().map(|Access { field, value, .. }| {
        let ident = &field.ident;
        quote!(#ident: #value?)
    });
    let written = fields.iter().map(Access::write);
    let rule = config.validate.get().map(|rule| quote!(#p::ConfigReader::check(#reader, &#read, #rule);));
    quote! {
        const _: () = {
            #import
            #constants
            #accessors
            #[automatically_derived]
            impl #impl_generics #p::ConfigDef for #ident #ty_generics #bounds {
                const NAME: &'static str = #name;
                fn definition() -> #p::Cow<'static, #p::Definition> {
                    #checks
                    #definition
                }
                fn read(#reader: &mut #p::ConfigReader<'_>) -> ::core::option::Option<Self> {
                    #(#reads)*
                    let #read = Self { #(#values),* };
                    #rule
                    ::core::option::Option::Some(#read)
                }
                fn write(&self, #writer: &mut #p::ConfigWriter) {
                    #(#written)*
                }
            }
        };
    }
}

/// An impl without content, so that a mistake in an attribute is the only thing reported.
pub(super) fn fallback(config: &Config) -> TokenStream {
    if config.generics.params.iter().any(|param| matches!(param, GenericParam::Lifetime(_))) {
        return TokenStream::new();
    }
    let (import, p) = path::import(config.krate.get());
    let ident = &config.ident;
    let (impl_generics, ty_generics, _) = config.generics.split_for_impl();
    let bounds = bounds(config);
    let constants = constants::constants(config);
    quote! {
        const _: () = {
            #import
            #constants
            #[automatically_derived]
            impl #impl_generics #p::ConfigDef for #ident #ty_generics #bounds {
                const NAME: &'static str = "";
                fn definition() -> #p::Cow<'static, #p::Definition> {
                    #p::Cow::Owned(#p::Definition::rows(&[]))
                }
                fn read(_: &mut #p::ConfigReader<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
                fn write(&self, _: &mut #p::ConfigWriter) {}
            }
        };
    }
}

/// What the trait asks of a generic struct, so that its author does not have to ask it of every parameter.
fn bounds(config: &Config) -> Option<WhereClause> {
    let mut generics = config.generics.clone();
    if !generics.params.is_empty() {
        let clause = generics.make_where_clause();
        clause
            .predicates
            .push(parse_quote!(Self: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static));
    }
    generics.where_clause
}

fn definition(fields: &[Access<'_>], generic: bool, p: &TokenStream) -> TokenStream {
    let rows = row::rows(fields, p);
    let sections: Vec<_> = fields.iter().filter_map(Access::section).collect();
    let definition = local("__definition");
    if generic {
        return quote! {
            let #definition = #p::Definition::rows(const { &[#(#rows),*] });
            #(#sections)*
            #p::Cow::Owned(#definition)
        };
    }
    let count = rows.len();
    quote! {
        static __ROWS: [#p::Row; #count] = [#(#rows),*];
        static __DEFINITION: #p::OnceLock<#p::Definition> = #p::OnceLock::new();
        #p::Cow::Borrowed(#p::OnceLock::get_or_init(&__DEFINITION, || {
            let #definition = #p::Definition::rows(&__ROWS);
            #(#sections)*
            #definition
        }))
    }
}

/// `transforms` → `Transforms`, for what belongs to the names in a list.
fn heading(key: &str) -> String {
    let text = key.replace(['.', '_', '-'], " ");
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// A field, and the constant that knows how to define, read and write it.
struct Access<'a> {
    field: &'a Field,
    /// The constant's name, and how it is reached.
    name: Ident,
    key: TokenStream,
    /// The variable that holds the value that was read.
    value: Ident,
}

impl<'a> Access<'a> {
    fn new(index: usize, field: &'a Field, generic: bool) -> Self {
        let name = if generic { format_ident!("__KEY_{index}") } else { format_ident!("__{index}") };
        let key = if generic { quote!(Self::#name) } else { quote!(#name) };
        Self { field, name, key, value: local(&format!("__field_{index}")) }
    }

    /// The one place that names the field's type, with its span: what does not fit is reported there and nowhere else.
    fn constant(&self, p: &TokenStream) -> TokenStream {
        let Self { field, name, .. } = self;
        let ty = &field.ty;
        let (holder, function, arguments) = match field.kind() {
            Kind::Key => {
                let (key, _) = field.name();
                ("Key", "key", quote!(#key))
            }
            Kind::Embedded(prefix) => {
                let group = field.group.get().map_or_else(
                    || quote!(::core::option::Option::None),
                    |group| quote!(::core::option::Option::Some(#group)),
                );
                ("Section", "section", quote!(#prefix, #group))
            }
            Kind::Open(prefix) => ("Open", "open", quote!(#prefix)),
            Kind::Named(prefix) => {
                let (key, _) = field.name();
                let group = field.group.get().map_or_else(|| heading(&key), syn::LitStr::value);
                ("Names", "names", quote!(#key, #prefix, #group))
            }
        };
        let (holder, function) = (Ident::new(holder, Span::call_site()), Ident::new(function, ty.span()));
        let of = quote_spanned!(ty.span()=> #p::derived::#function::<#ty>);
        quote!(const #name: #p::derived::#holder<#ty> = #of(#arguments);)
    }

    /// Constant expressions that do not compile if an attribute does not fit the type.
    fn checks(&self, p: &TokenStream) -> Vec<TokenStream> {
        let Self { field, key, .. } = self;
        if !field.kind().has_key() {
            return Vec::new();
        }
        let mut checks = match field.kind() {
            Kind::Named(_) => Vec::new(),
            _ => fits(&field.rules, &Target { key, ty: &field.ty, p }),
        };
        if let Some(span) = field.internal.span()
            && !field.default.is_set()
        {
            let message = "an internal key needs a `default`, since nobody is told to give it: write `default = ..`";
            checks.push(at(span, "needs_default", message, key));
        }
        checks
    }

    /// Adds what is not a row to the definition.
    fn section(&self) -> Option<TokenStream> {
        let Self { field, key, .. } = self;
        let definition = local("__definition");
        match field.kind() {
            Kind::Key => None,
            Kind::Embedded(_) | Kind::Named(_) => Some(quote!(let #definition = #key.define(#definition);)),
            Kind::Open(_) => {
                let docs = &field.docs;
                Some(quote!(let #definition = #key.define(#definition, #docs);))
            }
        }
    }

    fn read(&self) -> TokenStream {
        let Self { key, value, .. } = self;
        let reader = local("__reader");
        quote!(let #value = #key.read(#reader);)
    }

    fn write(&self) -> TokenStream {
        let (key, ident, writer) = (&self.key, &self.field.ident, local("__writer"));
        quote!(#key.write(#writer, &self.#ident);)
    }
}
