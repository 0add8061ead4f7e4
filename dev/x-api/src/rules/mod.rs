//! Rules of the filtered stream: their language, what they match, and where an app keeps them.

mod book;
mod subject;
mod syntax;
mod terms;

pub use book::Rule;
pub(crate) use book::RuleBook;
pub(crate) use subject::Subject;
pub use syntax::RuleError;
