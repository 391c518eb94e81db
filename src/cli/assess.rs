//! From a self-assessment file to a report: the way that all judging commands go.

use std::path::Path;

use anyhow::{Context, Error};
use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::cli::Subject;
use crate::cli::evidence::EvidenceFolder;
use crate::cli::session::Session;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::engine;
use crate::load::{assessment, files, shape};
use crate::model::assessment::Assessment;
use crate::model::catalog::Catalog;
use crate::model::finding::SubjectFact;
use crate::report::{self, Inputs, Report};

/// An assessment with the catalog it was checked against and the day it is judged for.
pub(super) struct Assessed {
    /// The rules.
    pub catalog: Catalog,
    /// The file.
    pub assessment: Assessment,
    /// The day.
    pub as_of: Date,
    /// Stated though unasked.
    pub unasked: Vec<SubjectFact>,
}

/// Reads and checks everything; nothing is judged yet.
pub(super) fn load(session: &mut Session, subject: &Subject) -> Result<Assessed, Error> {
    let asked = subject.as_of.as_deref().map(|text| day(session, text)).transpose()?;
    // The rules and the file are both read before anything is said, so that one run shows
    // what is wrong with either.
    let rules = session.own_rules().to_vec();
    let loaded = session.try_rules(&rules);
    let mut found = loaded.diagnostics;
    let catalog = loaded.catalog;
    let source = files::read(&mut session.sources, &subject.file, &mut found);
    let (assessment, problems) = match source {
        Some(source) => assessment::load(&catalog, &session.sources, source),
        None => (None, Diagnostics::default()),
    };
    found.extend(problems);
    let unasked = assessment.as_ref().map(|assessment| engine::unasked(&catalog, assessment)).unwrap_or_default();
    if let Some(assessment) = &assessment {
        warn_unasked(&catalog, assessment, &unasked, &mut found);
    }
    session.settle(&found)?;
    let assessment = assessment.context("no assessment")?;
    let as_of = asked.or(assessment.as_of).unwrap_or_else(|| ZonedDateTime::now().date());
    Ok(Assessed { catalog, assessment, as_of, unasked })
}

fn day(session: &Session, text: &str) -> Result<Date, Error> {
    shape::date(text).with_context(|| {
        format!("--as-of {text}: {}", session.say("不是日期，写成 2026-01-31", "not a date; write 2026-01-31"))
    })
}

fn warn_unasked(catalog: &Catalog, assessment: &Assessment, unasked: &[SubjectFact], found: &mut Diagnostics) {
    use crate::model::finding::SubjectRef;
    for of in unasked {
        let facts = match of.subject {
            SubjectRef::Organisation => Some(&assessment.organisation.facts),
            SubjectRef::System(at) => assessment.systems.get(usize::from(at)).map(|system| &system.facts),
        };
        let Some(stated) = facts.and_then(|facts| facts.get(of.fact)) else { continue };
        let id = &catalog.vocabulary.get(of.fact).id;
        found.push(
            Diagnostic::at(
                Code::NotAsked,
                stated.span,
                format!("按其他回答，`{id}` 无须填写；这个值不计"),
                format!("by other answers `{id}` is not asked; this value is ignored"),
            )
            .help(
                format!("`hegui explain {id}` 说明何时需要填写"),
                format!("`hegui explain {id}` says when it is asked"),
            ),
        );
    }
}

/// Reads, judges and reports.
pub(super) fn report(session: &mut Session, subject: &Subject) -> Result<Report, Error> {
    let assessed = load(session, subject)?;
    Ok(judge(session, &assessed, &subject.file, true))
}

/// Judges and reports what was read.
pub(super) fn judge(session: &Session, assessed: &Assessed, file: &Path, reasons: bool) -> Report {
    let folder = EvidenceFolder::of(file);
    let look = |evidence: &crate::model::assessment::Evidence| folder.look(evidence);
    let judgement = engine::assess(&assessed.catalog, &assessed.assessment, assessed.as_of, &look);
    report::build(Inputs {
        catalog: &assessed.catalog,
        assessment: &assessed.assessment,
        as_of: assessed.as_of,
        findings: &judgement.findings,
        waivers: &judgement.waivers,
        unasked: &assessed.unasked,
        sources: &session.sources,
        reasons,
    })
}
