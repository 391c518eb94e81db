//! Evaluation of conditions: a cheap pass first, an exact decision where that leaves a doubt.

use std::cell::{OnceCell, RefCell};

use crate::logic::diagram::{Diagram, Nodes};
use crate::logic::truth::Truth;
use crate::model::assessment::{Assessment, Facts, Stated};
use crate::model::condition::Condition;
use crate::model::finding::{Applies, SubjectFact, SubjectRef, Verdict};
use crate::model::value::{Test, bit};
use crate::model::vocabulary::{Case, Fact, FactKey, Origin, Scope, Vocabulary};

/// Answers questions about one organisation and its systems.
pub struct Evaluator<'a> {
    /// The facts that are declared.
    pub vocabulary: &'a Vocabulary,
    organisation: &'a Facts,
    systems: Vec<&'a Facts>,
    /// Possible values of derived facts, by subject (the organisation first) and fact.
    derived: Vec<Vec<OnceCell<u64>>>,
    /// Diagrams of the conditions decided so far.
    nodes: RefCell<Nodes>,
}

impl<'a> Evaluator<'a> {
    /// For an assessment.
    pub fn new(vocabulary: &'a Vocabulary, assessment: &'a Assessment) -> Self {
        let systems = assessment.systems.iter().map(|system| &system.facts);
        Self::over(vocabulary, &assessment.organisation.facts, systems)
    }

    /// Takes note of conditions that will be asked about, so that work on one serves the others.
    #[must_use]
    pub fn expecting<'c>(self, conditions: impl IntoIterator<Item = &'c Condition>) -> Self {
        for condition in conditions {
            self.nodes.borrow_mut().prepare(self.vocabulary, condition);
        }
        self
    }

    /// For an organisation's facts and those of its systems.
    pub fn over(
        vocabulary: &'a Vocabulary,
        organisation: &'a Facts,
        systems: impl IntoIterator<Item = &'a Facts>,
    ) -> Self {
        let systems: Vec<_> = systems.into_iter().collect();
        let derived = vec![vec![OnceCell::new(); vocabulary.len()]; systems.len() + 1];
        Self { vocabulary, organisation, systems, derived, nodes: RefCell::default() }
    }

    /// The systems, in order.
    pub fn systems(&self) -> impl Iterator<Item = SubjectRef> + use<> {
        (0..u16::try_from(self.systems.len()).unwrap_or(u16::MAX)).map(SubjectRef::System)
    }

    /// Whose fact it is, seen from a subject: a system also sees the organisation's.
    pub fn owner_of(&self, fact: FactKey, seen_from: SubjectRef) -> SubjectFact {
        let subject = match self.vocabulary.get(fact).scope {
            Scope::Organisation => SubjectRef::Organisation,
            Scope::System => seen_from,
        };
        SubjectFact { subject, fact }
    }

    /// What was stated of a fact.
    pub fn stated(&self, of: SubjectFact) -> Option<&'a Stated> {
        match of.subject {
            SubjectRef::Organisation => self.organisation.get(of.fact),
            SubjectRef::System(at) => self.systems.get(usize::from(at))?.get(of.fact),
        }
    }

    /// Whether a condition holds for a subject: exact wherever it is not open.
    pub fn decide(&self, condition: &Condition, subject: SubjectRef) -> Verdict {
        match self.kleene(condition, subject) {
            Truth::True => Verdict { applies: Applies::Yes, missing: Vec::new(), bounded: false },
            Truth::False => Verdict { applies: Applies::No, missing: Vec::new(), bounded: false },
            Truth::Unknown => Diagram::new(self, &mut self.nodes.borrow_mut(), condition).decide(condition, subject),
        }
    }

    /// The exact truth of a condition.
    pub fn truth(&self, condition: &Condition, subject: SubjectRef) -> Truth {
        match self.decide(condition, subject).applies {
            Applies::Yes => Truth::True,
            Applies::No => Truth::False,
            Applies::Open => Truth::Unknown,
        }
    }

    /// The values that a derived fact can still have, one bit each, exactly.
    pub fn possible(&self, of: SubjectFact) -> u64 {
        let Origin::Derived { cases, otherwise, .. } = &self.vocabulary.get(of.fact).origin else { return 0 };
        let values = cases.iter().map(|case| case.then).chain([*otherwise]);
        let claimed = self.kleene_values(of.fact, of.subject);
        values.filter(|&value| claimed & bit(value) != 0).fold(0, |possible, value| {
            let is = Condition::Fact(of.fact, accepts(self.vocabulary.get(of.fact), value));
            if self.truth(&is, of.subject) == Truth::False { possible } else { possible | bit(value) }
        })
    }

    /// One pass without looking ahead. True and false are right; unknown may still be settled.
    pub fn kleene(&self, condition: &Condition, subject: SubjectRef) -> Truth {
        match condition {
            Condition::Always => Truth::True,
            Condition::All(parts) => self.fold(parts, subject, Truth::True, Truth::and),
            Condition::Any(parts) => self.fold(parts, subject, Truth::False, Truth::or),
            Condition::Not(part) => !self.kleene(part, subject),
            Condition::Fact(fact, test) => self.kleene_test(*fact, test, subject),
            Condition::SomeSystem(part) => {
                self.systems().map(|system| self.kleene(part, system)).fold(Truth::False, Truth::or)
            }
            Condition::EverySystem(part) => {
                self.systems().map(|system| self.kleene(part, system)).fold(Truth::True, Truth::and)
            }
        }
    }

    fn fold(&self, parts: &[Condition], subject: SubjectRef, start: Truth, join: fn(Truth, Truth) -> Truth) -> Truth {
        let mut all = start;
        for part in parts {
            all = join(all, self.kleene(part, subject));
            // Once it is settled against the neutral value, nothing can bring it back.
            if all == !start {
                break;
            }
        }
        all
    }

    fn kleene_test(&self, fact: FactKey, test: &Test, subject: SubjectRef) -> Truth {
        let of = self.owner_of(fact, subject);
        let declared = self.vocabulary.get(fact);
        match &declared.origin {
            Origin::Derived { .. } => {
                let possible = self.kleene_values(fact, of.subject);
                let accepted = accepted_values(test);
                match (possible & accepted != 0, possible & !accepted != 0) {
                    (true, false) => Truth::True,
                    (false, _) => Truth::False,
                    (true, true) => Truth::Unknown,
                }
            }
            Origin::Asked { only_if, .. } => {
                let asked = only_if.as_ref().map_or(Truth::True, |gate| self.kleene(gate, of.subject));
                let empty = Truth::from(test.passes_empty());
                if asked == Truth::False {
                    return empty;
                }
                let answer = self.stated(of).map_or(Truth::Unknown, |stated| test.passes(&stated.value).into());
                if asked == Truth::True || answer == empty { answer } else { Truth::Unknown }
            }
        }
    }

    /// A superset of the values that a derived fact can have, kept for the next question.
    fn kleene_values(&self, fact: FactKey, subject: SubjectRef) -> u64 {
        let row = match subject {
            SubjectRef::Organisation => 0,
            SubjectRef::System(at) => usize::from(at) + 1,
        };
        let compute = || {
            let Origin::Derived { cases, otherwise, .. } = &self.vocabulary.get(fact).origin else { return 0 };
            self.first_that_holds(cases, *otherwise, subject)
        };
        match self.derived.get(row).and_then(|facts| facts.get(fact.index())) {
            Some(kept) => *kept.get_or_init(compute),
            None => compute(),
        }
    }

    fn first_that_holds(&self, cases: &[Case], otherwise: u8, subject: SubjectRef) -> u64 {
        let mut possible = 0;
        for case in cases {
            match self.kleene(&case.when, subject) {
                Truth::False => {}
                Truth::Unknown => possible |= bit(case.then),
                Truth::True => return possible | bit(case.then),
            }
        }
        possible | bit(otherwise)
    }
}

/// The values of a derived fact that pass a test, one bit each; a flag's values are 0 and 1.
pub fn accepted_values(test: &Test) -> u64 {
    match test {
        Test::Flag(wanted) => bit(u8::from(*wanted)),
        Test::OneOf(options) => *options,
        _ => 0,
    }
}

/// The test that a derived fact has exactly this value.
fn accepts(fact: &Fact, value: u8) -> Test {
    if fact.kind.options().is_some() { Test::OneOf(bit(value)) } else { Test::Flag(value == 1) }
}
