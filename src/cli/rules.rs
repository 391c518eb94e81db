//! `hegui rules`: look at rules, check them, run their cases, see what they cover.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Error, bail};
use clap::Subcommand;

use crate::cli::lang::say;
use crate::cli::session::Session;
use crate::cli::{ExitStatus, book, calendar, out};
use crate::engine::{cases, coverage, mutation};
use crate::load::builtin;
use crate::load::catalog::Loaded;
use crate::model::case::{Expected, RuleCase};
use crate::model::catalog::Catalog;
use crate::model::rule::Timing;
use crate::model::text::Lang;
use crate::render::terminal;
use crate::report;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = say("列出规则", "list the rules"))]
    List {
        #[arg(long, value_name = "SET", help = say("只列一个规则集", "one rule set only"))]
        set: Option<String>,
    },
    #[command(about = say("显示一条规则或一个规则集", "show a rule or a rule set"))]
    Show {
        #[arg(value_name = "ID", help = say("规则或规则集的标识", "the id of a rule or a rule set"))]
        id: String,
        #[arg(long, help = say("显示随附规则集的 YAML 原文", "show the YAML text of a shipped rule set"))]
        yaml: bool,
    },
    #[command(
        about = say("检查规则文件，一次列出全部问题", "check rule files and list every problem at once"),
        after_help = say("示例：\n  hegui rules lint my-policy.yaml\n  hegui rules lint rules/", "Examples:\n  hegui rules lint my-policy.yaml\n  hegui rules lint rules/")
    )]
    Lint {
        #[arg(value_name = "PATH", required = true, help = say("规则文件或目录", "rule files or folders"))]
        paths: Vec<PathBuf>,
        #[arg(long, help = say("还检查规则本身：谁也不适用的规则，用例察觉不到的笔误", "look into the rules too: those that bind nobody, slips that no case notices"))]
        deep: bool,
    },
    #[command(
        about = say("运行规则里的用例；不给路径则测试随附规则", "run the cases inside rules; of the shipped ones if no path is given"),
        after_help = say("示例：\n  hegui rules test\n  hegui rules test my-policy.yaml", "Examples:\n  hegui rules test\n  hegui rules test my-policy.yaml")
    )]
    Test {
        #[arg(value_name = "PATH", help = say("规则文件或目录", "rule files or folders"))]
        paths: Vec<PathBuf>,
    },
    #[command(
        about = say("法规日历：发布、施行、变更和失效的日期", "the calendar: when texts are issued, come into force, change and lapse"),
        after_help = say("示例：\n  hegui rules calendar --from 2026-11-01 --to 2028-12-31", "Examples:\n  hegui rules calendar --from 2026-11-01 --to 2028-12-31")
    )]
    Calendar {
        #[arg(long, value_name = "DATE", help = say("从哪一天起", "the first day"))]
        from: Option<String>,
        #[arg(long, value_name = "DATE", help = say("到哪一天止", "the last day"))]
        to: Option<String>,
    },
    #[command(about = say("文章论断和法规条文各由哪些规则覆盖", "which rules cover which statements and articles"))]
    Coverage {
        #[arg(long, help = say("有条文既无规则也无理由则退出码为 1", "exit with 1 where an article has neither a rule nor a reason"))]
        strict: bool,
    },
}

pub(super) fn run(session: &mut Session, command: &Command) -> Result<ExitStatus, Error> {
    match command {
        Command::List { set } => list(session, set.as_deref()),
        Command::Show { id, yaml } => show(session, id, *yaml),
        Command::Lint { paths, deep } => lint(session, paths, *deep),
        Command::Test { paths } => test(session, paths),
        Command::Calendar { from, to } => calendar::run(session, from.as_deref(), to.as_deref()),
        Command::Coverage { strict } => cover(session, *strict),
    }
}

fn list(session: &mut Session, set: Option<&str>) -> Result<ExitStatus, Error> {
    let catalog = session.catalog()?;
    if let Some(set) = set
        && !catalog.sets.contains_key(set)
    {
        return Err(no_such_set(session, &catalog, set));
    }
    let lang = session.lang;
    let head = [
        session.say("规则", "rule"),
        session.say("规则集", "set"),
        session.say("效力", "force"),
        session.say("施行", "from"),
        session.say("事项", "title"),
    ];
    let rows = catalog.rules.values().filter(|rule| set.is_none_or(|set| rule.set.as_str() == set)).map(|rule| {
        let from = rule.applies_from.map_or_else(|| "–".to_owned(), |day| day.to_string());
        vec![
            rule.id.to_string(),
            rule.set.to_string(),
            rule.force.word(lang).to_owned(),
            from,
            rule.title.get(lang).to_owned(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    let mut text = terminal::table(&head, rows, session.look());
    let _ = match lang {
        Lang::Zh => writeln!(text, "共 {count} 条规则，{} 个规则集", catalog.sets.len()),
        Lang::En => writeln!(text, "{count} rules in {} sets", catalog.sets.len()),
    };
    out::print(&text)?;
    Ok(ExitStatus::Clean)
}

fn no_such_set(session: &Session, catalog: &Catalog, set: &str) -> Error {
    let known: Vec<_> = catalog.sets.keys().map(crate::model::id::SetId::as_str).collect();
    anyhow::anyhow!("{} `{set}`: {}", session.say("没有规则集", "there is no rule set"), known.join(", "))
}

fn show(session: &mut Session, id: &str, yaml: bool) -> Result<ExitStatus, Error> {
    if yaml {
        let name = format!("rules/{id}.yaml");
        let Some((_, text)) = builtin::files().iter().find(|(file, _)| *file == name) else {
            let catalog = session.catalog()?;
            return Err(no_such_set(session, &catalog, id));
        };
        out::print(text)?;
        return Ok(ExitStatus::Clean);
    }
    let catalog = session.catalog()?;
    let text = match catalog.sets.get(id) {
        Some(set) => {
            let rules = catalog.rules.values().filter(|rule| rule.set == set.id);
            let mut text = format!(
                "{}  {}\n{} · {}\n\n{}\n\n",
                set.id,
                set.title.get(session.lang),
                set.version,
                set.family.word(session.lang),
                set.about.get(session.lang)
            );
            for rule in rules {
                let _ = writeln!(text, "{}  {}", rule.id, rule.title.get(session.lang));
            }
            text
        }
        None => book::about(&catalog, id, session.lang)?,
    };
    out::print(&text)?;
    Ok(ExitStatus::Clean)
}

fn lint(session: &mut Session, paths: &[PathBuf], deep: bool) -> Result<ExitStatus, Error> {
    let own: Vec<_> = session.own_rules().iter().chain(paths).cloned().collect();
    let loaded = session.try_rules(&own);
    let text = session.diagnostics(&loaded.diagnostics);
    out::complain(&text);
    if loaded.diagnostics.has_errors() {
        return Ok(ExitStatus::Gaps);
    }
    if !session.quiet {
        let own = loaded.catalog.sets.values().filter(|set| !set.builtin).count();
        let rules = loaded
            .catalog
            .rules
            .values()
            .filter(|rule| loaded.catalog.sets.get(&rule.set).is_some_and(|set| !set.builtin));
        let (rules, cases) = (rules.count(), loaded.cases.len());
        out::print(&match session.lang {
            Lang::Zh => format!("没有错误：{own} 个规则集，{rules} 条规则，{cases} 个用例\n"),
            Lang::En => format!("no errors: {own} rule sets, {rules} rules, {cases} cases\n"),
        })?;
    }
    if deep { look_deeper(session, &loaded) } else { Ok(ExitStatus::Clean) }
}

/// Rules that bind nobody or everybody, and slips of the pen that no case would notice.
fn look_deeper(session: &Session, loaded: &Loaded) -> Result<ExitStatus, Error> {
    let catalog = &loaded.catalog;
    let mut text = String::new();
    let constants = mutation::constants(catalog);
    for constant in &constants {
        let words = match (constant.to_all, session.lang) {
            (true, Lang::Zh) => "对所有主体适用，却没有写 `always`",
            (true, Lang::En) => "applies to everybody without saying `always`",
            (false, Lang::Zh) => "任何主体都不适用",
            (false, Lang::En) => "can apply to nobody",
        };
        let _ = writeln!(text, "{}: {words}", constant.rule.id);
    }
    let mutation = mutation::run(catalog, &loaded.cases);
    for survivor in &mutation.survivors {
        let place = match &survivor.of {
            mutation::Place::Rule(rule) => rule.to_string(),
            mutation::Place::Case(fact, at) => format!("{} [{}]", catalog.vocabulary.get(*fact).id, at + 1),
        };
        let mutant = report::condition_text(&catalog.vocabulary, &survivor.mutant);
        let _ = writeln!(text, "{place}: {} {mutant}", session.say("没有用例察觉：", "no case notices:"));
    }
    let (tried, left) = (mutation.tried, mutation.survivors.len());
    let _ = match session.lang {
        Lang::Zh => writeln!(text, "试改 {tried} 处，用例察觉 {}，未察觉 {left}", tried - left),
        Lang::En => writeln!(text, "{tried} slips tried: {} noticed by a case, {left} not", tried - left),
    };
    if !session.quiet {
        out::print(&text)?;
    }
    Ok(if constants.is_empty() && left == 0 { ExitStatus::Clean } else { ExitStatus::Gaps })
}

fn test(session: &mut Session, paths: &[PathBuf]) -> Result<ExitStatus, Error> {
    let own: Vec<_> = session.own_rules().iter().chain(paths).cloned().collect();
    let loaded = if own.is_empty() {
        let loaded = builtin::reload(&mut session.sources);
        session.settle(&loaded.diagnostics)?;
        loaded
    } else {
        session.load_rules(&own)?
    };
    if loaded.cases.is_empty() {
        bail!(session.say("没有用例可运行", "there are no cases to run").to_owned());
    }
    let mut failed = String::new();
    let mut failures = 0;
    for case in &loaded.cases {
        let Some(result) = cases::run(&loaded.catalog, case) else { continue };
        if !result.passed {
            failures += 1;
            failed.push_str(&failure(session, &loaded, case, &result));
        }
    }
    out::complain(&failed);
    if !session.quiet {
        let passed = loaded.cases.len() - failures;
        out::print(&match session.lang {
            Lang::Zh => format!("{passed} 个用例通过，{failures} 个失败\n"),
            Lang::En => format!("{passed} cases passed, {failures} failed\n"),
        })?;
    }
    Ok(if failures == 0 { ExitStatus::Clean } else { ExitStatus::Gaps })
}

fn failure(session: &Session, loaded: &Loaded, case: &RuleCase, result: &cases::CaseResult) -> String {
    let lang = session.lang;
    let name = |key: &crate::model::vocabulary::FactKey| loaded.catalog.vocabulary.get(*key).id.to_string();
    let facts = |keys: &[crate::model::vocabulary::FactKey]| keys.iter().map(name).collect::<Vec<_>>().join(", ");
    let expected = match &case.expect {
        Expected::Verdict(verdict, missing) => match missing {
            Some(missing) => format!("{} [{}]", verdict.word(lang), facts(missing)),
            None => verdict.word(lang).to_owned(),
        },
        Expected::Upcoming => session.say("即将施行", "upcoming").to_owned(),
        Expected::Lapsed => session.say("已失效", "lapsed").to_owned(),
    };
    let found = match result.timing {
        Timing::InForce if result.missing.is_empty() => result.verdict.applies.word(lang).to_owned(),
        Timing::InForce => format!("{} [{}]", result.verdict.applies.word(lang), facts(&result.missing)),
        Timing::Upcoming(_) => session.say("即将施行", "upcoming").to_owned(),
        Timing::Lapsed(_) => session.say("已失效", "lapsed").to_owned(),
    };
    let place = session.sources.place(case.span).map_or_else(String::new, |place| place.to_string());
    format!(
        "{place}: {} · {}\n  {}{expected}\n  {}{found}\n",
        case.rule,
        terminal::one_line(&case.name),
        session.say("应为：", "expected: "),
        session.say("得到：", "found:    ")
    )
}

fn cover(session: &mut Session, strict: bool) -> Result<ExitStatus, Error> {
    let catalog = session.catalog()?;
    let lang = session.lang;
    let none = session.say("（无）", "(none)");
    let mut text = format!("{}\n", session.say("文章论断 → 规则", "statements → rules"));
    let statements = coverage::statements(&catalog).into_iter().map(|line| {
        let rules: Vec<_> = line.rules.iter().map(|rule| rule.id.as_str()).collect();
        let rules = if rules.is_empty() { none.to_owned() } else { rules.join(" ") };
        vec![line.statement.id.to_string(), line.statement.text.get(lang).to_owned(), rules]
    });
    let head = [session.say("论断", "id"), session.say("内容", "asks"), session.say("规则", "rules")];
    text.push_str(&terminal::table(&head, statements, session.look()));
    let mut holes = 0;
    let head =
        [session.say("条文", "article"), session.say("规则", "rules"), session.say("无义务的理由", "why no duty")];
    for instrument in catalog.instruments.values().filter(|instrument| coverage::is_encoded(&catalog, instrument)) {
        let articles = coverage::articles(&catalog, instrument);
        if articles.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}  {}", instrument.id, instrument.title.get(lang));
        let rows = articles.iter().map(|line| {
            let rules: Vec<_> = line.rules.iter().map(|rule| rule.id.as_str()).collect();
            let why = line.no_duty.map_or("", |why| why.get(lang));
            if rules.is_empty() && line.no_duty.is_none() {
                holes += 1;
            }
            vec![line.article.to_owned(), rules.join(" "), why.to_owned()]
        });
        let rows: Vec<_> = rows.collect();
        text.push_str(&terminal::table(&head, rows, session.look()));
    }
    let _ = match lang {
        Lang::Zh => writeln!(text, "\n既无规则也无理由的条文：{holes}"),
        Lang::En => writeln!(text, "\narticles with neither a rule nor a reason: {holes}"),
    };
    if !session.quiet {
        out::print(&text)?;
    }
    Ok(if strict && holes > 0 { ExitStatus::Gaps } else { ExitStatus::Clean })
}
