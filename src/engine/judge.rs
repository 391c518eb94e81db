//! One table for outcomes: timing × verdict × claim × evidence × waiver.

use jiff::civil::Date;

use crate::engine::{Look, Seen};
use crate::model::assessment::{Claim, Evidence, Response};
use crate::model::finding::{Applies, Due, EvidenceState, Gap, GapKind, Outcome};
use crate::model::id::{OptionId, WaiverId};
use crate::model::rule::{EvidenceSpec, Renewal, Rule, Timing};
use crate::model::tier::TierScheme;

/// How the evidence of a response stands, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Everything that is wanted is proved, or nothing is wanted.
    Proved,
    /// Something wanted has no sound piece, for another reason than those below.
    Unproven,
    /// Something wanted had a piece, which has run out.
    Expired,
    /// A file that the response names is not there.
    Missing,
    /// A file that the response names is not the one recorded.
    Altered,
}

/// What was seen of a response's evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Piece by piece.
    pub items: Vec<EvidenceState>,
    /// Wanted pieces that nothing sound serves.
    pub unserved: Vec<OptionId>,
    /// Taken together.
    pub standing: Standing,
}

/// Holds a response's evidence against what the rule wants.
pub fn proof(rule: &Rule, response: Option<&Response>, as_of: Date, look: &Look<'_>) -> Proof {
    let evidence = response.map(|response| response.evidence.as_slice()).unwrap_or_default();
    let items: Vec<_> = evidence.iter().map(|item| state(rule, item, as_of, look(item))).collect();
    let serving = |spec: &EvidenceSpec, wanted: EvidenceState| {
        evidence
            .iter()
            .zip(&items)
            .any(|(item, state)| *state == wanted && item.serves.as_ref().is_none_or(|id| *id == spec.id))
    };
    let unserved: Vec<_> = rule.evidence.iter().filter(|spec| !serving(spec, EvidenceState::Sound)).collect();
    // A record that is wrong weighs more than one that is old, whatever else there is: somebody
    // relied on that file.
    let standing = if items.contains(&EvidenceState::Altered) {
        Standing::Altered
    } else if items.contains(&EvidenceState::Missing) {
        Standing::Missing
    } else if unserved.is_empty() {
        Standing::Proved
    } else if unserved.iter().all(|spec| serving(spec, EvidenceState::Expired)) {
        Standing::Expired
    } else {
        Standing::Unproven
    };
    Proof { standing, unserved: unserved.into_iter().map(|spec| spec.id.clone()).collect(), items }
}

fn state(rule: &Rule, item: &Evidence, as_of: Date, seen: Seen) -> EvidenceState {
    match seen {
        Seen::Missing => return EvidenceState::Missing,
        Seen::Altered => return EvidenceState::Altered,
        Seen::There | Seen::NotLookedAt => {}
    }
    if item.issued.is_some_and(|issued| issued > as_of) {
        return EvidenceState::Future;
    }
    match last_day(rule, item) {
        Some(last) if last < as_of => EvidenceState::Expired,
        None if renewals(rule, item).next().is_some() => EvidenceState::Undated,
        _ => EvidenceState::Sound,
    }
}

/// The periods for which a piece serves, one for each wanted piece it may serve as.
fn renewals<'r>(rule: &'r Rule, item: &'r Evidence) -> impl Iterator<Item = Renewal> + 'r {
    let served = rule.evidence.iter().filter(|spec| item.serves.as_ref().is_none_or(|id| *id == spec.id));
    served.filter_map(|spec| spec.renew)
}

/// The last day on which a piece of evidence counts: its own end or that of the rule's period,
/// whichever is earlier.
pub fn last_day(rule: &Rule, item: &Evidence) -> Option<Date> {
    let by_rule = renewals(rule, item).filter_map(|renewal| renewal.last_day(item.issued?)).min();
    item.expires.into_iter().chain(by_rule).min()
}

/// In what way a response falls short, if it does. Silence does, and so does a claim that a rule
/// which applies does not.
pub fn shortfall(claim: Option<Claim>, standing: Standing) -> Option<GapKind> {
    match (claim, standing) {
        (None, _) => Some(GapKind::Unanswered),
        (Some(Claim::NotMet), _) => Some(GapKind::NotMet),
        (Some(Claim::Partly), _) => Some(GapKind::Partly),
        (Some(Claim::Planned), _) => Some(GapKind::Planned),
        (Some(Claim::NotApplicable), _) => Some(GapKind::Disputed),
        (Some(Claim::Met), Standing::Unproven) => Some(GapKind::Unproven),
        (Some(Claim::Met), Standing::Expired) => Some(GapKind::Expired),
        (Some(Claim::Met), Standing::Missing) => Some(GapKind::Missing),
        (Some(Claim::Met), Standing::Altered) => Some(GapKind::Altered),
        (Some(Claim::Met), Standing::Proved) => None,
    }
}

/// The gap that a shortfall makes: its tier, and when it is due.
pub fn gap(tiers: &TierScheme, rule: &Rule, kind: GapKind, response: Option<&Response>, as_of: Date) -> Gap {
    let tier = tiers.position(rule.severity, rule.force, kind);
    let allowed = tiers.tiers.get(tier).and_then(|tier| as_of.checked_add(tier.respond_within()).ok()).unwrap_or(as_of);
    let due = match response.and_then(|response| response.due) {
        Some(on) => Due { on, own: true, late: on > allowed },
        None => Due { on: allowed, own: false, late: false },
    };
    Gap { kind, tier, due }
}

/// The table. A rule that is not in force asks nothing; one that does not apply asks nothing; an
/// open one is a question and never a gap; a waiver counts only against a gap.
pub fn outcome(timing: Timing, applies: Applies, gap: Option<Gap>, waiver: Option<&WaiverId>) -> Outcome {
    match (timing, applies, gap, waiver) {
        (Timing::Lapsed(until), _, _, _) => Outcome::Lapsed(until),
        (Timing::Upcoming(_) | Timing::InForce, Applies::No, _, _) => Outcome::NotApplicable,
        (Timing::Upcoming(from), Applies::Yes | Applies::Open, _, _) => Outcome::Upcoming(from),
        (Timing::InForce, Applies::Open, _, _) => Outcome::Open,
        (Timing::InForce, Applies::Yes, None, _) => Outcome::Met,
        (Timing::InForce, Applies::Yes, Some(gap), None) => Outcome::Gap(gap),
        (Timing::InForce, Applies::Yes, Some(gap), Some(waiver)) => Outcome::Waived(waiver.clone(), gap),
    }
}
