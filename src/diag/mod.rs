//! Problems in files. They are collected, sorted and shown once; a finding about the organisation
//! is never one of these.

pub mod code;
pub mod render;

use crate::source::Span;
pub use code::{Code, Severity};

/// A message in both languages. `diag` knows no domain type, so it has its own pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Message {
    /// Joins the two languages of one message.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where; none where the file as a whole is meant.
    pub span: Option<Span>,
    /// The name of the file, where there is no span in it to name it by.
    pub file: Option<String>,
    /// What sort of problem.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: Message,
    /// A second place that belongs to it, with a word on why.
    pub also: Option<(Span, Message)>,
    /// What to do about it.
    pub help: Option<Message>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn at(code: Code, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { span: Some(span), file: None, code, message: Message::new(zh, en), also: None, help: None }
    }

    /// A problem of a file as a whole.
    pub fn of_file(code: Code, file: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { span: None, file: Some(file.into()), code, message: Message::new(zh, en), also: None, help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Message::new(zh, en));
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.also = Some((span, Message::new(zh, en)));
        self
    }

    /// Adds "did you mean" where one of the known words is near.
    #[must_use]
    pub fn suggest<'k>(self, typed: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        match nearest(typed, known) {
            Some(near) => self.help(format!("是否想写 `{near}`？"), format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// The known word that is nearest to a typed one, if any is near enough to be meant.
pub fn nearest<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|word| (strsim::jaro_winkler(typed, word), word))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

/// Everything found wrong in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Adds several.
    pub fn extend_with(&mut self, others: Vec<Diagnostic>) {
        self.0.extend(others);
    }

    /// Sorted by file and position, each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort();
        all.dedup();
        all
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.sorted().iter().filter(|diagnostic| diagnostic.code.severity() == Severity::Error).count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
