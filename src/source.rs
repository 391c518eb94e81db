//! The texts that were read, and the way from a byte range back to file, line and column.

use std::fmt;
use std::sync::OnceLock;

/// Which text of a [`Sources`] a [`Span`] lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(u16);

/// A byte range in one source. Small and copied along with every value that a person wrote;
/// it becomes a [`Place`] only when somebody is shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// File, line and column, both counted from 1; the column counts characters, as editors do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name under which the text was read.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One text with the name it goes by in messages.
#[derive(Debug, Clone)]
pub struct Source {
    /// As the user named it, or `-` for standard input.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Where each line starts, in bytes; made when a place is first asked for.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    fn lines(&self) -> &[usize] {
        let starts = || [0].into_iter().chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.lines.get_or_init(starts)
    }
}

/// All texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text and hands out its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u16::try_from(self.0.len()).unwrap_or(u16::MAX));
        self.0.push(Source { name: name.into(), text: text.into(), lines: OnceLock::new() });
        id
    }

    /// The text behind an id, if this table handed it out.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::from(id.0))
    }

    /// Where a span starts, for people.
    pub fn place(&self, span: Span) -> Option<Place> {
        let source = self.get(span.source)?;
        let start = span.start as usize;
        // The number of lines that start at or before a byte is the number of its own line.
        let line = source.lines().partition_point(|&line| line <= start);
        let before = source.text.get(source.lines()[line - 1]..start)?;
        Some(Place { file: source.name.clone(), line, column: before.chars().count() + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", "名称: 一\n备注: no\n");
        let start = u32::try_from("名称: 一\n备注: ".len()).unwrap_or_default();
        let place = sources.place(Span { source, start, end: start + 2 });
        assert_eq!(place.map(|place| place.to_string()).as_deref(), Some("a.yaml:2:5"));
    }
}
