//! The closed list of facts that may be asked, and those that are derived from them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id::{FactId, OptionId};
use crate::model::instrument::Citation;
use crate::model::text::Text;

/// A declared fact. Only a [`Vocabulary`] hands these out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactKey(u32);

/// What a fact is true of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The organisation as a whole.
    Organisation,
    /// One AI product or service.
    System,
}

/// The kind of a fact and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// Exactly one of these options.
    Choice(IndexMap<OptionId, Text>),
    /// Any number of these options, none included.
    Set(IndexMap<OptionId, Text>),
    /// A number in a unit.
    Number {
        /// What is counted or measured.
        unit: Text,
        /// Least possible value.
        min: f64,
        /// Greatest possible value, if there is one.
        max: Option<f64>,
        /// Whether only whole numbers are possible.
        whole: bool,
    },
    /// A civil date.
    Date,
    /// Free text.
    Text,
}

impl Kind {
    /// The kind's name in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Choice(_) => "choice",
            Self::Set(_) => "set",
            Self::Number { .. } => "number",
            Self::Date => "date",
            Self::Text => "text",
        }
    }

    /// The options of a choice or set.
    pub fn options(&self) -> Option<&IndexMap<OptionId, Text>> {
        match self {
            Self::Choice(options) | Self::Set(options) => Some(options),
            _ => None,
        }
    }
}

/// One fact: asked of people, or derived from others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// What it is true of.
    pub scope: Scope,
    /// Its kind.
    pub kind: Kind,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a fact's value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// People answer it.
    Asked {
        /// The question.
        question: Text,
        /// Where the line runs.
        help: Text,
        /// When it is asked at all; otherwise its value is empty.
        only_if: Option<Condition>,
    },
    /// It follows from other facts: the value of the first case that holds.
    Derived {
        /// What it is.
        title: Text,
        /// The cases, in order.
        cases: Vec<Case>,
        /// The value when no case holds: a flag's 0 or 1, a choice's option position.
        otherwise: u8,
    },
}

/// One case of a derived fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// When it holds.
    pub when: Condition,
    /// The value then: a flag's 0 or 1, a choice's option position.
    pub then: u8,
    /// The law behind it.
    pub because: Vec<Citation>,
}

impl Fact {
    /// The question of an asked fact, the title of a derived one.
    pub fn label(&self) -> &Text {
        match &self.origin {
            Origin::Asked { question, .. } => question,
            Origin::Derived { title, .. } => title,
        }
    }

    /// The condition under which an asked fact is asked, if there is one.
    pub fn only_if(&self) -> Option<&Condition> {
        match &self.origin {
            Origin::Asked { only_if, .. } => only_if.as_ref(),
            Origin::Derived { .. } => None,
        }
    }

    /// The conditions that this fact's value hangs on.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let (only_if, cases) = match &self.origin {
            Origin::Asked { only_if, .. } => (only_if.as_ref(), [].as_slice()),
            Origin::Derived { cases, .. } => (None, cases.as_slice()),
        };
        only_if.into_iter().chain(cases.iter().map(|case| &case.when))
    }
}

/// All facts, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    facts: IndexMap<FactId, Fact>,
}

impl Vocabulary {
    /// Declares a fact; a second one of the same id takes the first one's place, which the loader
    /// allows only to fill in what it had declared by kind alone.
    pub(crate) fn declare(&mut self, fact: Fact) -> FactKey {
        let (index, _) = self.facts.insert_full(fact.id.clone(), fact);
        FactKey(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Looks a fact up by its id.
    pub fn find(&self, id: &str) -> Option<FactKey> {
        self.facts.get_index_of(id).and_then(|index| u32::try_from(index).ok()).map(FactKey)
    }

    /// The fact behind a key.
    ///
    /// # Panics
    /// When the key comes from another vocabulary, which no caller can bring about from a file.
    pub fn get(&self, key: FactKey) -> &Fact {
        &self.facts[key.index()]
    }

    /// All facts with their keys.
    pub fn iter(&self) -> impl Iterator<Item = (FactKey, &Fact)> {
        (0..).map(FactKey).zip(self.facts.values())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }
}

impl FactKey {
    /// Position in the vocabulary.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
