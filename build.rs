//! Reads and checks `rules/` with the program's own loader and embeds the result. A mistake in a
//! shipped rule stops the build with the same message that a user would get for a rule of theirs.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "whole modules are shared and the loader alone is used; a build script speaks by printing"
)]

#[path = "src/diag/mod.rs"]
mod diag;
#[path = "src/load"]
mod load {
    pub mod catalog;
    pub mod condition;
    mod ids;
    pub mod raw;
    pub mod rules;
    pub mod shape;
    pub mod value;
    pub mod vocabulary;
    pub(crate) use ids::{declared_twice, id};
}
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/source.rs"]
mod source;
#[path = "src/yaml.rs"]
mod yaml;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut sources = source::Sources::default();
    let mut listing = String::from("static FILES: &[(&str, &str)] = &[\n");
    let mut ids = Vec::new();
    for path in rule_files(&root.join("rules"))? {
        let name = format!("rules/{}", path.file_name().unwrap_or_default().to_string_lossy());
        ids.push(sources.add(name.clone(), fs::read_to_string(&path)?));
        writeln!(listing, "    ({name:?}, include_str!({:?})),", path.to_string_lossy())?;
    }
    listing.push_str("];\n");
    let loaded = load::catalog::load(model::catalog::Catalog::default(), &sources, &ids, true);
    if !loaded.diagnostics.is_empty() {
        let style = diag::render::Style { chinese: false, color: false };
        eprintln!("{}", diag::render::render(&loaded.diagnostics, &sources, style));
        return Err("the rules in rules/ have mistakes; see above".into());
    }
    fs::write(out.join("builtin.rs"), listing)?;
    fs::write(out.join("catalog.bin"), postcard::to_stdvec(&loaded.catalog)?)?;
    Ok(())
}

fn rule_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let paths: Result<Vec<_>, _> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    Ok(paths)
}
