//! Days: rules that begin and end, evidence that runs out, waivers with both ends counted.

use hegui::engine::{Judgement, Seen, assess};
use hegui::load::assessment;
use hegui::model::catalog::Catalog;
use hegui::model::finding::{EvidenceState, GapKind, Outcome, WaiverState};
use hegui::model::rule::Timing;
use hegui::source::Sources;
use jiff::civil::{Date, date};

use crate::common::{catalog, read};

/// One rule that binds everybody, in 2025 only, and wants evidence renewed every year.
fn rules() -> Catalog {
    let t = "{zh: 一, en: one}";
    let rules = format!(
        "id: t
version: '1'
family: industry
title: {t}
about: {t}
instruments:
  law: {{title: {t}, short: {t}, issuer: {t}, kind: law, jurisdiction: cn, status: in-force, in_force: 2025-01-01, confidence: confirmed, read: official}}
rules:
  - {{id: T-1, title: {t}, duty: {t}, scope: organisation, force: binding, cites: [{{instrument: law, article: '1'}}], confidence: confirmed,
     until: 2026-12-31, when: always, ask: {t}, evidence: [{{id: log, what: {t}, renew: P12M}}, {{id: plan, what: {t}}}], severity: high, owner: legal, remedy: {t},
     cases: [{{name: everybody, expect: applies}}, {{name: before, on: 2024-12-31, expect: upcoming}}, {{name: after, on: 2027-01-01, expect: lapsed}}]}}
"
    );
    catalog(&[("tiers.yaml", &read("rules/tiers.yaml")), ("t.yaml", &rules)])
}

fn judge(catalog: &Catalog, rest: &str, on: Date, seen: Seen) -> Judgement {
    let mut sources = Sources::default();
    let source = sources.add("self.yaml", format!("hegui: 1\norganisation: {{name: a}}\nsystems: []\n{rest}"));
    let (read, found) = assessment::load(catalog, &sources, source);
    assess(catalog, &read.unwrap_or_else(|| panic!("{found:?}")), on, &|_| seen)
}

fn outcome(rest: &str, on: Date, seen: Seen) -> Outcome {
    judge(&rules(), rest, on, seen).findings[0].outcome.clone()
}

fn gap_kind(outcome: &Outcome) -> Option<GapKind> {
    match outcome {
        Outcome::Gap(gap) => Some(gap.kind),
        _ => None,
    }
}

#[test]
fn a_rule_binds_from_its_first_day_to_its_last() {
    let rule = &rules().rules["T-1"];
    let on = |day| rule.timing(day);
    assert_eq!(on(date(2024, 12, 31)), Timing::Upcoming(Some(date(2025, 1, 1))));
    assert_eq!(on(date(2025, 1, 1)), Timing::InForce);
    assert_eq!(on(date(2026, 12, 31)), Timing::InForce);
    assert_eq!(on(date(2027, 1, 1)), Timing::Lapsed(date(2026, 12, 31)));
    assert_eq!(outcome("", date(2024, 12, 31), Seen::There), Outcome::Upcoming(Some(date(2025, 1, 1))));
    assert_eq!(outcome("", date(2027, 1, 1), Seen::There), Outcome::Lapsed(date(2026, 12, 31)));
}

fn met(evidence: &str) -> String {
    format!("responses: {{T-1: {{status: met, evidence: [{evidence}]}}}}\n")
}

const PLAN: &str = "{file: plan.txt, for: plan}";

#[test]
fn evidence_serves_for_its_time_and_its_last_day_counts() {
    let log = |rest: &str| met(&format!("{PLAN}, {{file: log.txt, for: log{rest}}}"));
    let kind = |rest: &str, on| gap_kind(&outcome(&log(rest), on, Seen::There));
    let issued = ", issued: 2025-02-28";
    assert_eq!(kind(issued, date(2026, 2, 28)), None);
    assert_eq!(kind(issued, date(2026, 3, 1)), Some(GapKind::Expired));
    // A piece made on a leap day serves to the last day of February.
    let rule = &rules().rules["T-1"];
    let renewal = rule.evidence[0].renew.expect("it is renewed");
    assert_eq!(renewal.last_day(date(2024, 2, 29)), Some(date(2025, 2, 28)));
    // Its own end counts where it is earlier, and the rule's period where that is.
    assert_eq!(kind(", issued: 2025-02-28, expires: 2025-06-30", date(2025, 6, 30)), None);
    assert_eq!(kind(", issued: 2025-02-28, expires: 2025-06-30", date(2025, 7, 1)), Some(GapKind::Expired));
    assert_eq!(kind(", issued: 2025-02-28, expires: 2030-01-01", date(2026, 3, 1)), Some(GapKind::Expired));
    // Without any date nobody can tell how old it is; made tomorrow it proves nothing today.
    assert_eq!(kind("", date(2026, 1, 1)), Some(GapKind::Unproven));
    assert_eq!(kind(", expires: 2026-06-30", date(2026, 1, 1)), None);
    assert_eq!(kind(", issued: 2026-01-02", date(2026, 1, 1)), Some(GapKind::Unproven));
}

#[test]
fn what_is_wanted_must_be_served_piece_by_piece() {
    let on = date(2026, 1, 1);
    let kind = |evidence: &str, seen| gap_kind(&outcome(&met(evidence), on, seen));
    assert_eq!(kind("", Seen::There), Some(GapKind::Unproven));
    assert_eq!(kind(PLAN, Seen::There), Some(GapKind::Unproven), "the log is lacking");
    assert_eq!(kind("{file: all.txt, issued: 2025-12-01}", Seen::There), None, "one piece may serve as both");
    assert_eq!(kind("{url: 'https://a.example/', issued: 2025-12-01}", Seen::NotLookedAt), None);
    assert_eq!(kind("{file: all.txt, issued: 2025-12-01}", Seen::Missing), Some(GapKind::Missing));
    assert_eq!(kind("{file: all.txt, issued: 2025-12-01}", Seen::Altered), Some(GapKind::Altered));
    let judgement = judge(&rules(), &met(PLAN), on, Seen::There);
    assert_eq!(judgement.findings[0].evidence, [EvidenceState::Sound]);
    let lacking: Vec<_> = judgement.findings[0].unserved.iter().map(hegui::model::id::OptionId::as_str).collect();
    assert_eq!(lacking, ["log"]);
}

fn waived(from: &str, until: &str) -> String {
    format!("waivers: [{{id: W-1, rules: [T-1], reason: a, approved_by: b, from: {from}, until: {until}}}]\n")
}

#[test]
fn both_ends_of_a_waiver_count_and_it_is_said_before_it_ends() {
    let text = waived("2026-03-01", "2026-05-31");
    let on = |day| {
        let judgement = judge(&rules(), &text, day, Seen::There);
        (matches!(judgement.findings[0].outcome, Outcome::Waived(..)), judgement.waivers[0])
    };
    assert_eq!(on(date(2026, 2, 28)), (false, WaiverState::NotYet));
    assert_eq!(on(date(2026, 3, 1)), (true, WaiverState::Active));
    assert_eq!(on(date(2026, 4, 30)), (true, WaiverState::Active), "31 days before the last");
    assert_eq!(on(date(2026, 5, 1)), (true, WaiverState::Ending), "30 days before the last");
    assert_eq!(on(date(2026, 5, 31)), (true, WaiverState::Ending), "the last day");
    assert_eq!(on(date(2026, 6, 1)), (false, WaiverState::Lapsed));
}

#[test]
fn a_waiver_of_a_rule_that_is_met_is_an_orphan_and_changes_nothing() {
    let text = format!("{}{}", waived("2026-01-01", "2026-12-31"), met("{file: all.txt, issued: 2025-12-01}"));
    let judgement = judge(&rules(), &text, date(2026, 1, 1), Seen::There);
    assert_eq!(judgement.findings[0].outcome, Outcome::Met);
    assert_eq!(judgement.waivers, [WaiverState::Orphan]);
}

#[test]
fn a_gap_is_due_by_its_tier_or_by_the_organisation_and_late_is_said() {
    let on = date(2026, 1, 1);
    let due = |rest: &str| match outcome(rest, on, Seen::There) {
        Outcome::Gap(gap) => (gap.tier, gap.due.on, gap.due.own, gap.due.late),
        other => panic!("{other:?}"),
    };
    // Severity high and binding: tier II, seven days; done in part, one tier milder.
    assert_eq!(due(""), (1, date(2026, 1, 8), false, false));
    assert_eq!(due("responses: {T-1: {status: partly}}\n"), (2, date(2026, 1, 31), false, false));
    assert_eq!(due("responses: {T-1: {status: planned, due: 2026-01-08}}\n"), (1, date(2026, 1, 8), true, false));
    assert_eq!(due("responses: {T-1: {status: planned, due: 2026-01-09}}\n"), (1, date(2026, 1, 9), true, true));
}

#[test]
fn the_tier_table_is_whole_and_graver_causes_never_give_milder_tiers() {
    use hegui::model::rule::{Force, Severity};
    let tiers = rules().tiers;
    assert_eq!(tiers.base.len(), Severity::ALL.len() * Force::ALL.len());
    for &kind in GapKind::ALL {
        for &force in Force::ALL {
            let by_severity: Vec<_> =
                Severity::ALL.iter().map(|&severity| tiers.position(severity, force, kind)).collect();
            assert!(by_severity.is_sorted(), "{force:?} {kind:?} {by_severity:?}");
        }
        for &severity in Severity::ALL {
            let by_force: Vec<_> = Force::ALL.iter().map(|&force| tiers.position(severity, force, kind)).collect();
            assert!(by_force.is_sorted(), "{severity:?} {kind:?} {by_force:?}");
        }
    }
    let silence = tiers.position(Severity::High, Force::Binding, GapKind::Unanswered);
    assert!(GapKind::ALL.iter().all(|&kind| tiers.position(Severity::High, Force::Binding, kind) >= silence));
}

/// A forecast is nothing but judging on other days: between two days that it names nothing changes,
/// and on each it names exactly what does.
#[test]
fn a_forecast_says_what_judging_on_each_day_says() {
    use hegui::engine::forecast::{Cause, forecast};
    let catalog = rules();
    let text = format!(
        "{}waivers: [{{id: W-1, rules: [T-1], reason: a, approved_by: b, from: 2026-03-10, until: 2026-03-20}}]\n",
        met(&format!("{PLAN}, {{file: log.txt, for: log, issued: 2025-03-05}}"))
    );
    let mut sources = Sources::default();
    let source = sources.add("self.yaml", format!("hegui: 1\norganisation: {{name: a}}\nsystems: []\n{text}"));
    let (assessment, _) = assessment::load(&catalog, &sources, source);
    let assessment = assessment.expect("it can be read");
    let look = |_: &hegui::model::assessment::Evidence| Seen::There;
    let (from, until) = (date(2024, 12, 1), date(2027, 3, 1));
    let changes = forecast(&catalog, &assessment, from, until, &look);
    let told: Vec<_> = changes.iter().map(|change| (change.day, change.cause)).collect();
    assert_eq!(
        told,
        [
            (date(2025, 1, 1), Cause::RuleBegins),
            (date(2025, 3, 5), Cause::EvidenceBegins),
            (date(2026, 3, 6), Cause::EvidenceExpires),
            (date(2026, 3, 10), Cause::WaiverBegins),
            (date(2026, 3, 21), Cause::WaiverEnds),
            (date(2027, 1, 1), Cause::RuleEnds),
        ]
    );
    let on = |day| assess(&catalog, &assessment, day, &look).findings[0].outcome.clone();
    let kind = |outcome: &Outcome| (std::mem::discriminant(outcome), gap_kind(outcome));
    let mut day = from;
    while day < until {
        let next = day.tomorrow().expect("a day");
        let named = changes.iter().find(|change| change.day == next);
        assert_eq!(named.is_some(), kind(&on(day)) != kind(&on(next)), "{next}");
        if let Some(change) = named {
            assert_eq!((kind(&change.before), kind(&change.after)), (kind(&on(day)), kind(&on(next))));
        }
        day = next;
    }
}
