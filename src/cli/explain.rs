//! `hegui explain`: one thing of the catalog, and with a file, why a rule applies or not.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Error, bail};
use clap::Args;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::diag::nearest;
use crate::logic::eval::Evaluator;
use crate::model::assessment::Assessment;
use crate::model::catalog::{Catalog, Statement};
use crate::model::finding::{Applies, SubjectFact, SubjectRef};
use crate::model::instrument::{Citation, Instrument};
use crate::model::rule::{Rule, Timing};
use crate::model::text::Lang;
use crate::model::tier::Tier;
use crate::model::vocabulary::{Fact, FactKey, Kind, Origin, Scope};
use crate::report::{self, Report, Row};
use crate::source::{Sources, Span};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[arg(value_name = "ID", help = say("规则、事实、文件、论断或等级的标识", "the id of a rule, fact, instrument, statement or tier"))]
    id: String,
    #[arg(value_name = "FILE", help = say("自评文件：说明在这里为何适用或不适用", "a self-assessment: why it applies here or not"))]
    file: Option<PathBuf>,
    #[arg(long, value_name = "DATE", help = say("评估日", "the day it is judged for"))]
    as_of: Option<String>,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let id = arguments.id.as_str();
    let text = match &arguments.file {
        None => {
            let catalog = session.catalog()?;
            about(&catalog, id, session.lang)?
        }
        Some(file) => {
            let subject = Subject { file: file.clone(), as_of: arguments.as_of.clone() };
            let assessed = assess::load(session, &subject)?;
            let mut text = about(&assessed.catalog, id, session.lang)?;
            let report = assess::judge(session, &assessed, file);
            let here = Here {
                catalog: &assessed.catalog,
                assessment: &assessed.assessment,
                evaluator: Evaluator::new(&assessed.catalog.vocabulary, &assessed.assessment),
                sources: &session.sources,
                report: &report,
                lang: session.lang,
            };
            if let Some(rule) = assessed.catalog.rules.get(id) {
                text.push_str(&here.rule(rule, rule.timing(assessed.as_of)));
            } else if let Some(fact) = assessed.catalog.vocabulary.find(id) {
                text.push_str(&here.fact(fact));
            }
            text
        }
    };
    out::print(&text)?;
    Ok(ExitStatus::Clean)
}

/// What an id is.
pub(super) fn about(catalog: &Catalog, id: &str, lang: Lang) -> Result<String, Error> {
    let book = Book { catalog, lang };
    if let Some(rule) = catalog.rules.get(id) {
        return Ok(book.rule(rule));
    }
    if let Some(fact) = catalog.vocabulary.find(id) {
        return Ok(book.fact(fact));
    }
    if let Some(instrument) = catalog.instruments.get(id) {
        return Ok(book.instrument(instrument));
    }
    if let Some(statement) = catalog.statements.get(id) {
        return Ok(book.statement(statement));
    }
    if let Some(at) = catalog.tiers.find(id) {
        return Ok(book.tier(&catalog.tiers.tiers[at]));
    }
    let known = catalog
        .rules
        .keys()
        .map(crate::model::id::RuleId::as_str)
        .chain(catalog.vocabulary.iter().map(|(_, fact)| fact.id.as_str()))
        .chain(catalog.instruments.keys().map(crate::model::id::InstrumentId::as_str))
        .chain(catalog.statements.keys().map(crate::model::id::StatementId::as_str));
    let near = nearest(id, known);
    match (lang, near) {
        (Lang::Zh, Some(near)) => bail!("没有 `{id}`；是否想写 `{near}`？"),
        (Lang::Zh, None) => bail!("没有 `{id}`；用 `hegui rules list` 查看规则"),
        (Lang::En, Some(near)) => bail!("there is no `{id}`; did you mean `{near}`?"),
        (Lang::En, None) => bail!("there is no `{id}`; `hegui rules list` shows the rules"),
    }
}

/// Writes about things of a catalog in one language.
struct Book<'a> {
    catalog: &'a Catalog,
    lang: Lang,
}

impl Book<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn line(&self, out: &mut String, zh: &str, en: &str, value: &str) {
        let head = self.say(zh, en);
        let colon = self.say("：", ": ");
        let _ = writeln!(out, "{}", format!("{head}{colon}{value}").trim_end());
    }

    fn cites(&self, cites: &[Citation]) -> String {
        let words = cites.iter().filter_map(|cite| {
            let instrument = self.catalog.instruments.get(&cite.instrument)?;
            let place = instrument.place(&cite.article);
            let (short, place) = (instrument.short.get(self.lang), place.get(self.lang));
            Some(format!("{short}{}{place} [{}]", self.say("", " "), cite.instrument))
        });
        words.collect::<Vec<_>>().join(self.say("；", "; "))
    }

    fn rule(&self, rule: &Rule) -> String {
        let lang = self.lang;
        let mut out = format!("{}  {}\n\n{}\n\n", rule.id, rule.title.get(lang), rule.duty.get(lang));
        self.line(&mut out, "依据", "cites", &self.cites(&rule.cites));
        if !rule.statements.is_empty() {
            let ids: Vec<_> = rule.statements.iter().map(crate::model::id::StatementId::as_str).collect();
            self.line(&mut out, "文章论断", "statements", &ids.join(", "));
        }
        self.line(&mut out, "效力", "force", rule.force.word(lang));
        self.line(&mut out, "严重程度", "severity", rule.severity.word(lang));
        self.line(&mut out, "核实程度", "confidence", rule.confidence.word(lang));
        let from =
            rule.applies_from.map_or_else(|| self.say("日期未定", "no date yet").to_owned(), |day| day.to_string());
        self.line(&mut out, "施行", "from", &from);
        if let Some(until) = rule.until {
            self.line(&mut out, "至", "until", &until.to_string());
        }
        let scope = match rule.scope {
            Scope::Organisation => self.say("机构", "the organisation"),
            Scope::System => self.say("每个系统", "each system"),
        };
        self.line(&mut out, "约束", "binds", scope);
        self.line(&mut out, "通常责任部门", "usual owner", rule.owner.word(lang));
        self.line(&mut out, "自评问题", "ask", rule.ask.get(lang));
        for spec in &rule.evidence {
            self.line(&mut out, "证据", "evidence", &format!("{} [{}]", spec.what.get(lang), spec.id));
        }
        self.line(&mut out, "补救", "remedy", rule.remedy.get(lang));
        if let Some(days) = rule.effort_days {
            self.line(&mut out, "约需人日", "effort, days", &days.to_string());
        }
        if let Some(note) = &rule.note {
            self.line(&mut out, "说明", "note", note.get(lang));
        }
        for link in &rule.links {
            let words = format!(
                "{} {}: {} / {}",
                link.relation.word(lang),
                link.rule,
                link.covers.get(lang),
                link.leaves.get(lang)
            );
            self.line(&mut out, "关联", "link", &words);
        }
        if let Some(set) = self.catalog.sets.get(&rule.set) {
            self.line(
                &mut out,
                "出自",
                "from file",
                &format!("{}:{} ({} {})", set.file, rule.line, set.id, set.version),
            );
        }
        self.line(&mut out, "适用条件", "applies when", "");
        self.condition(&mut out, &rule.when, 1);
        out
    }

    fn condition(&self, out: &mut String, condition: &crate::model::condition::Condition, depth: usize) {
        use crate::model::condition::Condition;
        let words = match condition {
            Condition::Always => self.say("总是适用", "always").to_owned(),
            Condition::All(_) => self.say("全部成立：", "all of:").to_owned(),
            Condition::Any(_) => self.say("任一成立：", "any of:").to_owned(),
            Condition::Not(_) => self.say("不成立：", "not:").to_owned(),
            Condition::SomeSystem(_) => self.say("至少一个系统：", "some system:").to_owned(),
            Condition::EverySystem(_) => self.say("每一个系统：", "every system:").to_owned(),
            Condition::Fact(key, test) => {
                let fact = self.catalog.vocabulary.get(*key);
                let test = report::test_words(fact, test);
                match self.lang {
                    Lang::Zh => format!("{}（{}）{}", fact.label().zh, fact.id, test.zh),
                    Lang::En => format!("{} ({}) {}", fact.label().en, fact.id, test.en),
                }
            }
        };
        let _ = writeln!(out, "{}- {words}", "  ".repeat(depth));
        for child in condition.children() {
            self.condition(out, child, depth + 1);
        }
    }

    fn fact(&self, key: FactKey) -> String {
        let fact = self.catalog.vocabulary.get(key);
        let lang = self.lang;
        let mut out = format!("{}  {}\n\n", fact.id, fact.label().get(lang));
        let scope = match fact.scope {
            Scope::Organisation => self.say("机构", "the organisation"),
            Scope::System => self.say("系统", "a system"),
        };
        self.line(&mut out, "所属", "fact of", scope);
        self.line(&mut out, "类型", "kind", &kind_words(fact, lang));
        for (option, text) in fact.kind.options().into_iter().flatten() {
            let _ = writeln!(out, "  - {option}{}{}", self.say("：", ": "), text.get(lang));
        }
        match &fact.origin {
            Origin::Asked { help, only_if, .. } => {
                self.line(&mut out, "说明", "help", help.get(lang));
                if let Some(condition) = only_if {
                    self.line(&mut out, "仅在此时填写", "asked only if", "");
                    self.condition(&mut out, condition, 1);
                }
            }
            Origin::Derived { cases, otherwise, .. } => {
                self.line(&mut out, "推导（取第一个成立的情形）", "derived (the first case that holds)", "");
                for case in cases {
                    let value = value_word(fact, case.then, lang);
                    let _ = writeln!(out, "  - {value}  {}", self.cites(&case.because));
                    self.condition(&mut out, &case.when, 2);
                }
                let _ =
                    writeln!(out, "  - {}{}", self.say("否则：", "otherwise: "), value_word(fact, *otherwise, lang));
            }
        }
        let users = self.users(key);
        if !users.is_empty() {
            self.line(&mut out, "用于", "used by", &users.join(", "));
        }
        out
    }

    /// Rules and derived facts whose condition names a fact.
    fn users(&self, key: FactKey) -> Vec<&str> {
        let names = |condition: &crate::model::condition::Condition| {
            let mut named = false;
            condition.for_each_fact(&mut |fact, _| named |= fact == key);
            named
        };
        let rules = self.catalog.rules.values().filter(|rule| names(&rule.when)).map(|rule| rule.id.as_str());
        let facts = self.catalog.vocabulary.iter().filter(|(_, fact)| fact.conditions().any(names));
        rules.chain(facts.map(|(_, fact)| fact.id.as_str())).collect()
    }

    fn instrument(&self, instrument: &Instrument) -> String {
        let lang = self.lang;
        let mut out = format!("{}  {}\n\n", instrument.id, instrument.title.get(lang));
        self.line(&mut out, "发布机关", "issuer", instrument.issuer.get(lang));
        if let Some(number) = &instrument.number {
            self.line(&mut out, "文号", "number", number);
        }
        self.line(&mut out, "类别", "kind", instrument.kind.word(lang));
        self.line(&mut out, "状态", "status", instrument.status.word(lang));
        for (zh, en, day) in [
            ("发布", "issued", instrument.issued),
            ("施行", "in force", instrument.in_force),
            ("有效至", "until", instrument.until),
        ] {
            if let Some(day) = day {
                self.line(&mut out, zh, en, &day.to_string());
            }
        }
        self.line(&mut out, "核实程度", "confidence", instrument.confidence.word(lang));
        self.line(&mut out, "阅读情况", "read", instrument.read.word(lang));
        if let Some(url) = &instrument.url {
            self.line(&mut out, "网址", "address", url);
        }
        if let Some(note) = &instrument.note {
            self.line(&mut out, "说明", "note", note.get(lang));
        }
        let cites = |rule: &&Rule| rule.cites.iter().any(|cite| cite.instrument == instrument.id);
        let rules: Vec<_> = self.catalog.rules.values().filter(cites).map(|rule| rule.id.as_str()).collect();
        if !rules.is_empty() {
            self.line(&mut out, "引用它的规则", "cited by", &rules.join(", "));
        }
        out
    }

    fn statement(&self, statement: &Statement) -> String {
        let lang = self.lang;
        let mut out = format!("{}  {}\n\n", statement.id, statement.text.get(lang));
        self.line(&mut out, "主题", "family", statement.family.word(lang));
        self.line(&mut out, "涉及", "bears on", statement.bears_on.get(lang));
        let covers = |rule: &&Rule| rule.statements.contains(&statement.id);
        let rules: Vec<_> = self.catalog.rules.values().filter(covers).map(|rule| rule.id.as_str()).collect();
        let none = self.say("尚无规则", "no rule yet");
        self.line(
            &mut out,
            "规则",
            "rules",
            if rules.is_empty() { none.to_owned() } else { rules.join(", ") }.as_str(),
        );
        out
    }

    fn tier(&self, tier: &Tier) -> String {
        let lang = self.lang;
        let mut out = format!("{}  {}\n\n", tier.id, tier.name.get(lang));
        self.line(&mut out, "响应时限（日历日）", "respond within, days", &tier.respond_within_days.to_string());
        self.line(&mut out, "告知", "tell", tier.tell.get(lang));
        self.line(&mut out, "措施", "measures", tier.measures.get(lang));
        out
    }
}

fn kind_words(fact: &Fact, lang: Lang) -> String {
    let (zh, en) = match &fact.kind {
        Kind::Flag => ("是或否", "yes or no"),
        Kind::Choice(_) => ("单选", "one option"),
        Kind::Set(_) => ("多选", "any number of options"),
        Kind::Number { unit, .. } => {
            return match lang {
                Lang::Zh => format!("数字（{}）", unit.zh),
                Lang::En => format!("a number ({})", unit.en),
            };
        }
        Kind::Date => ("日期", "a date"),
        Kind::Text => ("文字", "a text"),
    };
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn value_word(fact: &Fact, value: u8, lang: Lang) -> String {
    match fact.kind.options() {
        Some(options) => {
            let option = options.get_index(usize::from(value));
            option.map_or_else(String::new, |(key, text)| format!("{key} ({})", text.get(lang)))
        }
        None => (value == 1).to_string(),
    }
}

/// Explains for one assessment.
struct Here<'a> {
    catalog: &'a Catalog,
    assessment: &'a Assessment,
    evaluator: Evaluator<'a>,
    sources: &'a Sources,
    report: &'a Report,
    lang: Lang,
}

impl Here<'_> {
    fn name(&self, of: SubjectRef) -> String {
        let system = match of {
            SubjectRef::Organisation => None,
            SubjectRef::System(at) => self.assessment.systems.get(usize::from(at)),
        };
        match system {
            Some(system) => {
                format!("{} [{}]", system.name, system.system.as_ref().map_or("", crate::model::id::SystemId::as_str))
            }
            None => self.assessment.organisation.name.clone(),
        }
    }

    fn place(&self, span: Span) -> Option<String> {
        let place = self.sources.place(span)?;
        Some(place.to_string())
    }

    fn subjects(&self, scope: Scope) -> Vec<SubjectRef> {
        match scope {
            Scope::Organisation => vec![SubjectRef::Organisation],
            Scope::System => self.evaluator.systems().collect(),
        }
    }

    fn rule(&self, rule: &Rule, timing: Timing) -> String {
        let mut out = String::new();
        for subject in self.subjects(rule.scope) {
            let verdict = self.evaluator.decide(&rule.when, subject);
            let timing = match (timing, self.lang) {
                (Timing::InForce, _) => String::new(),
                (Timing::Upcoming(Some(from)), Lang::Zh) => format!("（{from} 起施行）"),
                (Timing::Upcoming(Some(from)), Lang::En) => format!(" (in force from {from})"),
                (Timing::Upcoming(None), Lang::Zh) => "（施行日期未定）".to_owned(),
                (Timing::Upcoming(None), Lang::En) => " (no date yet)".to_owned(),
                (Timing::Lapsed(until), Lang::Zh) => format!("（{until} 后失效）"),
                (Timing::Lapsed(until), Lang::En) => format!(" (lapsed after {until})"),
            };
            let _ = writeln!(out, "\n{}: {}{timing}", self.name(subject), verdict.applies.word(self.lang));
            let system = match subject {
                SubjectRef::Organisation => None,
                SubjectRef::System(at) => self.assessment.systems.get(usize::from(at)),
            };
            let system = system.and_then(|system| system.system.as_ref()).map(ToString::to_string);
            let of_subject = |row: &&Row| row.rule == rule.id.as_str() && row.system == system;
            if let Some(row) = self.report.rows.iter().find(of_subject) {
                out.push_str(&self.judged(row));
            }
            let derivation = self.evaluator.derive(&rule.when, subject);
            let name = |of| self.name(of);
            let place = |span| self.place(span);
            out.push_str(&report::reasons(self.catalog, &self.evaluator, &derivation, &name, &place, self.lang));
            if verdict.applies == Applies::Open {
                let missing = verdict.missing.iter().map(|missing| self.missing(*missing));
                let head = match self.lang {
                    Lang::Zh => "回答这些即可定案：",
                    Lang::En => "what can still change it:",
                };
                let _ = writeln!(out, "{head}\n{}", missing.collect::<String>().trim_end());
            }
        }
        out
    }

    /// What the finding comes to, and on what of the response that rests.
    fn judged(&self, row: &Row) -> String {
        let lang = self.lang;
        let mut out = format!("→ {}", row.outcome.word(lang));
        if let Some(gap) = &row.gap {
            let due = match lang {
                Lang::Zh => format!("：{}，{} 级，期限 {}", gap.kind.word(lang), gap.tier, gap.due),
                Lang::En => format!(": {}, tier {}, due {}", gap.kind.word(lang), gap.tier, gap.due),
            };
            out.push_str(&due);
        }
        if let Some(waiver) = &row.waiver {
            out.push_str(&format!(" [{waiver}]"));
        }
        out.push('\n');
        for item in &row.evidence {
            let _ = writeln!(out, "  - {}: {}", item.locator, item.state.word(lang));
        }
        let lacking = |row: &Row| row.wanted.iter().filter(|wanted| !wanted.served).cloned().collect::<Vec<_>>();
        if row.response.is_some() {
            for wanted in lacking(row) {
                let head = match lang {
                    Lang::Zh => "缺",
                    Lang::En => "lacking",
                };
                let _ = writeln!(out, "  - {head}: {} [{}]", wanted.what.get(lang), wanted.id);
            }
        }
        out
    }

    fn missing(&self, of: SubjectFact) -> String {
        let fact = self.catalog.vocabulary.get(of.fact);
        format!("  - {} [{}] {}\n", fact.id, self.name(of.subject), fact.label().get(self.lang))
    }

    fn fact(&self, key: FactKey) -> String {
        let fact = self.catalog.vocabulary.get(key);
        let mut out = String::from("\n");
        for subject in self.subjects(fact.scope) {
            let of = SubjectFact { subject, fact: key };
            let value = match &fact.origin {
                Origin::Derived { .. } => {
                    let possible = self.evaluator.possible(of);
                    let values = (0..64).filter(|&value| possible & crate::model::value::bit(value) != 0);
                    let values: Vec<_> = values.map(|value| value_word(fact, value, self.lang)).collect();
                    values.join(match self.lang {
                        Lang::Zh => " 或 ",
                        Lang::En => " or ",
                    })
                }
                Origin::Asked { .. } => match self.evaluator.stated(of) {
                    Some(stated) => {
                        let place = self.place(stated.span).unwrap_or_default();
                        format!("{} [{place}]", report::value_words(fact, &stated.value).get(self.lang))
                    }
                    None => match self.lang {
                        Lang::Zh => "未填写".to_owned(),
                        Lang::En => "not stated".to_owned(),
                    },
                },
            };
            let _ = writeln!(out, "{}: {value}", self.name(subject));
        }
        out
    }
}
