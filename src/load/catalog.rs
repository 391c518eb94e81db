//! Rule files → a catalog. All files are read before anything is looked up, so their order does
//! not matter; all problems of all files are reported together.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::vocabulary::{self, Declared};
use crate::load::{declared_twice, id, raw, rules, shape};
use crate::model::case::RuleCase;
use crate::model::catalog::{Catalog, Statement};
use crate::model::instrument::{Instrument, Status};
use crate::model::tier::{Tier, TierScheme};
use crate::source::{SourceId, Sources};
use crate::yaml::{self, Node};

/// A catalog, the cases inside its rules, and what was wrong. With errors the catalog lacks what
/// they concern and must not be used to judge anybody.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What could be read.
    pub catalog: Catalog,
    /// The cases of the rules that were read.
    pub cases: Vec<RuleCase>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

/// A file as typed.
enum File {
    Instruments(raw::Instruments),
    Facts(raw::Facts),
    Statements(raw::Statements),
    Tiers(raw::Tiers),
    RuleSet(Box<raw::RuleSet>),
}

/// Adds files to a catalog. `builtin` marks sets that ship with the program.
pub fn load(base: Catalog, sources: &Sources, files: &[SourceId], builtin: bool) -> Loaded {
    let mut loaded = Loaded { catalog: base, ..Loaded::default() };
    let found = &mut loaded.diagnostics;
    let mut read = Vec::new();
    for &source in files {
        match yaml::parse(sources, source) {
            Ok(node) => {
                if let Some(file) = read_file(&node, found) {
                    read.push((source, node, file));
                }
            }
            Err(problems) => problems.into_iter().for_each(|problem| found.push(problem)),
        }
    }
    let catalog = &mut loaded.catalog;
    for (_, node, file) in &read {
        match file {
            File::Instruments(raw) => instruments(catalog, &raw.instruments, node, found),
            File::RuleSet(raw) => instruments(catalog, &raw.instruments, node, found),
            File::Statements(raw) => statements(catalog, raw, node, found),
            File::Tiers(raw) => tiers(catalog, raw, node, found),
            File::Facts(_) => {}
        }
    }
    let declared: Vec<Declared<'_>> = read
        .iter()
        .filter_map(|(_, node, file)| match file {
            File::Facts(raw) => Some(Declared { facts: raw.facts.clone(), derived: raw.derived.clone(), node }),
            File::RuleSet(raw) => Some(Declared { facts: raw.facts.clone(), derived: raw.derived.clone(), node }),
            _ => None,
        })
        .collect();
    vocabulary::add(catalog, &declared, found);
    let sets: Vec<_> = read
        .iter()
        .filter_map(|(source, node, file)| match file {
            File::RuleSet(raw) => Some(rules::SetFile { source: *source, raw, node, builtin }),
            _ => None,
        })
        .collect();
    loaded.cases = rules::add(catalog, sources, &sets, found);
    loaded
}

/// Tells a file's kind by what it holds.
fn read_file(node: &Node, found: &mut Diagnostics) -> Option<File> {
    if node.get("rules").is_some() || node.get("id").is_some() {
        shape::read(node, found).map(|set| File::RuleSet(Box::new(set)))
    } else if node.get("instruments").is_some() {
        shape::read(node, found).map(File::Instruments)
    } else if node.get("statements").is_some() {
        shape::read(node, found).map(File::Statements)
    } else if node.get("tiers").is_some() {
        shape::read(node, found).map(File::Tiers)
    } else if node.get("facts").is_some() || node.get("derived").is_some() {
        shape::read(node, found).map(File::Facts)
    } else {
        found.push(Diagnostic::at(Code::MissingKey, node.span, "这不是规则文件", "this is not a rule file").help(
            "规则集要有 `id` 和 `rules`；其他文件以 `facts`、`instruments`、`statements` 或 `tiers` 开头",
            "a rule set has `id` and `rules`; other files begin with `facts`, `instruments`, `statements` or `tiers`",
        ));
        None
    }
}

fn instruments(
    catalog: &mut Catalog,
    raw: &indexmap::IndexMap<String, raw::Instrument>,
    node: &Node,
    found: &mut Diagnostics,
) {
    let entries = node.get("instruments").map(Node::entries).unwrap_or_default();
    for ((head, node), (name, raw)) in entries.iter().zip(raw) {
        let Some(id) = id::<crate::model::id::InstrumentId>(name, head.span, found) else { continue };
        if catalog.instruments.contains_key(name.as_str()) {
            found.push(declared_twice(name, head.span, None, "rules/instruments.yaml"));
            continue;
        }
        in_order(node, &[("issued", raw.issued), ("in_force", raw.in_force), ("until", raw.until)], found);
        if matches!(raw.status, Status::InForce | Status::Adopted) && raw.in_force.is_none() {
            found.push(
                Diagnostic::at(
                    Code::NoDate,
                    node.span_of("status"),
                    "现行有效或已公布的文件须写施行日期",
                    "an instrument in force or adopted needs the day it came or comes into force",
                )
                .help("补上 `in_force:`", "add `in_force:`"),
            );
        }
        let mut articles: indexmap::IndexMap<_, _> =
            raw.articles.iter().map(|article| (article.clone(), None)).collect();
        for reason in &raw.no_duty {
            for article in &reason.articles {
                articles.insert(article.clone(), Some(reason.why.clone()));
            }
        }
        catalog.instruments.insert(
            id.clone(),
            Instrument {
                id,
                title: raw.title.clone(),
                short: raw.short.clone(),
                issuer: raw.issuer.clone(),
                number: raw.number.clone(),
                kind: raw.kind,
                jurisdiction: raw.jurisdiction,
                status: raw.status,
                issued: raw.issued,
                in_force: raw.in_force,
                until: raw.until,
                confidence: raw.confidence,
                read: raw.read,
                url: raw.url.clone(),
                note: raw.note.clone(),
                articles,
            },
        );
    }
}

fn statements(catalog: &mut Catalog, raw: &raw::Statements, node: &Node, found: &mut Diagnostics) {
    let entries = node.get("statements").map(Node::entries).unwrap_or_default();
    for ((head, _), (name, raw)) in entries.iter().zip(&raw.statements) {
        let Some(id) = id::<crate::model::id::StatementId>(name, head.span, found) else { continue };
        let statement =
            Statement { id: id.clone(), family: raw.family, text: raw.text.clone(), bears_on: raw.bears_on.clone() };
        if catalog.statements.insert(id, statement).is_some() {
            found.push(declared_twice(name, head.span, None, "rules/statements.yaml"));
        }
    }
}

fn tiers(catalog: &mut Catalog, raw: &raw::Tiers, node: &Node, found: &mut Diagnostics) {
    if !catalog.tiers.tiers.is_empty() {
        found.push(declared_twice("tiers", node.span, None, "rules/tiers.yaml"));
        return;
    }
    let mut scheme = TierScheme::default();
    let entries = node.get("tiers").map(Node::entries).unwrap_or_default();
    for ((head, _), (name, raw)) in entries.iter().zip(&raw.tiers) {
        if let Some(id) = id(name, head.span, found) {
            scheme.tiers.push(Tier {
                id,
                name: raw.name.clone(),
                respond_within_days: raw.respond_within_days,
                tell: raw.tell.clone(),
                measures: raw.measures.clone(),
            });
        }
    }
    for (severity, row) in &raw.base {
        for (force, tier) in row {
            let cell = node.get("base").and_then(|base| base.get(severity.name()));
            match scheme.find(tier).and_then(|at| u8::try_from(at).ok()) {
                Some(at) => {
                    scheme.base.insert((*severity, *force), at);
                }
                None => found.push(
                    Diagnostic::at(
                        Code::UnknownTier,
                        cell.map_or(node.span, |row| row.span_of(force.name())),
                        format!("没有等级 `{tier}`"),
                        format!("there is no tier `{tier}`"),
                    )
                    .suggest(tier, raw.tiers.keys().map(String::as_str)),
                ),
            }
        }
    }
    scheme.milder = raw.milder.clone();
    catalog.tiers = scheme;
}

/// Reports dates of one mapping that do not follow each other.
pub(crate) fn in_order(node: &Node, dates: &[(&str, Option<Date>)], found: &mut Diagnostics) {
    let stated: Vec<_> = dates.iter().filter_map(|(key, date)| date.map(|date| (*key, date))).collect();
    for pair in stated.windows(2) {
        let [(early, first), (late, second)] = pair else { continue };
        if second < first {
            found.push(
                Diagnostic::at(
                    Code::DateOrder,
                    node.span_of(late),
                    format!("`{late}`（{second}）早于 `{early}`（{first}）"),
                    format!("`{late}` ({second}) is before `{early}` ({first})"),
                )
                .also(node.span_of(early), "较早的日期应在这里", "the earlier date should be here"),
            );
        }
    }
}
