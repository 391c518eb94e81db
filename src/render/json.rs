//! The JSON of version 1, for machines. It is a copy with fields of its own, so that the report can
//! change without changing what others read.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::assessment::Claim;
use crate::model::finding::{Applies, EvidenceState, GapKind};
use crate::model::rule::{Force, Owner, Severity};
use crate::model::text::Text;
use crate::report::{Counts, FactLine, OutcomeKind, Report, Row, Summary};

/// The name of the format.
pub const SCHEMA: &str = "hegui/report/1";

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    hegui: &'r str,
    catalog: Catalog<'r>,
    as_of: Date,
    organisation: &'r str,
    systems: Vec<System<'r>>,
    summary: SummaryV1<'r>,
    findings: Vec<Finding<'r>>,
    derived: Vec<Derived<'r>>,
    questions: Vec<Question<'r>>,
    waivers: Vec<Waiver<'r>>,
}

#[derive(Serialize)]
struct Catalog<'r> {
    sets: Vec<Set<'r>>,
    left_out: Vec<Set<'r>>,
}

#[derive(Serialize)]
struct Set<'r> {
    id: &'r str,
    version: &'r str,
    sha256: &'r str,
}

#[derive(Serialize)]
struct System<'r> {
    id: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct SummaryV1<'r> {
    #[serde(flatten)]
    counts: CountsV1,
    by_force: Vec<ForceV1>,
    band: BandV1,
    binding_band: BandV1,
    next_due: Option<Date>,
    overdue: usize,
    worst_tier: Option<&'r str>,
}

#[derive(Serialize)]
struct ForceV1 {
    force: Force,
    #[serde(flatten)]
    counts: CountsV1,
}

#[derive(Serialize)]
struct CountsV1 {
    applies: usize,
    met: usize,
    partly: usize,
    not_met: usize,
    planned: usize,
    unproven: usize,
    disputed: usize,
    unanswered: usize,
    waived: usize,
    does_not_apply: usize,
    open: usize,
    upcoming: usize,
    lapsed: usize,
}

#[derive(Serialize)]
struct BandV1 {
    met_if_worst: usize,
    met_if_best: usize,
    of: usize,
}

#[derive(Serialize)]
struct Finding<'r> {
    rule: &'r str,
    set: &'r str,
    subject: Subject<'r>,
    scope: &'static str,
    title: &'r Text,
    verdict: Applies,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bounded: bool,
    because: Vec<Fact<'r>>,
    missing: Vec<Fact<'r>>,
    cites: Vec<Cite<'r>>,
    statements: &'r [String],
    force: Force,
    confidence: crate::model::instrument::Confidence,
    severity: Severity,
    owner: Owner,
    applies_from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    outcome: OutcomeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<Gap<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Response<'r>>,
}

#[derive(Serialize)]
struct Subject<'r> {
    system: Option<&'r str>,
    name: &'r str,
}

#[derive(Serialize)]
struct Fact<'r> {
    fact: &'r str,
    system: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'r Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    file: &'r str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Cite<'r> {
    instrument: &'r str,
    article: &'r str,
}

#[derive(Serialize)]
struct Gap<'r> {
    kind: GapKind,
    tier: &'r str,
    due: Date,
    own_date: bool,
    late: bool,
    overdue: bool,
    remedy: &'r Text,
    evidence_lacking: Vec<&'r str>,
}

#[derive(Serialize)]
struct Response<'r> {
    status: Claim,
    reason: Option<&'r str>,
    note: Option<&'r str>,
    owner: Option<&'r str>,
    place: Option<Place<'r>>,
    evidence: Vec<Evidence<'r>>,
}

#[derive(Serialize)]
struct Evidence<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    serves: Option<&'r str>,
    issued: Option<Date>,
    expires: Option<Date>,
    note: Option<&'r str>,
    state: EvidenceState,
}

#[derive(Serialize)]
struct Derived<'r> {
    subject: Option<&'r str>,
    fact: &'r str,
    possible: Vec<&'r str>,
}

#[derive(Serialize)]
struct Question<'r> {
    subject: Option<&'r str>,
    fact: &'r str,
    kind: &'r str,
    question: &'r Text,
    options: Vec<&'r str>,
    rules: &'r [String],
}

#[derive(Serialize)]
struct Waiver<'r> {
    id: &'r str,
    rules: &'r [String],
    systems: &'r [String],
    reason: &'r str,
    approved_by: &'r str,
    from: Date,
    until: Date,
    state: crate::model::finding::WaiverState,
}

/// Writes the report as JSON, with a line feed at the end.
///
/// # Errors
/// None that a report can bring about.
pub fn render(report: &Report) -> anyhow::Result<String> {
    let document = Document {
        schema: SCHEMA,
        hegui: report.hegui,
        catalog: Catalog {
            sets: report.sets.iter().map(set).collect(),
            left_out: report.sets_left_out.iter().map(set).collect(),
        },
        as_of: report.as_of,
        organisation: &report.organisation,
        systems: report.systems.iter().map(|system| System { id: &system.id, name: &system.name }).collect(),
        summary: summary(&report.summary),
        findings: report.rows.iter().map(finding).collect(),
        derived: report
            .derived
            .iter()
            .map(|line| Derived {
                subject: line.system.as_deref(),
                fact: &line.fact,
                possible: line.possible.iter().map(|(key, _)| key.as_str()).collect(),
            })
            .collect(),
        questions: report
            .questions
            .iter()
            .map(|question| Question {
                subject: question.system.as_deref(),
                fact: &question.fact,
                kind: question.kind,
                question: &question.question,
                options: question.options.iter().map(|(key, _)| key.as_str()).collect(),
                rules: &question.rules,
            })
            .collect(),
        waivers: report
            .waivers
            .iter()
            .map(|waiver| Waiver {
                id: &waiver.id,
                rules: &waiver.rules,
                systems: &waiver.systems,
                reason: &waiver.reason,
                approved_by: &waiver.approved_by,
                from: waiver.from,
                until: waiver.until,
                state: waiver.state,
            })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn set(line: &crate::report::SetLine) -> Set<'_> {
    Set { id: &line.id, version: &line.version, sha256: &line.sha256 }
}

fn summary(summary: &Summary) -> SummaryV1<'_> {
    let band = |band: crate::report::Band| BandV1 { met_if_worst: band.worst, met_if_best: band.best, of: band.of };
    SummaryV1 {
        counts: counts(summary.counts),
        by_force: summary.by_force.iter().map(|&(force, of)| ForceV1 { force, counts: counts(of) }).collect(),
        band: band(summary.band),
        binding_band: band(summary.binding),
        next_due: summary.next_due,
        overdue: summary.overdue,
        worst_tier: summary.worst_tier.as_deref(),
    }
}

fn counts(of: Counts) -> CountsV1 {
    CountsV1 {
        applies: of.applies,
        met: of.met,
        partly: of.partly,
        not_met: of.not_met,
        planned: of.planned,
        unproven: of.unproven,
        disputed: of.disputed,
        unanswered: of.unanswered,
        waived: of.waived,
        does_not_apply: of.not_applicable,
        open: of.open,
        upcoming: of.upcoming,
        lapsed: of.lapsed,
    }
}

fn finding(row: &Row) -> Finding<'_> {
    Finding {
        rule: &row.rule,
        set: &row.set,
        subject: Subject { system: row.system.as_deref(), name: &row.subject },
        scope: if row.system.is_some() { "system" } else { "organisation" },
        title: &row.title,
        verdict: row.verdict,
        bounded: row.bounded,
        because: row.because.iter().map(fact).collect(),
        missing: row.missing.iter().map(fact).collect(),
        cites: row.cites.iter().map(|cite| Cite { instrument: &cite.instrument, article: &cite.article }).collect(),
        statements: &row.statements,
        force: row.force,
        confidence: row.confidence,
        severity: row.severity,
        owner: row.owner,
        applies_from: row.applies_from,
        until: row.until,
        outcome: row.outcome,
        gap: row.gap.as_ref().map(|gap| Gap {
            kind: gap.kind,
            tier: &gap.tier,
            due: gap.due,
            own_date: gap.own_date,
            late: gap.late,
            overdue: gap.overdue,
            remedy: &row.remedy,
            evidence_lacking: row
                .wanted
                .iter()
                .filter(|wanted| !wanted.served)
                .map(|wanted| wanted.id.as_str())
                .collect(),
        }),
        waiver: row.waiver.as_deref(),
        response: row.response.as_ref().map(|response| Response {
            status: response.claim,
            reason: response.reason.as_deref(),
            note: response.note.as_deref(),
            owner: response.owner.as_deref(),
            place: response.place.as_ref().map(place),
            evidence: row.evidence.iter().map(evidence).collect(),
        }),
    }
}

fn evidence(line: &crate::report::EvidenceLine) -> Evidence<'_> {
    Evidence {
        file: (!line.is_url).then_some(line.locator.as_str()),
        url: line.is_url.then_some(line.locator.as_str()),
        serves: line.serves.as_deref(),
        issued: line.issued,
        expires: line.expires,
        note: line.note.as_deref(),
        state: line.state,
    }
}

fn fact(line: &FactLine) -> Fact<'_> {
    Fact {
        fact: &line.fact,
        system: line.system.as_deref(),
        value: line.value.as_ref(),
        place: line.place.as_ref().map(place),
    }
}

fn place(place: &crate::report::PlaceLine) -> Place<'_> {
    Place { file: &place.file, line: place.line, column: place.column }
}
