//! The parts of a report.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::assessment::Claim;
use crate::model::finding::{Applies, EvidenceState, GapKind, WaiverState};
use crate::model::instrument::{Confidence, InstrumentKind, Read, Status};
use crate::model::rule::{Force, Owner, Relation, Severity};
use crate::model::text::Text;
use crate::model::words::words;
use crate::report::summary::Counts;

words! {
    /// What a finding comes to, without its particulars.
    OutcomeKind {
        /// It falls short.
        Gap = "gap", "缺口", "gap";
        /// Not known whether it applies.
        Open = "open", "待定", "open";
        /// It falls short, accepted for now.
        Waived = "waived", "已豁免", "waived";
        /// Not yet in force.
        Upcoming = "upcoming", "即将施行", "upcoming";
        /// Met.
        Met = "met", "已落实", "met";
        /// Does not apply.
        NotApplicable = "not-applicable", "不适用", "not applicable";
        /// No longer in force.
        Lapsed = "lapsed", "已失效", "lapsed";
    }
}

/// One finding with everything a reader needs to check it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The rule's id.
    pub rule: String,
    /// Its set.
    pub set: String,
    /// A system's id; none for the organisation.
    pub system: Option<String>,
    /// The subject's name.
    pub subject: String,
    /// Short title.
    pub title: Text,
    /// What must be done.
    pub duty: Text,
    /// The self-assessment question.
    pub ask: Text,
    /// What to do first about a gap.
    pub remedy: Text,
    /// Limits and decisions recorded with the rule.
    pub note: Option<Text>,
    /// Articles.
    pub cites: Vec<CiteLine>,
    /// Statements of the policy article.
    pub statements: Vec<String>,
    /// How strongly it binds.
    pub force: Force,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Harm of a breach.
    pub severity: Severity,
    /// Usual owner.
    pub owner: Owner,
    /// Rough effort in person-days.
    pub effort_days: Option<u16>,
    /// First day it binds.
    pub applies_from: Option<Date>,
    /// Last day it binds.
    pub until: Option<Date>,
    /// Whether it applies.
    pub verdict: Applies,
    /// Whether the exact search was given up at its bound.
    pub bounded: bool,
    /// The stated facts that decided it.
    pub because: Vec<FactLine>,
    /// The facts that can still change it.
    pub missing: Vec<FactLine>,
    /// What it comes to.
    pub outcome: OutcomeKind,
    /// The gap, also where it is waived.
    pub gap: Option<GapLine>,
    /// The waiver that covers it.
    pub waiver: Option<String>,
    /// What was answered.
    pub response: Option<ResponseLine>,
    /// Evidence that the rule wants.
    pub wanted: Vec<WantedLine>,
    /// Evidence that was given.
    pub evidence: Vec<EvidenceLine>,
    /// Relations to other rules.
    pub links: Vec<LinkLine>,
}

/// A citation for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CiteLine {
    /// The instrument's id.
    pub instrument: String,
    /// Its short name.
    pub short: Text,
    /// The article as the rule names it.
    pub article: String,
    /// The article as people write it.
    pub place: Text,
}

/// A fact of a subject, stated or missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactLine {
    /// The fact's id.
    pub fact: String,
    /// A system's id; none for the organisation.
    pub system: Option<String>,
    /// Its question.
    pub label: Text,
    /// The stated value, in words.
    pub value: Option<Text>,
    /// File, line and column of the value.
    pub place: Option<PlaceLine>,
}

/// File name, line and column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlaceLine {
    /// The file's name without its folder.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapLine {
    /// In what way it falls short.
    pub kind: GapKind,
    /// The tier's id.
    pub tier: String,
    /// When it is to be closed.
    pub due: Date,
    /// Whether the organisation set that day itself.
    pub own_date: bool,
    /// Whether that day is later than the tier's response time allows.
    pub late: bool,
    /// Whether it is past.
    pub overdue: bool,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseLine {
    /// What it claims.
    pub claim: Claim,
    /// Why the rule is said not to apply.
    pub reason: Option<String>,
    /// Free remark.
    pub note: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it stands.
    pub place: Option<PlaceLine>,
}

/// A wanted piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WantedLine {
    /// Its id within the rule.
    pub id: String,
    /// What it is.
    pub what: Text,
    /// Months and days for which a piece serves.
    pub renew: Option<Text>,
    /// Whether something sound serves.
    pub served: bool,
}

/// A given piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// Path or address.
    pub locator: String,
    /// Whether it is an address.
    pub is_url: bool,
    /// The wanted piece it serves as.
    pub serves: Option<String>,
    /// Day it was made.
    pub issued: Option<Date>,
    /// Last day it holds, as stated.
    pub expires: Option<Date>,
    /// Free remark.
    pub note: Option<String>,
    /// What was seen of it.
    pub state: EvidenceState,
}

/// A relation to a rule of another regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkLine {
    /// The other rule.
    pub rule: String,
    /// Its title.
    pub title: Text,
    /// How they relate.
    pub relation: Relation,
    /// What meeting this one covers of it.
    pub covers: Text,
    /// What it leaves.
    pub leaves: Text,
}

/// A rule set with its numbers.
#[derive(Debug, Clone, Serialize)]
pub struct SetLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it covers and what not.
    pub about: Text,
    /// Its version.
    pub version: String,
    /// Hash of its file.
    pub sha256: String,
    /// Whether it ships with the program.
    pub builtin: bool,
    /// Its numbers.
    pub counts: Counts,
}

/// A system with its numbers.
#[derive(Debug, Clone, Serialize)]
pub struct SystemLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its numbers.
    pub counts: Counts,
}

/// A tier with the number of its gaps.
#[derive(Debug, Clone, Serialize)]
pub struct TierLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Calendar days within which a gap is to be answered.
    pub respond_within_days: u16,
    /// Who is told.
    pub tell: Text,
    /// What is done at once.
    pub measures: Text,
    /// How many gaps have it, waived ones not counted.
    pub gaps: usize,
}

/// A fact that would settle open verdicts.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// The fact's id.
    pub fact: String,
    /// A system's id; none for the organisation.
    pub system: Option<String>,
    /// The subject's name.
    pub subject: String,
    /// The question.
    pub question: Text,
    /// Where the line runs.
    pub help: Text,
    /// The kind of the answer.
    pub kind: &'static str,
    /// The options of a choice or set: key and text.
    pub options: Vec<(String, Text)>,
    /// The unit of a number.
    pub unit: Option<Text>,
    /// The rules whose verdict it can still change.
    pub rules: Vec<String>,
}

/// A waiver.
#[derive(Debug, Clone, Serialize)]
pub struct WaiverLine {
    /// Its id.
    pub id: String,
    /// The rules it names.
    pub rules: Vec<String>,
    /// The systems it is limited to.
    pub systems: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// First day.
    pub from: Date,
    /// Last day, which still counts.
    pub until: Date,
    /// How it stands.
    pub state: WaiverState,
}

/// A derived fact and what it can be.
#[derive(Debug, Clone, Serialize)]
pub struct DerivedLine {
    /// The fact's id.
    pub fact: String,
    /// A system's id; none for the organisation.
    pub system: Option<String>,
    /// What it is.
    pub title: Text,
    /// The values it can have: key and text. One means it is settled.
    pub possible: Vec<(String, Text)>,
}

/// A cited instrument and how far it can be relied on.
#[derive(Debug, Clone, Serialize)]
pub struct InstrumentLine {
    /// Its id.
    pub id: String,
    /// Official title.
    pub title: Text,
    /// Short name.
    pub short: Text,
    /// Who issued it.
    pub issuer: Text,
    /// Official number.
    pub number: Option<String>,
    /// What sort of text it is.
    pub kind: InstrumentKind,
    /// Where it stands.
    pub status: Status,
    /// First day in force.
    pub in_force: Option<Date>,
    /// Support for status and dates.
    pub confidence: Confidence,
    /// What was read of it.
    pub read: Read,
    /// Official page.
    pub url: Option<String>,
    /// Variants of the title, doubts, changes.
    pub note: Option<Text>,
}
