//! What will change for an organisation as time goes by, with nothing else changed: rules that
//! begin or end, evidence that runs out, waivers that begin or end.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::engine::{Look, assess, judge};
use crate::model::assessment::Assessment;
use crate::model::catalog::Catalog;
use crate::model::finding::{EvidenceState, Finding, Outcome, SubjectRef};
use crate::model::id::RuleId;
use crate::model::words::words;

words! {
    /// Why a finding changes on a day.
    Cause {
        /// The rule comes into force.
        RuleBegins = "rule-begins", "规则开始施行", "rule begins";
        /// The rule is no longer in force.
        RuleEnds = "rule-ends", "规则失效", "rule ends";
        /// Evidence has run out.
        EvidenceExpires = "evidence-expires", "证据过期", "evidence expires";
        /// Evidence that was dated later begins to count.
        EvidenceBegins = "evidence-begins", "证据开始有效", "evidence begins to count";
        /// A waiver begins.
        WaiverBegins = "waiver-begins", "豁免开始", "waiver begins";
        /// A waiver has ended.
        WaiverEnds = "waiver-ends", "豁免到期", "waiver ends";
    }
}

/// One finding that changes on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The first day on which it is so.
    pub day: Date,
    /// The rule.
    pub rule: RuleId,
    /// The subject.
    pub subject: SubjectRef,
    /// What it was.
    pub before: Outcome,
    /// What it is from that day on.
    pub after: Outcome,
    /// Why.
    pub cause: Cause,
}

/// Every change after `from` up to and including `until`, in order of time.
pub fn forecast(catalog: &Catalog, assessment: &Assessment, from: Date, until: Date, look: &Look<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before = assess(catalog, assessment, from, look).findings;
    for day in days(catalog, assessment).into_iter().filter(|day| *day > from && *day <= until) {
        let after = assess(catalog, assessment, day, look).findings;
        for (old, new) in before.iter().zip(&after) {
            if let Some(cause) = cause(old, new) {
                changes.push(Change {
                    day,
                    rule: new.rule.clone(),
                    subject: new.subject,
                    before: old.outcome.clone(),
                    after: new.outcome.clone(),
                    cause,
                });
            }
        }
        before = after;
    }
    changes
}

/// The days on which something may change: first days, and the days after last ones.
fn days(catalog: &Catalog, assessment: &Assessment) -> BTreeSet<Date> {
    let after = |day: Date| day.tomorrow().ok();
    let mut days = BTreeSet::new();
    for rule in catalog.rules.values() {
        days.extend(rule.applies_from);
        days.extend(rule.until.and_then(after));
    }
    for waiver in &assessment.waivers {
        days.insert(waiver.from);
        days.extend(after(waiver.until));
    }
    for subject in [&assessment.organisation].into_iter().chain(&assessment.systems) {
        for (id, response) in &subject.responses {
            let Some(rule) = catalog.rules.get(id) else { continue };
            for item in &response.evidence {
                days.extend(item.issued);
                days.extend(judge::last_day(rule, item).and_then(after));
            }
        }
    }
    days
}

/// Why a finding is another one, if it is. Due days move with the day of the assessment and are
/// no change.
fn cause(old: &Finding, new: &Finding) -> Option<Cause> {
    let kind = |outcome: &Outcome| match outcome {
        Outcome::Gap(gap) => Some(gap.kind),
        _ => None,
    };
    let same = std::mem::discriminant(&old.outcome) == std::mem::discriminant(&new.outcome)
        && kind(&old.outcome) == kind(&new.outcome);
    if same {
        return None;
    }
    Some(match (&old.outcome, &new.outcome) {
        (_, Outcome::Lapsed(_)) => Cause::RuleEnds,
        (Outcome::Upcoming(_), _) => Cause::RuleBegins,
        (Outcome::Waived(..), _) => Cause::WaiverEnds,
        (_, Outcome::Waived(..)) => Cause::WaiverBegins,
        _ if new.evidence.contains(&EvidenceState::Expired) && old.evidence != new.evidence => Cause::EvidenceExpires,
        _ => Cause::EvidenceBegins,
    })
}
