//! Derive input → model. Never stops early: what cannot be understood is recorded and left out.

use proc_macro2::Ident;
use quote::format_ident;
use syn::{Data, DataStruct, DeriveInput, Fields, FieldsUnnamed, LitInt, LitStr, Path, Visibility};

use super::model::{Body, Branch, Content, Field, Model, Name, Newtype, Parameter, Variant, unraw};
use crate::{
    attr::{Once, Word, Words},
    case::{CASES, Case},
    diag::{Errors, suggestion},
    docs::docs,
};

const CONTAINER: [&str; 10] =
    ["namespace", "name", "version", "rename_all", "alias", "parameters", "key", "committed", "compatibility", "crate"];
const FIELD: [&str; 7] = ["rename", "alias", "default", "skip", "with", "key", "parameters"];
const SYMBOL: [&str; 3] = ["rename", "alias", "default"];
const RECORD: [&str; 4] = ["rename", "alias", "committed", "compatibility"];

pub(crate) fn parse(input: DeriveInput, errors: &Errors) -> Model {
    let mut model = Model::new(input.ident, input.vis, input.generics, docs(&input.attrs));
    Words::new("connect", errors).read(&input.attrs, |word| container(&mut model, word));
    model.body = match input.data {
        Data::Struct(data) => structure(&model, data, errors),
        Data::Enum(data) if data.variants.is_empty() => {
            errors.at(&model.ident, "an enum without variants has no value, so it has no schema; add variants");
            Body::Other
        }
        Data::Enum(data) if data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit)) => {
            Body::Enum(data.variants.into_iter().map(|of| symbol(of, &model, errors)).collect())
        }
        Data::Enum(data) => {
            Body::Union(data.variants.into_iter().filter_map(|of| branch(of, &model, errors)).collect())
        }
        Data::Union(data) => {
            errors.at(data.union_token, "a union has no Connect schema; use an enum whose variants carry data");
            Body::Other
        }
    };
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
        "committed" => model.committed.set(word, committed(word)?),
        "compatibility" => model.compatibility.set(word, compatibility(word)?),
        "rename_all" => model.rename_all.set(word, case(word)?),
        "alias" => alias(&mut model.aliases, word),
        "parameters" => model.parameters.set(word, parameters(word)?),
        "key" => model.key.set(word, word.value("StatusKey")?),
        "crate" => model.krate.set(word, word.value::<Path>("my_facade::kconnect")?),
        _ => Err(word.unknown("container attribute", &CONTAINER)),
    }
}

fn committed(word: &Word<'_>) -> syn::Result<LitStr> {
    word.value("\"schemas/com.example.Name.avsc\"")
}

fn compatibility(word: &Word<'_>) -> syn::Result<LitStr> {
    word.value("\"FULL\"")
}

fn case(word: &Word<'_>) -> syn::Result<Case> {
    let name: LitStr = word.value("\"camelCase\"")?;
    let known = CASES.map(|(name, _)| name);
    Case::named(&name.value()).ok_or_else(|| {
        let text = name.value();
        syn::Error::new(name.span(), format!("unknown case `{text}`{}", suggestion(&text, &known)))
    })
}

fn alias(aliases: &mut Vec<LitStr>, word: &Word<'_>) -> syn::Result<()> {
    aliases.push(word.value("\"OldName\"")?);
    Ok(())
}

fn parameters(word: &Word<'_>) -> syn::Result<Vec<Parameter>> {
    let pairs = word.pairs("\"com.example.unit\" = \"seconds\"")?;
    Ok(pairs.into_iter().map(|(key, value)| Parameter { key, value }).collect())
}

fn structure(model: &Model, data: DataStruct, errors: &Errors) -> Body {
    match data.fields {
        Fields::Named(fields) => {
            let fields = fields.named.into_iter();
            Body::Struct(fields.filter_map(|of| field(of, model.rename_all.get().copied(), errors)).collect())
        }
        Fields::Unnamed(fields) => newtype(fields, errors),
        Fields::Unit => {
            errors.at(&model.ident, "a record needs fields: write `struct Name { field: Type }`");
            Body::Other
        }
    }
}

fn newtype(fields: FieldsUnnamed, errors: &Errors) -> Body {
    let mut of = fields.unnamed.clone().into_iter();
    let (Some(field), None) = (of.next(), of.next()) else {
        errors.at(
            fields,
            "a record's fields need names: write `struct Name { field: Type }`; without a name there is one field, \
             `struct Name(Type)`, whose schema the struct then has",
        );
        return Body::Other;
    };
    let mut with = Once::default();
    Words::new("connect", errors).read(&field.attrs, |word| match word.text().as_str() {
        "with" => with.set(word, word.value("my_module")?),
        _ => Err(word.unknown("attribute of a newtype's field", &["with"])),
    });
    Body::Newtype(Box::new(Newtype { ty: field.ty, with }))
}

fn field(input: syn::Field, rename_all: Option<Case>, errors: &Errors) -> Option<Field> {
    let mut field = Field::new(input.ident?, input.vis, input.ty);
    field.doc = docs(&input.attrs);
    Words::new("connect", errors).read(&input.attrs, |word| match word.text().as_str() {
        "rename" => field.rename.set(word, word.value("\"Name\"")?),
        "alias" => alias(&mut field.aliases, word),
        "default" => field.default.set(word, word.optional_expr()?),
        "skip" => {
            word.flag()?;
            field.skip.set(word, ())
        }
        "with" => field.with.set(word, word.value("my_module")?),
        "key" => {
            word.flag()?;
            field.key.set(word, ())
        }
        "parameters" => field.parameters.set(word, parameters(word)?),
        _ => Err(word.unknown("field attribute", &FIELD)),
    });
    field.name = name(&field.ident, &field.rename, rename_all);
    Some(field)
}

fn symbol(input: syn::Variant, model: &Model, errors: &Errors) -> Variant {
    let (mut rename, mut aliases, mut default) = (Once::default(), Vec::new(), Once::default());
    Words::new("connect", errors).read(&input.attrs, |word| match word.text().as_str() {
        "rename" => rename.set(word, word.value("\"NAME\"")?),
        "alias" => alias(&mut aliases, word),
        "default" => {
            word.flag()?;
            default.set(word, ())
        }
        _ => Err(word.unknown("variant attribute", &SYMBOL)),
    });
    let name = name(&input.ident, &rename, model.rename_all.get().copied());
    Variant { ident: input.ident, aliases, default, name }
}

fn branch(input: syn::Variant, model: &Model, errors: &Errors) -> Option<Branch> {
    let mut rename = Once::default();
    let mut aliases = Vec::new();
    let (mut file, mut level) = (Once::default(), Once::default());
    let is_record = matches!(input.fields, Fields::Named(_));
    Words::new("connect", errors).read(&input.attrs, |word| match word.text().as_str() {
        "rename" if is_record => rename.set(word, word.value("\"Name\"")?),
        "alias" if is_record => alias(&mut aliases, word),
        "committed" if is_record => file.set(word, committed(word)?),
        "compatibility" if is_record => level.set(word, compatibility(word)?),
        _ if is_record => Err(word.unknown("variant attribute", &RECORD)),
        _ => Err(word.error("a union's branch is called after its type: the variant has no attributes")),
    });
    let content = match input.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.into_iter().next()?;
            Words::new("connect", errors).read(&field.attrs, |word| {
                Err(word.error("what a union's branch holds has no attributes; give it a type of its own"))
            });
            Content::Value(Box::new(field.ty))
        }
        Fields::Named(fields) => {
            let ident = format_ident!("__{}", unraw(&input.ident), span = input.ident.span());
            let mut record = Model::new(ident, Visibility::Inherited, syn::Generics::default(), docs(&input.attrs));
            record.default_name = Name::of(&input.ident);
            (record.namespace, record.krate) = (model.namespace.clone(), model.krate.clone());
            (record.name, record.aliases) = (rename, aliases);
            (record.committed, record.compatibility) = (file, level);
            let fields = fields.named.into_iter();
            let fields = fields.filter_map(|of| field(of, model.rename_all.get().copied(), errors));
            record.body = Body::Struct(fields.collect());
            Content::Record(Box::new(record))
        }
        Fields::Unit => {
            errors.at(
                &input.ident,
                "a branch of a union has a type: write `Name(Type)` or `Name { field: Type }`; \
                 for null put the whole enum into an `Option`",
            );
            return None;
        }
        Fields::Unnamed(fields) => {
            errors.at(
                fields,
                "a branch of a union has one type: write `Name(Type)`, or `Name { field: Type }` for a record",
            );
            return None;
        }
    };
    Some(Branch { ident: input.ident, content })
}

fn name(ident: &Ident, rename: &Once<LitStr>, rename_all: Option<Case>) -> Name {
    match (rename.get(), rename_all) {
        (Some(rename), _) => Name::literal(rename),
        (None, Some(case)) => Name { text: case.apply(&unraw(ident)), span: ident.span() },
        (None, None) => Name::of(ident),
    }
}
