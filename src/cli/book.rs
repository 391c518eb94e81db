//! What the catalog says of one id, for people: a rule, fact, instrument, statement or tier.

use std::fmt::Write as _;

use anyhow::{Error, bail};

use crate::diag::nearest;
use crate::model::catalog::{Catalog, Statement};
use crate::model::instrument::{Citation, Instrument};
use crate::model::rule::Rule;
use crate::model::text::Lang;
use crate::model::tier::Tier;
use crate::model::vocabulary::{Fact, FactKey, Kind, Origin, Scope};
use crate::report;

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

pub(super) fn value_word(fact: &Fact, value: u8, lang: Lang) -> String {
    match fact.kind.options() {
        Some(options) => {
            let option = options.get_index(usize::from(value));
            option.map_or_else(String::new, |(key, text)| format!("{key} ({})", text.get(lang)))
        }
        None => (value == 1).to_string(),
    }
}
