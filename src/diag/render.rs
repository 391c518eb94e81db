//! Diagnostics for people: message, place, the line with a caret, and help.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Message, Severity};
use crate::source::{Sources, Span};

/// Which of the two languages of a message is shown, and whether in colour.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Chinese; otherwise English.
    pub chinese: bool,
    /// With terminal colours.
    pub color: bool,
}

impl Style {
    fn say(self, message: &Message) -> &str {
        if self.chinese { &message.zh } else { &message.en }
    }
}

/// All diagnostics, sorted, and a last line that counts them.
pub fn render(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let sorted = diagnostics.sorted();
    let mut out = String::new();
    for diagnostic in &sorted {
        out.push_str(&render_one(diagnostic, sources, style));
        out.push_str("\n\n");
    }
    let errors = diagnostics.errors();
    let warnings = sorted.len() - errors;
    out.push_str(&match (style.chinese, errors, warnings) {
        (_, 0, 0) => String::new(),
        (true, _, _) => format!("共 {errors} 个错误，{warnings} 个警告\n"),
        (false, _, _) => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    });
    out
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn render_one(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let level = if style.chinese {
        level.with_name(match diagnostic.code.severity() {
            Severity::Error => "错误",
            Severity::Warning => "警告",
        })
    } else {
        level
    };
    let message = style.say(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(snippet) = diagnostic.span.and_then(|span| snippet(sources, span, AnnotationKind::Primary, None)) {
        group = group.element(snippet);
    } else if let Some(file) = &diagnostic.file {
        group = group.element(annotate_snippets::Origin::path(file.as_str()));
    }
    if let Some((span, why)) = &diagnostic.also
        && let Some(snippet) = snippet(sources, *span, AnnotationKind::Context, Some(style.say(why)))
    {
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        let level = if style.chinese { Level::HELP.with_name("提示") } else { Level::HELP };
        group = group.element(level.message(style.say(help)));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn snippet<'s>(
    sources: &'s Sources,
    span: Span,
    kind: AnnotationKind,
    label: Option<&'s str>,
) -> Option<Snippet<'s, annotate_snippets::Annotation<'s>>> {
    let source = sources.get(span.source)?;
    let text = source.text.as_str();
    let start = (span.start as usize).min(text.len());
    // One line is enough to find it: a caret run over a whole block hides what is meant.
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |newline| start + newline);
    let end = (span.end as usize).clamp(start, line_end);
    // Long lines (a pasted data file, say) are cut down to the part that matters.
    let mut annotation = kind.span(start..end);
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    Some(Snippet::source(text).path(source.name.as_str()).fold(true).annotation(annotation))
}
