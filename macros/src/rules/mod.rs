//! What values of a key have to satisfy: the attributes that a key and a newtype share, in the order in which they are
//! written, which is the order in which they run.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod literal;
mod pattern;
mod value;

use proc_macro2::{Ident, Span};
use syn::{Expr, ExprRange, LitStr, Path, Type};

use crate::attr::{Once, Word};

/// The attributes that [`Rules::read`] knows.
pub(crate) const NAMES: [&str; 17] = [
    "range",
    "one_of",
    "case_insensitive",
    "non_null",
    "non_empty",
    "no_control_chars",
    "list_size",
    "port",
    "url",
    "host_and_port",
    "pattern",
    "matches",
    "charset",
    "file",
    "directory",
    "validate",
    "validator",
];

#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) all: Vec<Rule>,
    /// Of `one_of`.
    pub(crate) case_insensitive: Once<()>,
}

pub(crate) struct Rule {
    /// The attribute's name.
    pub(crate) word: Ident,
    pub(crate) check: Check,
}

pub(crate) enum Check {
    Range(ExprRange),
    OneOf(Vec<LitStr>),
    NonNull,
    NonEmpty,
    NoControlChars,
    ListSize(Expr),
    Port,
    /// With the schemes, if only some are valid.
    Url(Vec<LitStr>),
    HostAndPort,
    Pattern,
    Matches(LitStr),
    /// With the names, if only some are valid.
    Charset(Vec<LitStr>),
    File {
        writable: bool,
    },
    Directory {
        writable: bool,
    },
    /// A function over the typed value.
    Function(Path),
    /// A `Validator`.
    Validator(Expr),
}

impl Rules {
    /// Reads an attribute; `None` if its name is none of [`NAMES`].
    pub(crate) fn read(&mut self, word: &Word<'_>) -> Option<syn::Result<()>> {
        let check = match &*word.text() {
            "range" => word.value("1..=100").map(Check::Range),
            "one_of" => word.texts("[\"a\", \"b\"]").map(Check::OneOf),
            "case_insensitive" => return Some(word.flag().and_then(|()| self.case_insensitive.set(word, ()))),
            "non_null" => word.flag().map(|()| Check::NonNull),
            "non_empty" => word.flag().map(|()| Check::NonEmpty),
            "no_control_chars" => word.flag().map(|()| Check::NoControlChars),
            "list_size" => word.number("10").map(Check::ListSize),
            "port" => word.flag().map(|()| Check::Port),
            "url" => word.optional_texts("[\"https\"]").map(Check::Url),
            "host_and_port" => word.flag().map(|()| Check::HostAndPort),
            "pattern" => word.flag().map(|()| Check::Pattern),
            "matches" => word.value("\"[a-z]+\"").map(Check::Matches),
            "charset" => word.optional_texts("[\"UTF-8\"]").map(Check::Charset),
            "file" => writable(word).map(|writable| Check::File { writable }),
            "directory" => writable(word).map(|writable| Check::Directory { writable }),
            "validate" => word.value("path::to::function").map(Check::Function),
            "validator" => word.expr("MyValidator").map(Check::Validator),
            _ => return None,
        };
        Some(check.and_then(|check| self.add(word, check)))
    }

    fn add(&mut self, word: &Word<'_>, check: Check) -> syn::Result<()> {
        let again = !matches!(check, Check::Validator(_)) && self.all.iter().any(|rule| rule.word == word.name);
        if again {
            return Err(word.error(format_args!("`{}` is given twice; keep one", word.name)));
        }
        self.all.push(Rule { word: word.name.clone(), check });
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Where the rule with a name stands.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        self.all.iter().find(|rule| rule.word == name).map(|rule| rule.word.span())
    }
}

/// `file` or `file = writable`.
fn writable(word: &Word<'_>) -> syn::Result<bool> {
    if word.is_bare() {
        return Ok(false);
    }
    let how: Ident = word.value("writable")?;
    if how == "writable" {
        return Ok(true);
    }
    let name = &word.name;
    Err(syn::Error::new(how.span(), format!("write just `{name}`, or `{name} = writable` if it is written to")))
}

/// The type's name, if it is a path: `Vec` of `std::vec::Vec<String>`.
pub(crate) fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Group(group) => type_name(&group.elem),
        Type::Paren(paren) => type_name(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}
