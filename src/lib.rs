#![doc = "placeholder"]
pub mod cli; pub mod diag; pub mod load; pub mod logic; pub mod model; pub mod source; pub mod yaml; pub mod engine; pub mod report; pub mod render;
