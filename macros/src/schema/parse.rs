//! Derive input → model. Never stops early: what cannot be understood is recorded and left out.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, LitInt, LitStr, Path};

use super::model::{Body, Field, Model, Name, Variant, unraw};
use crate::{
    attr::{Once, Word, Words},
    case::{CASES, Case},
    diag::{Errors, suggestion},
    docs::docs,
};

const CONTAINER: [&str; 6] = ["namespace", "name", "version", "rename_all", "alias", "crate"];
const FIELD: [&str; 4] = ["rename", "alias", "default", "skip"];
const VARIANT: [&str; 1] = ["rename"];

pub(crate) fn parse(input: DeriveInput, errors: &Errors) -> Model {
    let mut model = Model {
        doc: docs(&input.attrs),
        namespace: Once::default(),
        name: Once::default(),
        version: Once::default(),
        aliases: Vec::new(),
        rename_all: Once::default(),
        krate: Once::default(),
        body: Body::Other,
        ident: input.ident,
        generics: input.generics,
    };
    Words::new("connect", errors).read(&input.attrs, |word| container(&mut model, word));
    let rename_all = model.rename_all.get().copied();
    model.body = body(&model.ident, input.data, rename_all, errors);
    model
}

fn container(model: &mut Model, word: &Word<'_>) -> syn::Result<()> {
    match word.text().as_str() {
        "namespace" => model.namespace.set(word, word.value("\"com.example\"")?),
        "name" => model.name.set(word, word.value("\"Status\"")?),
        "version" => {
            let number: LitInt = word.value("2")?;
            let version = number.base10_parse().map_err(|_| {
                syn::Error::new(number.span(), format!("a version is at most {}, Connect's largest INT32", i32::MAX))
            })?;
            model.version.set(word, version)
        }
        "rename_all" => model.rename_all.set(word, case(word)?),
        "alias" => {
            model.aliases.push(word.value("\"OldName\"")?);
            Ok(())
        }
        "crate" => model.krate.set(word, word.value::<Path>("my_facade::kconnect")?),
        _ => Err(word.unknown("container attribute", &CONTAINER)),
    }
}

fn case(word: &Word<'_>) -> syn::Result<Case> {
    let name: LitStr = word.value("\"camelCase\"")?;
    let known = CASES.map(|(name, _)| name);
    Case::named(&name.value()).ok_or_else(|| {
        let text = name.value();
        syn::Error::new(name.span(), format!("unknown case `{text}`{}", suggestion(&text, &known)))
    })
}

fn body(ident: &Ident, data: Data, rename_all: Option<Case>, errors: &Errors) -> Body {
    match data {
        Data::Struct(data) => match data.fields {
            Fields::Named(fields) => {
                Body::Struct(fields.named.into_iter().filter_map(|of| field(of, rename_all, errors)).collect())
            }
            Fields::Unnamed(fields) => {
                errors.at(fields, "a record's fields need names: write `struct Name { field: Type }`");
                Body::Other
            }
            Fields::Unit => {
                errors.at(ident, "a record needs fields: write `struct Name { field: Type }`");
                Body::Other
            }
        },
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(ident, "an enum without variants has no value, so it has no schema; add variants");
            }
            Body::Enum(data.variants.into_iter().filter_map(|of| variant(of, rename_all, errors)).collect())
        }
        Data::Union(data) => {
            errors.at(data.union_token, "a union has no Connect schema; use a struct with `Option` fields");
            Body::Other
        }
    }
}

fn field(input: syn::Field, rename_all: Option<Case>, errors: &Errors) -> Option<Field> {
    let mut field = Field::new(input.ident?, input.ty);
    field.doc = docs(&input.attrs);
    Words::new("connect", errors).read(&input.attrs, |word| match word.text().as_str() {
        "rename" => field.rename.set(word, word.value("\"Name\"")?),
        "alias" => {
            field.aliases.push(word.value("\"OldName\"")?);
            Ok(())
        }
        "default" => field.default.set(word, word.optional_expr()?),
        "skip" => {
            word.flag()?;
            field.skip.set(word, ())
        }
        _ => Err(word.unknown("field attribute", &FIELD)),
    });
    field.name = name(&field.ident, &field.rename, rename_all);
    Some(field)
}

fn variant(input: syn::Variant, rename_all: Option<Case>, errors: &Errors) -> Option<Variant> {
    if !matches!(input.fields, Fields::Unit) {
        errors.at(
            &input.fields,
            "an enum has a Connect schema only if no variant carries data; \
             for several kinds of records derive `RecordSet`, else use a struct with `Option` fields",
        );
        return None;
    }
    let mut rename = Once::default();
    Words::new("connect", errors).read(&input.attrs, |word| match word.text().as_str() {
        "rename" => rename.set(word, word.value("\"NAME\"")?),
        _ => Err(word.unknown("variant attribute", &VARIANT)),
    });
    let name = name(&input.ident, &rename, rename_all);
    Some(Variant { ident: input.ident, name })
}

fn name(ident: &Ident, rename: &Once<LitStr>, rename_all: Option<Case>) -> Name {
    match (rename.get(), rename_all) {
        (Some(rename), _) => Name { text: rename.value(), span: rename.span() },
        (None, Some(case)) => Name { text: case.apply(&unraw(ident)), span: ident.span() },
        (None, None) => Name { text: unraw(ident), span: ident.span() },
    }
}
