//! Facts and derived facts: declared first, so that their conditions may name each other, then
//! completed, then held against cycles.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::condition::Conditions;
use crate::load::shape::Parts;
use crate::load::{declared_twice, id, raw, rules, shape};
use crate::model::catalog::Catalog;
use crate::model::id::{FactId, OptionId};
use crate::model::text::Text;
use crate::model::vocabulary::{Case, Fact, FactKey, Kind, Origin, Scope};
use crate::source::Span;
use crate::yaml::Node;

/// Adds the facts of all files to a catalog.
pub fn add(catalog: &mut Catalog, files: &[&Node], found: &mut Diagnostics) {
    let (fact_parts, derived_parts) = (Parts::<raw::Fact>::new(), Parts::<raw::Derived>::new());
    let mut spans: BTreeMap<FactKey, Span> = BTreeMap::new();
    let mut asked = Vec::new();
    let mut derived = Vec::new();
    for file in files {
        for (head, node) in file.get("facts").map(Node::entries).unwrap_or_default() {
            let Some(fact) = fact_parts.read(node) else { continue };
            let name = head.text().unwrap_or_default();
            let kind = kind(&fact, node, found);
            let origin = Origin::Asked { question: fact.question.clone(), help: fact.help.clone(), only_if: None };
            if let Some(key) = declare(catalog, &mut spans, name, head.span, kind, origin, found) {
                asked.push((key, node));
            }
        }
        for (head, node) in file.get("derived").map(Node::entries).unwrap_or_default() {
            let Some(fact) = derived_parts.read(node) else { continue };
            let name = head.text().unwrap_or_default();
            let kind = match fact.kind {
                raw::DerivedKind::Flag => Some(Kind::Flag),
                raw::DerivedKind::Choice => options(&fact.options, node, found).map(Kind::Choice),
            };
            let origin = Origin::Derived { title: fact.title.clone(), cases: Vec::new(), otherwise: 0 };
            if let Some(key) = declare(catalog, &mut spans, name, head.span, kind, origin, found) {
                derived.push((key, node));
            }
        }
    }
    let mut complete: Vec<Fact> = Vec::new();
    for (key, node) in asked {
        let mut fact = catalog.vocabulary.get(key).clone();
        if let (Origin::Asked { only_if, .. }, Some(condition)) = (&mut fact.origin, node.get("only_if")) {
            *only_if = Conditions { vocabulary: &catalog.vocabulary, found }.read(condition, fact.scope);
        }
        complete.push(fact);
    }
    for (key, node) in derived {
        let mut fact = catalog.vocabulary.get(key).clone();
        if let Origin::Derived { cases, otherwise, .. } = &mut fact.origin {
            *cases = read_cases(catalog, node, &fact.kind, fact.scope, found);
            if let Some(value) = node.get("otherwise").and_then(|node| word(node, &fact.kind, found)) {
                *otherwise = value;
            }
        }
        complete.push(fact);
    }
    for fact in complete {
        catalog.vocabulary.declare(fact);
    }
    cycles(catalog, &spans, found);
}

fn declare(
    catalog: &mut Catalog,
    spans: &mut BTreeMap<FactKey, Span>,
    name: &str,
    span: Span,
    kind: Option<Kind>,
    origin: Origin,
    found: &mut Diagnostics,
) -> Option<FactKey> {
    let id: FactId = id(name, span, found)?;
    let scope = match name.split('.').next() {
        Some("organisation") => Scope::Organisation,
        Some("system") => Scope::System,
        _ => {
            found.push(
                Diagnostic::at(
                    Code::BadId,
                    span,
                    format!("事实 `{name}` 看不出属于机构还是系统"),
                    format!("the fact `{name}` does not say whose it is"),
                )
                .help("以 `organisation.` 或 `system.` 开头", "begin it with `organisation.` or `system.`"),
            );
            return None;
        }
    };
    if let Some(known) = catalog.vocabulary.find(name) {
        found.push(declared_twice(name, span, spans.get(&known).copied(), "rules/facts.yaml"));
        return None;
    }
    let key = catalog.vocabulary.declare(Fact { id, scope, kind: kind?, origin });
    spans.insert(key, span);
    Some(key)
}

fn kind(fact: &raw::Fact, node: &Node, found: &mut Diagnostics) -> Option<Kind> {
    let misfit = |key: &str, zh: &str, en: &str| Diagnostic::at(Code::WrongKind, node.span_of(key), zh, en);
    let has_options = !fact.options.is_empty();
    let of_number = fact.unit.is_some() || fact.min.is_some() || fact.max.is_some() || fact.decimal;
    match fact.kind {
        raw::FactKind::Choice | raw::FactKind::Set if of_number => {
            found.push(misfit("kind", "只有 number 有单位和上下限", "only a number has a unit and bounds"));
            None
        }
        raw::FactKind::Choice => options(&fact.options, node, found).map(Kind::Choice),
        raw::FactKind::Set => options(&fact.options, node, found).map(Kind::Set),
        _ if has_options => {
            found.push(misfit("options", "只有 choice 和 set 有选项", "only a choice or a set has options"));
            None
        }
        raw::FactKind::Number => {
            let Some(unit) = fact.unit.clone() else {
                found.push(Diagnostic::at(
                    Code::MissingKey,
                    node.span,
                    "number 需要 `unit`",
                    "a number needs a `unit`",
                ));
                return None;
            };
            Some(Kind::Number { unit, min: fact.min.unwrap_or(0.0), max: fact.max, whole: !fact.decimal })
        }
        _ if of_number => {
            found.push(misfit("kind", "只有 number 有单位和上下限", "only a number has a unit and bounds"));
            None
        }
        raw::FactKind::Flag => Some(Kind::Flag),
        raw::FactKind::Date => Some(Kind::Date),
        raw::FactKind::Text => Some(Kind::Text),
    }
}

fn options(options: &IndexMap<String, Text>, node: &Node, found: &mut Diagnostics) -> Option<IndexMap<OptionId, Text>> {
    if options.is_empty() || options.len() > 64 {
        found.push(Diagnostic::at(
            Code::WrongKind,
            node.span_of("options"),
            "需要 1 至 64 个选项",
            "expected 1 to 64 options",
        ));
        return None;
    }
    let entries = node.get("options").map(Node::entries).unwrap_or_default();
    entries
        .iter()
        .zip(options)
        .map(|((key, _), (name, text))| Some((id(name, key.span, found)?, text.clone())))
        .collect()
}

fn read_cases(catalog: &Catalog, node: &Node, kind: &Kind, scope: Scope, found: &mut Diagnostics) -> Vec<Case> {
    let mut cases = Vec::new();
    for node in node.get("cases").map(Node::items).unwrap_or_default() {
        let when =
            node.get("when").and_then(|node| Conditions { vocabulary: &catalog.vocabulary, found }.read(node, scope));
        let then = node.get("then").and_then(|node| word(node, kind, found));
        let because = rules::citations(catalog, node.get("because"), found);
        if let (Some(when), Some(then)) = (when, then) {
            cases.push(Case { when, then, because });
        }
    }
    cases
}

/// A derived fact's value: `true` and `false` are 1 and 0, an option is its position.
fn word(node: &Node, kind: &Kind, found: &mut Diagnostics) -> Option<u8> {
    let value = match kind {
        Kind::Flag => shape::flag(node).map(u8::from),
        _ => crate::load::condition::option(node, kind),
    };
    value.map_err(|diagnostic| found.push(*diagnostic)).ok()
}

/// Reports facts whose value hangs on itself.
fn cycles(catalog: &Catalog, spans: &BTreeMap<FactKey, Span>, found: &mut Diagnostics) {
    let mut done = vec![false; catalog.vocabulary.len()];
    for (key, _) in catalog.vocabulary.iter() {
        follow(catalog, key, &mut Vec::new(), &mut done, spans, found);
    }
}

fn follow(
    catalog: &Catalog,
    key: FactKey,
    path: &mut Vec<FactKey>,
    done: &mut [bool],
    spans: &BTreeMap<FactKey, Span>,
    found: &mut Diagnostics,
) {
    if let Some(at) = path.iter().position(|&earlier| earlier == key) {
        let round: Vec<_> =
            path[at..].iter().chain([&key]).map(|&key| catalog.vocabulary.get(key).id.as_str()).collect();
        let round = round.join(" → ");
        if let Some(&span) = spans.get(&key) {
            found.push(Diagnostic::at(
                Code::Cycle,
                span,
                format!("事实互相循环：{round}"),
                format!("facts hang on each other in a circle: {round}"),
            ));
        }
        return;
    }
    if done[key.index()] {
        return;
    }
    path.push(key);
    let mut named = Vec::new();
    for condition in catalog.vocabulary.get(key).conditions() {
        condition.for_each_fact(&mut |fact, _| named.push(fact));
    }
    for fact in named {
        follow(catalog, fact, path, done, spans, found);
    }
    path.pop();
    done[key.index()] = true;
}
