//! Findings joined with their texts, grouped, ordered and counted: a finished [`Report`] that
//! every renderer prints and none adds to.

mod build;
mod explain;
mod line;
mod summary;

pub use build::{Inputs, build};
pub use explain::{condition_text, reasons, test_words, value_words};
pub use line::{
    CiteLine, DerivedLine, EvidenceLine, FactLine, GapLine, InstrumentLine, LinkLine, OutcomeKind, PlaceLine, Question,
    ResponseLine, Row, SetLine, SystemLine, TierLine, WaiverLine, WantedLine,
};
pub use summary::{Band, Counts, Summary};

use jiff::civil::Date;
use serde::Serialize;

/// What is reported of one organisation on one day. Holds no clock, no absolute path and no
/// random part: the same inputs give the same report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Version of the program.
    pub hegui: &'static str,
    /// The day it is judged for.
    pub as_of: Date,
    /// The organisation's name.
    pub organisation: String,
    /// The rule sets that were assessed, in order.
    pub sets: Vec<SetLine>,
    /// The rule sets that the assessment leaves out.
    pub sets_left_out: Vec<SetLine>,
    /// The systems, in the file's order.
    pub systems: Vec<SystemLine>,
    /// The numbers.
    pub summary: Summary,
    /// The gap tiers, gravest first, each with the number of its gaps.
    pub tiers: Vec<TierLine>,
    /// One row a finding: gaps by tier and due date first, then open ones, then the rest in the
    /// catalog's order.
    pub rows: Vec<Row>,
    /// Facts that would settle open verdicts, those on which most hang first.
    pub questions: Vec<Question>,
    /// The waivers, in the file's order.
    pub waivers: Vec<WaiverLine>,
    /// Derived facts with the values they can have.
    pub derived: Vec<DerivedLine>,
    /// Facts that were stated although other answers leave them unasked, and are ignored.
    pub ignored: Vec<FactLine>,
    /// The instruments that the rows cite, in the catalog's order.
    pub instruments: Vec<InstrumentLine>,
}

impl Report {
    /// The rows of one outcome, in the report's order.
    pub fn of(&self, outcome: OutcomeKind) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.outcome == outcome)
    }
}
