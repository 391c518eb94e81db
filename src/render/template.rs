//! Templates. The only file that names the template library.
//!
//! Text is escaped by the template's name: `.html` for pages, `.md` for Markdown; other names get
//! plain text. A template sees the report and nothing else: it cannot read files, and fuel ends
//! one that runs away. There is no `safe` filter.

use base64::Engine as _;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Rest, Serde};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context};
use sha2::{Digest, Sha256};

use crate::model::assessment::Claim;
use crate::model::finding::{Applies, EvidenceState, GapKind, WaiverState};
use crate::model::instrument::{Confidence, InstrumentKind, Jurisdiction, Read, Status};
use crate::model::rule::{Family, Force, Owner, Relation, Severity};
use crate::model::text::{Lang, Text};
use crate::report::{OutcomeKind, Report};

/// Instructions that one rendering may take; the largest shipped report takes a few hundredths of it.
const FUEL: u64 = 50_000_000;

const MARKDOWN: &str = "markdown";

const SHIPPED: &[(&str, &str)] = &[
    ("report.html.j2", include_str!("../../templates/report.html.j2")),
    ("report.md.j2", include_str!("../../templates/report.md.j2")),
    ("checklist.html.j2", include_str!("../../templates/checklist.html.j2")),
    ("checklist.md.j2", include_str!("../../templates/checklist.md.j2")),
    ("parts.html.j2", include_str!("../../templates/parts.html.j2")),
    ("parts.md.j2", include_str!("../../templates/parts.md.j2")),
];

/// The style sheet of pages; the content security policy names its hash.
const STYLE: &str = include_str!("../../templates/style.css");

/// Renders a shipped template: `report.html.j2`, say.
///
/// # Errors
/// When the template has a mistake; of a shipped one, a test would have found it.
pub fn shipped(name: &str, report: &Report, lang: Lang) -> anyhow::Result<String> {
    render(&environment(lang), name, report, lang)
}

/// Renders a user's own template; its name decides how text is escaped.
///
/// # Errors
/// A message with the template's name, line, and the line's text.
pub fn own(name: &str, source: &str, report: &Report, lang: Lang) -> anyhow::Result<String> {
    let mut environment = environment(lang);
    environment.add_template(name, source).map_err(explain)?;
    render(&environment, name, report, lang)
}

fn render(environment: &Environment<'_>, name: &str, report: &Report, lang: Lang) -> anyhow::Result<String> {
    let template = environment.get_template(name).map_err(explain)?;
    let style = Value::from_safe_string(STYLE.to_owned());
    let style_hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let context =
        context! { report => Serde(report), lang => lang.to_string(), style => style, style_hash => style_hash };
    template.render(context).map_err(explain)
}

fn environment(lang: Lang) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Block tags on lines of their own leave no lines behind.
    let mut syntax = SyntaxConfig::builder();
    if let Ok(syntax) = syntax.trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.remove_filter("safe");
    environment.set_auto_escape_callback(|name| {
        let name = name.strip_suffix(".j2").unwrap_or(name);
        match name.rsplit('.').next() {
            Some("html" | "htm") => AutoEscape::Html,
            Some("md" | "markdown") => AutoEscape::Custom(MARKDOWN.into()),
            _ => AutoEscape::None,
        }
    });
    environment.set_formatter(format);
    environment.add_function("say", move |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    });
    environment.add_filter("t", move |text: Serde<Text>| text.get(lang).to_owned());
    environment.add_filter("word", move |word: String, list: String| word_of(&list, &word, lang));
    environment.add_filter("code", |text: &str| Value::from_safe_string(code_span(text)));
    environment.add_filter("share", |of: u64, whole: u64| (of * 100).checked_div(whole).unwrap_or(0));
    environment.add_filter("plural", |count: u64, words: Rest<String>| plural(count, &words));
    for (name, source) in SHIPPED {
        // A mistake in a shipped template shows when it is asked for.
        let _ = environment.add_template(name, source);
    }
    environment
}

fn plural(count: u64, words: &[String]) -> String {
    let word = if count == 1 { words.first() } else { words.get(1) };
    format!("{count} {}", word.map_or("", String::as_str))
}

fn word_of(list: &str, word: &str, lang: Lang) -> Result<String, Error> {
    macro_rules! lists {
        ($($name:literal => $words:ty),* $(,)?) => {
            match list {
                $($name => <$words>::ALL.iter().find(|known| known.name() == word).map(|known| known.word(lang)),)*
                _ => None,
            }
        };
    }
    let found = lists! {
        "outcome" => OutcomeKind, "gap" => GapKind, "claim" => Claim, "evidence" => EvidenceState,
        "verdict" => Applies, "waiver" => WaiverState, "force" => Force, "severity" => Severity,
        "owner" => Owner, "confidence" => Confidence, "relation" => Relation, "family" => Family,
        "status" => Status, "kind" => InstrumentKind, "read" => Read, "jurisdiction" => Jurisdiction,
    };
    let unknown = || Error::new(ErrorKind::InvalidOperation, format!("no word `{word}` in the list `{list}`"));
    found.map(str::to_owned).ok_or_else(unknown)
}

fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN) {
        if value.is_undefined() {
            return minijinja::escape_formatter(out, state, value);
        }
        let text = value.to_string();
        let text = if value.is_safe() || value.is_number() { text } else { escape_markdown(&text) };
        return out.write_str(&text).map_err(Error::from);
    }
    minijinja::escape_formatter(out, state, value)
}

/// Text that stays text in Markdown, in a table cell too.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' => escaped.push_str("<br>"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    // At the start of a line these would begin a list or a rule.
    if escaped.starts_with(['-', '+', '=']) { format!("\\{escaped}") } else { escaped }
}

/// A code span for Markdown that holds any text.
fn code_span(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // In a table even a code span ends at a bar.
    let text = text.replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn explain(error: Error) -> anyhow::Error {
    let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
    let place = error.name().map_or_else(String::new, |name| format!("{name}{line}: "));
    let source = error.template_source().zip(error.line()).and_then(|(text, line)| text.lines().nth(line - 1));
    let shown = source.map_or_else(String::new, |source| format!("\n    {}", source.trim_end()));
    let mut words = error.kind().to_string();
    if let Some(detail) = error.detail() {
        words = format!("{words}: {detail}");
    }
    anyhow::anyhow!("{place}{words}{shown}")
}

#[cfg(test)]
mod tests {
    use super::{code_span, escape_markdown};

    #[test]
    fn markdown_stays_text() {
        assert_eq!(escape_markdown("a|b\n<script>*x*"), "a\\|b<br>&lt;script&gt;\\*x\\*");
        assert_eq!(escape_markdown("- item"), "\\- item");
        assert_eq!(escape_markdown("标识 [x](javascript:1)"), "标识 \\[x\\](javascript:1)");
    }

    #[test]
    fn code_spans_hold_backticks() {
        assert_eq!(code_span("a.b_c"), "`a.b_c`");
        assert_eq!(code_span("a``b"), "``` a``b ```");
    }
}
