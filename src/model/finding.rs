//! What is found of one rule for one subject.

use jiff::civil::Date;

use crate::model::id::{RuleId, WaiverId};
use crate::model::rule::Timing;
use crate::model::vocabulary::FactKey;
use crate::model::words::words;

words! {
    /// In what way a finding falls short.
    GapKind {
        /// Nothing was answered.
        Unanswered = "unanswered", "未作答", "unanswered";
        /// Answered: not met.
        NotMet = "not-met", "未落实", "not met";
        /// Answered: partly met.
        Partly = "partly", "部分落实", "partly met";
        /// Answered: planned.
        Planned = "planned", "计划中", "planned";
        /// Answered: does not apply, but it does.
        Disputed = "disputed", "适用性有争议", "disputed";
        /// Answered: met, but evidence that is wanted is not given.
        Unproven = "unproven", "缺少证据", "unproven";
        /// Answered: met, but the evidence has run out.
        Expired = "expired", "证据过期", "evidence expired";
        /// Answered: met, but a file is not there.
        Missing = "missing", "证据文件缺失", "evidence missing";
        /// Answered: met, but a file is not the one that was recorded.
        Altered = "altered", "证据文件被改动", "evidence altered";
    }
}

words! {
    /// Whether a rule applies to a subject.
    Applies {
        /// In every completion of the missing facts.
        Yes = "applies", "适用", "applies";
        /// In none.
        No = "does-not-apply", "不适用", "does not apply";
        /// In some.
        Open = "open", "待定", "open";
    }
}

/// Which subject: the organisation, or a system by its position in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectRef {
    /// The organisation.
    Organisation,
    /// A system by position.
    System(u16),
}

/// One fact of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectFact {
    /// Whose.
    pub subject: SubjectRef,
    /// Which.
    pub fact: FactKey,
}

/// Whether a rule applies, and what could still change that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub applies: Applies,
    /// The facts that can still change it; not empty exactly where it is open.
    pub missing: Vec<SubjectFact>,
    /// Whether the search for an exact answer was given up at its bound. Only an open verdict
    /// can carry this; then it may in truth be settled, and some of `missing` may not matter.
    pub bounded: bool,
}

/// A shortfall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// In what way.
    pub kind: GapKind,
    /// Position of its tier in the scheme; 0 is the gravest.
    pub tier: usize,
    /// When it is to be closed.
    pub due: Due,
}

/// When a gap is to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Whether the organisation set it; otherwise the tier's response time did.
    pub own: bool,
    /// Whether it is later than the tier's response time allows.
    pub late: bool,
}

/// What a rule, its response, its evidence, the date and the waivers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Met, and proved where proof is wanted.
    Met,
    /// It falls short.
    Gap(Gap),
    /// It falls short, and the organisation accepts that for now.
    Waived(WaiverId, Gap),
    /// The rule does not apply.
    NotApplicable,
    /// Not known whether it applies.
    Open,
    /// The rule is not yet in force.
    Upcoming(Option<Date>),
    /// The rule is no longer in force.
    Lapsed(Date),
}

/// Exactly one for every rule and every subject in its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The subject.
    pub subject: SubjectRef,
    /// Whether the rule applies.
    pub verdict: Verdict,
    /// Whether it is in force.
    pub timing: Timing,
    /// What it comes to.
    pub outcome: Outcome,
    /// What was seen of the evidence, item by item, in the response's order.
    pub evidence: Vec<EvidenceState>,
    /// Wanted pieces of evidence that nothing sound serves.
    pub unserved: Vec<crate::model::id::OptionId>,
}

words! {
    /// What was seen of one piece of evidence.
    EvidenceState {
        /// It is there, unaltered where a hash is recorded, and has not run out.
        Sound = "sound", "有效", "sound";
        /// It has run out.
        Expired = "expired", "已过期", "expired";
        /// It carries no date, though the rule wants it renewed.
        Undated = "undated", "未注明日期", "undated";
        /// It is dated after the day of the assessment.
        Future = "future", "日期晚于评估日", "dated after the assessment";
        /// The file is not there or cannot be read.
        Missing = "missing", "文件缺失", "missing";
        /// The file's hash is another.
        Altered = "altered", "哈希不符", "altered";
    }
}

words! {
    /// How a waiver stands on a day.
    WaiverState {
        /// It covers at least one gap.
        Active = "active", "生效中", "active";
        /// It covers at least one gap and ends within the next 30 days.
        Ending = "ending", "即将到期", "ending soon";
        /// It is in time but covers no gap.
        Orphan = "orphan", "无对应缺口", "covers no gap";
        /// Its first day is still to come.
        NotYet = "not-yet", "尚未生效", "not yet begun";
        /// Its last day is past.
        Lapsed = "lapsed", "已失效", "lapsed";
    }
}
