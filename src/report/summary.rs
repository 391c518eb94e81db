//! Numbers. Never one bare percentage: a share comes with numerator, denominator, and a band for
//! what is not known yet.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::finding::{Applies, GapKind};
use crate::model::rule::Force;
use crate::report::line::{OutcomeKind, Row};

/// How many findings there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// In force and applying: the sum of the nine after it.
    pub applies: usize,
    /// Met, and proved where proof is wanted.
    pub met: usize,
    /// Partly met.
    pub partly: usize,
    /// Not met.
    pub not_met: usize,
    /// Planned.
    pub planned: usize,
    /// Claimed met, but the evidence is lacking, run out, not there or altered.
    pub unproven: usize,
    /// Claimed not applicable, but applying.
    pub disputed: usize,
    /// Not answered.
    pub unanswered: usize,
    /// Falling short, accepted by the organisation for now.
    pub waived: usize,
    /// Not applying.
    pub not_applicable: usize,
    /// In force, and not known whether it applies.
    pub open: usize,
    /// Not yet in force.
    pub upcoming: usize,
    /// No longer in force.
    pub lapsed: usize,
}

/// The share met, if every open verdict and unanswered duty turned out badly or well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Met in the worst case: what is met now.
    pub worst: usize,
    /// Met in the best case: what is met now, unanswered or open.
    pub best: usize,
    /// Out of so many: what applies or may apply.
    pub of: usize,
}

/// The numbers of a report.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// All findings.
    pub counts: Counts,
    /// The same by force: binding, standard, guidance, recommendation.
    pub by_force: Vec<(Force, Counts)>,
    /// The band of all rules.
    pub band: Band,
    /// The band of what binds.
    pub binding: Band,
    /// The next day on which a gap is due.
    pub next_due: Option<Date>,
    /// How many gaps are overdue.
    pub overdue: usize,
    /// The gravest tier that has a gap.
    pub worst_tier: Option<String>,
}

impl Counts {
    /// Counts rows.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            counts.add(row);
        }
        counts
    }

    fn add(&mut self, row: &Row) {
        match row.outcome {
            OutcomeKind::Met => self.met += 1,
            OutcomeKind::Waived => self.waived += 1,
            OutcomeKind::NotApplicable => self.not_applicable += 1,
            OutcomeKind::Open => self.open += 1,
            OutcomeKind::Upcoming => self.upcoming += 1,
            OutcomeKind::Lapsed => self.lapsed += 1,
            OutcomeKind::Gap => {
                let kind = row.gap.as_ref().map_or(GapKind::Unanswered, |gap| gap.kind);
                *match kind {
                    GapKind::Unanswered => &mut self.unanswered,
                    GapKind::NotMet => &mut self.not_met,
                    GapKind::Partly => &mut self.partly,
                    GapKind::Planned => &mut self.planned,
                    GapKind::Disputed => &mut self.disputed,
                    GapKind::Unproven | GapKind::Expired | GapKind::Missing | GapKind::Altered => &mut self.unproven,
                } += 1;
            }
        }
        let applies = matches!(row.outcome, OutcomeKind::Met | OutcomeKind::Waived | OutcomeKind::Gap);
        debug_assert!(!applies || row.verdict == Applies::Yes);
        self.applies += usize::from(applies);
    }

    /// How many gaps there are.
    pub fn gaps(&self) -> usize {
        self.applies - self.met - self.waived
    }

    /// The band of what is counted.
    pub fn band(&self) -> Band {
        Band { worst: self.met, best: self.met + self.unanswered + self.open, of: self.applies + self.open }
    }
}

impl Summary {
    /// The numbers of all rows.
    pub fn of(rows: &[Row], tiers: &[String]) -> Self {
        let counts = Counts::of(rows);
        let by_force: Vec<_> =
            Force::ALL.iter().map(|&force| (force, Counts::of(rows.iter().filter(|row| row.force == force)))).collect();
        let binding = by_force.first().map_or_else(|| counts.band(), |(_, counts)| counts.band());
        let gaps = || rows.iter().filter(|row| row.outcome == OutcomeKind::Gap).filter_map(|row| row.gap.as_ref());
        let worst = gaps().filter_map(|gap| tiers.iter().position(|tier| *tier == gap.tier)).min();
        Self {
            counts,
            by_force,
            band: counts.band(),
            binding,
            next_due: gaps().map(|gap| gap.due).min(),
            overdue: gaps().filter(|gap| gap.overdue).count(),
            worst_tier: worst.and_then(|at| tiers.get(at).cloned()),
        }
    }
}
