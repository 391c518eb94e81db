//! `hegui schema`: JSON Schemas for editors.

use anyhow::Error;
use clap::Args;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, out};
use crate::load::schema;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[arg(value_name = "KIND", value_parser = ["assessment", "ruleset"], help = say("assessment 自评文件；ruleset 规则集", "assessment or ruleset"))]
    kind: String,
}

pub(super) fn run(session: &mut Session, arguments: &Arguments) -> Result<ExitStatus, Error> {
    let catalog = session.catalog()?;
    let schema = match arguments.kind.as_str() {
        "assessment" => schema::assessment(&catalog, session.lang),
        _ => schema::rule_set(&catalog, session.lang),
    };
    out::print(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
    Ok(ExitStatus::Clean)
}
