//! A struct of keys, as it is written.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, ExprArray, ExprRange, Generics, LitInt, LitStr, Path, Type, Visibility, ext::IdentExt as _};

use crate::{attr::Once, case::Case};

pub(super) struct Config {
    pub(super) ident: Ident,
    pub(super) vis: Visibility,
    pub(super) generics: Generics,
    pub(super) krate: Once<Path>,
    /// A rule across keys.
    pub(super) validate: Once<Path>,
    pub(super) fields: Vec<Field>,
}

pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) docs: Option<TokenStream>,
    /// An attribute could not be read; what seems to be missing may be that one.
    pub(super) unclear: bool,
    pub(super) key: Once<LitStr>,
    pub(super) aliases: Vec<LitStr>,
    pub(super) importance: Once<&'static str>,
    pub(super) default: Once<Option<Expr>>,
    pub(super) group: Once<LitStr>,
    pub(super) order: Once<LitInt>,
    pub(super) width: Once<&'static str>,
    pub(super) display_name: Once<LitStr>,
    pub(super) range: Once<ExprRange>,
    pub(super) one_of: Once<ExprArray>,
    pub(super) non_empty: Once<()>,
    pub(super) validate: Once<Path>,
    pub(super) internal: Once<()>,
    pub(super) embed: Once<LitStr>,
    pub(super) prefix: Once<LitStr>,
}

/// What a field is.
pub(super) enum Kind<'a> {
    Key,
    /// A configuration inside this one, under a prefix.
    Embedded(&'a LitStr),
    /// Every key with a prefix.
    Open(&'a LitStr),
}

impl Field {
    pub(super) fn new(ident: Ident, ty: Type, docs: Option<TokenStream>) -> Self {
        Self {
            ident,
            ty,
            docs,
            unclear: false,
            key: Once::default(),
            aliases: Vec::new(),
            importance: Once::default(),
            default: Once::default(),
            group: Once::default(),
            order: Once::default(),
            width: Once::default(),
            display_name: Once::default(),
            range: Once::default(),
            one_of: Once::default(),
            non_empty: Once::default(),
            validate: Once::default(),
            internal: Once::default(),
            embed: Once::default(),
            prefix: Once::default(),
        }
    }

    pub(super) fn kind(&self) -> Kind<'_> {
        match (self.embed.get(), self.prefix.get()) {
            (Some(prefix), _) => Kind::Embedded(prefix),
            (None, Some(prefix)) => Kind::Open(prefix),
            (None, None) => Kind::Key,
        }
    }

    /// The key's name, and where it comes from.
    pub(super) fn name(&self) -> (String, Span) {
        match self.key.get() {
            Some(key) => (key.value(), key.span()),
            None => (Case::Dotted.apply(&self.ident.unraw().to_string()), self.ident.span()),
        }
    }
}
