//! A self-assessment → an [`Assessment`] checked against a catalog.

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::shape::Parts;
use crate::load::{catalog, declared_twice, id, raw, rules, shape, value};
use crate::model::assessment::{Assessment, Claim, Evidence, Locator, Response, Subject, Waiver};
use crate::model::catalog::Catalog;
use crate::model::id::{RuleId, SetId, SystemId};
use crate::model::rule::Rule;
use crate::model::vocabulary::Scope;
use crate::source::{SourceId, Sources};
use crate::yaml::{self, Node};

/// The version of the file format that this program reads.
pub const FORMAT: &str = "1";

/// Reads an assessment. With errors there is none: an answer that cannot be read must not be
/// taken for one that was not given.
pub fn load(catalog: &Catalog, sources: &Sources, source: SourceId) -> (Option<Assessment>, Diagnostics) {
    let mut found = Diagnostics::default();
    let node = match yaml::parse(sources, source) {
        Ok(node) => node,
        Err(problems) => {
            found.extend_with(problems);
            return (None, found);
        }
    };
    shape::check::<raw::Assessment>(&node, &mut found);
    // What can be read is checked further even where something else is broken, so that one run
    // shows everything.
    let assessment = Reader { catalog, responses: Parts::new(), found: &mut found }.read(&node);
    ((!found.has_errors()).then_some(assessment), found)
}

struct Reader<'a> {
    catalog: &'a Catalog,
    responses: Parts<raw::Response>,
    found: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn read(&mut self, node: &Node) -> Assessment {
        let text = |node: Option<&Node>| node.and_then(Node::text).map(str::to_owned);
        let format = text(node.get("hegui"));
        if format.as_deref().is_some_and(|format| format != FORMAT) {
            let format = format.unwrap_or_default();
            self.found.push(Diagnostic::at(
                Code::UnknownWord,
                node.span_of("hegui"),
                format!("本程序读取格式版本 {FORMAT}，文件写的是 {format}"),
                format!("this program reads format {FORMAT}; the file says {format}"),
            ));
        }
        let sets = self.sets(node.get("sets"));
        let organisation = Subject {
            system: None,
            name: text(node.get("organisation").and_then(|organisation| organisation.get("name"))).unwrap_or_default(),
            facts: self.facts(node.get("organisation"), Scope::Organisation),
            responses: self.responses(node.get("responses"), Scope::Organisation),
        };
        let mut subjects: Vec<Subject> = Vec::new();
        let systems = node.get("systems").map(Node::items).unwrap_or_default();
        for node in systems {
            let name = node.get("id").and_then(Node::text);
            let id = name.and_then(|name| id::<SystemId>(name, node.span_of("id"), self.found));
            if let (Some(name), Some(id)) = (name, &id)
                && subjects.iter().any(|known| known.system.as_ref() == Some(id))
            {
                let first = systems.iter().find(|other| other.get("id").and_then(Node::text) == Some(name));
                let first = first.map(|first| first.span_of("id"));
                self.found.push(declared_twice(name, node.span_of("id"), first, ""));
            }
            subjects.push(Subject {
                system: id,
                name: text(node.get("name")).unwrap_or_default(),
                facts: self.facts(Some(node), Scope::System),
                responses: self.responses(node.get("responses"), Scope::System),
            });
        }
        let waivers = self.waivers(node.get("waivers"), &subjects);
        let as_of = node.get("as_of").and_then(Node::text).and_then(shape::date);
        let assessment = Assessment { as_of, sets, organisation, systems: subjects, waivers };
        self.warn_not_assessed(&assessment);
        assessment
    }

    /// The rule sets that are assessed. A misspelt one would leave rules out, so it is an error.
    fn sets(&mut self, node: Option<&Node>) -> Option<Vec<SetId>> {
        let node = node.filter(|node| node.value != yaml::Value::Null)?;
        let mut sets = Vec::new();
        for item in node.items() {
            let Some(name) = item.text() else { continue };
            if let Some(set) = self.catalog.sets.get(name) {
                sets.push(set.id.clone());
                continue;
            }
            let known = self.catalog.sets.keys().map(SetId::as_str);
            let listed = known.clone().collect::<Vec<_>>().join(", ");
            let near = crate::diag::nearest(name, known).unwrap_or(&listed).to_owned();
            self.found.push(
                Diagnostic::at(
                    Code::UnknownSet,
                    item.span,
                    format!("没有规则集 `{name}`"),
                    format!("there is no rule set `{name}`"),
                )
                .help(format!("可用：{near}"), format!("there is: {near}")),
            );
        }
        Some(sets)
    }

    /// What is answered for rules that are not looked at is said to be left aside.
    fn warn_not_assessed(&mut self, assessment: &Assessment) {
        let subjects = [&assessment.organisation].into_iter().chain(&assessment.systems);
        for (id, response) in subjects.flat_map(|subject| &subject.responses) {
            let rule = self.catalog.rules.get(id);
            if let Some(rule) = rule.filter(|rule| !assessment.looks_at(&rule.set)) {
                self.found.push(
                    Diagnostic::at(
                        Code::NotAssessed,
                        response.span,
                        format!("规则 `{id}` 属于 `{}`，不在 `sets:` 之内，这个回答不计", rule.set),
                        format!(
                            "the rule `{id}` is of `{}`, which `sets:` leaves out; this response does not count",
                            rule.set
                        ),
                    )
                    .help("在 `sets:` 里加上它，或删去 `sets:`", "add it to `sets:`, or delete `sets:`"),
                );
            }
        }
    }

    fn facts(&mut self, subject: Option<&Node>, scope: Scope) -> crate::model::assessment::Facts {
        let facts = subject.and_then(|subject| subject.get("facts"));
        value::facts(facts, scope, &self.catalog.vocabulary, self.found)
    }

    fn responses(&mut self, node: Option<&Node>, scope: Scope) -> IndexMap<RuleId, Response> {
        let mut responses = IndexMap::new();
        for (head, node) in node.map(Node::entries).unwrap_or_default() {
            let name = head.text().unwrap_or_default();
            let Some(rule) = self.catalog.rules.get(name) else {
                self.found.push(rules::unknown_rule(self.catalog, name, head.span));
                continue;
            };
            if rule.scope != scope {
                let (zh, en) = match rule.scope {
                    Scope::System => (
                        "约束系统，应写在各系统的 `responses:` 里",
                        "binds systems; answer it in a system's `responses:`",
                    ),
                    Scope::Organisation => (
                        "约束机构，应写在最外层的 `responses:` 里",
                        "binds the organisation; answer it in the top `responses:`",
                    ),
                };
                self.found.push(Diagnostic::at(
                    Code::WrongSubject,
                    head.span,
                    format!("规则 `{name}` {zh}"),
                    format!("the rule `{name}` {en}"),
                ));
                continue;
            }
            let Some(raw) = self.responses.read(node) else { continue };
            let blank = raw.reason.as_deref().is_none_or(|reason| reason.trim().is_empty());
            if raw.status == Claim::NotApplicable && blank {
                self.found.push(
                    Diagnostic::at(
                        Code::NeedsReason,
                        node.span_of("status"),
                        "声称不适用时要写理由",
                        "a claim of not applicable needs a reason",
                    )
                    .help("补上 `reason:`", "add `reason:`"),
                );
            }
            let evidence = self.evidence(rule, &raw.evidence, node.get("evidence"));
            responses.insert(
                rule.id.clone(),
                Response {
                    claim: raw.status,
                    reason: raw.reason.clone(),
                    note: raw.note.clone(),
                    owner: raw.owner.clone(),
                    due: raw.due,
                    evidence,
                    span: head.span,
                },
            );
        }
        responses
    }

    fn evidence(&mut self, rule: &Rule, raw: &[raw::Evidence], node: Option<&Node>) -> Vec<Evidence> {
        let nodes = node.map(Node::items).unwrap_or_default();
        let mut evidence = Vec::new();
        for (raw, node) in raw.iter().zip(nodes) {
            catalog::in_order(node, &[("issued", raw.issued), ("expires", raw.expires)], self.found);
            let locator = self.locator(raw, node);
            let serves = raw.serves.as_ref().map(|serves| {
                let spec = rule.evidence.iter().find(|spec| spec.id.as_str() == serves);
                if spec.is_none() {
                    let known = rule.evidence.iter().map(|spec| spec.id.as_str());
                    let listed = known.clone().collect::<Vec<_>>().join(", ");
                    let near = crate::diag::nearest(serves, known).unwrap_or(&listed).to_owned();
                    self.found.push(
                        Diagnostic::at(
                            Code::UnknownEvidence,
                            node.span_of("for"),
                            format!("规则 `{}` 没有要求证据 `{serves}`", rule.id),
                            format!("the rule `{}` wants no evidence `{serves}`", rule.id),
                        )
                        .help(format!("可用：{near}"), format!("it wants: {near}")),
                    );
                }
                spec.map(|spec| spec.id.clone())
            });
            let sha256 = raw.sha256.as_ref().map(|hash| hash.to_lowercase());
            if sha256
                .as_ref()
                .is_some_and(|hash| hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
            {
                self.found.push(Diagnostic::at(
                    Code::BadHash,
                    node.span_of("sha256"),
                    "SHA-256 是 64 位十六进制数字",
                    "a SHA-256 has 64 hexadecimal digits",
                ));
            }
            if let Some(locator) = locator {
                evidence.push(Evidence {
                    locator,
                    serves: serves.flatten(),
                    issued: raw.issued,
                    expires: raw.expires,
                    sha256,
                    note: raw.note.clone(),
                    span: node.span,
                });
            }
        }
        evidence
    }

    fn locator(&mut self, raw: &raw::Evidence, node: &Node) -> Option<Locator> {
        let problem = match (&raw.file, &raw.url) {
            (Some(file), None) => match unsafe_path(file) {
                None => return Some(Locator::File(file.clone())),
                Some((zh, en)) => Diagnostic::at(
                    Code::EvidencePath,
                    node.span_of("file"),
                    format!("证据路径 `{file}` {zh}"),
                    format!("the evidence path `{file}` {en}"),
                )
                .help(
                    "写本文件所在目录之下的相对路径，用 `/` 分隔",
                    "write a path below this file's folder, with `/` between its parts",
                ),
            },
            (None, Some(url)) => {
                let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
                if rest.is_some_and(|rest| {
                    !rest.is_empty() && !url.contains(|c: char| c.is_whitespace() || c.is_control())
                }) {
                    return Some(Locator::Url(url.clone()));
                }
                Diagnostic::at(
                    Code::EvidencePath,
                    node.span_of("url"),
                    format!("`{url}` 不是 http 或 https 网址"),
                    format!("`{url}` is not an http or https address"),
                )
            }
            _ => Diagnostic::at(
                Code::EvidenceWhere,
                node.span,
                "证据要写 `file` 或 `url`，二者选一",
                "evidence has either `file` or `url`",
            ),
        };
        self.found.push(problem);
        None
    }

    fn waivers(&mut self, node: Option<&Node>, systems: &[Subject]) -> Vec<Waiver> {
        let parts = Parts::<raw::Waiver>::new();
        let mut waivers: Vec<Waiver> = Vec::new();
        for node in node.map(Node::items).unwrap_or_default() {
            let Some(raw) = parts.read(node) else { continue };
            catalog::in_order(node, &[("from", Some(raw.from)), ("until", Some(raw.until))], self.found);
            for (key, text) in [("reason", &raw.reason), ("approved_by", &raw.approved_by)] {
                if text.trim().is_empty() {
                    self.found.push(Diagnostic::at(
                        Code::NeedsReason,
                        node.span_of(key),
                        format!("豁免的 `{key}` 不能为空"),
                        format!("a waiver's `{key}` must say something"),
                    ));
                }
            }
            let mut rules = Vec::new();
            let rule_nodes = node.get("rules").map(Node::items).unwrap_or_default();
            for (name, node) in raw.rules.iter().zip(rule_nodes) {
                match self.catalog.rules.get(name.as_str()) {
                    Some(rule) => rules.push(rule.id.clone()),
                    None => self.found.push(rules::unknown_rule(self.catalog, name, node.span)),
                }
            }
            let mut covered = Vec::new();
            let system_nodes = node.get("systems").map(Node::items).unwrap_or_default();
            for (name, node) in raw.systems.iter().zip(system_nodes) {
                let ids = || systems.iter().filter_map(|system| system.system.as_ref());
                match ids().find(|id| id.as_str() == name) {
                    Some(id) => covered.push(id.clone()),
                    None => self.found.push(
                        Diagnostic::at(
                            Code::UnknownSystem,
                            node.span,
                            format!("没有系统 `{name}`"),
                            format!("there is no system `{name}`"),
                        )
                        .suggest(name, ids().map(SystemId::as_str)),
                    ),
                }
            }
            let Some(id) = id::<crate::model::id::WaiverId>(&raw.id, node.span_of("id"), self.found) else { continue };
            if let Some(known) = waivers.iter().find(|known| known.id == id) {
                self.found.push(declared_twice(&raw.id, node.span_of("id"), Some(known.span), ""));
            }
            waivers.push(Waiver {
                id,
                rules,
                systems: covered,
                reason: raw.reason.clone(),
                approved_by: raw.approved_by.clone(),
                from: raw.from,
                until: raw.until,
                span: node.span_of("id"),
            });
        }
        waivers
    }
}

/// Why a path might lead out of the folder, if it might.
fn unsafe_path(path: &str) -> Option<(&'static str, &'static str)> {
    if path.is_empty() || path.chars().any(char::is_control) {
        Some(("不是可用的路径", "is not a usable path"))
    } else if path.starts_with(['/', '\\', '~']) || path.as_bytes().get(1) == Some(&b':') {
        Some(("是绝对路径", "is absolute"))
    } else if path.contains('\\') {
        Some(("含有反斜线", "has a backslash in it"))
    } else if path.split('/').any(|part| part == "..") {
        Some(("含有 `..`", "has `..` in it"))
    } else if path.contains("://") {
        Some(("是网址，请写在 `url:` 里", "is an address; it belongs in `url:`"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::unsafe_path;

    #[test]
    fn only_paths_below_the_folder_are_safe() {
        for path in ["a.png", "evidence/2026/标识.png", "a..b/c", ".hidden"] {
            assert_eq!(unsafe_path(path), None, "{path}");
        }
        for path in ["", "/etc/passwd", "../a", "a/../../b", "..", "C:\\x", "c:x", "a\\b", "~/a", "a\nb", "file:///x"] {
            assert!(unsafe_path(path).is_some(), "{path:?}");
        }
    }
}
