//! The language of help and output. Help texts are made before arguments are parsed, so the
//! language is settled once, first of all.

use std::ffi::OsString;
use std::sync::OnceLock;

use crate::model::text::Lang;

static LANG: OnceLock<Lang> = OnceLock::new();

/// Settles the language: `--lang`, else the environment's locale.
pub(super) fn settle(arguments: impl IntoIterator<Item = OsString>) {
    let arguments: Vec<_> = arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let asked = arguments.iter().enumerate().find_map(|(at, argument)| match argument.strip_prefix("--lang") {
        Some("") => arguments.get(at + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let _ = LANG.set(match asked.as_deref() {
        Some("zh") => Lang::Zh,
        Some(_) => Lang::En,
        None => from_locale(sys_locale::get_locale().as_deref()),
    });
}

/// Chinese for a Chinese locale, English for every other.
fn from_locale(locale: Option<&str>) -> Lang {
    if locale.is_some_and(|locale| locale.to_lowercase().starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// The settled language.
pub(super) fn current() -> Lang {
    *LANG.get_or_init(|| from_locale(sys_locale::get_locale().as_deref()))
}

/// One of two texts, by the settled language.
pub(super) fn say(zh: &'static str, en: &'static str) -> &'static str {
    match current() {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
