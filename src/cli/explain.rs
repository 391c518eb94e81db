//! `hegui explain`: one thing of the catalog, and with a file, why a rule applies or not.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Error;
use clap::Args;

use crate::cli::book::{about, value_word};
use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::logic::eval::Evaluator;
use crate::model::assessment::Assessment;
use crate::model::catalog::Catalog;
use crate::model::finding::{Applies, SubjectFact, SubjectRef};
use crate::model::rule::{Rule, Timing};
use crate::model::text::Lang;
use crate::model::vocabulary::{FactKey, Origin, Scope};
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
            let report = assess::judge(session, &assessed, file, true);
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
            let colon = match self.lang {
                Lang::Zh => "：",
                Lang::En => ": ",
            };
            let _ = writeln!(out, "\n{}{colon}{}{timing}", self.name(subject), verdict.applies.word(self.lang));
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
