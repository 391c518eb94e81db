//! `hegui rules calendar`: the dates of the law.

use anyhow::{Context, Error};

use crate::cli::session::Session;
use crate::cli::{ExitStatus, out};
use crate::engine::calendar::{Entry, Event, entries};
use crate::load::shape;
use crate::model::text::Lang;
use crate::render::terminal;

pub(super) fn run(session: &mut Session, from: Option<&str>, to: Option<&str>) -> Result<ExitStatus, Error> {
    let day = |name: &str, text: Option<&str>| {
        let read = |text: &str| {
            shape::date(text).with_context(|| format!("{name} {text}: {}", session.say("不是日期", "not a date")))
        };
        text.map(read).transpose()
    };
    let (from, to) = (day("--from", from)?, day("--to", to)?);
    let catalog = session.catalog()?;
    let lang = session.lang;
    let head = [session.say("日期", "day"), session.say("事项", "what"), session.say("核实程度", "confidence")];
    let rows = entries(&catalog, from, to)
        .into_iter()
        .map(|entry| vec![entry.day.to_string(), words(&entry, lang), entry.confidence.word(lang).to_owned()]);
    out::print(&terminal::table(&head, rows, session.look()))?;
    Ok(ExitStatus::Clean)
}

fn words(entry: &Entry<'_>, lang: Lang) -> String {
    let title = |instrument: &crate::model::instrument::Instrument| instrument.title.get(lang).to_owned();
    match (entry.event, lang) {
        (Event::Issued(instrument), Lang::Zh) => format!("发布：{}", title(instrument)),
        (Event::Issued(instrument), Lang::En) => format!("issued: {}", title(instrument)),
        (Event::InForce(instrument), Lang::Zh) => format!("施行：{}", title(instrument)),
        (Event::InForce(instrument), Lang::En) => format!("in force: {}", title(instrument)),
        (Event::Milestone(instrument, what), Lang::Zh) => format!("{}：{}", title(instrument), what.zh),
        (Event::Milestone(instrument, what), Lang::En) => format!("{}: {}", title(instrument), what.en),
        (Event::Ends(instrument), Lang::Zh) => format!("最后一天：{}", title(instrument)),
        (Event::Ends(instrument), Lang::En) => format!("last day: {}", title(instrument)),
        (Event::Begins(rule), Lang::Zh) => format!("规则开始：{} {}", rule.id, rule.title.zh),
        (Event::Begins(rule), Lang::En) => format!("rule begins: {} {}", rule.id, rule.title.en),
        (Event::RuleEnds(rule), Lang::Zh) => format!("规则最后一天：{} {}", rule.id, rule.title.zh),
        (Event::RuleEnds(rule), Lang::En) => format!("last day of rule: {} {}", rule.id, rule.title.en),
    }
}
