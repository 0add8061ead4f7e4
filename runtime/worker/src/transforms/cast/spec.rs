//! Which field becomes which type.

use kconnect::{Result, config::Parsed, data::SchemaType};

use crate::transforms::{
    exception::{config_exception, invalid_value},
    maps::{java_order, java_split},
};

/// The types that there are to choose from.
const OUTPUTS: [SchemaType; 8] = [
    SchemaType::Int8,
    SchemaType::Int16,
    SchemaType::Int32,
    SchemaType::Int64,
    SchemaType::Float32,
    SchemaType::Float64,
    SchemaType::Boolean,
    SchemaType::String,
];

/// What becomes of what.
#[derive(Debug)]
pub(super) enum Spec {
    /// Everything becomes that.
    Whole(SchemaType),
    /// Some fields become others.
    Fields(Vec<(String, SchemaType)>),
}

impl Spec {
    /// Reads `field:type` pairs, or a single type.
    ///
    /// # Errors
    /// What is no such thing, in Kafka's words.
    pub(super) fn parse(casts: &[String]) -> Result<Self> {
        let (mut fields, mut whole): (Vec<(String, SchemaType)>, _) = (Vec::new(), None);
        for cast in casts {
            match java_split(cast)[..] {
                [ty] => whole = Some(output(ty)?),
                [field, ty] => {
                    let (field, ty) = (trim(field), output(ty)?);
                    match fields.iter_mut().find(|(known, _)| known == field) {
                        Some((_, last)) => *last = ty,
                        None => fields.push((field.to_owned(), ty)),
                    }
                }
                _ => {
                    let all = Parsed::List(casts.to_vec());
                    // The name is that of `ReplaceField`'s key in Kafka too.
                    return Err(invalid_value("renames", all, format!("Invalid rename mapping: {cast}")));
                }
            }
        }
        match whole {
            None => Ok(Self::Fields(java_order(fields, |(field, _)| field))),
            Some(ty) if casts.len() == 1 => Ok(Self::Whole(ty)),
            Some(_) => Err(config_exception(
                "Cast transformations that specify a type to cast the entire value to may only specify a single cast in \
                 their spec",
            )),
        }
    }

    /// What a field becomes.
    pub(super) fn of_field(&self, name: &str) -> Option<SchemaType> {
        match self {
            Self::Whole(_) => None,
            Self::Fields(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, ty)| *ty),
        }
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|char| char <= ' ')
}

fn output(name: &str) -> Result<SchemaType> {
    let name = trim(name);
    let capitals = name.to_uppercase();
    let Some(ty) = SchemaType::ALL.into_iter().find(|ty| ty.as_str() == capitals) else {
        // Kafka hands the arguments of this message over in another order.
        let cause = format!(
            "java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.{capitals}"
        );
        return Err(config_exception(format!(
            "Invalid value {cause} for configuration Invalid type found in casting spec: {name}"
        )));
    };
    if !OUTPUTS.contains(&ty) {
        let supported = names(&OUTPUTS);
        let message = format!("Cast transformation does not support casting to {ty}; supported types are {supported}");
        return Err(config_exception(message));
    }
    Ok(ty)
}

/// Types as Kafka lists them.
fn names(types: &[SchemaType]) -> String {
    let names: Vec<_> = types.iter().map(|ty| ty.as_str()).collect();
    format!("[{}]", names.join(", "))
}

/// The types that can be turned into others: those and bytes.
pub(super) fn inputs() -> String {
    names(&[OUTPUTS.as_slice(), &[SchemaType::Bytes]].concat())
}

/// Whether a value of that type can be turned into another.
pub(super) fn is_input(ty: SchemaType) -> bool {
    ty == SchemaType::Bytes || OUTPUTS.contains(&ty)
}
