//! Text → a tree of values with their places. The only file that names the YAML library.
//!
//! Scalars stay text here. What `no`, `012` or `1.10` means is decided where it is known what
//! kind of value is wanted, so a text is never turned into a truth value behind its author's back.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Location, Spanned};

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Sources, Span};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 64;
/// The most nodes that are read, aliases counted as often as they are used.
pub const MAX_NODES: usize = 200_000;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// The shapes a YAML value can have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `~`, `null` or an empty place.
    Null,
    /// Text without quotes, exactly as it stands.
    Plain(String),
    /// Text in quotes or in a block.
    Quoted(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in its order; keys are unique.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Plain(text) | Value::Quoted(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// An item of a list.
    pub fn at(&self, index: usize) -> Option<&Node> {
        self.items().get(index)
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The place of a key's value, or of the mapping where it is absent.
    pub fn span_of(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, |value| value.span)
    }
}

/// Reads one text.
///
/// # Errors
/// What stops YAML from being read stops it once; keys that are there twice are all reported.
pub fn parse(sources: &Sources, id: SourceId) -> Result<Node, Vec<Diagnostic>> {
    let (name, text) = sources.get(id).map_or(("", ""), |source| (source.name.as_str(), source.text.as_str()));
    if text.len() > MAX_BYTES {
        return Err(vec![too_large(name)]);
    }
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH, max_nodes: MAX_NODES, max_events: MAX_NODES * 2 },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    let tree = serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options);
    let tree = tree.map_err(|error| vec![explain(&error, id, text)])?;
    let mut builder = Builder { text, source: id, problems: Vec::new() };
    let node = builder.node(tree);
    if node.value == Value::Null {
        return Err(vec![
            Diagnostic::of_file(Code::Empty, name, "文件没有内容", "the file has no content")
                .help("可从 `examples/` 里的例子改起", "start from one of the files in `examples/`"),
        ]);
    }
    if builder.problems.is_empty() { Ok(node) } else { Err(builder.problems) }
}

/// The diagnostic for a file beyond [`MAX_BYTES`].
pub fn too_large(name: &str) -> Diagnostic {
    let limit = MAX_BYTES / 1024 / 1024;
    Diagnostic::of_file(
        Code::TooLarge,
        name,
        format!("文件超过 {limit} MiB"),
        format!("the file is larger than {limit} MiB"),
    )
}

/// A value as the library hands it over.
#[derive(Debug)]
enum Raw {
    Null,
    /// A scalar that the library took for a truth value or number; its text is in the source.
    Resolved,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key()? {
            map.push((key, entries.next_value()?));
        }
        Ok(Raw::Map(map))
    }
}

struct Builder<'t> {
    text: &'t str,
    source: SourceId,
    problems: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let span = span(&raw.referenced, self.source, self.text);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Resolved => Value::Plain(self.written(&raw.defined).to_owned()),
            Raw::Text(text) => {
                if self.is_plain(&raw.defined) {
                    Value::Plain(text)
                } else {
                    Value::Quoted(text)
                }
            }
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => self.map(entries),
        };
        Node { value, span }
    }

    fn map(&mut self, entries: Vec<(Spanned<Raw>, Spanned<Raw>)>) -> Value {
        let mut map: Vec<(Node, Node)> = Vec::with_capacity(entries.len());
        let mut seen = HashMap::with_capacity(entries.len());
        for (key, value) in entries {
            let (key, value) = (self.node(key), self.node(value));
            let Some(name) = key.text() else {
                self.problems.push(Diagnostic::at(Code::Syntax, key.span, "键必须是文字", "a key must be a text"));
                continue;
            };
            if let Some(first) = seen.insert(name.to_owned(), key.span) {
                let message = (format!("键 `{name}` 重复"), format!("the key `{name}` is there twice"));
                self.problems.push(
                    Diagnostic::at(Code::DuplicateKey, key.span, message.0, message.1)
                        .also(first, "第一次出现在这里", "first here")
                        .help("合并两处，或删去一处", "merge the two, or delete one"),
                );
            }
            map.push((key, value));
        }
        Value::Map(map)
    }

    fn written(&self, at: &Location) -> &str {
        let Span { start, end, .. } = span(at, self.source, self.text);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn is_plain(&self, at: &Location) -> bool {
        let start = span(at, self.source, self.text).start as usize;
        let block = self.text.get(..start).is_some_and(|before| {
            let line = before.trim_end_matches([' ', '\t']).strip_suffix('\n').unwrap_or("");
            let head = line.rsplit('\n').next().unwrap_or("").split(" #").next().unwrap_or("");
            head.trim_end()
                .trim_end_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
                .ends_with(['|', '>'])
        });
        !block && !self.written(at).starts_with(['"', '\''])
    }
}

/// The library's location as a byte range of this source.
fn span(at: &Location, source: SourceId, text: &str) -> Span {
    let (offset, len) = (at.span().byte_offset(), at.span().byte_len());
    let start = offset.map_or_else(|| byte_of(at, text), |offset| usize::try_from(offset).unwrap_or(text.len()));
    let start = start.min(text.len());
    let end = (start + usize::try_from(len.unwrap_or(0)).unwrap_or(0)).min(text.len());
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { source, start: small(start), end: small(end) }
}

/// Errors carry line and column only.
fn byte_of(at: &Location, text: &str) -> usize {
    let line = usize::try_from(at.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(at.column()).unwrap_or(1).saturating_sub(1);
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

fn is_limit(error: &serde_yaml::Error) -> bool {
    use serde_yaml::Error;
    matches!(
        error,
        Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
    ) || error.to_string().contains("budget breached")
}

fn explain(error: &serde_yaml::Error, source: SourceId, text: &str) -> Diagnostic {
    use serde_yaml::Error;
    let error = error.without_snippet();
    let at = error.location().map_or(Span { source, start: 0, end: 0 }, |at| span(&at, source, text));
    match error {
        Error::MultipleDocuments { .. } => Diagnostic::at(
            Code::SeveralDocuments,
            at,
            "文件里有多个 YAML 文档",
            "the file holds several YAML documents",
        )
        .help("每个文件只放一个文档，删去多余的 `---`", "keep one document a file; remove the extra `---`"),
        // Inside an alias the library wraps its limits in another error, known by its words.
        error if is_limit(error) => Diagnostic::at(
            Code::Limit,
            at,
            format!("文件超出读取上限（嵌套 {MAX_DEPTH} 层，{MAX_NODES} 个节点）"),
            format!("the file is beyond the limits of reading ({MAX_DEPTH} levels, {MAX_NODES} nodes)"),
        ),
        _ => {
            // The library repeats the place in its text; the caret line shows it already.
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or(&words).trim();
            let tab = text.get(at.start as usize..).is_some_and(|rest| rest.starts_with('\t'))
                || text.get(..at.start as usize).is_some_and(|before| before.ends_with('\t'));
            let diagnostic =
                Diagnostic::at(Code::Syntax, at, format!("YAML 语法错误：{words}"), format!("not valid YAML: {words}"));
            if tab {
                diagnostic.help("YAML 不能用制表符缩进，请改用空格", "YAML does not indent with tabs; use spaces")
            } else {
                diagnostic
            }
        }
    }
}
