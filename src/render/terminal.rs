//! Tables for the terminal. The only file that names the table library.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width};

use crate::model::text::Lang;
use crate::report::{OutcomeKind, Report, Row};

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

/// The rows of some outcomes as a table: tier, rule, subject, title, what is wrong, due.
pub fn rows<'r>(rows: impl IntoIterator<Item = &'r Row>, look: Look) -> String {
    let head = [
        look.say("等级", "tier"),
        look.say("规则", "rule"),
        look.say("主体", "subject"),
        look.say("事项", "duty"),
        look.say("状态", "state"),
        look.say("期限", "due"),
    ];
    let mut table = frame(&head, look);
    for row in rows {
        let tier = row.gap.as_ref().map_or("", |gap| gap.tier.as_str());
        let due = row.gap.as_ref().map_or_else(String::new, |gap| due_words(gap, look));
        let mut tier_cell = Cell::new(tier);
        if look.color && row.outcome == OutcomeKind::Gap {
            tier_cell = tier_cell.fg(color_of(tier)).add_attribute(Attribute::Bold);
        }
        let title = format!("{}（{}）", row.title.get(look.lang), row.force.word(look.lang));
        let title = if look.lang == Lang::En { title.replace('（', " (").replace('）', ")") } else { title };
        table.add_row([
            tier_cell,
            Cell::new(&row.rule),
            Cell::new(one_line(row.system.as_deref().unwrap_or(look.say("机构", "organisation")))),
            Cell::new(one_line(&title)),
            Cell::new(state_words(row, look)),
            Cell::new(due),
        ]);
    }
    if let Some(column) = table.column_mut(1) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    for at in [0, 5] {
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(10)));
        }
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    trimmed(&table)
}

fn due_words(gap: &crate::report::GapLine, look: Look) -> String {
    let mark = match (gap.overdue, gap.late) {
        (true, _) => look.say(" 已逾期", " overdue"),
        (false, true) => look.say(" 晚于该级时限", " later than the tier allows"),
        (false, false) => "",
    };
    format!("{}{mark}", gap.due)
}

fn state_words(row: &Row, look: Look) -> String {
    match (&row.gap, &row.waiver, row.outcome) {
        (Some(gap), None, _) => gap.kind.word(look.lang).to_owned(),
        (Some(gap), Some(waiver), _) => {
            format!("{} {waiver}: {}", row.outcome.word(look.lang), gap.kind.word(look.lang))
        }
        (None, _, OutcomeKind::Upcoming) => {
            let from =
                row.applies_from.map_or_else(|| look.say("日期未定", "no date yet").to_owned(), |d| d.to_string());
            format!("{} {from}", row.outcome.word(look.lang))
        }
        _ => row.outcome.word(look.lang).to_owned(),
    }
}

/// The numbers of a report in a few lines.
pub fn summary(report: &Report, look: Look) -> String {
    let counts = report.summary.counts;
    let band = report.summary.band;
    let mut out = String::new();
    let mut line = |zh: String, en: String| {
        out.push_str(match look.lang {
            Lang::Zh => &zh,
            Lang::En => &en,
        });
        out.push('\n');
    };
    line(
        format!("{}，评估日 {}", report.organisation, report.as_of),
        format!("{}, as of {}", report.organisation, report.as_of),
    );
    line(
        format!(
            "适用 {}，待定 {}，不适用 {}，即将施行 {}，已失效 {}",
            counts.applies, counts.open, counts.not_applicable, counts.upcoming, counts.lapsed
        ),
        format!(
            "{} apply, {} open, {} do not apply, {} upcoming, {} lapsed",
            counts.applies, counts.open, counts.not_applicable, counts.upcoming, counts.lapsed
        ),
    );
    line(
        format!(
            "适用的之中：已落实 {}，部分落实 {}，未落实 {}，计划中 {}，证据不足 {}，适用性有争议 {}，未作答 {}，已豁免 {}",
            counts.met,
            counts.partly,
            counts.not_met,
            counts.planned,
            counts.unproven,
            counts.disputed,
            counts.unanswered,
            counts.waived
        ),
        format!(
            "of those that apply: {} met, {} partly, {} not met, {} planned, {} without sound evidence, {} disputed, {} unanswered, {} waived",
            counts.met,
            counts.partly,
            counts.not_met,
            counts.planned,
            counts.unproven,
            counts.disputed,
            counts.unanswered,
            counts.waived
        ),
    );
    line(
        format!("落实区间：{} 条适用或可能适用的之中，最差 {}，最好 {}", band.of, band.worst, band.best),
        format!("met, of {} that apply or may apply: {} at worst, {} at best", band.of, band.worst, band.best),
    );
    if !report.questions.is_empty() {
        let most = &report.questions[0];
        let about = most.system.as_deref().unwrap_or(look.say("机构", "organisation"));
        line(
            format!(
                "待回答的问题 {} 个；最能定案的：{}（{}，{about}），关系到 {} 条",
                report.questions.len(),
                most.question.zh,
                most.fact,
                most.rules.len()
            ),
            format!(
                "{} questions to answer; the one most hangs on: {} ({}, {about}), {} rules",
                report.questions.len(),
                most.question.en,
                most.fact,
                most.rules.len()
            ),
        );
    }
    out
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
