//! Values of facts, and the tests a condition makes of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A value that somebody stated. Options are positions in the fact's list of options, so that a
/// set is one word of bits and a test of it one machine instruction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// One option, by position.
    Choice(u8),
    /// Any number of options, one bit each.
    Set(u64),
    /// A count or a quantity in the fact's unit.
    Number(f64),
    /// A civil date.
    Date(Date),
    /// Free text.
    Text(String),
}

/// What a condition asks of one fact. The loader has checked that the test fits the fact's kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// The flag has this value.
    Flag(bool),
    /// The choice is one of these options.
    OneOf(u64),
    /// The set is exactly this one.
    SetIs(u64),
    /// The set has at least one of these options.
    AnyOf(u64),
    /// The set has all of these options.
    AllOf(u64),
    /// The set has none of these options.
    NoneOf(u64),
    /// The number, or the date as a day number, lies in this interval.
    Within(Interval),
    /// The text is one of these.
    Words(Vec<String>),
}

/// A range of numbers or day numbers; an end that is `None` is open to infinity.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end and whether it belongs to the range.
    pub low: Option<(f64, bool)>,
    /// Upper end and whether it belongs to the range.
    pub high: Option<(f64, bool)>,
}

impl Interval {
    /// Whether a number lies in the range.
    pub fn holds(&self, number: f64) -> bool {
        self.low.is_none_or(|(end, closed)| number > end || (closed && number >= end))
            && self.high.is_none_or(|(end, closed)| number < end || (closed && number <= end))
    }
}

impl Test {
    /// Whether a value passes. A value of another kind never does; the loader lets none through.
    pub fn passes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Flag(wanted), Value::Flag(flag)) => wanted == flag,
            (Self::OneOf(options), Value::Choice(option)) => options & bit(*option) != 0,
            (Self::SetIs(wanted), Value::Set(set)) => wanted == set,
            (Self::AnyOf(options), Value::Set(set)) => options & set != 0,
            (Self::AllOf(options), Value::Set(set)) => options & set == *options,
            (Self::NoneOf(options), Value::Set(set)) => options & set == 0,
            (Self::Within(range), Value::Number(number)) => range.holds(*number),
            (Self::Within(range), Value::Date(date)) => range.holds(day_number(*date)),
            (Self::Words(words), Value::Text(text)) => words.contains(text),
            _ => false,
        }
    }

    /// What the test says of a fact that is not asked, whose value is empty: a flag is false, a
    /// set has no options, and nothing holds of a choice, number, date or text that is not there.
    pub fn passes_empty(&self) -> bool {
        match self {
            Self::Flag(wanted) => !wanted,
            Self::SetIs(_) | Self::AnyOf(_) | Self::AllOf(_) | Self::NoneOf(_) => self.passes(&Value::Set(0)),
            Self::OneOf(_) | Self::Within(_) | Self::Words(_) => false,
        }
    }
}

/// The bit of one option.
pub fn bit(option: u8) -> u64 {
    1_u64.checked_shl(u32::from(option)).unwrap_or(0)
}

/// Days from 2000-01-01 to a date, so that dates can be compared as numbers are.
pub fn day_number(date: Date) -> f64 {
    // Civil dates span fewer than 2^22 days, which a float holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^22 days")]
    let days = (date.duration_since(EPOCH).as_hours() / 24) as f64;
    days
}

/// The date of a day number.
pub fn date_of(day: f64) -> Option<Date> {
    #[expect(clippy::cast_possible_truncation, reason = "a whole day number, made by `day_number`")]
    EPOCH.checked_add(jiff::Span::new().try_days(day as i64).ok()?).ok()
}

const EPOCH: Date = jiff::civil::date(2000, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn day_numbers_go_there_and_back_over_leap_days() {
        for day in [date(2024, 2, 29), date(2025, 9, 1), date(1999, 12, 31), date(9999, 12, 31), date(1, 1, 1)] {
            assert_eq!(date_of(day_number(day)), Some(day));
        }
        assert!((day_number(date(2024, 3, 1)) - day_number(date(2024, 2, 28)) - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn interval_ends_are_exact() {
        let range = Interval { low: Some((10.0, true)), high: Some((20.0, false)) };
        assert_eq!([9.0, 10.0, 19.0, 20.0].map(|n| range.holds(n)), [false, true, true, false]);
    }

    #[test]
    fn an_empty_value_is_false_and_has_no_options() {
        assert!(Test::Flag(false).passes_empty() && !Test::Flag(true).passes_empty());
        assert!(Test::NoneOf(1).passes_empty() && Test::SetIs(0).passes_empty() && !Test::AnyOf(1).passes_empty());
        assert!(!Test::OneOf(u64::MAX).passes_empty() && !Test::Within(Interval::default()).passes_empty());
    }
}
