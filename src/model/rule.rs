//! Rules and rule sets.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id::{OptionId, RuleId, SetId, StatementId};
use crate::model::instrument::{Citation, Confidence};
use crate::model::text::Text;
use crate::model::vocabulary::Scope;
use crate::model::words::words;

words! {
    /// How strongly a rule binds.
    Force {
        /// Law, or a mandatory standard.
        Binding = "binding", "强制", "binding";
        /// A standard used as the benchmark.
        Standard = "standard", "标准", "standard";
        /// Official guidance.
        Guidance = "guidance", "指引", "guidance";
        /// Encouraged, or good practice.
        Recommendation = "recommendation", "建议", "recommendation";
    }
}

words! {
    /// How much harm a breach can do.
    Severity {
        /// Life, minors, prohibited practice, service-stopping illegality.
        Critical = "critical", "极高", "critical";
        /// Core duty.
        High = "high", "高", "high";
        /// Supporting duty.
        Medium = "medium", "中", "medium";
        /// Encouragement or good practice.
        Low = "low", "低", "low";
    }
}

words! {
    /// The department that usually answers for a rule.
    Owner {
        /// Legal and compliance.
        Legal = "legal", "法务合规", "legal";
        /// Security.
        Security = "security", "安全", "security";
        /// Product.
        Product = "product", "产品", "product";
        /// Data.
        Data = "data", "数据", "data";
        /// Human resources.
        Hr = "hr", "人力资源", "human resources";
        /// Operations.
        Operations = "operations", "运营", "operations";
        /// Top management.
        Management = "management", "管理层", "management";
        /// Public relations.
        Communications = "communications", "公关传播", "communications";
    }
}

words! {
    /// The subject a set belongs to in the policy article.
    Family {
        /// Regulatory sandboxes.
        Sandbox = "sandbox", "监管沙盒", "regulatory sandbox";
        /// Tiered risk response.
        TieredResponse = "tiered-response", "分级响应", "tiered response";
        /// Labelling of AI-generated content.
        Labelling = "labelling", "生成内容标识", "labelling";
        /// Duties of AI firms.
        EnterpriseSafety = "enterprise-safety", "企业安全责任", "enterprise safety";
        /// Law and ethics.
        LawAndEthics = "law-and-ethics", "法律与伦理", "law and ethics";
        /// Cross-border and cooperation.
        Global = "global", "国际合作与跨境", "global cooperation";
        /// Work and workers.
        Employment = "employment", "就业与劳动者", "employment";
        /// Industry.
        Industry = "industry", "产业", "industry";
    }
}

words! {
    /// How a rule relates to a rule of another regime.
    Relation {
        /// Meeting one meets the other.
        Equal = "equal", "等同", "equal";
        /// This one asks for less.
        Subset = "subset", "包含于", "subset of";
        /// This one asks for more.
        Superset = "superset", "涵盖", "superset of";
        /// They overlap.
        Intersects = "intersects", "部分重叠", "intersects";
    }
}

/// One duty or recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The set it belongs to.
    pub set: SetId,
    /// The line of its file where it starts, from 1.
    pub line: u32,
    /// Short title.
    pub title: Text,
    /// Who must do what.
    pub duty: Text,
    /// Whom it binds.
    pub scope: Scope,
    /// How strongly.
    pub force: Force,
    /// The law behind it; the first is the main one.
    pub cites: Vec<Citation>,
    /// Statements of the policy article that it covers.
    pub statements: Vec<StatementId>,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Limits, and decisions where sources disagree.
    pub note: Option<Text>,
    /// First day it binds; none where the instrument has no date yet.
    pub applies_from: Option<Date>,
    /// Last day it binds.
    pub until: Option<Date>,
    /// When it applies.
    pub when: Condition,
    /// The self-assessment question.
    pub ask: Text,
    /// Evidence that proves it.
    pub evidence: Vec<EvidenceSpec>,
    /// Harm of a breach.
    pub severity: Severity,
    /// Usual owner.
    pub owner: Owner,
    /// What to do first about a gap.
    pub remedy: Text,
    /// Rough effort of closing a gap, in person-days.
    pub effort_days: Option<u16>,
    /// Relations to rules of other regimes.
    pub links: Vec<Link>,
}

/// A piece of evidence that a rule wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceSpec {
    /// Its id within the rule.
    pub id: OptionId,
    /// What it is.
    pub what: Text,
    /// For how long one piece serves, as calendar months and days; for ever if none.
    pub renew: Option<Renewal>,
}

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Calendar months.
    pub months: u16,
    /// Calendar days.
    pub days: u16,
}

impl Renewal {
    /// The last day of a piece of evidence issued on `issued`.
    pub fn last_day(self, issued: Date) -> Option<Date> {
        let span = jiff::Span::new().months(i32::from(self.months)).days(i64::from(self.days));
        issued.checked_add(span).ok()
    }
}

/// A relation to a rule of another regime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The other rule.
    pub rule: RuleId,
    /// How they relate.
    pub relation: Relation,
    /// What meeting this one covers of the other.
    pub covers: Text,
    /// What it leaves.
    pub leaves: Text,
}

/// The head of one rule set; its rules are in the catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Its id and the stem of its file.
    pub id: SetId,
    /// Its version.
    pub version: String,
    /// Its family.
    pub family: Family,
    /// Its title.
    pub title: Text,
    /// What it covers and what not.
    pub about: Text,
    /// The file, as the loader was given it.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Whether it ships with the program.
    pub builtin: bool,
}

/// Whether a rule binds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// It does.
    InForce,
    /// Not yet; from this day, or from a day not yet fixed.
    Upcoming(Option<Date>),
    /// No longer, since the day after this one.
    Lapsed(Date),
}

impl Rule {
    /// Whether the rule binds on a day; both ends belong to its time.
    pub fn timing(&self, on: Date) -> Timing {
        match (self.applies_from, self.until) {
            (_, Some(until)) if until < on => Timing::Lapsed(until),
            (Some(from), _) if from <= on => Timing::InForce,
            (from, _) => Timing::Upcoming(from),
        }
    }
}
