//! The calendar of the law: every dated event of instruments and rules.

use jiff::civil::Date;

use crate::model::catalog::Catalog;
use crate::model::instrument::{Confidence, Instrument};
use crate::model::rule::Rule;
use crate::model::text::Text;

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'c> {
    /// An instrument is issued.
    Issued(&'c Instrument),
    /// An instrument comes into force.
    InForce(&'c Instrument),
    /// Something else that is dated: a change, the end of a transition.
    Milestone(&'c Instrument, &'c Text),
    /// The last day of an instrument.
    Ends(&'c Instrument),
    /// The first day of a rule, where it is not that of the instrument it rests on.
    Begins(&'c Rule),
    /// The last day of a rule, where it is not that of the instrument it rests on.
    RuleEnds(&'c Rule),
}

/// An event, its day, and how well the date is supported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'c> {
    /// The day.
    pub day: Date,
    /// What happens.
    pub event: Event<'c>,
    /// Support for the date.
    pub confidence: Confidence,
}

/// Every event between two days, both counted, in order of time.
pub fn entries(catalog: &Catalog, from: Option<Date>, to: Option<Date>) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for instrument in catalog.instruments.values() {
        let confidence = instrument.confidence;
        let dated = [
            (instrument.issued, Event::Issued(instrument)),
            (instrument.in_force, Event::InForce(instrument)),
            (instrument.until, Event::Ends(instrument)),
        ];
        entries.extend(dated.into_iter().filter_map(|(day, event)| Some(Entry { day: day?, event, confidence })));
        entries.extend(instrument.milestones.iter().map(|milestone| Entry {
            day: milestone.on,
            event: Event::Milestone(instrument, &milestone.what),
            confidence: milestone.confidence,
        }));
    }
    for rule in catalog.rules.values() {
        let main = rule.cites.first().and_then(|cite| catalog.instruments.get(&cite.instrument));
        let own = |day: Option<Date>, of_main: Option<Date>| day.filter(|_| day != of_main);
        let confidence = rule.confidence;
        if let Some(day) = own(rule.applies_from, main.and_then(|main| main.in_force)) {
            entries.push(Entry { day, event: Event::Begins(rule), confidence });
        }
        if let Some(day) = own(rule.until, main.and_then(|main| main.until)) {
            entries.push(Entry { day, event: Event::RuleEnds(rule), confidence });
        }
    }
    entries.retain(|entry| from.is_none_or(|from| entry.day >= from) && to.is_none_or(|to| entry.day <= to));
    entries.sort_by_key(|entry| entry.day);
    entries
}
