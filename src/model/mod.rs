//! The valid forms of everything `hegui` works with. Only [`crate::load`] makes them from files,
//! so a value of one of these types is known to be well formed and free of dangling references.

pub mod assessment;
pub mod case;
pub mod catalog;
pub mod condition;
pub mod finding;
pub mod id;
pub mod instrument;
pub mod rule;
pub mod text;
pub mod tier;
pub mod value;
pub mod vocabulary;
pub(crate) mod words;
