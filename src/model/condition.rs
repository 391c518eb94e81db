//! When a rule applies: a tree over facts.

use serde::{Deserialize, Serialize};

use crate::model::value::Test;
use crate::model::vocabulary::FactKey;

/// A condition whose every fact is declared and whose every test fits its fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Holds for everybody.
    Always,
    /// All of them hold; of none, this is true.
    All(Vec<Condition>),
    /// At least one of them holds; of none, this is false.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A test of one fact.
    Fact(FactKey, Test),
    /// It holds for at least one of the organisation's systems.
    SomeSystem(Box<Condition>),
    /// It holds for every one of the organisation's systems.
    EverySystem(Box<Condition>),
}

impl Condition {
    /// The conditions directly below this one.
    pub fn children(&self) -> &[Condition] {
        match self {
            Self::All(children) | Self::Any(children) => children,
            Self::Not(child) | Self::SomeSystem(child) | Self::EverySystem(child) => std::slice::from_ref(child),
            Self::Always | Self::Fact(..) => &[],
        }
    }

    /// Calls `visit` with every fact that is named here, in reading order.
    pub fn for_each_fact(&self, visit: &mut impl FnMut(FactKey, &Test)) {
        if let Self::Fact(fact, test) = self {
            visit(*fact, test);
        }
        for child in self.children() {
            child.for_each_fact(visit);
        }
    }
}
