//! Files from disk into the table of sources.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources};
use crate::yaml;

/// Reads a file, or standard input for `-`. The name in messages is the path as it was given.
pub fn read(sources: &mut Sources, path: &Path, found: &mut Diagnostics) -> Option<SourceId> {
    let name = path.to_string_lossy().into_owned();
    let bytes = if name == "-" { read_limited(std::io::stdin().lock()) } else { open(path).and_then(read_limited) };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            found.push(unreadable(&name, &error));
            return None;
        }
    };
    if bytes.len() > yaml::MAX_BYTES {
        found.push(yaml::too_large(&name));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..valid]).matches('\n').count() + 1;
            found.push(
                Diagnostic::of_file(
                    Code::NotUtf8,
                    name,
                    format!("文件不是 UTF-8 编码（第 {line} 行起）"),
                    format!("the file is not UTF-8 (from line {line})"),
                )
                .help("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
            );
            None
        }
    }
}

/// Reads rule files: each path a file, or a folder whose `.yaml` and `.yml` files are meant.
pub fn read_rules(sources: &mut Sources, paths: &[PathBuf], found: &mut Diagnostics) -> Vec<SourceId> {
    let mut ids = Vec::new();
    for path in paths {
        if path.is_dir() {
            match list(path) {
                Ok(files) => ids.extend(files.iter().filter_map(|file| read(sources, file, found))),
                Err(error) => found.push(unreadable(&path.to_string_lossy(), &error)),
            }
        } else {
            ids.extend(read(sources, path, found));
        }
    }
    ids
}

/// Rule files of a folder, by name.
fn list(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if yaml && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn open(path: &Path) -> std::io::Result<fs::File> {
    if path.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "is a directory"));
    }
    fs::File::open(path)
}

/// One byte more than the limit is enough to know that it is passed.
fn read_limited(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(yaml::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    let (zh, en) = match error.kind() {
        NotFound => ("没有这个文件".to_owned(), "there is no such file".to_owned()),
        PermissionDenied => ("没有读取权限".to_owned(), "no permission to read it".to_owned()),
        IsADirectory => ("这是一个目录".to_owned(), "this is a folder".to_owned()),
        _ => (format!("读不出：{error}"), format!("cannot be read: {error}")),
    };
    Diagnostic::of_file(Code::Unreadable, name, zh, en)
}
