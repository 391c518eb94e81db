//! What all commands share: language, colours, the catalog, and the way diagnostics are shown.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::Error;

use crate::cli::{ExitStatus, Global, lang, out};
use crate::diag::{Diagnostics, render};
use crate::load::catalog::{Loaded, load};
use crate::load::{builtin, files};
use crate::model::catalog::Catalog;
use crate::model::text::Lang;
use crate::render::terminal::Look;
use crate::source::Sources;

/// One run of the program.
pub(super) struct Session {
    /// Language of everything that is printed.
    pub lang: Lang,
    /// Speak by exit status only.
    pub quiet: bool,
    /// The texts that were read.
    pub sources: Sources,
    rules: Vec<PathBuf>,
    color: Option<bool>,
}

/// Its reasons have been shown already.
#[derive(Debug)]
pub(super) struct Shown;

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("see the messages above")
    }
}

impl std::error::Error for Shown {}

impl Session {
    pub(super) fn new(global: &Global) -> Self {
        let color = match global.color.as_str() {
            "always" => Some(true),
            "never" => Some(false),
            _ => None,
        };
        Self {
            lang: lang::current(),
            quiet: global.quiet,
            sources: Sources::default(),
            rules: global.rules.clone(),
            color,
        }
    }

    /// Colours where they were asked for, else where a terminal shows them and nobody objects.
    fn color_on(&self, terminal: bool) -> bool {
        let objection = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        self.color.unwrap_or(terminal && !objection)
    }

    /// How tables on standard output look.
    pub(super) fn look(&self) -> Look {
        let terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = columns.or(if terminal { None } else { Some(120) });
        Look { lang: self.lang, color: self.color_on(terminal), width }
    }

    /// The catalog: the shipped rules and the user's.
    pub(super) fn catalog(&mut self) -> Result<Catalog, Error> {
        let rules = self.rules.clone();
        Ok(self.load_rules(&rules)?.catalog)
    }

    /// The shipped rules and those of some paths, with their cases.
    pub(super) fn load_rules(&mut self, paths: &[PathBuf]) -> Result<Loaded, Error> {
        let loaded = self.try_rules(paths);
        self.settle(&loaded.diagnostics)?;
        Ok(loaded)
    }

    /// The same with the diagnostics left to the caller. A folder that brings tiers of its own is
    /// a whole catalog and stands alone.
    pub(super) fn try_rules(&mut self, paths: &[PathBuf]) -> Loaded {
        let mut found = Diagnostics::default();
        let whole = paths.iter().any(|path| path.join("tiers.yaml").is_file());
        let base = if whole { Catalog::default() } else { builtin::catalog() };
        if paths.is_empty() {
            return Loaded { catalog: base, ..Loaded::default() };
        }
        let ids = files::read_rules(&mut self.sources, paths, &mut found);
        let mut loaded = load(base, &self.sources, &ids, false);
        loaded.diagnostics.extend(found);
        loaded
    }

    /// The paths given by `--rules`.
    pub(super) fn own_rules(&self) -> &[PathBuf] {
        &self.rules
    }

    /// Shows diagnostics; errors end the run.
    pub(super) fn settle(&self, found: &Diagnostics) -> Result<(), Error> {
        // Quiet keeps warnings back; errors are always said.
        if found.has_errors() || !(self.quiet || found.is_empty()) {
            out::complain(&self.diagnostics(found));
        }
        if found.has_errors() { Err(Shown.into()) } else { Ok(()) }
    }

    /// Diagnostics as text.
    pub(super) fn diagnostics(&self, found: &Diagnostics) -> String {
        let color = self.color_on(std::io::stderr().is_terminal());
        render::render(found, &self.sources, render::Style { chinese: self.lang == Lang::Zh, color })
    }

    /// One of two texts.
    pub(super) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Ends the run with an error.
    pub(super) fn fail(&self, error: &Error) -> ExitStatus {
        if !error.is::<Shown>() {
            out::complain(&format!("{}{error:#}\n", self.say("错误：", "error: ")));
        }
        ExitStatus::CouldNotRun
    }

    /// The name of a file without its folders.
    pub(super) fn file_name(path: &Path) -> String {
        path.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}
