//! `hegui forecast`: what will change for an organisation as time goes by.

use anyhow::{Context, Error, bail};
use clap::Args;

use crate::cli::evidence::EvidenceFolder;
use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::engine::forecast::{Change, forecast};
use crate::load::shape;
use crate::model::finding::{Outcome, SubjectRef};
use crate::model::text::Lang;
use crate::render::terminal;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, value_name = "DATE", help = say("看到哪一天为止，含当日", "the last day to look at"))]
    until: String,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let until = shape::date(&arguments.until)
        .with_context(|| format!("--until {}: {}", arguments.until, say("不是日期", "not a date")))?;
    let assessed = assess::load(session, &arguments.subject)?;
    if until <= assessed.as_of {
        let (until, from) = (until, assessed.as_of);
        bail!("--until {until}: {} {from}", session.say("应晚于评估日", "must be after the day of the assessment,"));
    }
    let folder = EvidenceFolder::of(&arguments.subject.file);
    let look = |evidence: &crate::model::assessment::Evidence| folder.look(evidence);
    let changes = forecast(&assessed.catalog, &assessed.assessment, assessed.as_of, until, &look);
    let lang = session.lang;
    let mut text = match lang {
        Lang::Zh => format!("{} 之后至 {until}：{} 处变化（其他都不变的话）\n", assessed.as_of, changes.len()),
        Lang::En => {
            format!("after {} until {until}: {} changes, if nothing else changes\n", assessed.as_of, changes.len())
        }
    };
    if !changes.is_empty() {
        let head = [
            session.say("日期", "day"),
            session.say("规则", "rule"),
            session.say("主体", "subject"),
            session.say("由", "from"),
            session.say("变为", "to"),
            session.say("原因", "because"),
        ];
        let name = |of: SubjectRef| match of {
            SubjectRef::Organisation => session.say("机构", "organisation").to_owned(),
            SubjectRef::System(at) => {
                let system = assessed.assessment.systems.get(usize::from(at));
                system.map_or_else(String::new, |system| system.name.clone())
            }
        };
        let row = |change: &Change| {
            vec![
                change.day.to_string(),
                change.rule.to_string(),
                name(change.subject),
                outcome(&change.before, lang),
                outcome(&change.after, lang),
                change.cause.word(lang).to_owned(),
            ]
        };
        text.push_str(&terminal::table(&head, changes.iter().map(row), session.look()));
    }
    if !session.quiet {
        out::print(&text)?;
    }
    Ok(ExitStatus::Clean)
}

fn outcome(outcome: &Outcome, lang: Lang) -> String {
    let (zh, en) = match outcome {
        Outcome::Met => ("已落实", "met"),
        Outcome::Gap(gap) | Outcome::Waived(_, gap) => {
            let head = match (outcome, lang) {
                (Outcome::Waived(..), Lang::Zh) => "已豁免：",
                (Outcome::Waived(..), Lang::En) => "waived: ",
                (_, Lang::Zh) => "缺口：",
                (_, Lang::En) => "gap: ",
            };
            return format!("{head}{}", gap.kind.word(lang));
        }
        Outcome::NotApplicable => ("不适用", "not applicable"),
        Outcome::Open => ("待定", "open"),
        Outcome::Upcoming(_) => ("即将施行", "upcoming"),
        Outcome::Lapsed(_) => ("已失效", "lapsed"),
    };
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}
