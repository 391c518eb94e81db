//! Looks at evidence files: are they there, below the assessment's folder, and unaltered?

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::engine::Seen;
use crate::model::assessment::{Evidence, Locator};

/// Looks at evidence below one folder.
#[derive(Debug, Clone)]
pub(super) struct EvidenceFolder {
    folder: Option<PathBuf>,
}

impl EvidenceFolder {
    /// The folder of an assessment file; the working folder for standard input.
    pub(super) fn of(assessment: &Path) -> Self {
        let parent = assessment.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = if assessment.as_os_str() == "-" { None } else { parent };
        Self { folder: folder.unwrap_or(Path::new(".")).canonicalize().ok() }
    }

    /// Looks at one piece. Pages are never fetched. A link that leads out of the folder counts as
    /// a file that is not there.
    pub(super) fn look(&self, evidence: &Evidence) -> Seen {
        let Locator::File(path) = &evidence.locator else { return Seen::NotLookedAt };
        let Some(path) = self.inside(path) else { return Seen::Missing };
        match &evidence.sha256 {
            None => Seen::There,
            Some(expected) => match sha256(&path) {
                Ok(hash) if hash == *expected => Seen::There,
                Ok(_) => Seen::Altered,
                Err(_) => Seen::Missing,
            },
        }
    }

    fn inside(&self, path: &str) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let path = folder.join(path).canonicalize().ok()?;
        (path.starts_with(folder) && path.is_file()).then_some(path)
    }
}

/// The SHA-256 of a file, read piece by piece.
fn sha256(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hasher.update(&piece[..read]);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
