//! What a derive input says, each part with the place to complain at.

use proc_macro2::{Span, TokenStream};
use syn::{
    Expr, Generics, Ident, LitStr, Path, Type, Visibility,
    parse::{Parse, ParseStream},
};

use crate::{attr::Once, case::Case};

/// A struct or enum with its attributes.
pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) doc: Option<TokenStream>,
    pub(crate) namespace: Once<LitStr>,
    pub(crate) name: Once<LitStr>,
    /// The name in the schema if `name` does not give another one.
    pub(crate) default_name: Name,
    pub(crate) version: Once<i32>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Once<Case>,
    pub(crate) parameters: Once<Vec<Parameter>>,
    /// The struct of the fields with `key`.
    pub(crate) key: Once<KeyName>,
    /// The committed schema file that the compiler compares the record with.
    pub(crate) committed: Once<LitStr>,
    /// The level at which it does, in Confluent's words.
    pub(crate) compatibility: Once<LitStr>,
    pub(crate) krate: Once<Path>,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    /// A struct with named fields.
    Struct(Vec<Field>),
    /// A struct of one field without a name.
    Newtype(Box<Newtype>),
    /// An enum of unit variants.
    Enum(Vec<Variant>),
    /// An enum of variants with data.
    Union(Vec<Branch>),
    /// Something else; the parser has said so.
    Other,
}

#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) doc: Option<TokenStream>,
    pub(crate) rename: Once<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Once<Option<Expr>>,
    pub(crate) skip: Once<()>,
    pub(crate) key: Once<()>,
    /// The module that says the type, writes and reads.
    pub(crate) with: Once<Path>,
    pub(crate) parameters: Once<Vec<Parameter>>,
    /// The name in the schema.
    pub(crate) name: Name,
}

pub(crate) struct Newtype {
    pub(crate) ty: Type,
    pub(crate) with: Once<Path>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Once<()>,
    /// The symbol.
    pub(crate) name: Name,
}

pub(crate) struct Branch {
    pub(crate) ident: Ident,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// `Variant(Type)`.
    Value(Box<Type>),
    /// `Variant { .. }`: a record of its own, under an identifier that no one else can name.
    Record(Box<Model>),
}

/// A name in the schema, and what it was made from.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// `"key" = "value"`.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) key: LitStr,
    pub(crate) value: LitStr,
}

/// `key = PostKey`, `key = pub(crate) PostKey`.
#[derive(Clone)]
pub(crate) struct KeyName {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
}

impl Parse for KeyName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self { vis: input.parse()?, ident: input.parse()? })
    }
}

impl Model {
    pub(crate) fn new(ident: Ident, vis: Visibility, generics: Generics, doc: Option<TokenStream>) -> Self {
        Self {
            default_name: Name::of(&ident),
            ident,
            vis,
            generics,
            doc,
            namespace: Once::default(),
            name: Once::default(),
            version: Once::default(),
            aliases: Vec::new(),
            rename_all: Once::default(),
            parameters: Once::default(),
            key: Once::default(),
            committed: Once::default(),
            compatibility: Once::default(),
            krate: Once::default(),
            body: Body::Other,
        }
    }

    /// The full name of the schema; its namespace may be missing still.
    pub(crate) fn full_name(&self) -> String {
        self.qualify(&self.simple_name().text)
    }

    pub(crate) fn simple_name(&self) -> Name {
        match self.name.get() {
            Some(name) => Name { text: name.value(), span: name.span() },
            None => self.default_name.clone(),
        }
    }

    /// A name without a dot belongs to the namespace.
    pub(crate) fn qualify(&self, name: &str) -> String {
        match self.namespace.get() {
            Some(namespace) if !name.contains('.') => format!("{}.{name}", namespace.value()),
            _ => name.to_owned(),
        }
    }

    /// Where that attribute stands, if it is given.
    pub(crate) fn given(&self, word: &str) -> Option<Span> {
        match word {
            "namespace" => self.namespace.span(),
            "name" => self.name.span(),
            "version" => self.version.span(),
            "rename_all" => self.rename_all.span(),
            "alias" => self.aliases.first().map(LitStr::span),
            "parameters" => self.parameters.span(),
            "key" => self.key.span(),
            "committed" => self.committed.span(),
            "compatibility" => self.compatibility.span(),
            _ => None,
        }
    }

    /// Whether anything but lifetimes is generic: constants cannot be evaluated before it is known.
    pub(crate) fn is_generic(&self) -> bool {
        self.generics.type_params().next().is_some() || self.generics.const_params().next().is_some()
    }
}

impl Field {
    pub(crate) fn new(ident: Ident, vis: Visibility, ty: Type) -> Self {
        let name = Name::of(&ident);
        Self {
            ident,
            vis,
            ty,
            doc: None,
            rename: Once::default(),
            aliases: Vec::new(),
            default: Once::default(),
            skip: Once::default(),
            key: Once::default(),
            with: Once::default(),
            parameters: Once::default(),
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

impl Name {
    pub(crate) fn of(ident: &Ident) -> Self {
        Self { text: unraw(ident), span: ident.span() }
    }

    pub(crate) fn literal(text: &LitStr) -> Self {
        Self { text: text.value(), span: text.span() }
    }
}

/// An identifier without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
