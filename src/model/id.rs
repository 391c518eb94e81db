//! Identifiers as types: a value exists only if its text is well formed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId {
    /// What would have been accepted, in words.
    pub wanted_zh: &'static str,
    /// What would have been accepted, in words.
    pub wanted_en: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $ok:expr, $zh:literal, $en:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(String);

        impl $name {
            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let well_formed: fn(&str) -> bool = $ok;
                if !text.is_empty() && text.len() <= 80 && well_formed(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NotAnId { wanted_zh: $zh, wanted_en: $en })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

fn kebab(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "-.".contains(c))
}

fn dotted(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

fn word(text: &str) -> bool {
    !text.chars().any(|c| c.is_whitespace() || c.is_control() || "/\\<>\"'|".contains(c))
}

id!(
    /// One rule, stable for ever: `CN-LABEL-09`.
    RuleId, code, "以大写字母开头，只含大写字母、数字、点和连字符，如 `CN-LABEL-09`",
    "a capital letter first, then capitals, digits, dots and hyphens, like `CN-LABEL-09`"
);
id!(
    /// One rule set, and the stem of its file: `cn-labelling`.
    SetId, kebab, "小写字母、数字和连字符，如 `cn-labelling`", "lower-case letters, digits and hyphens, like `cn-labelling`"
);
id!(
    /// One fact: `system.generates`.
    FactId, dotted, "用点连接的小写词，如 `system.generates`", "lower-case words joined by dots, like `system.generates`"
);
id!(
    /// One law, standard, policy article or framework: `cn-labelling-measures`.
    InstrumentId, kebab, "小写字母、数字和连字符，如 `cn-labelling-measures`",
    "lower-case letters, digits and hyphens, like `cn-labelling-measures`"
);
id!(
    /// One statement of the policy article: `LB-1`.
    StatementId, code, "大写字母、数字和连字符，如 `LB-1`", "capitals, digits and hyphens, like `LB-1`"
);
id!(
    /// One gap tier: `I` … `IV`.
    TierId, code, "大写字母，如 `II`", "capitals, like `II`"
);
id!(
    /// One system of the organisation, chosen by the user: `chat`.
    SystemId, word, "不含空格和 / \\ < > \" ' | 的词", "one word without spaces or / \\ < > \" ' |"
);
id!(
    /// One waiver, chosen by the user: `W-1`.
    WaiverId, word, "不含空格和 / \\ < > \" ' | 的词", "one word without spaces or / \\ < > \" ' |"
);
id!(
    /// One option of a choice or set fact, or one wanted piece of evidence: `virtual-scene`.
    OptionId, kebab, "小写字母、数字和连字符", "lower-case letters, digits and hyphens"
);
