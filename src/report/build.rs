//! Joins findings with the texts of the catalog and the words of the assessment. The one place
//! where a span becomes file, line and column.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::logic::eval::Evaluator;
use crate::model::assessment::{Assessment, Locator, Stated, Subject};
use crate::model::catalog::Catalog;
use crate::model::finding::{Applies, Finding, Gap, Outcome, SubjectFact, SubjectRef, WaiverState};
use crate::model::rule::{Renewal, Rule};
use crate::model::text::Text;
use crate::model::vocabulary::{Kind, Origin, Scope};
use crate::report::line::{
    CiteLine, DerivedLine, EvidenceLine, FactLine, GapLine, InstrumentLine, LinkLine, OutcomeKind, PlaceLine, Question,
    ResponseLine, Row, SetLine, SystemLine, TierLine, WaiverLine, WantedLine,
};
use crate::report::summary::{Counts, Summary};
use crate::report::{Report, explain};
use crate::source::{Sources, Span};

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The rules.
    pub catalog: &'a Catalog,
    /// The organisation's file.
    pub assessment: &'a Assessment,
    /// The day.
    pub as_of: Date,
    /// One a rule and subject.
    pub findings: &'a [Finding],
    /// How each waiver stands, in the file's order.
    pub waivers: &'a [WaiverState],
    /// Facts that were stated though unasked.
    pub unasked: &'a [SubjectFact],
    /// The texts behind the spans.
    pub sources: &'a Sources,
    /// Whether the reasons are wanted: the facts behind every verdict, and derived facts. To find
    /// them costs more than to judge, and a short list on the terminal shows none.
    pub reasons: bool,
}

/// Makes the report.
pub fn build(inputs: Inputs<'_>) -> Report {
    let conditions = inputs.catalog.rules.values().map(|rule| &rule.when);
    let evaluator = Evaluator::new(&inputs.catalog.vocabulary, inputs.assessment).expecting(conditions);
    let joiner = Joiner { inputs, evaluator };
    let mut rows: Vec<Row> = inputs.findings.iter().filter_map(|finding| joiner.row(finding)).collect();
    let position = |row: &Row| inputs.catalog.tiers.find(row.gap.as_ref().map_or("", |gap| gap.tier.as_str()));
    // Stable: within equals the catalog's order stays.
    rows.sort_by_key(|row| (row.outcome, position(row), row.gap.as_ref().map(|gap| gap.due)));
    let tiers: Vec<String> = inputs.catalog.tiers.tiers.iter().map(|tier| tier.id.to_string()).collect();
    Report {
        hegui: env!("CARGO_PKG_VERSION"),
        as_of: inputs.as_of,
        organisation: inputs.assessment.organisation.name.clone(),
        sets: joiner.sets(&rows, true),
        sets_left_out: joiner.sets(&rows, false),
        systems: joiner.systems(&rows),
        summary: Summary::of(&rows, &tiers),
        tiers: joiner.tiers(&rows),
        questions: joiner.questions(),
        waivers: joiner.waivers(),
        derived: if inputs.reasons { joiner.derived() } else { Vec::new() },
        ignored: inputs.unasked.iter().map(|&of| joiner.fact(of)).collect(),
        instruments: joiner.instruments(&rows),
        rows,
    }
}

struct Joiner<'a> {
    inputs: Inputs<'a>,
    evaluator: Evaluator<'a>,
}

impl<'a> Joiner<'a> {
    fn subject(&self, of: SubjectRef) -> &'a Subject {
        let assessment = self.inputs.assessment;
        match of {
            SubjectRef::Organisation => &assessment.organisation,
            SubjectRef::System(at) => assessment.systems.get(usize::from(at)).unwrap_or(&assessment.organisation),
        }
    }

    fn system_id(&self, of: SubjectRef) -> Option<String> {
        self.subject(of).system.as_ref().map(ToString::to_string)
    }

    fn place(&self, span: Span) -> Option<PlaceLine> {
        let place = self.inputs.sources.place(span)?;
        // Only the name: a report must not tell where on whose machine it was made.
        let file = place.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Some(PlaceLine { file, line: place.line, column: place.column })
    }

    fn fact(&self, of: SubjectFact) -> FactLine {
        self.fact_line(of, self.evaluator.stated(of))
    }

    fn fact_line(&self, of: SubjectFact, stated: Option<&Stated>) -> FactLine {
        let fact = self.inputs.catalog.vocabulary.get(of.fact);
        FactLine {
            fact: fact.id.to_string(),
            system: self.system_id(of.subject),
            label: fact.label().clone(),
            value: stated.map(|stated| explain::value_words(fact, &stated.value)),
            place: stated.and_then(|stated| self.place(stated.span)),
        }
    }

    fn row(&self, finding: &Finding) -> Option<Row> {
        let rule = self.inputs.catalog.rules.get(&finding.rule)?;
        let subject = self.subject(finding.subject);
        let response = subject.responses.get(&rule.id);
        let derivation = self.inputs.reasons.then(|| self.evaluator.derive(&rule.when, finding.subject));
        let facts = derivation.iter().flat_map(crate::logic::derivation::Derivation::facts);
        let because = facts.map(|(of, stated)| self.fact_line(of, Some(stated))).collect();
        let (outcome, gap, waiver) = match &finding.outcome {
            Outcome::Met => (OutcomeKind::Met, None, None),
            Outcome::Gap(gap) => (OutcomeKind::Gap, Some(gap), None),
            Outcome::Waived(waiver, gap) => (OutcomeKind::Waived, Some(gap), Some(waiver.to_string())),
            Outcome::NotApplicable => (OutcomeKind::NotApplicable, None, None),
            Outcome::Open => (OutcomeKind::Open, None, None),
            Outcome::Upcoming(_) => (OutcomeKind::Upcoming, None, None),
            Outcome::Lapsed(_) => (OutcomeKind::Lapsed, None, None),
        };
        Some(Row {
            rule: rule.id.to_string(),
            set: rule.set.to_string(),
            system: self.system_id(finding.subject),
            subject: subject.name.clone(),
            title: rule.title.clone(),
            duty: rule.duty.clone(),
            ask: rule.ask.clone(),
            remedy: rule.remedy.clone(),
            note: rule.note.clone(),
            cites: self.cites(rule),
            statements: rule.statements.iter().map(ToString::to_string).collect(),
            force: rule.force,
            confidence: rule.confidence,
            severity: rule.severity,
            owner: rule.owner,
            effort_days: rule.effort_days,
            applies_from: rule.applies_from,
            until: rule.until,
            verdict: finding.verdict.applies,
            bounded: finding.verdict.bounded,
            because,
            missing: finding.verdict.missing.iter().map(|&of| self.fact(of)).collect(),
            outcome,
            gap: gap.map(|gap| self.gap(gap)),
            waiver,
            response: response.map(|response| ResponseLine {
                claim: response.claim,
                reason: response.reason.clone(),
                note: response.note.clone(),
                owner: response.owner.clone(),
                place: self.place(response.span),
            }),
            wanted: wanted(rule, finding),
            evidence: Self::evidence(subject, finding),
            links: self.links(rule),
        })
    }

    fn cites(&self, rule: &Rule) -> Vec<CiteLine> {
        let line = |cite: &crate::model::instrument::Citation| {
            let instrument = self.inputs.catalog.instruments.get(&cite.instrument)?;
            Some(CiteLine {
                instrument: cite.instrument.to_string(),
                short: instrument.short.clone(),
                article: cite.article.clone(),
                place: instrument.place(&cite.article),
            })
        };
        rule.cites.iter().filter_map(line).collect()
    }

    fn gap(&self, gap: &Gap) -> GapLine {
        let tier = self.inputs.catalog.tiers.tiers.get(gap.tier);
        GapLine {
            kind: gap.kind,
            tier: tier.map_or_else(String::new, |tier| tier.id.to_string()),
            due: gap.due.on,
            own_date: gap.due.own,
            late: gap.due.late,
            overdue: gap.due.on < self.inputs.as_of,
        }
    }

    fn evidence(subject: &Subject, finding: &Finding) -> Vec<EvidenceLine> {
        let given = subject.responses.get(&finding.rule).map(|response| response.evidence.as_slice());
        let lines = given.unwrap_or_default().iter().zip(&finding.evidence).map(|(item, state)| {
            let (locator, is_url) = match &item.locator {
                Locator::File(path) => (path.clone(), false),
                Locator::Url(url) => (url.clone(), true),
            };
            EvidenceLine {
                locator,
                is_url,
                serves: item.serves.as_ref().map(ToString::to_string),
                issued: item.issued,
                expires: item.expires,
                note: item.note.clone(),
                state: *state,
            }
        });
        lines.collect()
    }

    fn links(&self, rule: &Rule) -> Vec<LinkLine> {
        let line = |link: &crate::model::rule::Link| {
            let other = self.inputs.catalog.rules.get(&link.rule)?;
            Some(LinkLine {
                rule: link.rule.to_string(),
                title: other.title.clone(),
                relation: link.relation,
                covers: link.covers.clone(),
                leaves: link.leaves.clone(),
            })
        };
        rule.links.iter().filter_map(line).collect()
    }

    fn sets(&self, rows: &[Row], assessed: bool) -> Vec<SetLine> {
        let line = |set: &crate::model::rule::RuleSet| SetLine {
            id: set.id.to_string(),
            title: set.title.clone(),
            about: set.about.clone(),
            version: set.version.clone(),
            sha256: set.sha256.clone(),
            builtin: set.builtin,
            counts: Counts::of(rows.iter().filter(|row| row.set == set.id.as_str())),
        };
        let sets = self.inputs.catalog.sets.values();
        sets.filter(|set| self.inputs.assessment.looks_at(&set.id) == assessed).map(line).collect()
    }

    fn systems(&self, rows: &[Row]) -> Vec<SystemLine> {
        let line = |system: &Subject| {
            let id = system.system.as_ref()?.to_string();
            let counts = Counts::of(rows.iter().filter(|row| row.system.as_ref() == Some(&id)));
            Some(SystemLine { id, name: system.name.clone(), counts })
        };
        self.inputs.assessment.systems.iter().filter_map(line).collect()
    }

    fn tiers(&self, rows: &[Row]) -> Vec<TierLine> {
        let gaps = |id: &str| {
            let of_tier =
                |row: &&Row| row.outcome == OutcomeKind::Gap && row.gap.as_ref().is_some_and(|gap| gap.tier == id);
            rows.iter().filter(of_tier).count()
        };
        let line = |tier: &crate::model::tier::Tier| TierLine {
            id: tier.id.to_string(),
            name: tier.name.clone(),
            respond_within_days: tier.respond_within_days,
            tell: tier.tell.clone(),
            measures: tier.measures.clone(),
            gaps: gaps(tier.id.as_str()),
        };
        self.inputs.catalog.tiers.tiers.iter().map(line).collect()
    }

    fn questions(&self) -> Vec<Question> {
        let mut rules: BTreeMap<SubjectFact, Vec<String>> = BTreeMap::new();
        for finding in self.inputs.findings {
            if finding.outcome == Outcome::Open && finding.verdict.applies == Applies::Open {
                for &missing in &finding.verdict.missing {
                    let hanging = rules.entry(missing).or_default();
                    // An organisation's fact can hang on one rule once for each system.
                    if hanging.last().map(String::as_str) != Some(finding.rule.as_str()) {
                        hanging.push(finding.rule.to_string());
                    }
                }
            }
        }
        let mut questions: Vec<_> = rules.into_iter().filter_map(|(of, rules)| self.question(of, rules)).collect();
        questions.sort_by_key(|question| std::cmp::Reverse(question.rules.len()));
        questions
    }

    fn question(&self, of: SubjectFact, rules: Vec<String>) -> Option<Question> {
        let fact = self.inputs.catalog.vocabulary.get(of.fact);
        let Origin::Asked { question, help, .. } = &fact.origin else { return None };
        let options = fact.kind.options().into_iter().flatten();
        Some(Question {
            fact: fact.id.to_string(),
            system: self.system_id(of.subject),
            subject: self.subject(of.subject).name.clone(),
            question: question.clone(),
            help: help.clone(),
            kind: fact.kind.name(),
            options: options.map(|(key, text)| (key.to_string(), text.clone())).collect(),
            unit: match &fact.kind {
                Kind::Number { unit, .. } => Some(unit.clone()),
                _ => None,
            },
            rules,
        })
    }

    fn waivers(&self) -> Vec<WaiverLine> {
        let line = |(waiver, state): (&crate::model::assessment::Waiver, &WaiverState)| WaiverLine {
            id: waiver.id.to_string(),
            rules: waiver.rules.iter().map(ToString::to_string).collect(),
            systems: waiver.systems.iter().map(ToString::to_string).collect(),
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            from: waiver.from,
            until: waiver.until,
            state: *state,
        };
        self.inputs.assessment.waivers.iter().zip(self.inputs.waivers).map(line).collect()
    }

    fn derived(&self) -> Vec<DerivedLine> {
        let mut lines = Vec::new();
        for subject in [SubjectRef::Organisation].into_iter().chain(self.evaluator.systems()) {
            let scope = if subject == SubjectRef::Organisation { Scope::Organisation } else { Scope::System };
            for (key, fact) in self.inputs.catalog.vocabulary.iter() {
                let Origin::Derived { title, .. } = &fact.origin else { continue };
                if fact.scope != scope {
                    continue;
                }
                let possible = self.evaluator.possible(SubjectFact { subject, fact: key });
                lines.push(DerivedLine {
                    fact: fact.id.to_string(),
                    system: self.system_id(subject),
                    title: title.clone(),
                    possible: explain::option_texts(fact, possible),
                });
            }
        }
        lines
    }

    fn instruments(&self, rows: &[Row]) -> Vec<InstrumentLine> {
        let cited = |id: &str| rows.iter().any(|row| row.cites.iter().any(|cite| cite.instrument == id));
        let catalog = self.inputs.catalog;
        let line = |instrument: &crate::model::instrument::Instrument| InstrumentLine {
            id: instrument.id.to_string(),
            title: instrument.title.clone(),
            short: instrument.short.clone(),
            issuer: instrument.issuer.clone(),
            number: instrument.number.clone(),
            kind: instrument.kind,
            status: instrument.status,
            in_force: instrument.in_force,
            confidence: instrument.confidence,
            read: instrument.read,
            url: instrument.url.clone(),
            note: instrument.note.clone(),
        };
        catalog.instruments.values().filter(|instrument| cited(instrument.id.as_str())).map(line).collect()
    }
}

fn wanted(rule: &Rule, finding: &Finding) -> Vec<WantedLine> {
    let line = |spec: &crate::model::rule::EvidenceSpec| WantedLine {
        id: spec.id.to_string(),
        what: spec.what.clone(),
        renew: spec.renew.map(renewal_words),
        served: !finding.unserved.contains(&spec.id),
    };
    rule.evidence.iter().map(line).collect()
}

fn renewal_words(renewal: Renewal) -> Text {
    let Renewal { months, days } = renewal;
    let counted = |count: u16, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    match (months, days) {
        (0, days) => Text::new(format!("{days} 天"), counted(days, "day")),
        (months, 0) => Text::new(format!("{months} 个月"), counted(months, "month")),
        (months, days) => Text::new(
            format!("{months} 个月 {days} 天"),
            format!("{} {}", counted(months, "month"), counted(days, "day")),
        ),
    }
}
