//! Why a condition holds, does not hold, or is open: the part of its tree that decides it.

use crate::logic::eval::{Evaluator, accepted_values};
use crate::logic::truth::Truth;
use crate::model::assessment::Stated;
use crate::model::condition::Condition;
use crate::model::finding::{SubjectFact, SubjectRef};
use crate::model::instrument::Citation;
use crate::model::value::{Test, bit};
use crate::model::vocabulary::Origin;

/// One step of the reasons, with those it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Derivation<'a> {
    /// What is looked at.
    pub step: Step<'a>,
    /// What it comes to, exactly.
    pub truth: Truth,
    /// The steps that decide it; those that do not are left out.
    pub below: Vec<Derivation<'a>>,
}

/// What a step looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<'a> {
    /// Holds for everybody.
    Always,
    /// All of the steps below.
    All,
    /// At least one of the steps below.
    Any,
    /// The step below does not hold.
    Not,
    /// Some system.
    SomeSystem,
    /// Every system.
    EverySystem,
    /// One system, where each is looked at in turn.
    System(SubjectRef),
    /// A fact that people answer, with what was stated.
    Asked(SubjectFact, &'a Test, Option<&'a Stated>),
    /// A fact that is not asked because of the step below; its value is empty.
    NotAsked(SubjectFact, &'a Test),
    /// A derived fact and the values it can have, one bit each; below are its deciding cases.
    Derived(SubjectFact, &'a Test, u64),
    /// A case of a derived fact: its value, and the law behind it.
    Case(u8, &'a [Citation]),
}

impl<'a> Evaluator<'a> {
    /// The reasons for what a condition comes to for a subject.
    pub fn derive(&self, condition: &'a Condition, subject: SubjectRef) -> Derivation<'a> {
        let truth = self.truth(condition, subject);
        let (step, below) = match condition {
            Condition::Always => (Step::Always, Vec::new()),
            Condition::All(parts) => {
                (Step::All, deciding(truth, Truth::True, parts.iter().map(|part| self.derive(part, subject))))
            }
            Condition::Any(parts) => {
                (Step::Any, deciding(truth, Truth::False, parts.iter().map(|part| self.derive(part, subject))))
            }
            Condition::Not(part) => (Step::Not, vec![self.derive(part, subject)]),
            Condition::SomeSystem(part) => (Step::SomeSystem, self.each_system(part, truth, Truth::False)),
            Condition::EverySystem(part) => (Step::EverySystem, self.each_system(part, truth, Truth::True)),
            Condition::Fact(fact, test) => self.derive_test(self.owner_of(*fact, subject), test),
        };
        Derivation { step, truth, below }
    }

    fn each_system(&self, part: &'a Condition, truth: Truth, neutral: Truth) -> Vec<Derivation<'a>> {
        let systems = self.systems().map(|system| {
            let below = self.derive(part, system);
            Derivation { step: Step::System(system), truth: below.truth, below: vec![below] }
        });
        deciding(truth, neutral, systems)
    }

    fn derive_test(&self, of: SubjectFact, test: &'a Test) -> (Step<'a>, Vec<Derivation<'a>>) {
        match &self.vocabulary.get(of.fact).origin {
            Origin::Asked { only_if, .. } => {
                let gate = only_if.as_ref().map(|gate| self.derive(gate, of.subject));
                let stated = self.stated(of);
                let empty = test.passes_empty();
                match gate {
                    Some(gate) if gate.truth == Truth::False => (Step::NotAsked(of, test), vec![gate]),
                    // The answer says the same as an empty value would: whether it is asked is no matter.
                    Some(_) if stated.is_some_and(|stated| test.passes(&stated.value) == empty) => {
                        (Step::Asked(of, test, stated), Vec::new())
                    }
                    gate => (Step::Asked(of, test, stated), gate.into_iter().collect()),
                }
            }
            Origin::Derived { cases, otherwise, .. } => {
                let accepted = accepted_values(test);
                let mut below = Vec::new();
                let mut value = Some(*otherwise);
                for case in cases {
                    let when = self.derive(&case.when, of.subject);
                    let truth = when.truth;
                    below.push(Derivation { step: Step::Case(case.then, &case.because), truth, below: vec![when] });
                    match truth {
                        Truth::True => {
                            value = value.map(|_| case.then);
                            break;
                        }
                        Truth::Unknown => value = None,
                        Truth::False => {}
                    }
                }
                if let Some(value) = value {
                    // A case that failed matters only where it would have made a difference.
                    let passes = |value: u8| accepted & bit(value) != 0;
                    below.retain(|case| {
                        let Step::Case(then, _) = case.step else { return true };
                        case.truth == Truth::True || passes(then) != passes(value)
                    });
                }
                (Step::Derived(of, test, self.possible(of)), below)
            }
        }
    }
}

/// Of the parts of a conjunction (`neutral` true) or disjunction (`neutral` false), those that
/// made it what it is. Where none did alone, they did so together, and all are kept; so they are
/// where nothing is settled.
fn deciding<'a>(truth: Truth, neutral: Truth, parts: impl Iterator<Item = Derivation<'a>>) -> Vec<Derivation<'a>> {
    let parts: Vec<_> = parts.collect();
    let alone = truth != neutral && truth != Truth::Unknown && parts.iter().any(|part| part.truth == truth);
    parts.into_iter().filter(|part| !alone || part.truth == truth).collect()
}

impl Derivation<'_> {
    /// The stated facts that the reasons rest on, each once, in reading order.
    pub fn facts(&self) -> Vec<(SubjectFact, &Stated)> {
        let mut found: Vec<(SubjectFact, &Stated)> = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'d>(&'d self, found: &mut Vec<(SubjectFact, &'d Stated)>) {
        if let Step::Asked(of, _, Some(stated)) = &self.step
            && !found.iter().any(|(known, _)| known == of)
        {
            found.push((*of, stated));
        }
        for step in &self.below {
            step.collect(found);
        }
    }
}
