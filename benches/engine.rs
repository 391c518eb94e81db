//! What a run costs: `cargo bench`. The figures are in the README; nothing here is a test.
//!
//! The catalog is one of 400 rules and the assessment has 10 systems, made from the shipped ones by
//! repeating them under other ids.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a benchmark says what is wrong by failing")]

use divan::{Bencher, black_box};
use hegui::engine::{Seen, assess};
use hegui::load::{assessment, builtin, catalog};
use hegui::model::assessment::Assessment;
use hegui::model::catalog::Catalog;
use hegui::report::{Inputs, build};
use hegui::source::Sources;
use jiff::civil::date;

fn main() {
    divan::main();
}

const RULES: usize = 400;
const SYSTEMS: usize = 10;

/// The shipped catalog with its rules repeated until there are 400.
fn large() -> Catalog {
    let mut catalog = builtin::catalog();
    let rules: Vec<_> = catalog.rules.values().cloned().collect();
    for n in 0.. {
        for rule in &rules {
            if catalog.rules.len() >= RULES {
                return catalog;
            }
            let mut rule = rule.clone();
            rule.id = format!("{}-{n}", rule.id).parse().expect("an id");
            catalog.rules.insert(rule.id.clone(), rule);
        }
    }
    catalog
}

/// The largest example with its first system repeated until there are ten.
fn organisation(catalog: &Catalog) -> (Assessment, Sources) {
    let mut sources = Sources::default();
    let text = std::fs::read_to_string("examples/chat-image-provider.yaml").expect("the example is there");
    let source = sources.add("chat-image-provider.yaml", text);
    let (assessment, problems) = assessment::load(catalog, &sources, source);
    assert!(problems.is_empty());
    let mut assessment = assessment.expect("it is right");
    let first = assessment.systems.first().cloned().expect("a system");
    for n in assessment.systems.len()..SYSTEMS {
        let mut system = first.clone();
        system.system = format!("s{n}").parse().ok();
        assessment.systems.push(system);
    }
    (assessment, sources)
}

#[divan::bench]
fn shipped_catalog_from_its_embedded_form() -> Catalog {
    builtin::catalog()
}

#[divan::bench]
fn catalog_of_400_rules_from_its_embedded_form(bencher: Bencher) {
    let bytes = postcard::to_stdvec(&large()).expect("it can be written");
    bencher.bench(|| postcard::from_bytes::<Catalog>(black_box(&bytes)).expect("it can be read"));
}

#[divan::bench]
fn shipped_catalog_from_yaml(bencher: Bencher) {
    bencher.bench(|| {
        let mut sources = Sources::default();
        let ids: Vec<_> = builtin::files().iter().map(|(name, text)| sources.add(*name, *text)).collect();
        catalog::load(Catalog::default(), &sources, &ids, false)
    });
}

#[divan::bench]
fn evaluation_of_400_rules_for_10_systems(bencher: Bencher) {
    let catalog = large();
    let (assessment, _) = organisation(&catalog);
    bencher.bench(|| assess(&catalog, black_box(&assessment), date(2026, 11, 23), &|_| Seen::There));
}

#[divan::bench]
fn evaluation_with_nothing_answered(bencher: Bencher) {
    let catalog = large();
    let (mut assessment, _) = organisation(&catalog);
    for system in &mut assessment.systems {
        system.facts = hegui::model::assessment::Facts::default();
    }
    bencher.bench(|| assess(&catalog, black_box(&assessment), date(2026, 11, 23), &|_| Seen::There));
}

#[divan::bench]
fn report_of_400_rules_for_10_systems(bencher: Bencher) {
    let catalog = large();
    let (assessment, sources) = organisation(&catalog);
    let as_of = date(2026, 11, 23);
    let judgement = assess(&catalog, &assessment, as_of, &|_| Seen::There);
    bencher.bench(|| {
        build(Inputs {
            catalog: &catalog,
            assessment: &assessment,
            as_of,
            findings: &judgement.findings,
            waivers: &judgement.waivers,
            unasked: &[],
            sources: &sources,
            reasons: true,
        })
    });
}
