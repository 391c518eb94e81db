//! Runs the cases inside rules.

use jiff::civil::{Date, date};

use crate::logic::eval::Evaluator;
use crate::model::case::{Expected, RuleCase};
use crate::model::catalog::Catalog;
use crate::model::finding::{SubjectRef, Verdict};
use crate::model::rule::Timing;
use crate::model::vocabulary::{FactKey, Scope};

/// What a case came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Whether it is what was expected.
    pub passed: bool,
    /// Whether the rule was in force.
    pub timing: Timing,
    /// What was found.
    pub verdict: Verdict,
    /// The facts found missing, each once, in the vocabulary's order.
    pub missing: Vec<FactKey>,
}

/// Runs one case. A case without a day is tried on the rule's first day.
pub fn run(catalog: &Catalog, case: &RuleCase) -> Option<CaseResult> {
    let rule = catalog.rules.get(&case.rule)?;
    let timing = match (case.on, rule.applies_from) {
        (None, None) => Timing::InForce,
        (on, from) => rule.timing(on.or(from).unwrap_or(SOME_DAY)),
    };
    let evaluator = Evaluator::new(&catalog.vocabulary, &case.assessment);
    let subject = match rule.scope {
        Scope::Organisation => SubjectRef::Organisation,
        Scope::System => SubjectRef::System(0),
    };
    let verdict = evaluator.decide(&rule.when, subject);
    let mut missing: Vec<_> = verdict.missing.iter().map(|missing| missing.fact).collect();
    missing.sort();
    missing.dedup();
    let passed = match (&case.expect, timing) {
        (Expected::Upcoming, Timing::Upcoming(_)) | (Expected::Lapsed, Timing::Lapsed(_)) => true,
        (Expected::Verdict(expected, facts), Timing::InForce) => {
            *expected == verdict.applies && facts.as_ref().is_none_or(|facts| *facts == missing)
        }
        _ => false,
    };
    Some(CaseResult { passed, timing, verdict, missing })
}

const SOME_DAY: Date = date(2026, 1, 1);
