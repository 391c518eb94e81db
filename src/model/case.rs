//! The cases inside a rule: tests that read as documentation.

use jiff::civil::Date;

use crate::model::assessment::Assessment;
use crate::model::finding::Applies;
use crate::model::id::RuleId;
use crate::model::vocabulary::FactKey;
use crate::source::Span;

/// One case of one rule.
#[derive(Debug, Clone)]
pub struct RuleCase {
    /// The rule.
    pub rule: RuleId,
    /// What the case shows.
    pub name: String,
    /// The facts, as an assessment with the systems that the case lists.
    pub assessment: Assessment,
    /// The day; the rule's first day if none.
    pub on: Option<Date>,
    /// What is expected.
    pub expect: Expected,
    /// Where it stands.
    pub span: Span,
}

/// What a case expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// In force, with this verdict; of an open one, exactly these facts missing, if they are named.
    Verdict(Applies, Option<Vec<FactKey>>),
    /// Not yet in force.
    Upcoming,
    /// No longer in force.
    Lapsed,
}
