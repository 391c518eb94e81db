//! Which rule covers which statement and article, and what is left uncovered.

use crate::model::catalog::{Catalog, Statement};
use crate::model::instrument::Instrument;
use crate::model::rule::Rule;
use crate::model::text::Text;

/// The rules of one statement.
#[derive(Debug)]
pub struct StatementCoverage<'c> {
    /// The statement.
    pub statement: &'c Statement,
    /// The rules that name it.
    pub rules: Vec<&'c Rule>,
}

/// How one article is accounted for.
#[derive(Debug)]
pub struct ArticleCoverage<'c> {
    /// The article as the instrument lists it.
    pub article: &'c str,
    /// The rules that cite it or a part of it.
    pub rules: Vec<&'c Rule>,
    /// Why it holds no duty for a firm.
    pub no_duty: Option<&'c Text>,
}

/// Every statement with its rules.
pub fn statements(catalog: &Catalog) -> Vec<StatementCoverage<'_>> {
    let rules_of =
        |statement: &Statement| catalog.rules.values().filter(|rule| rule.statements.contains(&statement.id)).collect();
    catalog.statements.values().map(|statement| StatementCoverage { statement, rules: rules_of(statement) }).collect()
}

/// Every listed article of an instrument with its rules, or the reason why it needs none.
pub fn articles<'c>(catalog: &'c Catalog, instrument: &'c Instrument) -> Vec<ArticleCoverage<'c>> {
    let cites = |rule: &&Rule, article: &str| {
        rule.cites.iter().any(|cite| cite.instrument == instrument.id && is_part(&cite.article, article))
    };
    instrument
        .articles
        .iter()
        .map(|(article, no_duty)| ArticleCoverage {
            article,
            rules: catalog.rules.values().filter(|rule| cites(rule, article)).collect(),
            no_duty: no_duty.as_ref(),
        })
        .collect()
}

/// Whether any rule cites an instrument, so that its articles ought to be accounted for.
pub fn is_encoded(catalog: &Catalog, instrument: &Instrument) -> bool {
    catalog.rules.values().any(|rule| rule.cites.iter().any(|cite| cite.instrument == instrument.id))
}

/// Whether a cited place is an article or lies inside it: `4(1)3` and `5.2 e` are parts of `4` and `5.2`.
pub fn is_part(cited: &str, article: &str) -> bool {
    cited.strip_prefix(article).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn parts_of_articles_are_told_from_other_articles() {
        assert!(is_part("4(1)3", "4") && is_part("5.2 e", "5.2") && is_part("5.2", "5") && is_part("9", "9"));
        assert!(!is_part("41", "4") && !is_part("5.20", "5.2") && !is_part("4", "4(1)"));
    }
}
