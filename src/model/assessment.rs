//! What an organisation says of itself: facts, responses, evidence, waivers.

use jiff::civil::Date;

use crate::model::id::{OptionId, RuleId, SetId, SystemId, WaiverId};
use crate::model::value::Value;
use crate::model::vocabulary::FactKey;
use crate::model::words::words;
use crate::source::Span;

words! {
    /// What a response claims.
    Claim {
        /// Fully met.
        Met = "met", "已落实", "met";
        /// Partly met.
        Partly = "partly", "部分落实", "partly met";
        /// Not met.
        NotMet = "not-met", "未落实", "not met";
        /// Not met, but planned.
        Planned = "planned", "计划中", "planned";
        /// Said not to apply.
        NotApplicable = "not-applicable", "自认不适用", "claimed not applicable";
    }
}

/// A value together with where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// The facts stated of one subject. What is not stated is unknown, never false.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(Vec<Option<Stated>>);

impl Facts {
    /// The stated value of a fact.
    pub fn get(&self, fact: FactKey) -> Option<&Stated> {
        self.0.get(fact.index())?.as_ref()
    }

    /// States a fact; a second statement replaces the first.
    pub fn state(&mut self, fact: FactKey, stated: Stated) {
        if self.0.len() <= fact.index() {
            self.0.resize(fact.index() + 1, None);
        }
        self.0[fact.index()] = Some(stated);
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// One subject with its facts and responses: the organisation, or one of its systems.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The id of a system; none for the organisation.
    pub system: Option<SystemId>,
    /// Its name.
    pub name: String,
    /// What is stated of it.
    pub facts: Facts,
    /// What is answered for it, one response a rule.
    pub responses: indexmap::IndexMap<RuleId, Response>,
}

/// A self-assessment, checked against a catalog.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// The day it is judged for, if the file names one.
    pub as_of: Option<Date>,
    /// The rule sets that are assessed; all if none are named.
    pub sets: Option<Vec<SetId>>,
    /// The organisation.
    pub organisation: Subject,
    /// Its systems, in the file's order.
    pub systems: Vec<Subject>,
    /// Its waivers, in the file's order.
    pub waivers: Vec<Waiver>,
}

impl Assessment {
    /// Whether a rule set is assessed.
    pub fn looks_at(&self, set: &SetId) -> bool {
        self.sets.as_ref().is_none_or(|sets| sets.contains(set))
    }
}

/// What the organisation says of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// What it claims.
    pub claim: Claim,
    /// Why the rule is said not to apply.
    pub reason: Option<String>,
    /// Free remark.
    pub note: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The organisation's own date for closing it.
    pub due: Option<Date>,
    /// What it is proved by.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub span: Span,
}

/// Where a piece of evidence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locator {
    /// A file below the assessment's folder, with forward slashes.
    File(String),
    /// A page; it is never fetched.
    Url(String),
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it is.
    pub locator: Locator,
    /// The wanted piece it serves as; any if none.
    pub serves: Option<OptionId>,
    /// Day it was made.
    pub issued: Option<Date>,
    /// Last day it holds.
    pub expires: Option<Date>,
    /// Expected SHA-256 in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Free remark.
    pub note: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The organisation's own, dated acceptance of gaps. It lifts no legal duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// The rules it covers.
    pub rules: Vec<RuleId>,
    /// The systems it covers; all subjects if empty.
    pub systems: Vec<SystemId>,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// First day.
    pub from: Date,
    /// Last day, which still counts.
    pub until: Date,
    /// Where it stands.
    pub span: Span,
}
