//! Verdicts are exact: held against brute force over every completion of the missing facts, on
//! generated conditions with gates, derived facts and several systems.

use hegui::load::assessment;
use hegui::logic::eval::Evaluator;
use hegui::model::assessment::{Assessment, Facts};
use hegui::model::catalog::Catalog;
use hegui::model::finding::{Applies, SubjectFact, SubjectRef};
use hegui::source::Sources;
use proptest::prelude::*;

use crate::common::catalog;

/// A condition as the test understands it, independent of the program's own.
#[derive(Debug, Clone)]
enum C {
    All(Vec<C>),
    Any(Vec<C>),
    Not(Box<C>),
    OrgFlag(bool),
    A(bool),
    B(bool),
    Choice(u8),
    SetAny(u8),
    SetAll(u8),
    SetNone(u8),
    SetIs(u8),
    Number(&'static str, u8),
    Day(&'static str, u8),
    Derived(u8),
    Some(Box<C>),
    Every(Box<C>),
}

/// One system's facts; `None` is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct S {
    a: Option<bool>,
    b: Option<bool>,
    choice: Option<u8>,
    set: Option<u8>,
    number: Option<u8>,
    day: Option<u8>,
}

/// The organisation's fact and the systems'.
#[derive(Debug, Clone, Default, PartialEq)]
struct World {
    org: Option<bool>,
    systems: Vec<S>,
}

const NUMBER_MAX: u8 = 4;
/// Days that are tried; conditions compare with all but the first, so that some day is before any.
const DAYS: u8 = 5;
const FACTS: [&str; 6] = ["system.a", "system.b", "system.choice", "system.set", "system.number", "system.day"];

fn leaf(derived: bool) -> BoxedStrategy<C> {
    let number = prop::sample::select(vec!["at_least", "above", "at_most", "below"]);
    let day = prop::sample::select(vec!["before", "on_or_after"]);
    let mut leaves = vec![
        any::<bool>().prop_map(C::OrgFlag).boxed(),
        any::<bool>().prop_map(C::A).boxed(),
        any::<bool>().prop_map(C::B).boxed(),
        (1..7_u8).prop_map(C::Choice).boxed(),
        (1..8_u8).prop_map(C::SetAny).boxed(),
        (1..8_u8).prop_map(C::SetAll).boxed(),
        (1..8_u8).prop_map(C::SetNone).boxed(),
        (0..8_u8).prop_map(C::SetIs).boxed(),
        (number, 0..=NUMBER_MAX).prop_map(|(operator, n)| C::Number(operator, n)).boxed(),
        (day, 1..DAYS).prop_map(|(operator, n)| C::Day(operator, n)).boxed(),
    ];
    if derived {
        leaves.push((1..7_u8).prop_map(C::Derived).boxed());
    }
    prop::strategy::Union::new(leaves).boxed()
}

fn tree(leaf: BoxedStrategy<C>) -> BoxedStrategy<C> {
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(C::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(C::Any),
            inner.prop_map(|part| C::Not(Box::new(part))),
        ]
    })
    .boxed()
}

fn organisation_condition() -> BoxedStrategy<C> {
    let over_systems =
        tree(leaf(true)).prop_flat_map(|part| {
            any::<bool>().prop_map(move |some| {
                if some { C::Some(Box::new(part.clone())) } else { C::Every(Box::new(part.clone())) }
            })
        });
    tree(prop_oneof![any::<bool>().prop_map(C::OrgFlag), over_systems].boxed())
}

fn system(free: usize) -> impl Strategy<Value = S> {
    let facts = (
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        prop::option::of(0..3_u8),
        prop::option::of(0..8_u8),
        prop::option::of(0..=NUMBER_MAX),
        prop::option::of(0..DAYS),
    );
    // With several systems few facts may stay missing, or brute force takes for ever.
    facts.prop_map(move |(a, b, choice, set, number, day)| {
        let mut system = S { a, b, choice, set, number, day };
        if free < 4 {
            system.set.get_or_insert(5);
            system.number.get_or_insert(2);
            system.day.get_or_insert(3);
        }
        if free < 3 {
            system.choice.get_or_insert(1);
        }
        system
    })
}

fn world(systems: usize) -> impl Strategy<Value = World> {
    let free = if systems > 1 { 2 } else { 6 };
    (any::<Option<bool>>(), prop::collection::vec(system(free), systems))
        .prop_map(|(org, systems)| World { org, systems })
}

/// Truth under complete facts, as the format's description has it.
fn holds(condition: &C, derived: &[C; 2], org: bool, systems: &[S], at: usize) -> bool {
    let this = |part: &C| holds(part, derived, org, systems, at);
    let facts = systems.get(at);
    let a = facts.and_then(|facts| facts.a).unwrap_or_default();
    // `choice` and `set` are asked only if `a`; otherwise they are empty.
    let choice = facts.and_then(|facts| facts.choice).filter(|_| a);
    let set = facts.and_then(|facts| facts.set).filter(|_| a).unwrap_or(0);
    match condition {
        C::All(parts) => parts.iter().all(this),
        C::Any(parts) => parts.iter().any(this),
        C::Not(part) => !this(part),
        C::OrgFlag(wanted) => org == *wanted,
        C::A(wanted) => a == *wanted,
        C::B(wanted) => facts.and_then(|facts| facts.b) == Some(*wanted),
        C::Choice(mask) => choice.is_some_and(|choice| mask & (1 << choice) != 0),
        C::SetAny(mask) => set & mask != 0,
        C::SetAll(mask) => set & mask == *mask,
        C::SetNone(mask) => set & mask == 0,
        C::SetIs(mask) => set == *mask,
        C::Number(operator, n) => facts.and_then(|facts| facts.number).is_some_and(|number| match *operator {
            "at_least" => number >= *n,
            "above" => number > *n,
            "at_most" => number <= *n,
            _ => number < *n,
        }),
        C::Day(operator, n) => {
            facts.and_then(|facts| facts.day).is_some_and(|day| (day < *n) == (*operator == "before"))
        }
        C::Derived(mask) => {
            let value = if this(&derived[0]) {
                0
            } else if this(&derived[1]) {
                1
            } else {
                2
            };
            mask & (1 << value) != 0
        }
        C::Some(part) => (0..systems.len()).any(|at| holds(part, derived, org, systems, at)),
        C::Every(part) => (0..systems.len()).all(|at| holds(part, derived, org, systems, at)),
    }
}

/// Every way of filling in the missing facts.
fn completions(world: &World) -> Vec<World> {
    let mut worlds = vec![world.clone()];
    for fact in 0..=world.systems.len() * 6 {
        worlds = worlds.iter().flat_map(|world| fill(world, fact)).collect();
    }
    worlds
}

/// The world with each value of one fact, or as it is where the fact is stated.
fn fill(world: &World, fact: usize) -> Vec<World> {
    if is_stated(world, fact) { vec![world.clone()] } else { vary(world, fact) }
}

fn is_stated(world: &World, fact: usize) -> bool {
    if fact == 0 {
        return world.org.is_some();
    }
    let facts = &world.systems[(fact - 1) / 6];
    match (fact - 1) % 6 {
        0 => facts.a.is_some(),
        1 => facts.b.is_some(),
        2 => facts.choice.is_some(),
        3 => facts.set.is_some(),
        4 => facts.number.is_some(),
        _ => facts.day.is_some(),
    }
}

fn vary(world: &World, fact: usize) -> Vec<World> {
    let values = if fact == 0 { 2 } else { [2, 2, 3, 8, NUMBER_MAX + 1, DAYS][(fact - 1) % 6] };
    let with = |value: u8| {
        let mut world = world.clone();
        if fact == 0 {
            world.org = Some(value == 1);
            return world;
        }
        let facts = &mut world.systems[(fact - 1) / 6];
        match (fact - 1) % 6 {
            0 => facts.a = Some(value == 1),
            1 => facts.b = Some(value == 1),
            2 => facts.choice = Some(value),
            3 => facts.set = Some(value),
            4 => facts.number = Some(value),
            _ => facts.day = Some(value),
        }
        world
    };
    (0..values).map(with).collect()
}

fn options(mask: u8, names: &[&str]) -> String {
    let chosen: Vec<_> =
        names.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, name)| *name).collect();
    format!("[{}]", chosen.join(", "))
}

fn day(n: u8) -> String {
    format!("2024-02-{:02}", 27 + n).replace("2024-02-30", "2024-03-01").replace("2024-02-31", "2024-03-02")
}

fn yaml(condition: &C) -> String {
    let parts = |parts: &[C]| parts.iter().map(yaml).collect::<Vec<_>>().join(", ");
    let set = |operator: &str, mask: u8| format!("{{system.set: {{{operator}: {}}}}}", options(mask, &["p", "q", "r"]));
    match condition {
        C::All(all) => format!("{{all: [{}]}}", parts(all)),
        C::Any(any) => format!("{{any: [{}]}}", parts(any)),
        C::Not(part) => format!("{{not: {}}}", yaml(part)),
        C::OrgFlag(flag) => format!("{{organisation.f: {flag}}}"),
        C::A(flag) => format!("{{system.a: {flag}}}"),
        C::B(flag) => format!("{{system.b: {flag}}}"),
        C::Choice(mask) => format!("{{system.choice: {{in: {}}}}}", options(*mask, &["x", "y", "z"])),
        C::SetAny(mask) => set("any_of", *mask),
        C::SetAll(mask) => set("all_of", *mask),
        C::SetNone(mask) => set("none_of", *mask),
        C::SetIs(mask) => format!("{{system.set: {}}}", options(*mask, &["p", "q", "r"])),
        C::Number(operator, n) => format!("{{system.number: {{{operator}: {n}}}}}"),
        C::Day(operator, n) => format!("{{system.day: {{{operator}: {}}}}}", day(*n)),
        C::Derived(mask) => format!("{{system.derived: {{in: {}}}}}", options(*mask, &["u", "v", "w"])),
        C::Some(part) => format!("{{some_system: {}}}", yaml(part)),
        C::Every(part) => format!("{{every_system: {}}}", yaml(part)),
    }
}

/// A catalog whose one rule has the condition, with the test's vocabulary.
fn build(condition: &C, derived: &[C; 2], scope: &str) -> Catalog {
    let t = "{zh: 一, en: one}";
    let facts = format!(
        "facts:
  organisation.f: {{kind: flag, question: {t}, help: {t}}}
  system.a: {{kind: flag, question: {t}, help: {t}}}
  system.b: {{kind: flag, question: {t}, help: {t}}}
  system.choice: {{kind: choice, options: {{x: {t}, y: {t}, z: {t}}}, question: {t}, help: {t}, only_if: {{system.a: true}}}}
  system.set: {{kind: set, options: {{p: {t}, q: {t}, r: {t}}}, question: {t}, help: {t}, only_if: {{system.a: true}}}}
  system.number: {{kind: number, unit: {t}, max: {NUMBER_MAX}, question: {t}, help: {t}}}
  system.day: {{kind: date, question: {t}, help: {t}}}
derived:
  system.derived:
    kind: choice
    options: {{u: {t}, v: {t}, w: {t}}}
    title: {t}
    cases: [{{when: {}, then: u}}, {{when: {}, then: v}}]
    otherwise: w
",
        yaml(&derived[0]),
        yaml(&derived[1])
    );
    let rules = format!(
        "id: t
version: '1'
family: industry
title: {t}
about: {t}
instruments:
  law: {{title: {t}, short: {t}, issuer: {t}, kind: law, jurisdiction: cn, status: in-force, in_force: 2020-01-01, confidence: confirmed, read: official}}
rules:
  - {{id: T-1, title: {t}, duty: {t}, scope: {scope}, force: binding, cites: [{{instrument: law, article: '1'}}], confidence: confirmed,
     when: {}, ask: {t}, evidence: [], severity: high, owner: legal, remedy: {t},
     cases: [{{name: a, expect: applies}}, {{name: b, expect: does-not-apply}}, {{name: c, expect: open}}]}}
",
        yaml(condition)
    );
    catalog(&[("facts.yaml", &facts), ("t.yaml", &rules)])
}

/// The world as an assessment file, read by the program.
fn assessment(catalog: &Catalog, world: &World) -> Assessment {
    let mut text = String::from("hegui: 1\norganisation:\n  name: t\n");
    if let Some(f) = world.org {
        text.push_str(&format!("  facts: {{organisation.f: {f}}}\n"));
    }
    text.push_str("systems:\n");
    for (at, facts) in world.systems.iter().enumerate() {
        let mut stated = Vec::new();
        stated.extend(facts.a.map(|a| format!("system.a: {a}")));
        stated.extend(facts.b.map(|b| format!("system.b: {b}")));
        stated.extend(facts.choice.map(|choice| format!("system.choice: {}", ["x", "y", "z"][usize::from(choice)])));
        stated.extend(facts.set.map(|set| format!("system.set: {}", options(set, &["p", "q", "r"]))));
        stated.extend(facts.number.map(|number| format!("system.number: {number}")));
        stated.extend(facts.day.map(|at| format!("system.day: {}", day(at))));
        text.push_str(&format!("  - {{id: s{at}, name: s, facts: {{{}}}}}\n", stated.join(", ")));
    }
    let mut sources = Sources::default();
    let source = sources.add("world.yaml", text);
    let (read, found) = assessment::load(catalog, &sources, source);
    read.unwrap_or_else(|| panic!("{found:?}"))
}

/// The fact of the program that the test counts as number `fact`.
fn key(catalog: &Catalog, fact: usize) -> SubjectFact {
    let find = |id: &str| catalog.vocabulary.find(id).expect("declared");
    if fact == 0 {
        return SubjectFact { subject: SubjectRef::Organisation, fact: find("organisation.f") };
    }
    let system = u16::try_from((fact - 1) / 6).unwrap_or_default();
    SubjectFact { subject: SubjectRef::System(system), fact: find(FACTS[(fact - 1) % 6]) }
}

/// Holds the program's verdict against brute force and checks everything that is promised of it.
fn check(condition: &C, derived: &[C; 2], world: &World, subject: SubjectRef) -> Result<(), TestCaseError> {
    let scope = if subject == SubjectRef::Organisation { "organisation" } else { "system" };
    let catalog = build(condition, derived, scope);
    let rule = &catalog.rules["T-1"];
    let stated = assessment(&catalog, world);
    let evaluator = Evaluator::new(&catalog.vocabulary, &stated);
    let verdict = evaluator.decide(&rule.when, subject);

    let truth = |world: &World| holds(condition, derived, world.org.unwrap_or_default(), &world.systems, 0);
    let all = completions(world);
    let (yes, no) = (all.iter().any(truth), all.iter().any(|world| !truth(world)));
    let expected = match (yes, no) {
        (true, false) => Applies::Yes,
        (false, true) => Applies::No,
        _ => Applies::Open,
    };
    prop_assert_eq!(verdict.applies, expected, "{}", yaml(condition));
    prop_assert!(!verdict.bounded);

    // Missing: exactly those whose value alone makes a difference in some completion.
    let mut missing: Vec<_> = (0..=world.systems.len() * 6)
        .filter(|&fact| !is_stated(world, fact))
        .filter(|&fact| all.iter().any(|world| vary(world, fact).iter().any(|other| truth(other) != truth(world))))
        .map(|fact| key(&catalog, fact))
        .collect();
    missing.sort();
    prop_assert_eq!(&verdict.missing, &missing, "{}", yaml(condition));

    // The reasons come to the verdict, and for a settled one they are reason enough: with the
    // facts they name and no others it is settled the same way.
    let derivation = evaluator.derive(&rule.when, subject);
    prop_assert_eq!(derivation.truth, evaluator.truth(&rule.when, subject));
    if verdict.applies != Applies::Open {
        let mut organisation = Facts::default();
        let mut systems = vec![Facts::default(); world.systems.len()];
        for (of, stated) in derivation.facts() {
            match of.subject {
                SubjectRef::Organisation => organisation.state(of.fact, stated.clone()),
                SubjectRef::System(at) => systems[usize::from(at)].state(of.fact, stated.clone()),
            }
        }
        let only = Evaluator::over(&catalog.vocabulary, &organisation, &systems);
        prop_assert_eq!(only.decide(&rule.when, subject).applies, verdict.applies, "{}", yaml(condition));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_system_verdict_agrees_with_every_completion(
        condition in tree(leaf(true)),
        first in tree(leaf(false)),
        second in tree(leaf(false)),
        world in world(1),
    ) {
        check(&condition, &[first, second], &world, SubjectRef::System(0))?;
    }

    #[test]
    fn an_organisation_verdict_agrees_with_every_completion(
        condition in organisation_condition(),
        first in tree(leaf(false)),
        second in tree(leaf(false)),
        world in world(2),
    ) {
        check(&condition, &[first, second], &world, SubjectRef::Organisation)?;
    }

    #[test]
    fn another_fact_never_flips_a_settled_verdict(
        condition in tree(leaf(true)),
        first in tree(leaf(false)),
        second in tree(leaf(false)),
        world in world(1),
        fact in 0..7_usize,
        pick in any::<prop::sample::Index>(),
    ) {
        let derived = [first, second];
        let catalog = build(&condition, &derived, "system");
        let rule = &catalog.rules["T-1"];
        let decide = |world: &World| {
            let stated = assessment(&catalog, world);
            Evaluator::new(&catalog.vocabulary, &stated).decide(&rule.when, SubjectRef::System(0))
        };
        let filled = fill(&world, fact);
        let (before, after) = (decide(&world), decide(pick.get(&filled)));
        if before.applies != Applies::Open {
            prop_assert_eq!(before.applies, after.applies);
        }
        // Nor does it make anything matter that did not.
        prop_assert!(after.missing.iter().all(|missing| before.missing.contains(missing)));
    }
}

/// A condition whose diagram is of exponential size in the order of its facts: the search is given
/// up, said to be given up, and the verdict stays open.
#[test]
fn a_search_without_end_is_given_up_and_says_so() {
    let t = "{zh: 一, en: one}";
    let names = |letter: char| (0..20).map(move |n| format!("system.{letter}{n}"));
    let facts: String = names('a')
        .chain(names('b'))
        .map(|name| format!("  {name}: {{kind: flag, question: {t}, help: {t}}}\n"))
        .collect();
    let pairs: Vec<_> =
        names('a').zip(names('b')).map(|(a, b)| format!("{{all: [{{{a}: true}}, {{{b}: true}}]}}")).collect();
    let derived = format!(
        "derived:\n  system.hard: {{kind: flag, title: {t}, cases: [{{when: {{any: [{}]}}, then: true}}], otherwise: false}}\n",
        pairs.join(", ")
    );
    let catalog = catalog(&[("facts.yaml", &format!("facts:\n{facts}{derived}"))]);
    let organisation = Facts::default();
    let systems = [Facts::default()];
    let evaluator = Evaluator::over(&catalog.vocabulary, &organisation, &systems);
    let hard = catalog.vocabulary.find("system.hard").expect("declared");
    let condition = hegui::model::condition::Condition::Fact(hard, hegui::model::value::Test::Flag(true));
    let verdict = evaluator.decide(&condition, SubjectRef::System(0));
    assert_eq!(verdict.applies, Applies::Open);
    assert!(verdict.bounded && !verdict.missing.is_empty());
}
