//! Schemas together with what they refer to.

use std::pin::Pin;

use kconnect::avro::Schema;

use super::{
    super::{ErrorCode, RegistryError, schema::SchemaReference},
    SchemaRegistry,
};

/// How far references may lead; a registry's own cannot go in circles, since a version refers to older ones.
const DEEPEST: usize = 64;

impl SchemaRegistry {
    /// Reads an Avro schema, with the types of the schemas that it refers to, which are fetched.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when a reference is not there, [`RegistryError::Invalid`] when
    /// the text is no Avro schema.
    pub async fn parse(&self, text: &str, references: &[SchemaReference]) -> Result<Schema, RegistryError> {
        self.parse_below(text, references, "", 0).await
    }

    fn parse_below<'a>(
        &'a self,
        text: &'a str,
        references: &'a [SchemaReference],
        subject: &'a str,
        depth: usize,
    ) -> Pin<Box<dyn Future<Output = Result<Schema, RegistryError>> + Send + 'a>> {
        let invalid = move |message: String| RegistryError::Invalid {
            subject: subject.to_owned(),
            code: ErrorCode::InvalidSchema,
            message,
        };
        Box::pin(async move {
            if depth > DEEPEST {
                return Err(invalid(format!("its references are more than {DEEPEST} deep")));
            }
            let mut types = Vec::new();
            for SchemaReference { subject, version, .. } in references {
                let found = self.version_with_deleted(subject, *version).await?;
                let text = found.schema.as_deref().unwrap_or_default();
                types.push(self.parse_below(text, &found.references, subject, depth + 1).await?);
            }
            Schema::parse_with(text, &types).map_err(|error| invalid(error.to_string()))
        })
    }
}
