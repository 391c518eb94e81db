//! Stated facts: each declared, of the right subject, of the right kind.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{condition, shape};
use crate::model::assessment::{Facts, Stated};
use crate::model::value::{Value, bit};
use crate::model::vocabulary::{Fact, FactKey, Kind, Origin, Scope, Vocabulary};
use crate::yaml::{self, Node};

/// Reads a mapping of facts, of one scope or of any, and hands on each that is known.
pub fn read(
    node: Option<&Node>,
    scope: Option<Scope>,
    vocabulary: &Vocabulary,
    found: &mut Diagnostics,
) -> Vec<(FactKey, Stated)> {
    let mut facts = Vec::new();
    for (head, body) in node.map(Node::entries).unwrap_or_default() {
        let name = head.text().unwrap_or_default();
        let Some(key) = vocabulary.find(name) else {
            let known = vocabulary.iter().map(|(_, fact)| fact.id.as_str());
            found.push(
                Diagnostic::at(
                    Code::UnknownFact,
                    head.span,
                    format!("没有声明过事实 `{name}`"),
                    format!("the fact `{name}` is not declared"),
                )
                .suggest(name, known),
            );
            continue;
        };
        let fact = vocabulary.get(key);
        if let Some(diagnostic) = misplaced(fact, head, scope) {
            found.push(diagnostic);
            continue;
        }
        // `~` says openly what leaving the line out says silently: not known.
        if body.value == yaml::Value::Null {
            continue;
        }
        match value(body, fact) {
            Ok(value) => facts.push((key, Stated { value, span: body.span })),
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    facts
}

/// The same as [`read`], collected for one subject.
pub fn facts(node: Option<&Node>, scope: Scope, vocabulary: &Vocabulary, found: &mut Diagnostics) -> Facts {
    let mut facts = Facts::default();
    for (key, stated) in read(node, Some(scope), vocabulary, found) {
        facts.state(key, stated);
    }
    facts
}

fn misplaced(fact: &Fact, head: &Node, scope: Option<Scope>) -> Option<Diagnostic> {
    let name = &fact.id;
    if matches!(fact.origin, Origin::Derived { .. }) {
        return Some(
            Diagnostic::at(
                Code::WrongKind,
                head.span,
                format!("`{name}` 由其他事实推导，不能填写"),
                format!("`{name}` is derived from other facts and cannot be stated"),
            )
            .help(
                format!("用 `hegui explain {name}` 查看由哪些事实推导"),
                format!("`hegui explain {name}` shows from which"),
            ),
        );
    }
    let (zh, en) = match (scope?, fact.scope) {
        (Scope::Organisation, Scope::System) => (
            format!("`{name}` 是系统的事实，应写在某个系统的 `facts:` 里"),
            format!("`{name}` is a fact of a system; it belongs in a system's `facts:`"),
        ),
        (Scope::System, Scope::Organisation) => (
            format!("`{name}` 是机构的事实，应写在 `organisation:` 的 `facts:` 里"),
            format!("`{name}` is a fact of the organisation; it belongs in `organisation:`, `facts:`"),
        ),
        _ => return None,
    };
    Some(Diagnostic::at(Code::WrongScope, head.span, zh, en))
}

fn value(node: &Node, fact: &Fact) -> Result<Value, Box<Diagnostic>> {
    match &fact.kind {
        Kind::Flag => shape::flag(node).map(Value::Flag),
        Kind::Choice(_) => condition::option(node, &fact.kind).map(Value::Choice),
        Kind::Set(_) => {
            if !matches!(node.value, yaml::Value::List(_)) {
                let diagnostic = shape::wrong_kind(node, "选项列表", "a list of options");
                let like = node.text().unwrap_or("…");
                return Err(Box::new(diagnostic.help(
                    format!("写成列表：[{like}]；没有就写 []"),
                    format!("write a list: [{like}]; for none, []"),
                )));
            }
            node.items()
                .iter()
                .try_fold(0, |set, item| Ok(set | bit(condition::option(item, &fact.kind)?)))
                .map(Value::Set)
        }
        Kind::Number { min, max, whole, unit } => {
            let number = shape::number(node)?;
            let fits = number >= *min && max.is_none_or(|max| number <= max) && (!whole || number.fract() == 0.0);
            if !fits {
                let max = max.map_or_else(|| "…".to_owned(), |max| max.to_string());
                let (zh, en) = if *whole { ("整数，", "a whole number, ") } else { ("", "") };
                return Err(Box::new(
                    Diagnostic::at(
                        Code::OutOfRange,
                        node.span,
                        format!("`{number}` 超出 `{}` 的可能范围", fact.id),
                        format!("`{number}` is outside the possible range of `{}`", fact.id),
                    )
                    .help(
                        format!("{zh}{min} 至 {max}（单位：{}）", unit.zh),
                        format!("{en}{min} to {max} ({})", unit.en),
                    ),
                ));
            }
            Ok(Value::Number(number))
        }
        Kind::Date => {
            let text = node.text().unwrap_or_default();
            shape::date(text).map(Value::Date).ok_or_else(|| Box::new(shape::bad_date(node, text)))
        }
        Kind::Text => match node.text() {
            Some(text) => Ok(Value::Text(text.to_owned())),
            None => Err(Box::new(shape::wrong_kind(node, "文字", "a text"))),
        },
    }
}
