//! The table of outcomes, all of it, and what must hold of any such table.

use hegui::engine::judge::{Standing, outcome, shortfall};
use hegui::model::assessment::Claim;
use hegui::model::finding::{Applies, Due, Gap, GapKind, Outcome};
use hegui::model::id::WaiverId;
use hegui::model::rule::Timing;
use jiff::civil::date;

const STANDINGS: [Standing; 5] =
    [Standing::Proved, Standing::Unproven, Standing::Expired, Standing::Missing, Standing::Altered];

fn claims() -> Vec<Option<Claim>> {
    [None].into_iter().chain(Claim::ALL.iter().copied().map(Some)).collect()
}

fn timings() -> [Timing; 4] {
    let day = date(2026, 1, 1);
    [Timing::InForce, Timing::Upcoming(Some(day)), Timing::Upcoming(None), Timing::Lapsed(day)]
}

fn gap(kind: GapKind) -> Gap {
    Gap { kind, tier: 1, due: Due { on: date(2026, 2, 1), own: false, late: false } }
}

/// Timing × verdict × claim × evidence × waiver, each with what it comes to.
fn all() -> Vec<(Timing, Applies, Option<Claim>, Standing, bool, Outcome)> {
    let waiver: WaiverId = "W-1".parse().expect("an id");
    let mut rows = Vec::new();
    for timing in timings() {
        for &applies in Applies::ALL {
            for claim in claims() {
                for standing in STANDINGS {
                    for waived in [false, true] {
                        let gap = shortfall(claim, standing).map(gap);
                        let outcome = outcome(timing, applies, gap, waived.then_some(&waiver));
                        rows.push((timing, applies, claim, standing, waived, outcome));
                    }
                }
            }
        }
    }
    rows
}

#[test]
fn the_whole_table() {
    let mut text = String::new();
    for (timing, applies, claim, standing, waived, outcome) in all() {
        let timing = match timing {
            Timing::InForce => "in-force",
            Timing::Upcoming(Some(_)) => "upcoming",
            Timing::Upcoming(None) => "no-date",
            Timing::Lapsed(_) => "lapsed",
        };
        let outcome = match outcome {
            Outcome::Met => "met".to_owned(),
            Outcome::Gap(gap) => format!("gap {}", gap.kind.name()),
            Outcome::Waived(_, gap) => format!("waived {}", gap.kind.name()),
            Outcome::NotApplicable => "not-applicable".to_owned(),
            Outcome::Open => "open".to_owned(),
            Outcome::Upcoming(_) => "upcoming".to_owned(),
            Outcome::Lapsed(_) => "lapsed".to_owned(),
        };
        let claim = claim.map_or("silence", Claim::name);
        let waived = if waived { "waiver" } else { "-" };
        let standing = format!("{standing:?}").to_lowercase();
        text.push_str(&format!("{timing:9} {:15} {claim:15} {standing:9} {waived:7} {outcome}\n", applies.name()));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn only_a_proved_claim_of_a_rule_that_applies_is_met() {
    for (timing, applies, claim, standing, _, outcome) in all() {
        let met = timing == Timing::InForce
            && applies == Applies::Yes
            && claim == Some(Claim::Met)
            && standing == Standing::Proved;
        assert_eq!(outcome == Outcome::Met, met, "{timing:?} {applies:?} {claim:?} {standing:?}");
    }
}

#[test]
fn silence_about_a_rule_that_applies_is_a_gap() {
    for (timing, applies, claim, _, waived, outcome) in all() {
        if timing == Timing::InForce && applies == Applies::Yes && claim.is_none() {
            let shortfall = matches!(&outcome, Outcome::Gap(gap) if !waived && gap.kind == GapKind::Unanswered)
                || matches!(&outcome, Outcome::Waived(_, gap) if waived && gap.kind == GapKind::Unanswered);
            assert!(shortfall, "{outcome:?}");
        }
    }
}

#[test]
fn nothing_in_an_answer_settles_an_open_verdict() {
    for (timing, applies, _, _, _, outcome) in all() {
        if timing == Timing::InForce && applies == Applies::Open {
            assert_eq!(outcome, Outcome::Open);
        }
    }
}
