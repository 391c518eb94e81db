//! Conditions: every fact declared, every operator fitting the fact's kind.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::shape;
use crate::model::condition::Condition;
use crate::model::value::{Interval, Test, bit, day_number};
use crate::model::vocabulary::{Kind, Scope, Vocabulary};
use crate::yaml::{Node, Value};

/// Reads conditions against a vocabulary and reports what is wrong with them.
pub struct Conditions<'a> {
    /// What facts there are.
    pub vocabulary: &'a Vocabulary,
    /// Where problems go.
    pub found: &'a mut Diagnostics,
}

const HEADS: [&str; 5] = ["all", "any", "not", "some_system", "every_system"];
const OPERATORS: [&str; 11] =
    ["in", "has", "any_of", "all_of", "none_of", "at_least", "above", "at_most", "below", "before", "on_or_after"];

impl Conditions<'_> {
    /// Reads a condition that is looked at from a scope.
    pub fn read(&mut self, node: &Node, scope: Scope) -> Option<Condition> {
        let entries = match &node.value {
            Value::Plain(text) if text == "always" => return Some(Condition::Always),
            Value::Map(entries) => entries,
            _ => {
                self.malformed(
                    node,
                    "条件应是映射，如 `all: [...]` 或 `事实: 值`，或写 `always`",
                    "a condition is a mapping, like `all: [...]` or `fact: value`, or the word `always`",
                );
                return None;
            }
        };
        let [(head, body)] = entries.as_slice() else {
            self.malformed(
                node,
                "一个条件只有一个头；几项并列请放进 `all:` 或 `any:`",
                "a condition has one head; put several into `all:` or `any:`",
            );
            return None;
        };
        let name = head.text().unwrap_or_default();
        match name {
            "all" => self.parts(body, scope).map(Condition::All),
            "any" => self.parts(body, scope).map(Condition::Any),
            "not" => self.read(body, scope).map(|part| Condition::Not(Box::new(part))),
            "some_system" | "every_system" => {
                if scope == Scope::System {
                    self.found.push(Diagnostic::at(
                        Code::WrongScope,
                        head.span,
                        format!("`{name}` 只能用在机构层面的条件里"),
                        format!("`{name}` belongs in conditions of the organisation"),
                    ));
                    return None;
                }
                let part = Box::new(self.read(body, Scope::System)?);
                Some(if name == "some_system" { Condition::SomeSystem(part) } else { Condition::EverySystem(part) })
            }
            _ => self.test_of(head, body, scope),
        }
    }

    fn parts(&mut self, node: &Node, scope: Scope) -> Option<Vec<Condition>> {
        if node.items().is_empty() {
            self.malformed(node, "这里需要一个不为空的条件列表", "expected a list of at least one condition");
            return None;
        }
        let parts: Vec<_> = node.items().iter().map(|part| self.read(part, scope)).collect();
        parts.into_iter().collect()
    }

    fn test_of(&mut self, head: &Node, body: &Node, scope: Scope) -> Option<Condition> {
        let name = head.text().unwrap_or_default();
        let Some(key) = self.vocabulary.find(name) else {
            let known = self.vocabulary.iter().map(|(_, fact)| fact.id.as_str()).chain(HEADS);
            self.found.push(
                Diagnostic::at(
                    Code::UnknownFact,
                    head.span,
                    format!("没有声明过事实 `{name}`"),
                    format!("the fact `{name}` is not declared"),
                )
                .suggest(name, known),
            );
            return None;
        };
        let fact = self.vocabulary.get(key);
        if fact.scope == Scope::System && scope == Scope::Organisation {
            self.found.push(
                Diagnostic::at(
                    Code::WrongScope,
                    head.span,
                    format!("`{name}` 是系统的事实，这里看的是机构"),
                    format!("`{name}` is a fact of a system; this looks at the organisation"),
                )
                .help("用 `some_system:` 或 `every_system:` 包起来", "wrap it in `some_system:` or `every_system:`"),
            );
            return None;
        }
        let kind = fact.kind.clone();
        self.test(body, &kind, name).map(|test| Condition::Fact(key, test))
    }

    fn test(&mut self, body: &Node, kind: &Kind, fact: &str) -> Option<Test> {
        match &body.value {
            Value::Map(operators) if operators.is_empty() => {
                self.malformed(body, "缺少运算符", "an operator is missing");
                None
            }
            Value::Map(operators) => self.operators(operators, kind, fact),
            Value::Null => {
                self.malformed(body, "缺少要比较的值", "the value to compare with is missing");
                None
            }
            _ => self.equals(body, kind),
        }
    }

    fn equals(&mut self, body: &Node, kind: &Kind) -> Option<Test> {
        match kind {
            Kind::Flag => self.keep(shape::flag(body)).map(Test::Flag),
            Kind::Choice(_) => self.option(body, kind).map(|option| Test::OneOf(bit(option))),
            Kind::Set(_) => self.options(body, kind).map(Test::SetIs),
            Kind::Number { .. } | Kind::Date => self
                .point(body, kind)
                .map(|at| Test::Within(Interval { low: Some((at, true)), high: Some((at, true)) })),
            Kind::Text => {
                let text = body.text().ok_or_else(|| Box::new(shape::wrong_kind(body, "文字", "a text")));
                self.keep(text.map(|text| Test::Words(vec![text.to_owned()])))
            }
        }
    }

    fn operators(&mut self, operators: &[(Node, Node)], kind: &Kind, fact: &str) -> Option<Test> {
        let mut range = Interval::default();
        let mut other = None;
        let mut sound = true;
        for (operator, body) in operators {
            let name = operator.text().unwrap_or_default();
            let fits = match kind {
                Kind::Flag => false,
                Kind::Choice(_) | Kind::Text => name == "in",
                Kind::Set(_) => ["has", "any_of", "all_of", "none_of"].contains(&name),
                Kind::Number { .. } => ["at_least", "above", "at_most", "below"].contains(&name),
                Kind::Date => ["before", "on_or_after"].contains(&name),
            };
            if !fits {
                self.wrong_operator(operator, kind, fact);
                sound = false;
                continue;
            }
            match name {
                "has" => other = self.option(body, kind).map(|option| Test::AnyOf(bit(option))),
                "any_of" => other = self.options(body, kind).map(Test::AnyOf),
                "all_of" => other = self.options(body, kind).map(Test::AllOf),
                "none_of" => other = self.options(body, kind).map(Test::NoneOf),
                "in" if matches!(kind, Kind::Text) => {
                    other = Some(Test::Words(body.items().iter().filter_map(Node::text).map(str::to_owned).collect()));
                }
                "in" => other = self.options(body, kind).map(Test::OneOf),
                _ => match self.point(body, kind) {
                    Some(at) => match name {
                        "at_least" | "on_or_after" => range.low = Some((at, true)),
                        "above" => range.low = Some((at, false)),
                        "at_most" => range.high = Some((at, true)),
                        _ => range.high = Some((at, false)),
                    },
                    None => sound = false,
                },
            }
        }
        if !sound {
            return None;
        }
        if range == Interval::default() {
            if operators.len() > 1 {
                self.malformed(&operators[1].0, "这里只能有一个运算符", "only one operator can stand here");
                return None;
            }
            return other;
        }
        if let (Some((low, low_in)), Some((high, high_in))) = (range.low, range.high)
            && (low > high || (low >= high && !(low_in && high_in)))
        {
            let at = &operators[0].0;
            self.found.push(Diagnostic::at(
                Code::EmptyRange,
                at.span,
                "没有任何值在这个区间里",
                "no value lies in this range",
            ));
            return None;
        }
        Some(Test::Within(range))
    }

    fn wrong_operator(&mut self, operator: &Node, kind: &Kind, fact: &str) {
        let name = operator.text().unwrap_or_default();
        let fitting = match kind {
            Kind::Flag => "true / false",
            Kind::Choice(_) | Kind::Text => "in",
            Kind::Set(_) => "has, any_of, all_of, none_of",
            Kind::Number { .. } => "at_least, above, at_most, below",
            Kind::Date => "before, on_or_after",
        };
        let what = kind.name();
        let (zh, en) = if OPERATORS.contains(&name) {
            (
                format!("运算符 `{name}` 不适用于 {what} 类事实 `{fact}`"),
                format!("the operator `{name}` does not fit `{fact}`, a {what}"),
            )
        } else {
            (format!("没有运算符 `{name}`"), format!("there is no operator `{name}`"))
        };
        self.found.push(
            Diagnostic::at(Code::WrongOperator, operator.span, zh, en)
                .help(format!("这里可用：{fitting}"), format!("usable here: {fitting}")),
        );
    }

    /// A number or date on the fact's axis.
    fn point(&mut self, node: &Node, kind: &Kind) -> Option<f64> {
        match kind {
            Kind::Date => {
                let text = node.text().unwrap_or_default();
                let date = shape::date(text);
                if date.is_none() {
                    self.found.push(shape::bad_date(node, text));
                }
                date.map(day_number)
            }
            _ => self.keep(shape::number(node)),
        }
    }

    fn option(&mut self, node: &Node, kind: &Kind) -> Option<u8> {
        self.keep(option(node, kind))
    }

    fn options(&mut self, node: &Node, kind: &Kind) -> Option<u64> {
        if !matches!(node.value, Value::List(_)) {
            self.found.push(shape::wrong_kind(node, "选项列表，如 [a, b]", "a list of options, like [a, b]"));
            return None;
        }
        let options: Vec<_> = node.items().iter().map(|item| self.option(item, kind)).collect();
        options.into_iter().try_fold(0, |set, option| Some(set | bit(option?)))
    }

    fn keep<T>(&mut self, result: Result<T, Box<Diagnostic>>) -> Option<T> {
        result.map_err(|diagnostic| self.found.push(*diagnostic)).ok()
    }

    fn malformed(&mut self, node: &Node, zh: &str, en: &str) {
        self.found.push(Diagnostic::at(Code::BadCondition, node.span, zh, en));
    }
}

/// The position of an option of a choice or set.
pub fn option(node: &Node, kind: &Kind) -> Result<u8, Box<Diagnostic>> {
    let options = kind.options();
    let Some(text) = node.text() else {
        return Err(Box::new(shape::wrong_kind(node, "一个选项", "an option")));
    };
    let at = options.and_then(|options| options.get_index_of(text)).and_then(|at| u8::try_from(at).ok());
    at.ok_or_else(|| {
        let known = || options.into_iter().flat_map(|options| options.keys().map(crate::model::id::OptionId::as_str));
        let listed = known().collect::<Vec<_>>().join(", ");
        let diagnostic = Diagnostic::at(
            Code::UnknownOption,
            node.span,
            format!("没有选项 `{text}`"),
            format!("there is no option `{text}`"),
        );
        Box::new(match crate::diag::nearest(text, known()) {
            Some(near) => diagnostic.help(
                format!("是否想写 `{near}`？可用：{listed}"),
                format!("did you mean `{near}`? options: {listed}"),
            ),
            None => diagnostic.help(format!("可用：{listed}"), format!("options: {listed}")),
        })
    })
}
