//! Rule files → a catalog. All files are read before anything is looked up, so their order does
//! not matter; all problems of all files are reported together.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::shape::Parts;
use crate::load::{declared_twice, id, raw, rules, shape, vocabulary};
use crate::model::case::RuleCase;
use crate::model::catalog::{Catalog, Statement};
use crate::model::instrument::{Instrument, Milestone, Status};
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

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Instruments,
    Facts,
    Statements,
    Tiers,
    RuleSet,
}

/// Adds files to a catalog. `builtin` marks sets that ship with the program.
pub fn load(base: Catalog, sources: &Sources, files: &[SourceId], builtin: bool) -> Loaded {
    let mut loaded = Loaded { catalog: base, ..Loaded::default() };
    let found = &mut loaded.diagnostics;
    let mut read = Vec::new();
    for &source in files {
        match yaml::parse(sources, source) {
            Ok(node) => {
                if let Some(kind) = check_file(&node, found) {
                    read.push((source, node, kind));
                }
            }
            Err(problems) => found.extend_with(problems),
        }
    }
    let catalog = &mut loaded.catalog;
    for (_, node, kind) in &read {
        match kind {
            FileKind::Instruments | FileKind::RuleSet => instruments(catalog, node, found),
            FileKind::Statements => statements(catalog, node, found),
            FileKind::Tiers => tiers(catalog, node, found),
            FileKind::Facts => {}
        }
    }
    let of_kind = |wanted: &[FileKind]| read.iter().filter(|(_, _, kind)| wanted.contains(kind)).collect::<Vec<_>>();
    let with_facts: Vec<_> =
        of_kind(&[FileKind::Facts, FileKind::RuleSet]).into_iter().map(|(_, node, _)| node).collect();
    vocabulary::add(catalog, &with_facts, found);
    let sets: Vec<_> = of_kind(&[FileKind::RuleSet])
        .into_iter()
        .map(|(source, node, _)| rules::SetFile { source: *source, node, builtin })
        .collect();
    loaded.cases = rules::add(catalog, sources, &sets, found);
    loaded
}

/// Tells a file's kind by what it holds, and checks its shape.
fn check_file(node: &Node, found: &mut Diagnostics) -> Option<FileKind> {
    let has = |key: &str| node.get(key).is_some();
    if has("rules") || has("id") {
        shape::check::<raw::RuleSet>(node, found);
        Some(FileKind::RuleSet)
    } else if has("instruments") {
        shape::check::<raw::Instruments>(node, found);
        Some(FileKind::Instruments)
    } else if has("statements") {
        shape::check::<raw::Statements>(node, found);
        Some(FileKind::Statements)
    } else if has("tiers") {
        shape::check::<raw::Tiers>(node, found);
        Some(FileKind::Tiers)
    } else if has("facts") || has("derived") {
        shape::check::<raw::Facts>(node, found);
        Some(FileKind::Facts)
    } else {
        found.push(Diagnostic::at(Code::MissingKey, node.span, "这不是规则文件", "this is not a rule file").help(
            "规则集要有 `id` 和 `rules`；其他文件以 `facts`、`instruments`、`statements` 或 `tiers` 开头",
            "a rule set has `id` and `rules`; other files begin with `facts`, `instruments`, `statements` or `tiers`",
        ));
        None
    }
}

fn instruments(catalog: &mut Catalog, node: &Node, found: &mut Diagnostics) {
    let parts = Parts::<raw::Instrument>::new();
    for (head, node) in node.get("instruments").map(Node::entries).unwrap_or_default() {
        let Some(raw) = parts.read(node) else { continue };
        let name = head.text().unwrap_or_default();
        let Some(id) = id::<crate::model::id::InstrumentId>(name, head.span, found) else { continue };
        if catalog.instruments.contains_key(name) {
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
                milestones: raw.milestones.iter().map(milestone).collect(),
                articles,
            },
        );
    }
}

fn milestone(raw: &raw::Milestone) -> Milestone {
    Milestone { on: raw.on, what: raw.what.clone(), confidence: raw.confidence }
}

fn statements(catalog: &mut Catalog, node: &Node, found: &mut Diagnostics) {
    let parts = Parts::<raw::Statement>::new();
    for (head, node) in node.get("statements").map(Node::entries).unwrap_or_default() {
        let Some(raw) = parts.read(node) else { continue };
        let name = head.text().unwrap_or_default();
        let Some(id) = id::<crate::model::id::StatementId>(name, head.span, found) else { continue };
        let statement =
            Statement { id: id.clone(), family: raw.family, text: raw.text.clone(), bears_on: raw.bears_on.clone() };
        if catalog.statements.insert(id, statement).is_some() {
            found.push(declared_twice(name, head.span, None, "rules/statements.yaml"));
        }
    }
}

fn tiers(catalog: &mut Catalog, node: &Node, found: &mut Diagnostics) {
    let Some(raw) = shape::part::<raw::Tiers>(Some(node)) else { return };
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
    scheme.milder.clone_from(&raw.milder);
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
