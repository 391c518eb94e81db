//! `hegui report`: the gap report in any of its formats.

use std::path::{Path, PathBuf};

use anyhow::{Context, Error, bail};
use clap::Args;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, Subject, assess, out};
use crate::model::text::Lang;
use crate::render::{Format, json, template};
use crate::report::Report;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, short, value_name = "DIR", help = say("输出目录，写 report.html 等；缺省或 - 为标准输出", "the folder to write report.html and so on to; standard output if absent or -"))]
    output: Option<PathBuf>,
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', help = say("html, md, json，可多选；缺省：写目录时为 html，否则为 md", "html, md, json, several at once; if absent, html into a folder and md on standard output"))]
    format: Vec<Format>,
    #[arg(long, value_name = "FILE", conflicts_with = "format", help = say("用自己的模板；按文件名转义（.html.j2、.md.j2）", "a template of your own; escaped by its name (.html.j2, .md.j2)"))]
    template: Option<PathBuf>,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let folder = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    // A template that is not there is found out before any work is done.
    let own = arguments.template.as_deref().map(read_template).transpose()?;
    let formats = match (arguments.format.as_slice(), folder) {
        ([], Some(_)) => vec![Format::Html],
        ([], None) => vec![Format::Md],
        (formats, None) if formats.len() > 1 && own.is_none() => {
            bail!(session.say("多种格式需要 -o 目录", "several formats need -o and a folder").to_owned())
        }
        (formats, _) => formats.to_vec(),
    };
    let report = assess::report(session, &arguments.subject)?;
    let mut files = Vec::new();
    if let Some((name, source)) = &own {
        let text = template::own(name, source, &report, session.lang)?;
        files.push((name.trim_end_matches(".j2").to_owned(), text));
    } else {
        for format in formats {
            files.push((format!("report.{format}"), render(&report, format, session.lang)?));
        }
    }
    match folder {
        Some(folder) => {
            let files: Vec<_> = files.into_iter().map(|(name, text)| (folder.join(name), text)).collect();
            out::write_all(&files)?;
            if !session.quiet {
                let names = files.iter().map(|(path, _)| format!("{}\n", path.display()));
                out::print(&names.collect::<String>())?;
            }
        }
        None => {
            for (_, text) in files {
                out::print(&text)?;
            }
        }
    }
    Ok(ExitStatus::Clean)
}

fn render(report: &Report, format: Format, lang: Lang) -> Result<String, Error> {
    match format {
        Format::Html => template::shipped("report.html.j2", report, lang),
        Format::Md => template::shipped("report.md.j2", report, lang),
        Format::Json => json::render(report),
    }
}

fn read_template(path: &Path) -> Result<(String, String), Error> {
    let source = std::fs::read_to_string(path)
        .with_context(|| format!("{} `{}`", say("读不出模板", "cannot read the template"), path.display()))?;
    Ok((Session::file_name(path), source))
}
