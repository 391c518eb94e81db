//! Tables for the terminal. The only file that names the table library.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width};

use crate::model::finding::{GapKind, WaiverState};
use crate::model::text::Lang;
use crate::report::{GapLine, OutcomeKind, Report, Row};

/// How a table is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Language.
    pub lang: Lang,
    /// With colours.
    pub color: bool,
    /// Width in columns; the terminal's own if none.
    pub width: Option<u16>,
}

impl Look {
    fn say<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A plain table: a head and rows of text.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, look: Look) -> String {
    let mut table = frame(head, look);
    for row in rows {
        table.add_row(row.into_iter().map(|text| Cell::new(one_line(&text))));
    }
    trimmed(&table)
}

/// The rows of one outcome as a table, under a heading of its own.
pub fn rows(outcome: OutcomeKind, rows: &[&Row], look: Look) -> String {
    let heading = match look.lang {
        Lang::Zh => format!("{}（{}）\n", outcome.word(look.lang), rows.len()),
        Lang::En => format!("{} ({})\n", outcome.word(look.lang), rows.len()),
    };
    let state = match outcome {
        OutcomeKind::Open => look.say("回答这些可以定案", "what would settle it"),
        OutcomeKind::Met => look.say("证据", "evidence"),
        OutcomeKind::Gap | OutcomeKind::Waived => look.say("欠缺", "shortfall"),
        _ => look.say("说明", "remark"),
    };
    let tier = look.say("级", "tier");
    let due = look.say("期限", "due");
    let with_tier = matches!(outcome, OutcomeKind::Gap | OutcomeKind::Waived);
    // On a narrow terminal rule, subject and duty share a column, a line each.
    let narrow = look.width.is_some_and(|width| width < 100);
    let mut head = Vec::new();
    head.extend(with_tier.then_some(tier));
    if narrow {
        head.push(look.say("规则", "rule"));
    } else {
        head.extend([look.say("规则", "rule"), look.say("主体", "subject"), look.say("事项", "duty")]);
    }
    head.extend([look.say("效力", "force"), state]);
    head.extend(with_tier.then_some(due));
    let mut table = frame(&head, look);
    for row in rows {
        let mut cells = Vec::new();
        if with_tier {
            let tier = row.gap.as_ref().map_or("", |gap| gap.tier.as_str());
            let mut cell = Cell::new(tier);
            if look.color {
                cell = cell.fg(color_of(tier)).add_attribute(Attribute::Bold);
            }
            cells.push(cell);
        }
        let subject = one_line(if row.system.is_some() { &row.subject } else { look.say("机构", "organisation") });
        let title = one_line(row.title.get(look.lang));
        if narrow {
            cells.push(Cell::new(format!("{}\n{subject}\n{title}", row.rule)));
        } else {
            cells.extend([Cell::new(&row.rule), Cell::new(subject), Cell::new(title)]);
        }
        cells.push(Cell::new(row.force.word(look.lang)));
        cells.push(Cell::new(state_words(row, look)));
        if with_tier {
            cells.push(Cell::new(row.gap.as_ref().map_or_else(String::new, |gap| due_words(gap, look))));
        }
        table.add_row(cells);
    }
    // What is short is never broken; the duty and the shortfall take the rest.
    let last = head.len() - 1;
    let force = last - usize::from(with_tier) - 1;
    let rule = usize::from(with_tier);
    let mut whole = vec![force];
    if with_tier {
        whole.extend([0, last]);
    }
    if !narrow {
        whole.push(rule);
    }
    for at in whole {
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    if !narrow && let Some(column) = table.column_mut(rule + 1) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(18)));
    }
    heading + &trimmed(&table)
}

fn due_words(gap: &GapLine, look: Look) -> String {
    let mark = match (gap.overdue, gap.late) {
        (true, _) => look.say("\n已逾期", "\noverdue"),
        (false, true) => look.say("\n晚于时限", "\nlate"),
        (false, false) => "",
    };
    format!("{}{mark}", gap.due)
}

/// In what way a row falls short, and what exactly is lacking; or what would settle it.
fn state_words(row: &Row, look: Look) -> String {
    let mut lines = Vec::new();
    if let Some(waiver) = &row.waiver {
        lines.push(one_line(waiver));
    }
    if let Some(gap) = &row.gap {
        lines.push(gap.kind.word(look.lang).to_owned());
        match gap.kind {
            GapKind::Missing | GapKind::Altered | GapKind::Expired => {
                let bad = row.evidence.iter().filter(|item| item.state.name() == gap.kind.name());
                lines.extend(bad.map(|item| one_line(&item.locator)));
            }
            GapKind::Unproven => {
                lines.extend(row.wanted.iter().filter(|wanted| !wanted.served).map(|wanted| wanted.id.clone()));
            }
            GapKind::Disputed => {
                lines.push(look.say("自认不适用，按事实适用", "claimed not to apply; by the facts it does").to_owned());
            }
            _ => {}
        }
    }
    match row.outcome {
        OutcomeKind::Open => lines.extend(row.missing.iter().map(|missing| missing.fact.clone())),
        OutcomeKind::Upcoming => {
            let from = row.applies_from.map(|day| day.to_string());
            lines.push(from.unwrap_or_else(|| look.say("日期未定", "no date yet").to_owned()));
        }
        OutcomeKind::Lapsed => lines.extend(row.until.map(|day| day.to_string())),
        OutcomeKind::Met => lines.extend(row.evidence.iter().map(|item| one_line(&item.locator))),
        OutcomeKind::NotApplicable => lines.extend(row.because.first().map(|because| because.fact.clone())),
        OutcomeKind::Gap | OutcomeKind::Waived => {}
    }
    lines.join("\n")
}

/// The numbers of a report in a few lines; those that are nought are left out.
pub fn summary(report: &Report, look: Look) -> String {
    let counts = report.summary.counts;
    let (comma, colon) = (look.say("，", ", "), look.say("：", ": "));
    let listed = |parts: &[(usize, &str, &str)]| {
        let parts = parts.iter().filter(|(count, _, _)| *count > 0).map(|(count, zh, en)| match look.lang {
            Lang::Zh => format!("{zh} {count}"),
            Lang::En => format!("{count} {en}"),
        });
        parts.collect::<Vec<_>>().join(comma)
    };
    let mut lines = vec![match look.lang {
        Lang::Zh => format!("{}，评估日 {}", one_line(&report.organisation), report.as_of),
        Lang::En => format!("{}, as of {}", one_line(&report.organisation), report.as_of),
    }];
    if !report.sets_left_out.is_empty() {
        let left_out: Vec<_> = report.sets_left_out.iter().map(|set| set.id.as_str()).collect();
        lines.push(match look.lang {
            Lang::Zh => format!("未评估的规则集：{}", left_out.join("、")),
            Lang::En => format!("rule sets not assessed: {}", left_out.join(", ")),
        });
    }
    lines.push(match look.lang {
        Lang::Zh => format!("适用 {}，待定 {}，不适用 {}", counts.applies, counts.open, counts.not_applicable),
        Lang::En => format!("{} apply, {} open, {} do not apply", counts.applies, counts.open, counts.not_applicable),
    });
    let later = listed(&[(counts.upcoming, "即将施行", "upcoming"), (counts.lapsed, "已失效", "lapsed")]);
    if !later.is_empty() {
        lines.push(later);
    }
    if counts.applies > 0 {
        let answered = listed(&[
            (counts.partly, "部分落实", "partly met"),
            (counts.not_met, "未落实", "not met"),
            (counts.planned, "计划中", "planned"),
            (counts.unproven, "证据不足", "without sound evidence"),
            (counts.disputed, "适用性有争议", "disputed"),
            (counts.unanswered, "未作答", "unanswered"),
            (counts.waived, "已豁免", "waived"),
        ]);
        let met = match look.lang {
            Lang::Zh => format!("适用的之中：已落实 {}", counts.met),
            Lang::En => format!("of those that apply: {} met", counts.met),
        };
        lines.push(if answered.is_empty() { met } else { format!("{met}{comma}{answered}") });
    }
    if counts.gaps() > 0 {
        lines.push(gaps_line(report, look, comma, colon));
    }
    let band = report.summary.band;
    lines.push(match (look.lang, band.worst == band.best) {
        (Lang::Zh, true) => format!("{} 条适用的之中落实 {}", band.of, band.worst),
        (Lang::En, true) => format!("{} met of {} that apply", band.worst, band.of),
        (Lang::Zh, false) => format!(
            "{} 条适用或可能适用的之中落实 {}；未作答和待定的若全部落实，则为 {}",
            band.of, band.worst, band.best
        ),
        (Lang::En, false) => format!(
            "{} met of {} that apply or may apply; {} if all that is unanswered or open were met",
            band.worst, band.of, band.best
        ),
    });
    if let Some(most) = report.questions.first() {
        let about = most.system.as_deref().unwrap_or(look.say("机构", "organisation"));
        let (count, hanging) = (report.questions.len(), most.rules.len());
        lines.push(match look.lang {
            Lang::Zh => format!(
                "待回答的问题 {count} 个，先答这个（关系到 {hanging} 条）：{} [{about} · {}]",
                most.question.zh, most.fact
            ),
            Lang::En => format!(
                "{count} question{} to answer; first this one ({hanging} rules hang on it): {} [{about} · {}]",
                if count == 1 { "" } else { "s" },
                most.question.en,
                most.fact
            ),
        });
    }
    lines.join("\n") + "\n"
}

fn gaps_line(report: &Report, look: Look, comma: &str, colon: &str) -> String {
    let tiers = report.tiers.iter().filter(|tier| tier.gaps > 0);
    let tiers: Vec<_> = tiers.map(|tier| format!("{} {}", tier.id, tier.gaps)).collect();
    let mut line = match look.lang {
        Lang::Zh => format!("缺口 {}{colon}{}", report.summary.counts.gaps(), tiers.join(comma)),
        Lang::En => format!("gaps{colon}{} ({})", report.summary.counts.gaps(), tiers.join(comma)),
    };
    let overdue = report.summary.overdue;
    if overdue > 0 {
        line.push_str(&match look.lang {
            Lang::Zh => format!("；已逾期 {overdue}"),
            Lang::En => format!("; {overdue} overdue"),
        });
    }
    if let Some(next) = report.summary.next_due {
        line.push_str(&match look.lang {
            Lang::Zh => format!("；最近期限 {next}"),
            Lang::En => format!("; next due {next}"),
        });
    }
    line
}

/// What is to be known of a report's waivers, a line each.
pub fn waivers(report: &Report, look: Look) -> String {
    let line = |waiver: &crate::report::WaiverLine| {
        let advice = match waiver.state {
            WaiverState::Active => look.say("", ""),
            WaiverState::Ending => look.say("；到期后缺口恢复", "; its gaps come back after that day"),
            WaiverState::Orphan => look.say("；没有可豁免的缺口，建议撤销", "; it covers no gap and can go"),
            WaiverState::NotYet => look.say("；尚不起作用", "; it has no effect yet"),
            WaiverState::Lapsed => look.say("；缺口已列回", "; its gaps are listed again"),
        };
        let (id, rules) = (one_line(&waiver.id), waiver.rules.join(", "));
        let state = waiver.state.word(look.lang);
        match look.lang {
            Lang::Zh => format!("豁免 {id}：{state}（{} 至 {}）{advice} [{rules}]\n", waiver.from, waiver.until),
            Lang::En => format!("waiver {id}: {state} ({} to {}){advice} [{rules}]\n", waiver.from, waiver.until),
        }
    };
    report.waivers.iter().map(line).collect()
}

fn frame(head: &[&str], look: Look) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if look.color {
        table.enforce_styling();
    }
    if let Some(width) = look.width {
        table.force_no_tty().set_width(width);
    }
    table.set_header(head.iter().map(|text| Cell::new(*text)));
    table
}

fn trimmed(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// What a person wrote, without what would move the cursor or break the table.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn color_of(tier: &str) -> Color {
    match tier {
        "I" => Color::Red,
        "II" => Color::Magenta,
        "III" => Color::Yellow,
        _ => Color::Blue,
    }
}
