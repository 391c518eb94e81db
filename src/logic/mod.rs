//! Conditions over facts that may be missing: is it true, is it false, or what is still needed?
//!
//! [`truth`] has Kleene's three values, [`eval`] settles nearly every condition with them in one
//! cheap pass, [`diagram`] decides the rest exactly over all completions, and [`derivation`] says why.

pub mod derivation;
pub mod diagram;
pub mod eval;
pub mod truth;
