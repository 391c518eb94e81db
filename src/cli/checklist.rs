//! `hegui checklist`: what there is to do, with boxes.

use std::path::PathBuf;

use anyhow::Error;
use clap::Args;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::render::template;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, short, value_name = "FILE", help = say("输出文件；缺省或 - 为标准输出", "the file to write; standard output if absent or -"))]
    output: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "md", value_parser = ["md", "html"], help = say("格式", "format"))]
    format: String,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let report = assess::report(session, &arguments.subject)?;
    let text = template::shipped(&format!("checklist.{}.j2", arguments.format), &report, session.lang)?;
    match &arguments.output {
        Some(path) if path.as_os_str() != "-" => out::write_all(&[(path.clone(), text)])?,
        _ => out::print(&text)?,
    }
    Ok(ExitStatus::Clean)
}
