//! Reads a committed `.avsc` file as far as the gate compares it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value as Json};

/// The record of a committed file.
pub(super) struct Record {
    /// The full name.
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) fields: Vec<Field>,
}

/// A field of it.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) default: bool,
    pub(super) ty: Ty,
}

/// What the runtime calls `Committed`.
#[derive(Clone)]
pub(super) enum Ty {
    /// The variant of the runtime's `Type`.
    Plain(&'static str),
    Decimal(i32),
    Nullable(Box<Ty>),
    Array(Box<Ty>),
    Map(Option<Box<Ty>>, Box<Ty>),
    Record {
        name: String,
        aliases: Vec<String>,
    },
    Enum {
        avro: bool,
        symbols: Vec<String>,
        default: bool,
    },
    Fixed {
        name: String,
        size: u32,
    },
    Union(Vec<Ty>),
    /// The entries of a map whose keys are not strings; only in an array.
    Entry(Box<Ty>, Box<Ty>),
}

type Result<T> = std::result::Result<T, String>;
type Object = Map<String, Json>;

/// Reads the text of a file.
pub(super) fn read(text: &str) -> Result<Record> {
    let json: Json = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    let object = json.as_object().filter(|object| text_of(object, "type") == Some("record"));
    let object = object.ok_or_else(|| "is not the schema of a record".to_owned())?;
    let mut names = Names(HashMap::new());
    let (name, aliases) = names.define(object, "")?;
    names.0.insert(name.clone(), Ty::Record { name: name.clone(), aliases: aliases.clone() });
    let fields = names.fields(object, namespace(&name))?;
    Ok(Record { name, aliases, fields })
}

/// The named types of a file, in the order of the text: a name is defined before it is used.
struct Names(HashMap<String, Ty>);

impl Names {
    fn fields(&mut self, record: &Object, enclosing: &str) -> Result<Vec<Field>> {
        let fields = record.get("fields").and_then(Json::as_array).ok_or("has a record without `fields`")?;
        let field = |field: &Json| {
            let name = field.get("name").and_then(Json::as_str).ok_or("has a field without a name")?;
            let ty = field.get("type").ok_or_else(|| format!("has a field `{name}` without a type"))?;
            Ok(Field {
                name: name.to_owned(),
                aliases: texts(field.get("aliases")),
                default: field.get("default").is_some(),
                ty: self.ty(ty, enclosing).map_err(|problem| format!("{problem}, in the field `{name}`"))?,
            })
        };
        fields.iter().map(field).collect()
    }

    fn ty(&mut self, json: &Json, enclosing: &str) -> Result<Ty> {
        match json {
            Json::String(name) => self.named(name, enclosing),
            Json::Array(branches) => {
                let is_null = |branch: &&Json| branch.as_str() == Some("null");
                let nullable = branches.iter().any(|branch| is_null(&branch));
                let others = branches.iter().filter(|branch| !is_null(branch));
                let mut others = others.map(|branch| self.ty(branch, enclosing)).collect::<Result<Vec<_>>>()?;
                let ty = match (others.pop(), others.is_empty()) {
                    (Some(only), true) => only,
                    (Some(last), false) => Ty::Union(others.into_iter().chain([last]).collect()),
                    (None, _) => return Ok(Ty::Plain("Null")),
                };
                Ok(if nullable { Ty::Nullable(Box::new(ty)) } else { ty })
            }
            Json::Object(object) => self.object(object, enclosing),
            other => Err(format!("has `{other}` where a type should be")),
        }
    }

    fn named(&self, name: &str, enclosing: &str) -> Result<Ty> {
        if let Some(plain) = primitive(name) {
            return Ok(Ty::Plain(plain));
        }
        let full = qualified(name, enclosing);
        self.0.get(&full).cloned().ok_or_else(|| format!("has no type `{full}`"))
    }

    fn object(&mut self, object: &Object, enclosing: &str) -> Result<Ty> {
        let inner = |key: &str| object.get(key).ok_or_else(|| format!("has a type without `{key}`"));
        match inner("type")? {
            Json::String(kind) => match kind.as_str() {
                "record" | "error" => {
                    let (name, aliases) = self.define(object, enclosing)?;
                    self.0.insert(name.clone(), Ty::Record { name: name.clone(), aliases: aliases.clone() });
                    let fields = self.fields(object, namespace(&name))?;
                    if let Some(entry) = entry(object, &name, &fields) {
                        self.0.insert(name, entry.clone());
                        return Ok(entry);
                    }
                    Ok(Ty::Record { name, aliases })
                }
                "enum" => {
                    let (name, _) = self.define(object, enclosing)?;
                    let symbols = texts(object.get("symbols"));
                    let ty = Ty::Enum { avro: true, symbols, default: object.contains_key("default") };
                    self.0.insert(name, ty.clone());
                    Ok(ty)
                }
                "fixed" => {
                    let (name, _) = self.define(object, enclosing)?;
                    let size = inner("size")?.as_u64().and_then(|size| size.try_into().ok());
                    let size = size.ok_or_else(|| format!("has a fixed `{name}` of no size"))?;
                    let ty = logical("bytes", object).unwrap_or(Ty::Fixed { name: name.clone(), size });
                    self.0.insert(name, ty.clone());
                    Ok(ty)
                }
                "array" => Ok(match self.ty(inner("items")?, enclosing)? {
                    Ty::Entry(key, value) => Ty::Map(Some(key), value),
                    items => Ty::Array(Box::new(items)),
                }),
                "map" => Ok(Ty::Map(None, Box::new(self.ty(inner("values")?, enclosing)?))),
                other => match logical(other, object) {
                    Some(ty) => Ok(ty),
                    None => self.named(other, enclosing),
                },
            },
            nested => self.ty(nested, enclosing),
        }
    }

    /// The full name and the aliases of a named type.
    fn define(&self, object: &Object, enclosing: &str) -> Result<(String, Vec<String>)> {
        let name = text_of(object, "name").ok_or("has a named type without a name")?;
        let full = qualified(name, text_of(object, "namespace").unwrap_or(enclosing));
        if self.0.contains_key(&full) {
            return Err(format!("defines `{full}` twice"));
        }
        let aliases = texts(object.get("aliases"));
        let aliases = aliases.iter().map(|alias| qualified(alias, namespace(&full))).collect();
        Ok((full, aliases))
    }
}

/// How Confluent's converters write a map whose keys are not strings: as an array of these.
fn entry(object: &Object, name: &str, fields: &[Field]) -> Option<Ty> {
    let marked = text_of(object, "connect.internal.type") == Some("MapEntry");
    match fields {
        [key, value] if marked || name == "io.confluent.connect.avro.MapEntry" => {
            Some(Ty::Entry(Box::new(key.ty.clone()), Box::new(value.ty.clone())))
        }
        _ => None,
    }
}

fn primitive(name: &str) -> Option<&'static str> {
    Some(match name {
        "null" => "Null",
        "boolean" => "Boolean",
        "int" => "Int32",
        "long" => "Int64",
        "float" => "Float32",
        "double" => "Float64",
        "bytes" => "Bytes",
        "string" => "String",
        _ => return None,
    })
}

/// What Connect makes of an Avro type and its attributes, as `AvroData.toConnectSchema` does.
fn logical(kind: &str, object: &Object) -> Option<Ty> {
    let logical = text_of(object, "logicalType").or_else(|| text_of(object, "connect.name")).unwrap_or_default();
    let parameters = object.get("connect.parameters").and_then(Json::as_object);
    Some(match (kind, logical, text_of(object, "connect.type")) {
        ("int", "date" | "org.apache.kafka.connect.data.Date", _) => Ty::Plain("Date"),
        ("int", "time-millis" | "org.apache.kafka.connect.data.Time", _) => Ty::Plain("Time"),
        ("long", "timestamp-millis" | "org.apache.kafka.connect.data.Timestamp", _) => Ty::Plain("Timestamp"),
        ("bytes", "decimal" | "org.apache.kafka.connect.data.Decimal", _) => {
            let scale = object.get("scale").and_then(Json::as_i64).and_then(|scale| scale.try_into().ok());
            let parameter = || text_of(parameters?, "scale")?.parse().ok();
            Ty::Decimal(scale.or_else(parameter).unwrap_or(0))
        }
        ("int", _, Some("int8")) => Ty::Plain("Int8"),
        ("int", _, Some("int16")) => Ty::Plain("Int16"),
        ("string", ..) => return symbols(parameters?),
        _ => return None,
    })
}

/// The symbols in the parameters of a string, in both of Confluent's forms.
fn symbols(parameters: &Object) -> Option<Ty> {
    let forms = ["io.confluent.connect.avro.Enum", "org.apache.kafka.connect.data.Enum"];
    let form = forms.into_iter().find(|form| parameters.contains_key(*form))?;
    let symbol = |key: &String| Some(key.strip_prefix(form)?.strip_prefix('.')?.to_owned());
    Some(Ty::Enum {
        avro: false,
        symbols: parameters.keys().filter_map(symbol).collect(),
        default: parameters.keys().any(|key| key.starts_with("io.confluent.connect.avro.enum.default.")),
    })
}

fn text_of<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Json::as_str)
}

fn texts(json: Option<&Json>) -> Vec<String> {
    let texts = json.and_then(Json::as_array).into_iter().flatten();
    texts.filter_map(Json::as_str).map(str::to_owned).collect()
}

fn qualified(name: &str, namespace: &str) -> String {
    if namespace.is_empty() || name.contains('.') { name.to_owned() } else { format!("{namespace}.{name}") }
}

/// The namespace of a full name.
fn namespace(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(namespace, _)| namespace)
}

/// A full name without its namespace.
pub(super) fn simple(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, simple)| simple)
}

impl Ty {
    /// ```text
    /// Committed::Nullable(&Committed::Plain(Type::Int64))
    /// ```
    pub(super) fn constant(&self, private: &TokenStream) -> TokenStream {
        let committed = quote!(#private::gate::Committed);
        let constant = |ty: &Self| ty.constant(private);
        match self {
            Self::Plain(variant) => {
                let variant = quote::format_ident!("{variant}");
                quote!(#committed::Plain(#private::Type::#variant))
            }
            Self::Decimal(scale) => quote!(#committed::Plain(#private::Type::Decimal { scale: #scale })),
            Self::Nullable(inner) => {
                let inner = constant(inner);
                quote!(#committed::Nullable(&#inner))
            }
            Self::Array(items) => {
                let items = constant(items);
                quote!(#committed::Array(&#items))
            }
            Self::Map(key, value) => {
                let key = key.as_deref().map(constant);
                let key = super::option(key.map(|key| quote!(&#key)));
                let value = constant(value);
                quote!(#committed::Map(#key, &#value))
            }
            Self::Record { name, aliases } => quote!(#committed::Record { name: #name, aliases: &[#(#aliases),*] }),
            Self::Enum { avro, symbols, default } => {
                quote!(#committed::Enum { avro: #avro, symbols: &[#(#symbols),*], default: #default })
            }
            Self::Fixed { name, size } => quote!(#committed::Fixed { name: #name, size: #size }),
            Self::Union(branches) => {
                let branches = branches.iter().map(constant);
                quote!(#committed::Union(&[#(#branches),*]))
            }
            // One entry by itself is a record like any other.
            Self::Entry(..) => quote!(#committed::Record { name: "io.confluent.connect.avro.MapEntry", aliases: &[] }),
        }
    }
}
