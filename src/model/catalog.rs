//! Everything that is known before an organisation is looked at.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::id::{InstrumentId, RuleId, SetId, StatementId};
use crate::model::instrument::Instrument;
use crate::model::rule::{Family, Rule, RuleSet};
use crate::model::text::Text;
use crate::model::tier::TierScheme;
use crate::model::vocabulary::Vocabulary;

/// One statement of the policy article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// The family it belongs to.
    pub family: Family,
    /// What it asks.
    pub text: Text,
    /// On whom it bears.
    pub bears_on: Text,
}

/// All rule sets with vocabulary, instruments, statements and tiers. Ids are unique across it and
/// no reference dangles.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Catalog {
    /// The facts.
    pub vocabulary: Vocabulary,
    /// The instruments.
    pub instruments: IndexMap<InstrumentId, Instrument>,
    /// The statements of the policy article.
    pub statements: IndexMap<StatementId, Statement>,
    /// The gap tiers.
    pub tiers: TierScheme,
    /// The rule sets.
    pub sets: IndexMap<SetId, RuleSet>,
    /// The rules of all sets, in order.
    pub rules: IndexMap<RuleId, Rule>,
}
