//! The command line: arguments → library calls → text and an exit status. The only layer that
//! prints.

mod assess;
mod book;
mod calendar;
mod check;
mod checklist;
mod evidence;
mod exit;
mod explain;
mod forecast;
mod lang;
mod out;
mod report;
mod rules;
mod schema;
mod session;

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use exit::ExitStatus;
use lang::say;

/// The arguments of the whole program.
#[derive(Debug, Parser)]
#[command(
    name = "hegui",
    version,
    about = say(
        "合规：把人工智能治理规则变成检查清单和差距报告。离线运行，不发送任何数据。",
        "hegui (合规): turns AI-governance rules into checklists and gap reports. Works offline, sends nothing."
    ),
    after_help = say(
        "示例：\n  hegui check self.yaml                     看缺口，退出码可作门禁\n  hegui report self.yaml -o out --format html,md,json\n  hegui checklist self.yaml -o 清单.md\n  hegui explain CN-LABEL-09 self.yaml        为什么适用或不适用\n  hegui schema assessment > hegui.schema.json 供编辑器补全\n\n退出码：0 无缺口；1 有缺口；2 无法运行；3 有待定判定（--fail-on-open）",
        "Examples:\n  hegui check self.yaml                     see the gaps; the exit status is a gate\n  hegui report self.yaml -o out --format html,md,json\n  hegui checklist self.yaml -o checklist.md\n  hegui explain CN-LABEL-09 self.yaml       why it applies or not\n  hegui schema assessment > hegui.schema.json   completion in your editor\n\nExit status: 0 no gaps; 1 gaps; 2 could not run; 3 open verdicts (--fail-on-open)"
    )
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Arguments that every command takes.
#[derive(Debug, Clone, Args)]
struct Global {
    #[arg(long, global = true, value_name = "zh|en", value_parser = ["zh", "en"], help = say("输出语言；缺省随系统", "language of the output; the system's if absent"))]
    lang: Option<String>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"], help = say("颜色", "colours"))]
    color: String,
    #[arg(long, global = true, value_name = "PATH", help = say("另加规则文件或目录，可重复；自带 tiers.yaml 的目录取代随附规则", "add rules from a file or folder, repeatable; a folder with a tiers.yaml of its own replaces the shipped rules"))]
    rules: Vec<PathBuf>,
    #[arg(long, short, global = true, help = say("只用退出码说话，错误除外", "speak by exit status only, errors aside"))]
    quiet: bool,
}

/// What is judged, for the commands that judge.
#[derive(Debug, Clone, Args)]
struct Subject {
    #[arg(value_name = "FILE", help = say("自评文件；- 为标准输入", "the self-assessment; - for standard input"))]
    file: PathBuf,
    #[arg(long, value_name = "DATE", help = say("评估日，优先于文件里的 as_of；都没有则为今天", "the day it is judged for; before the file's as_of, else today"))]
    as_of: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(
        about = say("在终端列出缺口；退出码作发布门禁", "list the gaps on the terminal; the exit status gates a release"),
        after_help = say(
            "示例：\n  hegui check self.yaml\n  hegui check self.yaml --fail-on II --fail-on-open\n  hegui check self.yaml --show gap,open,upcoming\n  cat self.yaml | hegui check - --quiet",
            "Examples:\n  hegui check self.yaml\n  hegui check self.yaml --fail-on II --fail-on-open\n  hegui check self.yaml --show gap,open,upcoming\n  cat self.yaml | hegui check - --quiet"
        )
    )]
    Check(check::Arguments),
    #[command(
        about = say("输出检查清单", "write the checklist"),
        after_help = say(
            "示例：\n  hegui checklist self.yaml                 Markdown 到标准输出\n  hegui checklist self.yaml --format html -o 清单.html",
            "Examples:\n  hegui checklist self.yaml                 Markdown on standard output\n  hegui checklist self.yaml --format html -o checklist.html"
        )
    )]
    Checklist(checklist::Arguments),
    #[command(
        about = say("输出差距报告", "write the gap report"),
        after_help = say(
            "示例：\n  hegui report self.yaml                    Markdown 到标准输出\n  hegui report self.yaml -o out             out/report.html\n  hegui report self.yaml -o out --format html,md,json\n  hegui report self.yaml --template my.md.j2 > my.md",
            "Examples:\n  hegui report self.yaml                    Markdown on standard output\n  hegui report self.yaml -o out             out/report.html\n  hegui report self.yaml -o out --format html,md,json\n  hegui report self.yaml --template my.md.j2 > my.md"
        )
    )]
    Report(report::Arguments),
    #[command(
        about = say("解释规则、事实、文件、论断或等级；给出自评文件则说明为何适用", "explain a rule, fact, instrument, statement or tier; with a file, why it applies or not"),
        after_help = say(
            "示例：\n  hegui explain CN-LABEL-09\n  hegui explain CN-LABEL-09 self.yaml\n  hegui explain system.generates",
            "Examples:\n  hegui explain CN-LABEL-09\n  hegui explain CN-LABEL-09 self.yaml\n  hegui explain system.generates"
        )
    )]
    Explain(explain::Arguments),
    #[command(
        about = say("预测：到某日为止哪些义务开始、变化或失效", "which duties will start, change or lapse until a day"),
        after_help = say(
            "示例：\n  hegui forecast self.yaml --until 2027-12-31",
            "Examples:\n  hegui forecast self.yaml --until 2027-12-31"
        )
    )]
    Forecast(forecast::Arguments),
    #[command(subcommand, about = say("查看、检查和测试规则", "look at, check and test rules"))]
    Rules(rules::Command),
    #[command(
        about = say("输出供编辑器使用的 JSON Schema", "write a JSON Schema for editors"),
        after_help = say(
            "示例：\n  hegui schema assessment > hegui.schema.json\n  在自评文件首行写：# yaml-language-server: $schema=hegui.schema.json",
            "Examples:\n  hegui schema assessment > hegui.schema.json\n  then, as the first line of the file: # yaml-language-server: $schema=hegui.schema.json"
        )
    )]
    Schema(schema::Arguments),
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitStatus {
    lang::settle(std::env::args_os());
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are answers; everything else could not be run.
            let status = if error.use_stderr() { ExitStatus::CouldNotRun } else { ExitStatus::Clean };
            let _ = error.print();
            return status;
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitStatus::CouldNotRun;
        }
    };
    let mut session = session::Session::new(&cli.global);
    let done = match cli.command {
        Command::Check(arguments) => check::run(&mut session, &arguments),
        Command::Checklist(arguments) => checklist::run(&mut session, &arguments),
        Command::Report(arguments) => report::run(&mut session, &arguments),
        Command::Explain(arguments) => explain::run(&mut session, &arguments),
        Command::Forecast(arguments) => forecast::run(&mut session, &arguments),
        Command::Rules(command) => rules::run(&mut session, &command),
        Command::Schema(arguments) => schema::run(&mut session, &arguments),
    };
    done.unwrap_or_else(|error| session.fail(&error))
}

/// The command line as a value, for help texts.
fn command() -> clap::Command {
    Cli::command()
}
