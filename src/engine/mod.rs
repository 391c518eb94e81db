//! Catalog × assessment × date → findings. Knows no files, no YAML and no words for people.

pub mod calendar;
pub mod cases;
pub mod coverage;
pub mod forecast;
pub mod judge;
pub mod mutation;
pub mod waivers;

use jiff::civil::Date;

use crate::logic::eval::Evaluator;
use crate::logic::truth::Truth;
use crate::model::assessment::{Assessment, Subject};
use crate::model::catalog::Catalog;
use crate::model::finding::{Finding, SubjectFact, SubjectRef, WaiverState};
use crate::model::rule::Rule;
use crate::model::vocabulary::Scope;

/// What was seen of an evidence file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It is there; its hash is the recorded one, or none is recorded.
    There,
    /// It is not there, or it cannot be read.
    Missing,
    /// It is there with another hash.
    Altered,
    /// It is a page, and pages are not fetched.
    NotLookedAt,
}

/// Looks at one piece of evidence. Given by the caller, because the engine touches no files.
pub type Look<'l> = dyn Fn(&crate::model::assessment::Evidence) -> Seen + 'l;

/// What an assessment comes to.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// Exactly one for every rule of the sets that are assessed and every subject in its scope, in
    /// the catalog's order, systems in the file's.
    pub findings: Vec<Finding>,
    /// How each waiver stands, in the file's order.
    pub waivers: Vec<WaiverState>,
}

/// Judges an assessment for a day.
pub fn assess(catalog: &Catalog, assessment: &Assessment, as_of: Date, look: &Look<'_>) -> Judgement {
    let evaluator =
        Evaluator::new(&catalog.vocabulary, assessment).expecting(catalog.rules.values().map(|rule| &rule.when));
    let mut findings = Vec::with_capacity(catalog.rules.len() * (assessment.systems.len() + 1));
    for rule in catalog.rules.values().filter(|rule| assessment.looks_at(&rule.set)) {
        match rule.scope {
            Scope::Organisation => {
                let subject = (SubjectRef::Organisation, &assessment.organisation);
                findings.push(find(catalog, assessment, &evaluator, rule, subject, as_of, look));
            }
            Scope::System => {
                for (at, system) in evaluator.systems().zip(&assessment.systems) {
                    findings.push(find(catalog, assessment, &evaluator, rule, (at, system), as_of, look));
                }
            }
        }
    }
    let waivers = assessment.waivers.iter().map(|waiver| waivers::state(waiver, &findings, as_of)).collect();
    Judgement { findings, waivers }
}

fn find(
    catalog: &Catalog,
    assessment: &Assessment,
    evaluator: &Evaluator<'_>,
    rule: &Rule,
    (at, subject): (SubjectRef, &Subject),
    as_of: Date,
    look: &Look<'_>,
) -> Finding {
    let verdict = evaluator.decide(&rule.when, at);
    let timing = rule.timing(as_of);
    let response = subject.responses.get(&rule.id);
    let proof = judge::proof(rule, response, as_of, look);
    let shortfall = judge::shortfall(response.map(|response| response.claim), proof.standing);
    let gap = shortfall.map(|kind| judge::gap(&catalog.tiers, rule, kind, response, as_of));
    let waiver = waivers::covering(assessment, &rule.id, subject.system.as_ref(), as_of);
    let outcome = judge::outcome(timing, verdict.applies, gap, waiver);
    Finding {
        rule: rule.id.clone(),
        subject: at,
        verdict,
        timing,
        outcome,
        evidence: proof.items,
        unserved: proof.unserved,
    }
}

/// Facts that were stated although other answers leave them unasked. Their values are ignored.
pub fn unasked(catalog: &Catalog, assessment: &Assessment) -> Vec<SubjectFact> {
    let evaluator = Evaluator::new(&catalog.vocabulary, assessment);
    let subjects = [SubjectRef::Organisation].into_iter().chain(evaluator.systems());
    let mut unasked = Vec::new();
    for subject in subjects {
        for (fact, declared) in catalog.vocabulary.iter() {
            let of = SubjectFact { subject, fact };
            if let Some(gate) = declared.only_if()
                && evaluator.owner_of(fact, subject) == of
                && evaluator.stated(of).is_some()
                && evaluator.truth(gate, subject) == Truth::False
            {
                unasked.push(of);
            }
        }
    }
    unasked
}
