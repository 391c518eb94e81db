//! Values, tests and derivations in words.

use std::collections::BTreeSet;

use crate::logic::derivation::{Derivation, Step};
use crate::logic::eval::Evaluator;
use crate::logic::truth::Truth;
use crate::model::catalog::Catalog;
use crate::model::condition::Condition;
use crate::model::finding::{SubjectFact, SubjectRef};
use crate::model::text::{Lang, Text};
use crate::model::value::{Interval, Test, Value, bit, date_of};
use crate::model::vocabulary::{Fact, Kind, Vocabulary};

/// A stated value in words.
pub fn value_words(fact: &Fact, value: &Value) -> Text {
    match value {
        Value::Flag(flag) => flag_words(*flag),
        Value::Choice(option) => options_words(fact, bit(*option)),
        Value::Set(0) => Text::new("无", "none"),
        Value::Set(set) => options_words(fact, *set),
        Value::Number(number) => with_unit(fact, *number),
        Value::Date(date) => Text::same(date.to_string()),
        Value::Text(text) => Text::same(text.clone()),
    }
}

fn flag_words(flag: bool) -> Text {
    if flag { Text::new("是", "yes") } else { Text::new("否", "no") }
}

/// The texts of the options in a set of bits; a flag's are no and yes.
pub(super) fn options_words(fact: &Fact, options: u64) -> Text {
    let texts = option_texts(fact, options);
    Text::new(
        texts.iter().map(|(_, text)| text.zh.as_str()).collect::<Vec<_>>().join("；"),
        texts.iter().map(|(_, text)| text.en.as_str()).collect::<Vec<_>>().join("; "),
    )
}

/// Keys and texts of the options in a set of bits.
pub(super) fn option_texts(fact: &Fact, options: u64) -> Vec<(String, Text)> {
    match fact.kind.options() {
        Some(all) => all
            .iter()
            .enumerate()
            .filter(|(at, _)| u8::try_from(*at).is_ok_and(|at| options & bit(at) != 0))
            .map(|(_, (key, text))| (key.to_string(), text.clone()))
            .collect(),
        None => [false, true]
            .into_iter()
            .filter(|&flag| options & bit(u8::from(flag)) != 0)
            .map(|flag| (flag.to_string(), flag_words(flag)))
            .collect(),
    }
}

fn with_unit(fact: &Fact, number: f64) -> Text {
    match &fact.kind {
        Kind::Number { unit, .. } => Text::new(format!("{number} {}", unit.zh), format!("{number} {}", unit.en)),
        Kind::Date => Text::same(date_of(number).map_or_else(String::new, |date| date.to_string())),
        _ => Text::same(number.to_string()),
    }
}

/// A test in words, without its fact.
pub fn test_words(fact: &Fact, test: &Test) -> Text {
    let listed = |zh: &str, en: &str, options: u64| {
        let words = options_words(fact, options);
        Text::new(format!("{zh}{}", words.zh), format!("{en}{}", words.en))
    };
    match test {
        Test::Flag(flag) => flag_words(*flag),
        Test::OneOf(options) if options.is_power_of_two() => listed("为", "is ", *options),
        Test::OneOf(options) => listed("为以下之一：", "is one of: ", *options),
        Test::SetIs(0) => Text::new("一项也没有", "has none"),
        Test::SetIs(options) => listed("恰为：", "is exactly: ", *options),
        Test::AnyOf(options) if options.is_power_of_two() => listed("包括", "has ", *options),
        Test::AnyOf(options) => listed("包括以下任一：", "has any of: ", *options),
        Test::AllOf(options) => listed("全部包括：", "has all of: ", *options),
        Test::NoneOf(options) => listed("不包括：", "has none of: ", *options),
        Test::Words(words) => Text::new(format!("为：{}", words.join("、")), format!("is: {}", words.join(", "))),
        Test::Within(range) => range_words(fact, *range),
    }
}

fn range_words(fact: &Fact, range: Interval) -> Text {
    let dates = matches!(fact.kind, Kind::Date);
    let Interval { low, high } = range;
    if let (Some((low, true)), Some((high, true))) = (low, high)
        && low.total_cmp(&high).is_eq()
    {
        let words = with_unit(fact, low);
        return Text::new(format!("为 {}", words.zh), format!("is {}", words.en));
    }
    let mut parts = Vec::new();
    for (end, words) in [
        (low, [("不早于 ", "on or after "), ("不少于 ", "at least "), ("多于 ", "more than ")]),
        (high, [("早于 ", "before "), ("不多于 ", "at most "), ("少于 ", "fewer than ")]),
    ] {
        let Some((number, closed)) = end else { continue };
        let (zh, en) = match (dates, closed) {
            (true, _) => words[0],
            (false, true) => words[1],
            (false, false) => words[2],
        };
        let number = with_unit(fact, number);
        parts.push(Text::new(format!("{zh}{}", number.zh), format!("{en}{}", number.en)));
    }
    Text::new(
        parts.iter().map(|part| part.zh.as_str()).collect::<Vec<_>>().join("且"),
        parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join(" and "),
    )
}

/// A condition as it would stand in a file, on one line.
pub fn condition_text(vocabulary: &Vocabulary, condition: &Condition) -> String {
    let parts =
        |parts: &[Condition]| parts.iter().map(|part| condition_text(vocabulary, part)).collect::<Vec<_>>().join(", ");
    match condition {
        Condition::Always => "always".to_owned(),
        Condition::All(all) => format!("{{all: [{}]}}", parts(all)),
        Condition::Any(any) => format!("{{any: [{}]}}", parts(any)),
        Condition::Not(part) => format!("{{not: {}}}", condition_text(vocabulary, part)),
        Condition::SomeSystem(part) => format!("{{some_system: {}}}", condition_text(vocabulary, part)),
        Condition::EverySystem(part) => format!("{{every_system: {}}}", condition_text(vocabulary, part)),
        Condition::Fact(key, test) => {
            let fact = vocabulary.get(*key);
            format!("{{{}: {}}}", fact.id, test_text(fact, test))
        }
    }
}

fn test_text(fact: &Fact, test: &Test) -> String {
    let keys = |mask: u64| {
        let keys = option_texts(fact, mask).into_iter().map(|(key, _)| key);
        format!("[{}]", keys.collect::<Vec<_>>().join(", "))
    };
    match test {
        Test::Flag(flag) => flag.to_string(),
        Test::OneOf(mask) => format!("{{in: {}}}", keys(*mask)),
        Test::SetIs(mask) => keys(*mask),
        Test::AnyOf(mask) => format!("{{any_of: {}}}", keys(*mask)),
        Test::AllOf(mask) => format!("{{all_of: {}}}", keys(*mask)),
        Test::NoneOf(mask) => format!("{{none_of: {}}}", keys(*mask)),
        Test::Words(words) => format!("{{in: [{}]}}", words.join(", ")),
        Test::Within(Interval { low, high }) => {
            let dates = matches!(fact.kind, Kind::Date);
            let number = |number: f64| match date_of(number) {
                Some(date) if dates => date.to_string(),
                _ => number.to_string(),
            };
            let low = low.map(|(end, closed)| match (dates, closed) {
                (true, true) => format!("on_or_after: {}", number(end)),
                (true, false) => format!("after: {}", number(end)),
                (false, true) => format!("at_least: {}", number(end)),
                (false, false) => format!("above: {}", number(end)),
            });
            let high = high.map(|(end, closed)| match (dates, closed) {
                (true, true) => format!("on_or_before: {}", number(end)),
                (true, false) => format!("before: {}", number(end)),
                (false, true) => format!("at_most: {}", number(end)),
                (false, false) => format!("below: {}", number(end)),
            });
            format!("{{{}}}", low.into_iter().chain(high).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A derivation as indented lines: what is looked at, what it comes to, and on what it rests.
pub fn reasons(
    catalog: &Catalog,
    evaluator: &Evaluator<'_>,
    derivation: &Derivation<'_>,
    system_name: &dyn Fn(SubjectRef) -> String,
    place: &dyn Fn(crate::source::Span) -> Option<String>,
    lang: Lang,
) -> String {
    let mut out = String::new();
    Writer { catalog, evaluator, system_name, place, lang, told: BTreeSet::new(), out: &mut out }.step(derivation, 0);
    out
}

struct Writer<'w, 'a> {
    catalog: &'w Catalog,
    evaluator: &'w Evaluator<'a>,
    system_name: &'w dyn Fn(SubjectRef) -> String,
    place: &'w dyn Fn(crate::source::Span) -> Option<String>,
    lang: Lang,
    /// Derived facts whose derivation has been told.
    told: BTreeSet<SubjectFact>,
    out: &'w mut String,
}

impl Writer<'_, '_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn step(&mut self, step: &Derivation<'_>, depth: usize) {
        let mut again = false;
        let text = match &step.step {
            // A list of one says no more than its item.
            Step::All | Step::Any if step.below.len() == 1 && step.below[0].truth == step.truth => {
                return self.step(&step.below[0], depth);
            }
            Step::Always => self.say("对所有主体适用", "binds everybody").to_owned(),
            Step::All => self.say("须全部成立：", "all of these must hold:").to_owned(),
            Step::Any => self.say("成立一项即可：", "one of these is enough:").to_owned(),
            Step::Not => self.say("须不成立：", "this must not hold:").to_owned(),
            Step::SomeSystem => self.say("至少一个系统：", "at least one system:").to_owned(),
            Step::EverySystem => self.say("每一个系统：", "every system:").to_owned(),
            Step::System(system) => (self.system_name)(*system),
            Step::Asked(of, test, stated) => {
                let fact = self.fact(*of);
                let wanted = self.wanted(*of, test);
                let found = match stated {
                    Some(stated) => {
                        let value = value_words(fact, &stated.value);
                        let at = (self.place)(stated.span).map_or_else(String::new, |place| format!(" [{place}]"));
                        format!("{}{at}", value.get(self.lang))
                    }
                    None => self.say("未填写", "not stated").to_owned(),
                };
                match self.lang {
                    Lang::Zh => format!("{wanted}；填写：{found}"),
                    Lang::En => format!("{wanted}; stated: {found}"),
                }
            }
            Step::NotAsked(of, test) => {
                let wanted = self.wanted(*of, test);
                format!("{wanted}{}", self.say("；无须填写，视为空，因为：", "; not asked and so empty, because:"))
            }
            Step::Derived(of, test, possible) => {
                let wanted = self.wanted(*of, test);
                let derived = match (possible.is_power_of_two(), self.lang) {
                    (true, Lang::Zh) => format!("；推得：{}", options_words(self.fact(*of), *possible).zh),
                    (true, Lang::En) => format!("; derived: {}", options_words(self.fact(*of), *possible).en),
                    (false, Lang::Zh) => "；尚不能推定".to_owned(),
                    (false, Lang::En) => "; not settled".to_owned(),
                };
                // A reader who has seen how it is derived need not see it again.
                again = !self.told.insert(*of);
                let above = if again { self.say("（推导见上）", " (as above)") } else { "" };
                format!("{wanted}{derived}{above}")
            }
            Step::Case(_, because) => {
                let cites = because.iter().filter_map(|cite| {
                    let instrument = self.catalog.instruments.get(&cite.instrument)?;
                    let place = instrument.place(&cite.article);
                    let (short, place) = (instrument.short.get(self.lang), place.get(self.lang));
                    Some(format!("{short}{}{place}", self.say("", " ")))
                });
                let cites = cites.collect::<Vec<_>>().join(self.say("；", "; "));
                match (cites.is_empty(), self.lang) {
                    (true, Lang::Zh) => "情形".to_owned(),
                    (true, Lang::En) => "case".to_owned(),
                    (false, Lang::Zh) => format!("情形（{cites}）"),
                    (false, Lang::En) => format!("case ({cites})"),
                }
            }
        };
        let mark = match step.truth {
            Truth::True => "✓",
            Truth::False => "✗",
            Truth::Unknown => "?",
        };
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(&format!("{mark} {text}\n"));
        for below in step.below.iter().filter(|_| !again) {
            self.step(below, depth + 1);
        }
    }

    fn fact(&self, of: SubjectFact) -> &Fact {
        self.evaluator.vocabulary.get(of.fact)
    }

    fn wanted(&self, of: SubjectFact, test: &Test) -> String {
        let fact = self.fact(of);
        let test = test_words(fact, test);
        match self.lang {
            Lang::Zh => format!("{}（{}）{}", fact.label().zh, fact.id, test.zh),
            Lang::En => format!("{} ({}) {}", fact.label().en, fact.id, test.en),
        }
    }
}
