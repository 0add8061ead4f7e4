//! An error as Kafka Connect's users know errors: by the name of a Java class.

use std::{borrow::Cow, error::Error as StdError};

use kconnect::{
    Error, ErrorKind,
    config::Secrets,
    data::{DataException, DataExceptionClass},
};

use crate::{kafka::KafkaError, transforms::TransformException};

/// What `__connect.errors.exception.*` say of an error. It holds no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// The Java class that Kafka Connect would have thrown.
    pub class: Cow<'static, str>,
    /// The message.
    pub message: Option<String>,
    /// Class and message, and those of every cause, a line each.
    pub stack_trace: String,
}

impl Thrown {
    /// An exception of that class, without a cause.
    #[must_use]
    pub fn new(class: impl Into<Cow<'static, str>>, message: Option<String>) -> Self {
        let class = class.into();
        let stack_trace = match &message {
            Some(message) => format!("{class}: {message}\n"),
            None => format!("{class}\n"),
        };
        Self { class, message, stack_trace }
    }

    /// How an error is shown, without `secrets`.
    #[must_use]
    pub fn of(error: &Error, secrets: &Secrets) -> Self {
        let mut thrown = Self::new(class(error), Some(secrets.scrub(error.to_string())));
        let mut next = StdError::source(error);
        while let Some(cause) = next {
            let text = secrets.scrub(cause.to_string());
            let named = cause.downcast_ref::<DataException>().map(data_class);
            let line =
                named.map_or_else(|| format!("Caused by: {text}\n"), |name| format!("Caused by: {name}: {text}\n"));
            thrown.stack_trace.push_str(&line);
            next = cause.source();
        }
        thrown
    }
}

fn class(error: &Error) -> &'static str {
    match error.cause().downcast_ref::<KafkaError>() {
        Some(KafkaError::TooLarge { .. }) => return "org.apache.kafka.common.errors.RecordTooLargeException",
        Some(KafkaError::Rejected { .. }) => return "org.apache.kafka.common.errors.InvalidRecordException",
        _ => {}
    }
    if let Some(exception) = error.cause().downcast_ref::<DataException>() {
        return data_class(exception);
    }
    if let Some(exception) = error.cause().downcast_ref::<TransformException>() {
        return exception.java_class();
    }
    match error.kind() {
        ErrorKind::Retriable { .. } => "org.apache.kafka.connect.errors.RetriableException",
        ErrorKind::Data => "org.apache.kafka.connect.errors.DataException",
        _ => "org.apache.kafka.connect.errors.ConnectException",
    }
}

fn data_class(exception: &DataException) -> &'static str {
    match exception.class() {
        DataExceptionClass::SchemaBuilder => "org.apache.kafka.connect.errors.SchemaBuilderException",
        DataExceptionClass::SchemaProjector => "org.apache.kafka.connect.errors.SchemaProjectorException",
        _ => "org.apache.kafka.connect.errors.DataException",
    }
}

#[cfg(test)]
mod tests {
    use kconnect::Prop;

    use super::*;

    #[test]
    fn a_secret_is_neither_in_the_message_nor_in_the_stack_trace() {
        let secrets = Secrets::of([&Prop::Secret("hunter2hunter2".to_owned())]);
        let thrown = Thrown::of(&Error::data("no place for hunter2hunter2"), &secrets);
        assert!(!thrown.message.unwrap().contains("hunter2"));
        assert!(!thrown.stack_trace.contains("hunter2"));
    }

    #[test]
    fn the_class_is_the_one_that_kafka_connect_would_throw() {
        let class = |error: Error| Thrown::of(&error, &Secrets::default()).class.into_owned();
        assert_eq!(class(Error::data("x")), "org.apache.kafka.connect.errors.DataException");
        assert_eq!(class(Error::retriable("x")), "org.apache.kafka.connect.errors.RetriableException");
        assert_eq!(class(Error::fatal("x")), "org.apache.kafka.connect.errors.ConnectException");
        let large = KafkaError::TooLarge { size: 2, limit: 1 };
        assert_eq!(class(large.into()), "org.apache.kafka.common.errors.RecordTooLargeException");
    }

    #[test]
    fn every_cause_has_a_line() {
        #[derive(Debug, thiserror::Error)]
        #[error("the line is spoiled")]
        struct Spoiled(#[source] std::num::ParseIntError);
        let cause = Spoiled("x".parse::<u8>().unwrap_err());
        let thrown = Thrown::of(&Error::data(cause), &Secrets::default());
        let expected = "org.apache.kafka.connect.errors.DataException: the line is spoiled\n\
                        Caused by: invalid digit found in string\n";
        assert_eq!(thrown.stack_trace, expected);
    }
}
