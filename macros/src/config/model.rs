//! A struct of keys, as it is written.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, Generics, LitInt, LitStr, Path, Type, Visibility, ext::IdentExt as _};

use crate::{attr::Once, case::Case, rules::Rules};

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
    /// The names of all attributes, for those that cannot stand together.
    pub(super) given: Vec<Ident>,
    pub(super) key: Once<LitStr>,
    pub(super) aliases: Vec<LitStr>,
    pub(super) importance: Once<&'static str>,
    pub(super) default: Once<Option<Expr>>,
    pub(super) alternative: Once<LitStr>,
    pub(super) group: Once<LitStr>,
    pub(super) order: Once<LitInt>,
    pub(super) width: Once<&'static str>,
    pub(super) display_name: Once<LitStr>,
    pub(super) dependents: Once<Vec<LitStr>>,
    pub(super) recommender: Once<Expr>,
    pub(super) rules: Rules,
    pub(super) internal: Once<()>,
    pub(super) embed: Once<LitStr>,
    pub(super) prefix: Once<LitStr>,
    pub(super) named: Once<LitStr>,
}

/// What a field is.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    Key,
    /// A configuration inside this one, under a prefix.
    Embedded(&'a LitStr),
    /// Every key with a prefix.
    Open(&'a LitStr),
    /// A list of names, and for each name a configuration under a prefix.
    Named(&'a LitStr),
}

impl Kind<'_> {
    /// Whether the field has a key of its own.
    pub(super) fn has_key(self) -> bool {
        matches!(self, Self::Key | Self::Named(_))
    }
}

impl Field {
    pub(super) fn new(ident: Ident, ty: Type, docs: Option<TokenStream>) -> Self {
        Self {
            ident,
            ty,
            docs,
            unclear: false,
            given: Vec::new(),
            key: Once::default(),
            aliases: Vec::new(),
            importance: Once::default(),
            default: Once::default(),
            alternative: Once::default(),
            group: Once::default(),
            order: Once::default(),
            width: Once::default(),
            display_name: Once::default(),
            dependents: Once::default(),
            recommender: Once::default(),
            rules: Rules::default(),
            internal: Once::default(),
            embed: Once::default(),
            prefix: Once::default(),
            named: Once::default(),
        }
    }

    pub(super) fn kind(&self) -> Kind<'_> {
        match (self.embed.get(), self.prefix.get(), self.named.get()) {
            (Some(prefix), ..) => Kind::Embedded(prefix),
            (None, Some(prefix), _) => Kind::Open(prefix),
            (None, None, Some(prefix)) => Kind::Named(prefix),
            (None, None, None) => Kind::Key,
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

impl Config {
    /// The fields that have a key of their own.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.kind().has_key())
    }
}
