//! `hegui check`: gaps on the terminal, and the gate.

use anyhow::{Error, bail};
use clap::Args;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::model::text::Lang;
use crate::render::terminal;
use crate::report::{OutcomeKind, Report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, value_name = "TIER", default_value = "IV", help = say("有此级或更重的缺口则退出码为 1", "exit with 1 where a gap has this tier or a graver one"))]
    fail_on: String,
    #[arg(long, help = say("没有这样的缺口而有待定判定，则退出码为 3", "exit with 3 where there is no such gap but an open verdict"))]
    fail_on_open: bool,
    #[arg(long, value_name = "OUTCOMES", value_delimiter = ',', default_value = "gap", help = say("列出哪些：gap, open, waived, upcoming, met, not-applicable, lapsed", "what to list: gap, open, waived, upcoming, met, not-applicable, lapsed"))]
    show: Vec<String>,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let show = outcomes(session, &arguments.show)?;
    let assessed = assess::load(session, &arguments.subject)?;
    let reasons = show.contains(&OutcomeKind::NotApplicable);
    let report = assess::judge(session, &assessed, &arguments.subject.file, reasons);
    let Some(threshold) = report.tiers.iter().position(|tier| tier.id == arguments.fail_on) else {
        let known = report.tiers.iter().map(|tier| tier.id.as_str()).collect::<Vec<_>>().join(", ");
        bail!(
            "--fail-on {}: {} {known}",
            arguments.fail_on,
            session.say("没有这个等级；有：", "no such tier; there are:")
        );
    };
    if !session.quiet {
        out::print(&text(session, &report, &show))?;
    }
    let failing = report.tiers.iter().take(threshold + 1).any(|tier| tier.gaps > 0);
    Ok(match (failing, arguments.fail_on_open && report.summary.counts.open > 0) {
        (true, _) => ExitStatus::Gaps,
        (false, true) => ExitStatus::Open,
        (false, false) => ExitStatus::Clean,
    })
}

fn outcomes(session: &Session, names: &[String]) -> Result<Vec<OutcomeKind>, Error> {
    let find = |name: &String| {
        let known = OutcomeKind::ALL.iter().copied().find(|outcome| outcome.name() == name);
        known.ok_or_else(|| {
            let all = OutcomeKind::ALL.iter().map(|outcome| outcome.name()).collect::<Vec<_>>().join(", ");
            anyhow::anyhow!("--show {name}: {} {all}", session.say("可用：", "choose from:"))
        })
    };
    names.iter().map(find).collect()
}

fn text(session: &Session, report: &Report, show: &[OutcomeKind]) -> String {
    let look = session.look();
    let mut text = terminal::summary(report, look);
    for &outcome in show {
        let rows: Vec<_> = report.of(outcome).collect();
        text.push('\n');
        if rows.is_empty() {
            text.push_str(&nothing(session, report, outcome));
        } else {
            text.push_str(&terminal::rows(outcome, &rows, look));
        }
    }
    if !report.waivers.is_empty() {
        text.push('\n');
        text.push_str(&terminal::waivers(report, look));
    }
    text
}

/// Nothing to list is said, with what it does not mean.
fn nothing(session: &Session, report: &Report, outcome: OutcomeKind) -> String {
    let open = report.summary.counts.open;
    let word = outcome.word(session.lang);
    match (session.lang, outcome == OutcomeKind::Gap && open > 0) {
        (Lang::Zh, true) => format!("没有{word}，但有 {open} 条待定\n"),
        (Lang::Zh, false) => format!("没有{word}\n"),
        (Lang::En, true) => format!("no {word}, but {open} open\n"),
        (Lang::En, false) => format!("no {word}\n"),
    }
}
