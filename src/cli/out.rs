//! Where output goes. Files are written to a temporary file beside the target and then renamed, so
//! that a target is either the old or the new one; an old one that differs is kept beside it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

use crate::cli::lang::say;

/// Writes text to standard output. A reader that has gone away is no error.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.context(say("无法写到标准输出", "cannot write to standard output")),
    }
}

/// Writes text to standard error, if there is anybody to read it.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes several files, or none of them where one cannot be written.
pub(super) fn write_all(files: &[(PathBuf, String)]) -> Result<()> {
    let mut ready = Vec::new();
    for (path, text) in files {
        ready.push((prepare(path, text).with_context(|| cannot_write(path))?, path));
    }
    for (file, path) in ready {
        put(file, path).with_context(|| cannot_write(path))?;
    }
    Ok(())
}

fn cannot_write(path: &Path) -> String {
    format!("{} `{}`", say("无法写入", "cannot write"), path.display())
}

fn prepare(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, say("这是一个目录", "it is a folder")));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hegui-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Reports are for sharing: readable by all, as a file made by an editor would be.
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn put(file: NamedTempFile, path: &Path) -> io::Result<()> {
    if let Ok(old) = fs::read(path)
        && old != fs::read(file.path())?
    {
        let mut backup = path.as_os_str().to_owned();
        backup.push("~");
        fs::rename(path, backup)?;
    }
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}
