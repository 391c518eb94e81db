//! Files → valid values, or every reason why not.

pub mod assessment;
pub mod builtin;
pub mod catalog;
pub mod condition;
pub mod files;
mod ids;
pub mod raw;
pub mod rules;
pub mod schema;
pub mod shape;
pub mod value;
pub mod vocabulary;

pub(crate) use ids::{declared_twice, id};
