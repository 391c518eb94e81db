//! Holds a tree of values against the JSON Schema of a raw type: unknown and missing keys, wrong
//! kinds, words that are not allowed, dates that are none. Everything wrong is reported, each at
//! its place; parts that pass become raw types.
//!
//! The schema says what kind of value is wanted, and so what a plain scalar means: `no` is a text
//! where a text is wanted, and an error with a hint where a truth value is.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::yaml::{Node, Value};

/// Reports everything that keeps a tree from being of a raw type.
pub fn check<T: JsonSchema>(node: &Node, diagnostics: &mut Diagnostics) {
    let schema = schema::<T>();
    let mut check = Check { root: &schema, found: Diagnostics::default() };
    check.value(node, &schema);
    diagnostics.extend(check.found);
}

/// Reads parts of a tree as a raw type, without a word on those that are not of it: the file as a
/// whole has been [`check`]ed, and one broken part must not hide what is wrong with the others.
pub struct Parts<T> {
    schema: Json,
    of: std::marker::PhantomData<T>,
}

impl<T: DeserializeOwned + JsonSchema> Parts<T> {
    /// A reader of parts.
    pub fn new() -> Self {
        Self { schema: schema::<T>(), of: std::marker::PhantomData }
    }

    /// Reads one part.
    pub fn read(&self, node: &Node) -> Option<T> {
        let mut check = Check { root: &self.schema, found: Diagnostics::default() };
        let json = check.value(node, &self.schema);
        if check.found.has_errors() { None } else { serde_json::from_value(json).ok() }
    }
}

impl<T: DeserializeOwned + JsonSchema> Default for Parts<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads one part.
pub fn part<T: DeserializeOwned + JsonSchema>(node: Option<&Node>) -> Option<T> {
    node.and_then(|node| Parts::new().read(node))
}

/// The JSON Schema (2020-12) of a raw type.
pub fn schema<T: JsonSchema>() -> Json {
    let settings = SchemaSettings::draft2020_12();
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

struct Check<'s> {
    root: &'s Json,
    found: Diagnostics,
}

impl<'s> Check<'s> {
    /// The schema that a reference leads to, and whether the value may be absent.
    fn resolve(&self, mut schema: &'s Json) -> (&'s Json, bool) {
        let mut optional = false;
        loop {
            if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
                schema = self.root.pointer(target.trim_start_matches('#')).unwrap_or(&Json::Bool(true));
            } else if let Some(choices) = schema.get("anyOf").and_then(Json::as_array) {
                let is_null = |choice: &&Json| choice.get("type").and_then(Json::as_str) == Some("null");
                optional |= choices.iter().any(|choice| is_null(&choice));
                schema = choices.iter().find(|choice| !is_null(choice)).unwrap_or(&Json::Bool(true));
            } else {
                return (schema, optional);
            }
        }
    }

    fn value(&mut self, node: &Node, schema: &'s Json) -> Json {
        let (schema, mut optional) = self.resolve(schema);
        let kinds: Vec<&str> = match schema.get("type") {
            Some(Json::String(kind)) => vec![kind],
            Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        };
        optional |= kinds.contains(&"null");
        if node.value == Value::Null && (optional || kinds.is_empty() && words(schema).is_none()) {
            return Json::Null;
        }
        if let Some(words) = words(schema) {
            return self.word(node, &words);
        }
        match kinds.iter().find(|kind| **kind != "null") {
            Some(&"object") => self.object(node, schema),
            Some(&"array") => self.list(node, schema),
            Some(&"string") => self.text(node, schema),
            Some(&"boolean") => self.flag(node),
            Some(&"integer") => self.number(node, true, schema),
            Some(&"number") => self.number(node, false, schema),
            _ => free(node),
        }
    }

    fn object(&mut self, node: &Node, schema: &'s Json) -> Json {
        let Value::Map(entries) = &node.value else {
            return self.wrong(node, "一个映射（键: 值）", "a mapping (key: value)");
        };
        let properties = schema.get("properties").and_then(Json::as_object);
        let known = |key: &str| properties.and_then(|properties| properties.get(key));
        let rest = schema.get("additionalProperties");
        let mut object = Map::with_capacity(entries.len());
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            match (known(name), rest) {
                (Some(schema), _) | (None, Some(schema @ (Json::Object(_) | Json::Bool(true)))) => {
                    let json = self.value(value, schema);
                    object.insert(name.to_owned(), json);
                }
                (None, None) => {
                    object.insert(name.to_owned(), free(value));
                }
                (None, Some(_)) => {
                    let names = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str));
                    let listed = names.clone().collect::<Vec<_>>().join(", ");
                    let diagnostic = Diagnostic::at(
                        Code::UnknownKey,
                        key.span,
                        format!("这里没有名为 `{name}` 的键"),
                        format!("there is no key `{name}` here"),
                    );
                    let suggested = diagnostic.clone().suggest(name, names);
                    self.found.push(if suggested.help.is_some() {
                        suggested
                    } else {
                        diagnostic.help(format!("可用的键：{listed}"), format!("keys here: {listed}"))
                    });
                }
            }
        }
        for required in schema.get("required").and_then(Json::as_array).into_iter().flatten() {
            let name = required.as_str().unwrap_or_default();
            if node.get(name).is_none() {
                self.found.push(Diagnostic::at(
                    Code::MissingKey,
                    node.span,
                    format!("缺少键 `{name}`"),
                    format!("the key `{name}` is missing"),
                ));
            }
        }
        Json::Object(object)
    }

    fn list(&mut self, node: &Node, schema: &'s Json) -> Json {
        let Value::List(items) = &node.value else {
            return self.wrong(node, "一个列表", "a list");
        };
        let of = schema.get("items").unwrap_or(&Json::Bool(true));
        Json::Array(items.iter().map(|item| self.value(item, of)).collect())
    }

    fn text(&mut self, node: &Node, schema: &Json) -> Json {
        let Some(text) = node.text() else {
            return self.wrong(node, "文字", "a text");
        };
        if schema.get("format").and_then(Json::as_str) == Some("date") && date(text).is_none() {
            self.found.push(bad_date(node, text));
        }
        Json::String(text.to_owned())
    }

    fn word(&mut self, node: &Node, words: &[&str]) -> Json {
        match node.text() {
            Some(text) if words.contains(&text) => Json::String(text.to_owned()),
            Some(text) => {
                let listed = words.join(", ");
                let diagnostic = Diagnostic::at(
                    Code::UnknownWord,
                    node.span,
                    format!("`{text}` 不在允许取值之内"),
                    format!("`{text}` is not one of the allowed words"),
                );
                let near = crate::diag::nearest(text, words.iter().copied());
                self.found.push(match near {
                    Some(near) => diagnostic.help(
                        format!("是否想写 `{near}`？可用：{listed}"),
                        format!("did you mean `{near}`? allowed: {listed}"),
                    ),
                    None => diagnostic.help(format!("可用：{listed}"), format!("allowed: {listed}")),
                });
                Json::Null
            }
            None => {
                self.wrong(node, &format!("以下之一：{}", words.join(", ")), &format!("one of: {}", words.join(", ")))
            }
        }
    }

    fn flag(&mut self, node: &Node) -> Json {
        match flag(node) {
            Ok(flag) => Json::Bool(flag),
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                Json::Null
            }
        }
    }

    fn number(&mut self, node: &Node, whole: bool, schema: &Json) -> Json {
        let number = match number(node) {
            Ok(number) => number,
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                return Json::Null;
            }
        };
        let limit = |name: &str| schema.get(name).and_then(Json::as_f64);
        let (min, max) = (limit("minimum").unwrap_or(f64::MIN), limit("maximum").unwrap_or(f64::MAX));
        if !(min..=max).contains(&number) || (whole && number.fract() != 0.0) {
            self.found.push(Diagnostic::at(
                Code::OutOfRange,
                node.span,
                format!("`{number}` 不在允许范围内"),
                format!("`{number}` is outside the allowed range"),
            ));
            return Json::Null;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a whole number within the schema's bounds")]
        if whole { Json::from(number as i64) } else { Json::from(number) }
    }

    fn wrong(&mut self, node: &Node, zh: &str, en: &str) -> Json {
        self.found.push(wrong_kind(node, zh, en));
        Json::Null
    }
}

/// The allowed words of an enumeration.
fn words(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let choices = schema.get("oneOf")?.as_array()?;
    Some(
        choices
            .iter()
            .flat_map(|choice| match choice.get("const") {
                Some(word) => word.as_str().into_iter().collect::<Vec<_>>(),
                None => words(choice).unwrap_or_default(),
            })
            .collect(),
    )
}

/// A value that another part of the loader will read from the tree.
fn free(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Plain(text) | Value::Quoted(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(free).collect()),
        Value::Map(entries) => Json::Object(
            entries.iter().map(|(key, value)| (key.text().unwrap_or_default().to_owned(), free(value))).collect(),
        ),
    }
}

/// What a node is called in messages.
fn kind_of(node: &Node) -> (&'static str, &'static str) {
    match node.value {
        Value::Null => ("空值", "nothing"),
        Value::Plain(_) | Value::Quoted(_) => ("文字或数值", "a scalar"),
        Value::List(_) => ("列表", "a list"),
        Value::Map(_) => ("映射", "a mapping"),
    }
}

/// The diagnostic for a value of the wrong kind.
pub fn wrong_kind(node: &Node, zh: &str, en: &str) -> Diagnostic {
    let (is_zh, is_en) = match node.text() {
        Some(text) => (format!("`{}`", short(text)), format!("`{}`", short(text))),
        None => (kind_of(node).0.to_owned(), kind_of(node).1.to_owned()),
    };
    Diagnostic::at(
        Code::WrongKind,
        node.span,
        format!("这里需要{zh}，却是{is_zh}"),
        format!("expected {en}, found {is_en}"),
    )
}

fn short(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    if first.chars().count() > 40 { first.chars().take(40).chain(['…']).collect() } else { first.to_owned() }
}

/// `true` or `false`, and nothing that merely reads like it.
pub fn flag(node: &Node) -> Result<bool, Box<Diagnostic>> {
    match &node.value {
        Value::Plain(text) if text == "true" => Ok(true),
        Value::Plain(text) if text == "false" => Ok(false),
        _ => {
            let diagnostic = wrong_kind(node, " `true` 或 `false`", "`true` or `false`");
            let meant = match node.text().map(str::to_lowercase).as_deref() {
                Some("yes" | "on" | "y" | "true" | "是") => Some("true"),
                Some("no" | "off" | "n" | "false" | "否") => Some("false"),
                _ => None,
            };
            Err(Box::new(match meant {
                Some(word) => {
                    diagnostic.help(format!("请写成 `{word}`，不加引号"), format!("write `{word}`, without quotes"))
                }
                None => diagnostic,
            }))
        }
    }
}

/// A plain decimal number.
pub fn number(node: &Node) -> Result<f64, Box<Diagnostic>> {
    let text = match &node.value {
        Value::Plain(text) => text.as_str(),
        _ => "",
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let decimal = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let octal = whole.len() > 1 && whole.starts_with('0');
    match text.parse::<f64>() {
        Ok(number) if decimal(whole) && decimal(fraction) && !octal && number.abs() < 9e15 => Ok(number),
        _ => Err(Box::new(wrong_kind(node, "数字", "a number").help(
            "只写十进制数字，如 120000；不加千分位、单位、引号或前导零",
            "write plain decimal digits, like 120000; no separators, units, quotes or leading zeros",
        ))),
    }
}

/// A civil date written year-month-day, and nothing after it.
pub fn date(text: &str) -> Option<jiff::civil::Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

/// The diagnostic for a text that is not a date.
pub fn bad_date(node: &Node, text: &str) -> Diagnostic {
    Diagnostic::at(
        Code::BadDate,
        node.span,
        format!("`{}` 不是有效日期", short(text)),
        format!("`{}` is not a date", short(text)),
    )
    .help("写成 年-月-日，如 2026-01-31", "write year-month-day, like 2026-01-31")
}
