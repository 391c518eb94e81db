//! A finished [`Report`](crate::report::Report) in, bytes out. Renderers decide mark-up and
//! escaping, and nothing about compliance.

pub mod json;
pub mod template;
pub mod terminal;

use std::fmt;
use std::str::FromStr;

/// What a report can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One offline page.
    Html,
    /// Markdown.
    Md,
    /// The frozen JSON of `hegui/report/1`.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Html, Self::Md, Self::Json];

    /// The name, which is also the file ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|format| format.name() == text);
        known.copied().ok_or_else(|| "html, md, json".to_owned())
    }
}
