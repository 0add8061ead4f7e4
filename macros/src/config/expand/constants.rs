//! `KAFKA_STATUS_TOPIC_CONF` for `kafka.status.topic`: Kafka's habit, so that no text is written twice.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::super::model::Config;
use crate::case::Case;

/// A constant for every key's name. Of two keys whose constants would be called the same (`a.b` and `a-b`), the first one
/// has it.
pub(super) fn constants(config: &Config) -> Option<TokenStream> {
    let (ident, vis) = (&config.ident, &config.vis);
    let (impl_generics, ty_generics, clause) = config.generics.split_for_impl();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut table = "# Keys\n\n| Constant | Key |\n| --- | --- |".to_owned();
    let mut constants = Vec::new();
    for field in config.keys() {
        let (key, span) = field.name();
        let Some(constant) = constant(&key).filter(|constant| !seen.contains(constant)) else { continue };
        seen.insert(constant.clone());
        let row = ["\n| [`", &constant, "`](Self::", &constant, ") | `", &key, "` |"];
        table.extend(row);
        // At the key, so that a constant of the user's own with this name is reported there.
        let span = Span::call_site().located_at(span);
        let name = Ident::new(&constant, span);
        let doc = format!("The key `{key}`.");
        let constant = quote_spanned!(span=> #[doc = #doc] #[allow(dead_code)] #vis const #name: &'static str = #key;);
        constants.push(constant);
    }
    (!constants.is_empty()).then(|| {
        quote! {
            #[doc = #table]
            impl #impl_generics #ident #ty_generics #clause { #(#constants)* }
        }
    })
}

fn constant(key: &str) -> Option<String> {
    let words = key.replace(|char: char| !char.is_ascii_alphanumeric(), "_");
    let constant = format!("{}_CONF", Case::ScreamingSnake.apply(&words));
    syn::parse_str::<Ident>(&constant).is_ok().then_some(constant)
}
