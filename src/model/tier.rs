//! Gap tiers: how grave a gap is, how soon it must be answered, and what it demands.

use indexmap::IndexMap;
use jiff::Span;
use serde::{Deserialize, Serialize};

use crate::model::finding::GapKind;
use crate::model::id::TierId;
use crate::model::rule::{Force, Severity};
use crate::model::text::Text;

/// One tier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tier {
    /// Its id.
    pub id: TierId,
    /// Its name.
    pub name: Text,
    /// Calendar days within which the gap is to be answered.
    pub respond_within_days: u16,
    /// Who is told.
    pub tell: Text,
    /// What is done at once.
    pub measures: Text,
}

/// The tiers, gravest first, and the table that gives a gap its tier.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TierScheme {
    /// Gravest first.
    pub tiers: Vec<Tier>,
    /// Severity × force → position in `tiers`.
    pub base: IndexMap<(Severity, Force), u8>,
    /// Gap kind → how many tiers milder than the base; 0 where it is not named.
    pub milder: IndexMap<GapKind, u8>,
}

impl TierScheme {
    /// The position of a gap's tier. What the table does not name is the gravest: an unknown
    /// combination must not be made light of.
    pub fn position(&self, severity: Severity, force: Force, kind: GapKind) -> usize {
        let base = self.base.get(&(severity, force)).copied().unwrap_or(0);
        let milder = self.milder.get(&kind).copied().unwrap_or(0);
        usize::from(base.saturating_add(milder)).min(self.tiers.len().saturating_sub(1))
    }

    /// The tier of a gap.
    pub fn tier(&self, severity: Severity, force: Force, kind: GapKind) -> Option<&Tier> {
        self.tiers.get(self.position(severity, force, kind))
    }

    /// The position of a tier by its id; smaller is graver.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|tier| tier.id.as_str() == id)
    }
}

impl Tier {
    /// The response time as a span of civil days.
    pub fn respond_within(&self) -> Span {
        Span::new().days(i64::from(self.respond_within_days))
    }
}
