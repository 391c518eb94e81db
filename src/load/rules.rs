//! Rule sets: ids, references, conditions, cases.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::condition::Conditions;
use crate::load::shape::Parts;
use crate::load::{catalog, declared_twice, id, raw, shape, value};
use crate::model::assessment::{Assessment, Subject};
use crate::model::case::{Expected, RuleCase};
use crate::model::catalog::Catalog;
use crate::model::condition::Condition;
use crate::model::finding::Applies;
use crate::model::id::{RuleId, SetId, StatementId};
use crate::model::instrument::Citation;
use crate::model::rule::{EvidenceSpec, Link, Renewal, Rule, RuleSet};
use crate::model::vocabulary::Scope;
use crate::source::{SourceId, Sources, Span};
use crate::yaml::Node;

/// A rule set's file.
pub struct SetFile<'f> {
    /// Its text.
    pub source: SourceId,
    /// Its tree.
    pub node: &'f Node,
    /// Whether it ships with the program.
    pub builtin: bool,
}

/// Adds the rules of all sets and hands back their cases.
pub fn add(catalog: &mut Catalog, sources: &Sources, files: &[SetFile<'_>], found: &mut Diagnostics) -> Vec<RuleCase> {
    let mut spans: HashMap<RuleId, Span> = HashMap::new();
    let mut cases = Vec::new();
    let parts = Parts::<raw::Rule>::new();
    for file in files {
        let set = add_set(catalog, sources, file, found);
        for node in file.node.get("rules").map(Node::items).unwrap_or_default() {
            let span = node.span_of("id");
            let raw = parts.read(node);
            let rule = rule(catalog, set.as_ref(), sources, raw.as_ref(), node, found);
            let (Some(rule), Some(raw)) = (rule, raw) else { continue };
            if let Some(known) = catalog.rules.get(&rule.id) {
                let elsewhere = catalog.sets.get(&known.set).map_or("", |set| set.file.as_str());
                let elsewhere = format!("{elsewhere}:{}", known.line);
                found.push(declared_twice(rule.id.as_str(), span, spans.get(&rule.id).copied(), &elsewhere));
                continue;
            }
            spans.insert(rule.id.clone(), span);
            cases.extend(rule_cases(catalog, &rule, &raw, node, found));
            catalog.rules.insert(rule.id.clone(), rule);
        }
    }
    for file in files {
        check_links(catalog, file, found);
    }
    cases
}

fn add_set(catalog: &mut Catalog, sources: &Sources, file: &SetFile<'_>, found: &mut Diagnostics) -> Option<SetId> {
    let span = file.node.span_of("id");
    let name = file.node.get("id")?.text()?;
    let id: SetId = id(name, span, found)?;
    let source = sources.get(file.source)?;
    let stem = source.name.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next()).unwrap_or_default();
    if stem != name && source.name != "-" {
        found.push(
            Diagnostic::at(
                Code::WrongStem,
                span,
                format!("规则集 `{name}` 应存为 `{name}.yaml`"),
                format!("the rule set `{name}` belongs in `{name}.yaml`"),
            )
            .help("改文件名，或改 `id:`", "rename the file, or change `id:`"),
        );
    }
    if let Some(known) = catalog.sets.get(&id) {
        found.push(declared_twice(name, span, None, &known.file));
        return None;
    }
    let sha256 = Sha256::digest(source.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    catalog.sets.insert(
        id.clone(),
        RuleSet {
            id: id.clone(),
            version: file.node.get("version")?.text()?.to_owned(),
            family: shape::part(file.node.get("family"))?,
            title: shape::part(file.node.get("title"))?,
            about: shape::part(file.node.get("about"))?,
            file: source.name.clone(),
            sha256,
            builtin: file.builtin,
        },
    );
    Some(id)
}

fn rule(
    catalog: &Catalog,
    set: Option<&SetId>,
    sources: &Sources,
    raw: Option<&raw::Rule>,
    node: &Node,
    found: &mut Diagnostics,
) -> Option<Rule> {
    // What the rule names is looked up even where its shape is broken, so that one run shows all.
    let id: Option<RuleId> =
        node.get("id").and_then(Node::text).and_then(|text| crate::load::id(text, node.span_of("id"), found));
    let organisation = node.get("scope").and_then(Node::text) == Some("organisation");
    let scope = if organisation { Scope::Organisation } else { Scope::System };
    let when =
        node.get("when").and_then(|when| Conditions { vocabulary: &catalog.vocabulary, found }.read(when, scope));
    let cites = citations(catalog, node.get("cites"), found);
    if node.get("cites").is_some_and(|cites| cites.items().is_empty()) {
        found.push(Diagnostic::at(
            Code::NoCitation,
            node.span_of("cites"),
            "规则至少要引用一个条文",
            "a rule must cite at least one article",
        ));
    }
    let statements = statements(catalog, node, found);
    let evidence = evidence(node, found);
    let raw = raw?;
    let instrument = raw.cites.first().and_then(|cite| catalog.instruments.get(cite.instrument.as_str()));
    let applies_from = raw.applies_from.or_else(|| instrument.and_then(|instrument| instrument.in_force));
    catalog::in_order(node, &[("applies_from", raw.applies_from), ("until", raw.until)], found);
    if let Some(when) = &when {
        check_verdicts(when, raw, node, found);
    }
    let links = raw.links.iter().filter_map(|link| {
        let rule = link.rule.parse().ok()?;
        Some(Link { rule, relation: link.relation, covers: link.covers.clone(), leaves: link.leaves.clone() })
    });
    let line = sources.place(node.span_of("id")).map_or(0, |place| place.line);
    Some(Rule {
        id: id?,
        set: set?.clone(),
        line: u32::try_from(line).unwrap_or(0),
        title: raw.title.clone(),
        duty: raw.duty.clone(),
        scope,
        force: raw.force,
        cites,
        statements,
        confidence: raw.confidence,
        note: raw.note.clone(),
        applies_from,
        until: raw.until.or_else(|| instrument.and_then(|instrument| instrument.until)),
        when: when?,
        ask: raw.ask.clone(),
        evidence: evidence?,
        severity: raw.severity,
        owner: raw.owner,
        remedy: raw.remedy.clone(),
        effort_days: raw.effort.as_ref().map(|effort| effort.days),
        links: links.collect(),
    })
}

/// Reads citations; each names a declared instrument, and one of its articles where they are listed.
pub(crate) fn citations(catalog: &Catalog, node: Option<&Node>, found: &mut Diagnostics) -> Vec<Citation> {
    let mut citations = Vec::new();
    for node in node.map(Node::items).unwrap_or_default() {
        let Some(name) = node.get("instrument").and_then(Node::text) else { continue };
        match catalog.instruments.get(name) {
            Some(instrument) => {
                let article = node.get("article").and_then(Node::text).unwrap_or_default().to_owned();
                citations.push(Citation { instrument: instrument.id.clone(), article });
            }
            None => found.push(
                Diagnostic::at(
                    Code::UnknownInstrument,
                    node.span_of("instrument"),
                    format!("没有登记文件 `{name}`"),
                    format!("the instrument `{name}` is not declared"),
                )
                .suggest(name, catalog.instruments.keys().map(crate::model::id::InstrumentId::as_str)),
            ),
        }
    }
    citations
}

fn statements(catalog: &Catalog, node: &Node, found: &mut Diagnostics) -> Vec<StatementId> {
    let mut statements = Vec::new();
    for node in node.get("statements").map(Node::items).unwrap_or_default() {
        let Some(name) = node.text() else { continue };
        match catalog.statements.get(name) {
            Some(statement) => statements.push(statement.id.clone()),
            None => found.push(
                Diagnostic::at(
                    Code::UnknownStatement,
                    node.span,
                    format!("没有论断 `{name}`"),
                    format!("there is no statement `{name}`"),
                )
                .suggest(name, catalog.statements.keys().map(StatementId::as_str)),
            ),
        }
    }
    statements
}

fn evidence(node: &Node, found: &mut Diagnostics) -> Option<Vec<EvidenceSpec>> {
    let parts = Parts::<raw::EvidenceSpec>::new();
    let mut specs: Vec<EvidenceSpec> = Vec::new();
    let mut sound = true;
    for node in node.get("evidence").map(Node::items).unwrap_or_default() {
        let Some(spec) = parts.read(node) else {
            sound = false;
            continue;
        };
        let renew = spec.renew.as_deref().map(renewal);
        if renew == Some(None) {
            found.push(
                Diagnostic::at(Code::WrongKind, node.span_of("renew"), "有效期写法不对", "a malformed period")
                    .help("写成 P12M、P1Y、P30D 之类", "write something like P12M, P1Y or P30D"),
            );
            sound = false;
        }
        let Some(id) = id(&spec.id, node.span_of("id"), found) else {
            sound = false;
            continue;
        };
        if specs.iter().any(|known| known.id == id) {
            found.push(declared_twice(&spec.id, node.span_of("id"), None, "evidence"));
        }
        specs.push(EvidenceSpec { id, what: spec.what.clone(), renew: renew.flatten() });
    }
    sound.then_some(specs)
}

/// An ISO 8601 period of years, months and days.
fn renewal(text: &str) -> Option<Renewal> {
    let span: jiff::Span = text.parse().ok()?;
    let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let renewal = Renewal { months: u16::try_from(months).ok()?, days: u16::try_from(days).ok()? };
    (renewal != Renewal { months: 0, days: 0 }).then_some(renewal)
}

/// A rule without a case of each verdict is a rule that nobody has tried.
fn check_verdicts(when: &Condition, raw: &raw::Rule, node: &Node, found: &mut Diagnostics) {
    use raw::Expect::{Applies, DoesNotApply, Open};
    let wanted: &[(raw::Expect, &str)] = if *when == Condition::Always {
        &[(Applies, "applies")]
    } else {
        &[(Applies, "applies"), (DoesNotApply, "does-not-apply"), (Open, "open")]
    };
    let lacking: Vec<_> = wanted
        .iter()
        .filter(|(expect, _)| !raw.cases.iter().any(|case| case.expect == *expect))
        .map(|(_, name)| *name)
        .collect();
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        found.push(
            Diagnostic::at(
                Code::NoCase,
                node.span_of("cases"),
                format!("规则 `{}` 没有这些判定的用例：{lacking}", raw.id),
                format!("the rule `{}` has no case for: {lacking}", raw.id),
            )
            .help("在 `cases:` 里各加一个", "add one of each to `cases:`"),
        );
    }
}

fn rule_cases(catalog: &Catalog, rule: &Rule, raw: &raw::Rule, node: &Node, found: &mut Diagnostics) -> Vec<RuleCase> {
    let nodes = node.get("cases").map(Node::items).unwrap_or_default();
    let mut cases = Vec::new();
    for (raw, node) in raw.cases.iter().zip(nodes) {
        let mut assessment = Assessment::default();
        let mut system = Subject::default();
        for (key, stated) in value::read(node.get("facts"), None, &catalog.vocabulary, found) {
            match catalog.vocabulary.get(key).scope {
                Scope::Organisation => assessment.organisation.facts.state(key, stated),
                Scope::System => system.facts.state(key, stated),
            }
        }
        if rule.scope == Scope::System {
            assessment.systems.push(system);
        } else if !system.facts.is_empty() {
            found.push(Diagnostic::at(
                Code::WrongScope,
                node.span_of("facts"),
                "机构规则的用例里，系统的事实写在 `systems:` 下",
                "in a case of an organisation's rule, facts of systems go under `systems:`",
            ));
        }
        for node in node.get("systems").map(Node::items).unwrap_or_default() {
            let facts = value::facts(Some(node), Scope::System, &catalog.vocabulary, found);
            assessment.systems.push(Subject { facts, ..Subject::default() });
        }
        let missing = raw.missing.as_ref().map(|names| {
            let nodes = node.get("missing").map(Node::items).unwrap_or_default();
            let keys = names.iter().zip(nodes).filter_map(|(name, node)| {
                let key = catalog.vocabulary.find(name);
                if key.is_none() {
                    found.push(
                        Diagnostic::at(
                            Code::UnknownFact,
                            node.span,
                            format!("没有声明过事实 `{name}`"),
                            format!("the fact `{name}` is not declared"),
                        )
                        .suggest(name, catalog.vocabulary.iter().map(|(_, fact)| fact.id.as_str())),
                    );
                }
                key
            });
            let mut keys: Vec<_> = keys.collect();
            keys.sort();
            keys
        });
        let expect = match raw.expect {
            raw::Expect::Applies => Expected::Verdict(Applies::Yes, None),
            raw::Expect::DoesNotApply => Expected::Verdict(Applies::No, None),
            raw::Expect::Open => Expected::Verdict(Applies::Open, missing),
            raw::Expect::Upcoming => Expected::Upcoming,
            raw::Expect::Lapsed => Expected::Lapsed,
        };
        let (rule, name) = (rule.id.clone(), raw.name.clone());
        cases.push(RuleCase { rule, name, assessment, on: raw.on, expect, span: node.span_of("name") });
    }
    cases
}

fn check_links(catalog: &Catalog, file: &SetFile<'_>, found: &mut Diagnostics) {
    let nodes = file.node.get("rules").map(Node::items).unwrap_or_default();
    for link in nodes.iter().flat_map(|node| node.get("links").map(Node::items).unwrap_or_default()) {
        if let Some(name) = link.get("rule").and_then(Node::text)
            && !catalog.rules.contains_key(name)
        {
            found.push(unknown_rule(catalog, name, link.span_of("rule")));
        }
    }
}

/// The diagnostic for a rule that does not exist.
pub(crate) fn unknown_rule(catalog: &Catalog, name: &str, span: Span) -> Diagnostic {
    Diagnostic::at(Code::UnknownRule, span, format!("没有规则 `{name}`"), format!("there is no rule `{name}`"))
        .suggest(name, catalog.rules.keys().map(RuleId::as_str))
}
