//! Would the cases notice a slip of the pen? Every condition is changed in one place at a time, a
//! branch dropped, an operator swapped, a threshold moved, an option left out, and a change that
//! no case notices is reported, unless it means the same.

use crate::engine::cases;
use crate::logic::eval::Evaluator;
use crate::model::assessment::Facts;
use crate::model::case::RuleCase;
use crate::model::catalog::Catalog;
use crate::model::condition::Condition;
use crate::model::finding::{Applies, SubjectRef};
use crate::model::id::RuleId;
use crate::model::value::{Interval, Test, bit};
use crate::model::vocabulary::{FactKey, Kind, Origin, Scope, Vocabulary};

/// A change that no case notices.
#[derive(Debug, Clone, PartialEq)]
pub struct Survivor {
    /// Where the condition stands.
    pub of: Place,
    /// The condition with the change in it.
    pub mutant: Condition,
}

/// Where a condition stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A rule's `when`.
    Rule(RuleId),
    /// A derived fact's case, by position.
    Case(FactKey, usize),
}

/// A rule that no organisation can come under, or that every one does without saying `always`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constant<'c> {
    /// The rule.
    pub rule: &'c crate::model::rule::Rule,
    /// Whether it applies to all; otherwise to none.
    pub to_all: bool,
}

/// The rules whose condition comes to the same for everybody.
pub fn constants(catalog: &Catalog) -> Vec<Constant<'_>> {
    let (organisation, systems) = (Facts::default(), [Facts::default(), Facts::default()]);
    let evaluator = Evaluator::over(&catalog.vocabulary, &organisation, &systems);
    let constant = |rule: &'_ crate::model::rule::Rule| {
        let subject = if rule.scope == Scope::Organisation { SubjectRef::Organisation } else { SubjectRef::System(0) };
        match evaluator.decide(&rule.when, subject).applies {
            Applies::Yes if rule.when != Condition::Always => Some(true),
            Applies::No => Some(false),
            _ => None,
        }
    };
    catalog.rules.values().filter_map(|rule| Some(Constant { rule, to_all: constant(rule)? })).collect()
}

/// How many changes were tried, and those that no case notices.
#[derive(Debug, Clone, Default)]
pub struct Mutation {
    /// Changes that mean something else.
    pub tried: usize,
    /// Those that no case notices.
    pub survivors: Vec<Survivor>,
}

/// Tries every change of every rule and every derived fact.
pub fn run(catalog: &Catalog, all: &[RuleCase]) -> Mutation {
    let mut mutation = Mutation::default();
    // One copy is changed and put right again; a copy for each change would cost more than trying it.
    let mut changed = catalog.clone();
    for rule in catalog.rules.values() {
        let own: Vec<_> = all.iter().filter(|case| case.rule == rule.id).collect();
        for mutant in mutants(&rule.when, &catalog.vocabulary) {
            if same(&catalog.vocabulary, &rule.when, &mutant, rule.scope) {
                continue;
            }
            if let Some(rule) = changed.rules.get_mut(&rule.id) {
                rule.when.clone_from(&mutant);
            }
            mutation.tried += 1;
            if !noticed(&changed, &own) {
                mutation.survivors.push(Survivor { of: Place::Rule(rule.id.clone()), mutant });
            }
        }
        changed.rules.insert(rule.id.clone(), rule.clone());
    }
    for (key, fact) in catalog.vocabulary.iter() {
        let Origin::Derived { cases: of_fact, .. } = &fact.origin else { continue };
        let concerned: Vec<_> = all.iter().filter(|case| depends(catalog, &case.rule, key)).collect();
        for (at, case) in of_fact.iter().enumerate() {
            for mutant in mutants(&case.when, &catalog.vocabulary) {
                if same(&catalog.vocabulary, &case.when, &mutant, fact.scope) {
                    continue;
                }
                let mut slipped = fact.clone();
                if let Origin::Derived { cases, .. } = &mut slipped.origin {
                    cases[at].when.clone_from(&mutant);
                }
                changed.vocabulary.declare(slipped);
                mutation.tried += 1;
                if !noticed(&changed, &concerned) {
                    mutation.survivors.push(Survivor { of: Place::Case(key, at), mutant });
                }
            }
        }
        changed.vocabulary.declare(fact.clone());
    }
    mutation
}

fn noticed(changed: &Catalog, all: &[&RuleCase]) -> bool {
    all.iter().any(|case| cases::run(changed, case).is_some_and(|result| !result.passed))
}

/// Whether a rule's condition hangs on a fact, directly or through others.
fn depends(catalog: &Catalog, rule: &RuleId, key: FactKey) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut todo: Vec<&Condition> = catalog.rules.get(rule).map(|rule| &rule.when).into_iter().collect();
    while let Some(condition) = todo.pop() {
        condition.for_each_fact(&mut |fact, _| {
            if seen.insert(fact) {
                todo.extend(catalog.vocabulary.get(fact).conditions());
            }
        });
    }
    seen.contains(&key)
}

/// Whether two conditions come to the same whatever the facts.
fn same(vocabulary: &Vocabulary, a: &Condition, b: &Condition, scope: Scope) -> bool {
    let either = |a: &Condition, b: &Condition| Condition::All(vec![a.clone(), Condition::Not(Box::new(b.clone()))]);
    let differ = Condition::Any(vec![either(a, b), either(b, a)]);
    let (organisation, systems) = (Facts::default(), [Facts::default(), Facts::default()]);
    let evaluator = Evaluator::over(vocabulary, &organisation, &systems);
    let subject = if scope == Scope::Organisation { SubjectRef::Organisation } else { SubjectRef::System(0) };
    evaluator.decide(&differ, subject).applies == Applies::No
}

/// Every condition that differs from this one in one place.
fn mutants(condition: &Condition, vocabulary: &Vocabulary) -> Vec<Condition> {
    let mut all = Vec::new();
    match condition {
        Condition::Always => {}
        Condition::All(parts) | Condition::Any(parts) => {
            let is_all = matches!(condition, Condition::All(_));
            let make =
                |parts: Vec<Condition>, is_all| if is_all { Condition::All(parts) } else { Condition::Any(parts) };
            if parts.len() > 1 {
                all.push(make(parts.clone(), !is_all));
            }
            for (at, part) in parts.iter().enumerate() {
                if parts.len() > 1 {
                    let mut fewer = parts.clone();
                    fewer.remove(at);
                    all.push(make(fewer, is_all));
                }
                for mutant in mutants(part, vocabulary) {
                    let mut other = parts.clone();
                    other[at] = mutant;
                    all.push(make(other, is_all));
                }
            }
        }
        Condition::Not(part) => {
            all.push((**part).clone());
            all.extend(mutants(part, vocabulary).into_iter().map(|part| Condition::Not(Box::new(part))));
        }
        Condition::SomeSystem(part) => {
            all.push(Condition::EverySystem(part.clone()));
            all.extend(mutants(part, vocabulary).into_iter().map(|part| Condition::SomeSystem(Box::new(part))));
        }
        Condition::EverySystem(part) => {
            all.push(Condition::SomeSystem(part.clone()));
            all.extend(mutants(part, vocabulary).into_iter().map(|part| Condition::EverySystem(Box::new(part))));
        }
        Condition::Fact(fact, test) => {
            let kind = &vocabulary.get(*fact).kind;
            all.extend(test_mutants(test, kind).into_iter().map(|test| Condition::Fact(*fact, test)));
        }
    }
    all
}

fn test_mutants(test: &Test, kind: &Kind) -> Vec<Test> {
    match test {
        Test::Flag(flag) => vec![Test::Flag(!flag)],
        Test::OneOf(mask) => {
            let every =
                kind.options().map_or(0, |options| options.keys().enumerate().fold(0, |all, (at, _)| all | one(at)));
            let mut all: Vec<_> = without_one(*mask).map(Test::OneOf).collect();
            all.push(Test::OneOf(every & !mask));
            all
        }
        Test::SetIs(mask) => without_one(*mask).map(Test::SetIs).chain([Test::AllOf(*mask)]).collect(),
        Test::AnyOf(mask) => {
            let swapped = (mask.count_ones() > 1).then_some(Test::AllOf(*mask));
            without_one(*mask).map(Test::AnyOf).chain(swapped).chain([Test::NoneOf(*mask)]).collect()
        }
        Test::AllOf(mask) => {
            let swapped = (mask.count_ones() > 1).then_some(Test::AnyOf(*mask));
            without_one(*mask).map(Test::AllOf).chain(swapped).collect()
        }
        Test::NoneOf(mask) => without_one(*mask).map(Test::NoneOf).chain([Test::AnyOf(*mask)]).collect(),
        Test::Words(words) => {
            let less =
                |at: usize| words.iter().enumerate().filter(move |(n, _)| *n != at).map(|(_, word)| word.clone());
            (0..words.len()).filter(|_| words.len() > 1).map(|at| Test::Words(less(at).collect())).collect()
        }
        Test::Within(range) => range_mutants(*range).into_iter().map(Test::Within).collect(),
    }
}

/// Each end with the other reading of its edge, and left out.
fn range_mutants(range: Interval) -> Vec<Interval> {
    let mut all = Vec::new();
    if let Some((end, closed)) = range.low {
        all.push(Interval { low: Some((end, !closed)), ..range });
        all.push(Interval { low: None, ..range });
    }
    if let Some((end, closed)) = range.high {
        all.push(Interval { high: Some((end, !closed)), ..range });
        all.push(Interval { high: None, ..range });
    }
    all
}

fn one(at: usize) -> u64 {
    u8::try_from(at).map_or(0, bit)
}

/// The masks with one bit less, where that leaves any.
fn without_one(mask: u64) -> impl Iterator<Item = u64> {
    (0..64).map(move |at| mask & !bit(at)).filter(move |&less| less != mask && less != 0)
}
