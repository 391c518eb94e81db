//! Laws over everything that ships.

use std::collections::BTreeSet;

use hegui::engine::{Seen, assess, cases, coverage};
use hegui::load::builtin;
use hegui::load::catalog::Loaded;
use hegui::model::assessment::{Assessment, Subject};
use hegui::model::condition::Condition;
use hegui::model::finding::{Applies, Outcome};
use hegui::model::text::Text;
use hegui::model::vocabulary::{Origin, Scope};
use hegui::source::Sources;
use jiff::civil::date;

fn shipped() -> (Loaded, Sources) {
    let mut sources = Sources::default();
    (builtin::reload(&mut sources), sources)
}

#[test]
fn the_shipped_rules_have_no_mistakes() {
    let (loaded, _) = shipped();
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
}

#[test]
fn what_is_embedded_is_what_the_texts_say() {
    let (loaded, _) = shipped();
    let embedded = format!("{:?}", builtin::catalog());
    assert_eq!(embedded, format!("{:?}", loaded.catalog));
}

#[test]
fn every_case_comes_out_as_it_says() {
    let (loaded, sources) = shipped();
    let mut failed = Vec::new();
    for case in &loaded.cases {
        let result = cases::run(&loaded.catalog, case).expect("its rule exists");
        if !result.passed {
            failed.push(format!("{} {}: {} {result:?}", sources.place(case.span).unwrap(), case.rule, case.name));
        }
    }
    assert!(loaded.cases.len() > 250);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_statement_of_an_encoded_family_is_covered() {
    let catalog = builtin::catalog();
    let families: BTreeSet<_> = catalog.sets.values().map(|set| set.family).collect();
    for line in coverage::statements(&catalog) {
        if families.contains(&line.statement.family) {
            assert!(!line.rules.is_empty(), "{} has lost its last rule", line.statement.id);
        }
    }
}

#[test]
fn every_article_of_the_labelling_instruments_has_a_rule_or_a_reason() {
    let catalog = builtin::catalog();
    for id in ["cn-labelling-measures", "gb-45438-2025"] {
        let articles = coverage::articles(&catalog, &catalog.instruments[id]);
        assert!(articles.len() >= 10);
        for line in articles {
            assert!(!line.rules.is_empty() || line.no_duty.is_some(), "{id} {}", line.article);
        }
    }
}

#[test]
fn every_fact_decides_something() {
    let catalog = builtin::catalog();
    let mut used = BTreeSet::new();
    for condition in catalog.rules.values().map(|rule| &rule.when) {
        condition.for_each_fact(&mut |fact, _| {
            used.insert(fact);
        });
    }
    // Facts that only a used derived fact or question looks at are used too.
    loop {
        let before = used.len();
        for fact in used.clone() {
            for condition in catalog.vocabulary.get(fact).conditions() {
                condition.for_each_fact(&mut |fact, _| {
                    used.insert(fact);
                });
            }
        }
        if used.len() == before {
            break;
        }
    }
    for (key, fact) in catalog.vocabulary.iter() {
        assert!(used.contains(&key), "no verdict depends on {}", fact.id);
    }
}

#[test]
fn every_rule_cites_and_every_instrument_has_its_date() {
    let catalog = builtin::catalog();
    for rule in catalog.rules.values() {
        assert!(!rule.cites.is_empty() && rule.cites.iter().all(|cite| !cite.article.is_empty()), "{}", rule.id);
        assert!(rule.applies_from.is_some() || rule.when == Condition::Always, "{} has no date", rule.id);
    }
}

fn assessment(subject: impl Fn(Scope) -> Subject) -> Assessment {
    Assessment {
        organisation: subject(Scope::Organisation),
        systems: vec![subject(Scope::System)],
        ..Assessment::default()
    }
}

/// Faults F1 and F8 of others: silence scores, and nothing is listed while something is unknown.
#[test]
fn nothing_answered_is_nothing_met_and_nothing_lost() {
    let catalog = builtin::catalog();
    let silent = assessment(|_| Subject::default());
    let judgement = assess(&catalog, &silent, date(2026, 11, 23), &|_| Seen::There);
    assert_eq!(judgement.findings.len(), catalog.rules.len());
    for finding in &judgement.findings {
        let rule = &catalog.rules[&finding.rule];
        assert_ne!(finding.outcome, Outcome::Met, "{}", finding.rule);
        if finding.verdict.applies == Applies::Yes {
            assert_eq!(rule.when, Condition::Always, "{} applies to an organisation nobody knows", finding.rule);
        }
        assert_ne!(finding.verdict.applies, Applies::No, "{} is ruled out by nothing", finding.rule);
    }
}

/// Numbers stand in Chinese and English alike: a figure in one text is in the other.
#[test]
fn figures_are_the_same_in_both_languages() {
    let catalog = builtin::catalog();
    let mut wrong = Vec::new();
    let mut check = |at: &str, text: &Text| {
        let (zh, en) = (figures(&text.zh), figures(&text.en));
        if zh != en {
            wrong.push(format!("{at}: {zh:?} ≠ {en:?}\n  {}\n  {}", text.zh, text.en));
        }
    };
    for rule in catalog.rules.values() {
        for text in [&rule.title, &rule.duty, &rule.ask, &rule.remedy].into_iter().chain(&rule.note) {
            check(rule.id.as_str(), text);
        }
        for spec in &rule.evidence {
            check(rule.id.as_str(), &spec.what);
        }
    }
    for (_, fact) in catalog.vocabulary.iter() {
        check(fact.id.as_str(), fact.label());
        if let Origin::Asked { help, .. } = &fact.origin {
            check(fact.id.as_str(), help);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The figures of a text: digits without separators, 万 as four noughts, 第十七条第一款 as 17 and 1,
/// September as 9.
fn figures(text: &str) -> BTreeSet<String> {
    let text: Vec<char> = in_digits(text).chars().collect();
    let mut figures = BTreeSet::new();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut figure = String::new();
        while at < text.len() {
            let next_is_digit = text.get(at + 1).is_some_and(char::is_ascii_digit);
            match text[at] {
                c if c.is_ascii_digit() => figure.push(c),
                ',' if next_is_digit => {}
                '.' if next_is_digit => figure.push('.'),
                _ => break,
            }
            at += 1;
        }
        let rest: String = text[at..].iter().collect();
        if rest.trim_start().starts_with('万') {
            figure.push_str("0000");
        }
        figures.insert(figure);
    }
    figures
}

/// Numbers of articles and names of months in digits.
fn in_digits(text: &str) -> String {
    let months = "January February March April May June July August September October November December";
    let mut text = text.to_owned();
    for (at, month) in months.split(' ').enumerate() {
        // "May" is a verb too: a month stands beside a year or a day.
        for around in [format!(" {month} 2"), format!("{month} 1"), format!("{month} 3")] {
            text = text.replace(&around, &around.replace(month, &(at + 1).to_string()));
        }
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('第') {
        let (before, after) = rest.split_at(at + '第'.len_utf8());
        out.push_str(before);
        let numeral: String = after.chars().take_while(|c| "一二三四五六七八九十百".contains(*c)).collect();
        let unit = after[numeral.len()..].chars().next();
        // 第二项 by itself is the second of some options; after 条 or 款 it is part of a citation.
        let cited = out.trim_end_matches('第').ends_with(['条', '款']);
        if !numeral.is_empty() && unit.is_some_and(|unit| "条款".contains(unit) || (unit == '项' && cited)) {
            out.push_str(&value(&numeral).to_string());
        } else {
            out.push_str(&numeral);
        }
        rest = &after[numeral.len()..];
    }
    out + rest
}

/// 十七 as 17, 一百二十 as 120.
fn value(numeral: &str) -> usize {
    let (mut total, mut digit) = (0, 0);
    for c in numeral.chars() {
        match c {
            '十' => total += digit.max(1) * 10,
            '百' => total += digit.max(1) * 100,
            c => digit = "一二三四五六七八九".chars().position(|known| known == c).map_or(0, |at| at + 1),
        }
        if "十百".contains(c) {
            digit = 0;
        }
    }
    total + digit
}

#[test]
fn numerals_are_read() {
    assert_eq!(["九", "十", "十七", "二十", "二十三", "一百一十一"].map(value), [9, 10, 17, 20, 23, 111]);
    let zh = figures("第十七条第一款，2025 年 9 月 1 日起不少于 10 万人");
    assert_eq!(zh, figures("Art. 17(1), from 1 September 2025, at least 100,000 persons"));
}
