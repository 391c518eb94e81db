//! Ids as they are typed: well formed, and declared once.

use std::str::FromStr;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::id::NotAnId;
use crate::source::Span;

/// Reads an id, or reports why it is none.
pub(crate) fn id<T: FromStr<Err = NotAnId>>(text: &str, span: Span, found: &mut Diagnostics) -> Option<T> {
    text.parse()
        .map_err(|wanted: NotAnId| {
            found.push(
                Diagnostic::at(
                    Code::BadId,
                    span,
                    format!("`{text}` 不能用作标识"),
                    format!("`{text}` cannot be an id"),
                )
                .help(format!("应为{}", wanted.wanted_zh), format!("write {}", wanted.wanted_en)),
            );
        })
        .ok()
}

/// Reports an id that is declared twice.
pub(crate) fn declared_twice(id: &str, again: Span, first: Option<Span>, elsewhere: &str) -> Diagnostic {
    let place_zh = if first.is_some() { String::new() } else { format!("，另见 {elsewhere}") };
    let place_en = if first.is_some() { String::new() } else { format!("; see {elsewhere}") };
    let diagnostic = Diagnostic::at(
        Code::DuplicateId,
        again,
        format!("`{id}` 已经声明过{place_zh}"),
        format!("`{id}` is declared already{place_en}"),
    );
    match first {
        Some(first) => diagnostic.also(first, "第一次声明在这里", "first declared here"),
        None => diagnostic,
    }
}
