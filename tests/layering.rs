//! Imports go one way, and every outside crate has one home. Read from the source itself.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::root;

/// What the modules of a layer may import from this crate.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source"]),
    ("model", &["source"]),
    ("logic", &["model"]),
    ("yaml", &["source", "diag"]),
    ("load", &["yaml", "source", "diag", "model"]),
    ("engine", &["model", "logic"]),
    // Reasons are derived by `logic` when a report asks for them; spans become places here.
    ("report", &["model", "logic", "source"]),
    ("render", &["report", "model"]),
    ("cli", &["render", "report", "engine", "load", "yaml", "logic", "model", "diag", "source"]),
];

/// Outside crates and the only places that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("serde_yaml", &["yaml.rs"]),
    ("minijinja", &["render/template.rs"]),
    ("comfy_table", &["render/terminal.rs"]),
    ("annotate_snippets", &["diag/render.rs"]),
    ("strsim", &["diag/mod.rs"]),
    ("postcard", &["load/builtin.rs"]),
    ("clap", &["cli/"]),
    ("anyhow", &["cli/", "render/"]),
    ("tempfile", &["cli/out.rs"]),
    ("sys_locale", &["cli/lang.rs"]),
];

/// Every file of `src` with its path below it.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    collect(&root().join("src"), "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("its entries are readable").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}

fn layer(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// The lines of code: no comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        let this = layer(&file);
        let Some((_, allowed)) = MAY_USE.iter().find(|(layer, _)| *layer == this) else {
            assert!(["main", "lib"].contains(&this), "{file} belongs to no layer; add it to the table");
            continue;
        };
        for (line, code) in code(&text) {
            for (at, _) in code.match_indices("crate::") {
                let used = code[at + "crate::".len()..].split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let used = used.unwrap_or_default();
                if used != this && !allowed.contains(&used) {
                    wrong.push(format!("src/{file}:{line}: {this} uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_outside_crate_has_one_home() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        for (line, code) in code(&text) {
            for (name, homes) in HOMES {
                if code.contains(&format!("{name}::")) && !homes.iter().any(|home| file.starts_with(home)) {
                    wrong.push(format!("src/{file}:{line}: {name} belongs in {homes:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_touches_the_clock_and_the_world() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        if file.starts_with("cli/") || file == "load/files.rs" {
            continue;
        }
        for (line, code) in code(&text) {
            for world in ["ZonedDateTime::now", "SystemTime", "Instant::now", "std::fs", "std::env", "std::net"] {
                if code.contains(world) {
                    wrong.push(format!("src/{file}:{line}: {world}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_its_purpose_and_holds_one_idea() {
    for (file, text) in files() {
        assert!(text.starts_with("//!"), "src/{file} does not say what it is for");
        assert!(text.lines().count() <= 480, "src/{file} has {} lines", text.lines().count());
    }
}
