//! Builders that tests share: loading from text, and running the real program in a clean world.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hegui::diag::render::{Style, render};
use hegui::load::catalog::{Loaded, load};
use hegui::model::catalog::Catalog;
use hegui::source::Sources;

/// Loads rule files from texts onto an empty catalog, without looking for mistakes.
pub fn load_rules(files: &[(&str, &str)]) -> (Loaded, Sources) {
    let mut sources = Sources::default();
    let ids: Vec<_> = files.iter().map(|(name, text)| sources.add(*name, *text)).collect();
    let loaded = load(Catalog::default(), &sources, &ids, false);
    (loaded, sources)
}

/// The same, with mistakes as a failure.
pub fn catalog(files: &[(&str, &str)]) -> Catalog {
    let (loaded, sources) = load_rules(files);
    let text = render(&loaded.diagnostics, &sources, Style { chinese: false, color: false });
    assert!(loaded.diagnostics.is_empty(), "{text}");
    loaded.catalog
}

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Outcome {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// The whole outcome as one text, for snapshots.
    pub fn text(&self) -> String {
        format!("exit status: {}\n--- stdout\n{}--- stderr\n{}", self.status, self.stdout, self.stderr)
    }
}

/// One run of the real program, in an environment that holds nothing of the machine's.
#[must_use]
pub struct Run {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// Runs the program with these arguments, in the repository's folder.
pub fn hegui<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hegui"));
    command
        .args(arguments)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COLUMNS", "120")
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Run { command, stdin: None }
}

impl Run {
    pub fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(text.into());
        self
    }

    pub fn env(mut self, key: &str, value: &str) -> Self {
        self.command.env(key, value);
        self
    }

    pub fn run(mut self) -> Outcome {
        let mut child = self.command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let text = self.stdin.take().unwrap_or_default();
        // A program that has seen enough may stop reading.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&text)));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends");
        Outcome {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

/// The repository's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A text file of the repository.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The examples: the assessments that the repository ships.
pub fn examples() -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(root().join("examples"))
        .expect("examples/ is there")
        .map(|entry| entry.expect("its entries are readable").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "yaml"))
        .map(|name| format!("examples/{name}"))
        .collect();
    names.sort();
    names
}
