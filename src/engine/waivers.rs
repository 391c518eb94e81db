//! Waivers: which one covers a finding, and how each of them stands.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::assessment::{Assessment, Waiver};
use crate::model::finding::{Finding, Outcome, WaiverState};
use crate::model::id::{RuleId, SystemId, WaiverId};

/// How many days before its last day a waiver is said to be ending.
pub const WARN_DAYS: i32 = 30;

/// The first waiver of the file that covers a rule for a subject on a day. Both ends count.
pub fn covering<'a>(
    assessment: &'a Assessment,
    rule: &RuleId,
    system: Option<&SystemId>,
    on: Date,
) -> Option<&'a WaiverId> {
    let covers = |waiver: &&Waiver| {
        in_time(waiver, on)
            && waiver.rules.contains(rule)
            && (waiver.systems.is_empty() || system.is_some_and(|system| waiver.systems.contains(system)))
    };
    assessment.waivers.iter().find(covers).map(|waiver| &waiver.id)
}

fn in_time(waiver: &Waiver, on: Date) -> bool {
    waiver.from <= on && on <= waiver.until
}

/// How a waiver stands.
pub fn state(waiver: &Waiver, findings: &[Finding], on: Date) -> WaiverState {
    if on > waiver.until {
        return WaiverState::Lapsed;
    }
    if on < waiver.from {
        return WaiverState::NotYet;
    }
    let used = findings.iter().any(|finding| matches!(&finding.outcome, Outcome::Waived(id, _) if *id == waiver.id));
    if !used {
        return WaiverState::Orphan;
    }
    let ending = on.checked_add(WARN_DAYS.days()).is_ok_and(|soon| waiver.until <= soon);
    if ending { WaiverState::Ending } else { WaiverState::Active }
}
