//! How the process ends.

use std::process::{ExitCode, Termination};

/// The exit status. It is the gate of a release, so its values are fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// 0: no gap at or above the threshold.
    Clean,
    /// 1: gaps at or above the threshold; or a failed case, a rule with mistakes.
    Gaps,
    /// 2: bad arguments, an unreadable or invalid input, an unwritable output.
    CouldNotRun,
    /// 3: open verdicts, where they were asked to count.
    Open,
}

impl Termination for ExitStatus {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Gaps => 1,
            Self::CouldNotRun => 2,
            Self::Open => 3,
        })
    }
}
