//! Attributes → model. Notes every mistake and goes on.

use syn::{Data, DeriveInput, Fields, spanned::Spanned as _};

use super::model::{Config, Field};
use crate::{
    attr::{Once, Word, Words},
    diag::Errors,
    docs::docs,
    rules,
};

const CONTAINER: [&str; 2] = ["crate", "validate"];
/// Beside those of [`rules::NAMES`].
pub(crate) const FIELD: [&str; 15] = [
    "key",
    "importance",
    "default",
    "alternative",
    "group",
    "order",
    "width",
    "display_name",
    "dependents",
    "recommender",
    "alias",
    "internal",
    "embed",
    "prefix",
    "named",
];
const IMPORTANCE: [(&str, &str); 3] = [("high", "High"), ("medium", "Medium"), ("low", "Low")];
const WIDTH: [(&str, &str); 3] = [("short", "Short"), ("medium", "Medium"), ("long", "Long")];

pub(super) fn parse(input: DeriveInput, errors: &Errors) -> Config {
    let mut config = Config {
        ident: input.ident,
        vis: input.vis,
        generics: input.generics,
        krate: Once::default(),
        validate: Once::default(),
        fields: Vec::new(),
    };
    Words::new("config", errors).read(&input.attrs, |word| match &*word.text() {
        "crate" => config.krate.set(word, word.value("my_crate::kconnect")?),
        "validate" => config.validate.set(word, word.value("path::to::function")?),
        name if FIELD.contains(&name) || rules::NAMES.contains(&name) => {
            Err(word.error(format_args!("`{name}` belongs on a field, not on the struct")))
        }
        _ => Err(word.unknown("attribute of a configuration", &CONTAINER)),
    });
    match input.data {
        Data::Struct(data) => match data.fields {
            Fields::Named(fields) => {
                config.fields = fields.named.into_iter().filter_map(|f| field(f, errors)).collect();
            }
            Fields::Unit => {}
            Fields::Unnamed(fields) => {
                let message = if fields.unnamed.len() == 1 {
                    "a configuration has named fields; a type around the value of one key derives `ConfigField`"
                } else {
                    "a configuration has named fields: write `struct Name { /// What it does. field: Type }`"
                };
                errors.at(fields, message);
            }
        },
        Data::Enum(data) => errors.push(syn::Error::new(
            data.enum_token.span(),
            "a configuration is a struct; an enum of names that a key can have derives `ConfigEnum`",
        )),
        Data::Union(data) => {
            errors.push(syn::Error::new(data.union_token.span(), "a configuration is a struct: write `struct`"));
        }
    }
    config
}

fn field(field: syn::Field, errors: &Errors) -> Option<Field> {
    let docs = docs(&field.attrs);
    let mut parsed = Field::new(field.ident?, field.ty, docs);
    Words::new("config", errors)
        .read(&field.attrs, |word| attribute(&mut parsed, word).inspect_err(|_| parsed.unclear = true));
    Some(parsed)
}

fn attribute(field: &mut Field, word: &Word<'_>) -> syn::Result<()> {
    field.given.push(word.name.clone());
    match &*word.text() {
        "key" => field.key.set(word, word.value("\"my.key\"")?),
        "alias" => {
            field.aliases.push(word.value("\"old.key\"")?);
            Ok(())
        }
        "importance" => field.importance.set(word, word.choice(&IMPORTANCE)?.0),
        "default" => field.default.set(word, word.optional_expr()?),
        "alternative" => field.alternative.set(word, word.value("\"the number of processors\"")?),
        "group" => field.group.set(word, word.value("\"Authentication\"")?),
        "order" => field.order.set(word, word.value("1")?),
        "width" => field.width.set(word, word.choice(&WIDTH)?.0),
        "display_name" => field.display_name.set(word, word.value("\"Topic\"")?),
        "dependents" => field.dependents.set(word, word.texts("[\"other.key\"]")?),
        "recommender" => field.recommender.set(word, word.expr("MyRecommender")?),
        "internal" => field.internal.set(word, word.flag()?),
        "embed" => field.embed.set(word, word.value("\"prefix.\"")?),
        "prefix" => field.prefix.set(word, word.value("\"producer.override.\"")?),
        "named" => field.named.set(word, word.value("\"transforms.\"")?),
        "secret" => Err(word.error("there is no `secret`: give the field the type `Password`")),
        "required" => {
            Err(word.error("there is no `required`: a key without `default` whose type is not `Option` is required"))
        }
        "optional" => Err(word.error("there is no `optional`: give the field the type `Option<_>`, or a `default`")),
        "doc" | "documentation" => {
            Err(word.error("the documentation of a key is the field's doc comment: write `/// ..`"))
        }
        "crate" => Err(word.error("`crate` belongs on the struct, not on a field")),
        _ => field.rules.read(word).unwrap_or_else(|| {
            let known: Vec<_> = FIELD.iter().chain(&rules::NAMES).copied().collect();
            Err(word.unknown("attribute of a key", &known))
        }),
    }
}
