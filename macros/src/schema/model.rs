//! What a derive input says, each part with the place to complain at.

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Generics, Ident, LitStr, Path, Type};

use crate::{attr::Once, case::Case};

/// A struct or enum with its attributes.
pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) doc: Option<TokenStream>,
    pub(crate) namespace: Once<LitStr>,
    pub(crate) name: Once<LitStr>,
    pub(crate) version: Once<i32>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Once<Case>,
    pub(crate) krate: Once<Path>,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    /// A struct with named fields.
    Struct(Vec<Field>),
    /// An enum of unit variants.
    Enum(Vec<Variant>),
    /// Something else; the parser has said so.
    Other,
}

pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: Option<TokenStream>,
    pub(crate) rename: Once<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Once<Option<Expr>>,
    pub(crate) skip: Once<()>,
    /// The name in the schema.
    pub(crate) name: Name,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// The symbol.
    pub(crate) name: Name,
}

/// A name in the schema, and what it was made from.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Model {
    /// The full name of the schema; its namespace may be missing still.
    pub(crate) fn full_name(&self) -> String {
        self.qualify(&self.simple_name().text)
    }

    pub(crate) fn simple_name(&self) -> Name {
        match self.name.get() {
            Some(name) => Name { text: name.value(), span: name.span() },
            None => Name { text: unraw(&self.ident), span: self.ident.span() },
        }
    }

    /// A name without a dot belongs to the namespace.
    pub(crate) fn qualify(&self, name: &str) -> String {
        match self.namespace.get() {
            Some(namespace) if !name.contains('.') => format!("{}.{name}", namespace.value()),
            _ => name.to_owned(),
        }
    }
}

impl Field {
    pub(crate) fn new(ident: Ident, ty: Type) -> Self {
        let name = Name { text: unraw(&ident), span: ident.span() };
        Self {
            ident,
            ty,
            doc: None,
            rename: Once::default(),
            aliases: Vec::new(),
            default: Once::default(),
            skip: Once::default(),
            name,
        }
    }

    /// Whether the default stands first in the union of an optional field: any default but null does.
    pub(crate) fn null_second(&self) -> bool {
        match self.default.get() {
            Some(Some(Expr::Path(path))) => path.path.segments.last().is_none_or(|last| last.ident != "None"),
            Some(Some(_)) => true,
            Some(None) | None => false,
        }
    }
}

/// An identifier without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
