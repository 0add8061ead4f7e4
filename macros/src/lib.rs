//! The derives of kconnect. Use them through the `kconnect` crate, which re-exports them.
//!
//! Every derive takes the same four steps: *parse* (attributes to a model, each value with its span), *check* (rules over
//! the whole model), *expand* (quotes, no decisions), and on any mistake all of them as errors together with an empty impl,
//! so that nothing downstream fails for a second reason. With `KCONNECT_MACROS_DEBUG=1` in the environment the expansion
//! is printed.

mod attr;
mod case;
mod config;
mod config_enum;
mod config_field;
mod diag;
mod docs;
mod path;
mod record_set;
mod rules;
mod schema;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("../docs/config.md")]
#[proc_macro_derive(ConfigDef, attributes(config))]
pub fn config_def(input: TokenStream) -> TokenStream {
    run("ConfigDef", parse_macro_input!(input), config::derive)
}

#[doc = include_str!("../docs/config_enum.md")]
#[proc_macro_derive(ConfigEnum, attributes(config))]
pub fn config_enum(input: TokenStream) -> TokenStream {
    run("ConfigEnum", parse_macro_input!(input), config_enum::derive)
}

#[doc = include_str!("../docs/config_field.md")]
#[proc_macro_derive(ConfigField, attributes(config))]
pub fn config_field(input: TokenStream) -> TokenStream {
    run("ConfigField", parse_macro_input!(input), config_field::derive)
}

#[doc = include_str!("../docs/schema.md")]
#[doc = include_str!("../docs/gate.md")]
#[proc_macro_derive(ConnectSchema, attributes(connect))]
pub fn connect_schema(input: TokenStream) -> TokenStream {
    run("ConnectSchema", parse_macro_input!(input), schema::derive)
}

#[doc = include_str!("../docs/record_set.md")]
#[proc_macro_derive(RecordSet, attributes(connect))]
pub fn record_set(input: TokenStream) -> TokenStream {
    run("RecordSet", parse_macro_input!(input), record_set::derive)
}

fn run(name: &str, input: DeriveInput, derive: fn(DeriveInput) -> proc_macro2::TokenStream) -> TokenStream {
    let ident = input.ident.to_string();
    let expansion = derive(input);
    if std::env::var_os("KCONNECT_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("// #[derive({name})] for {ident}\n{expansion}");
    }
    expansion.into()
}
