//! `hegui` (合规): AI-governance rules as data, turned into checklists and gap reports.
//!
//! The data's way is one direction: read → check → judge → shape → print. Each stage ends in an
//! owned value that the next one takes; nothing goes back up.
//!
//! | layer | module | makes |
//! |---|---|---|
//! | 0 | [`source`] | texts, and places in them |
//! | 1 | [`diag`] | problems in files, and how people see them |
//! | 2 | [`model`] | the valid forms of everything |
//! | 3 | [`logic`] | exact verdicts on conditions with facts missing, and the reasons |
//! | 4 | [`yaml`] | text → a tree of values with places |
//! | 5 | [`load`] | trees → catalog and assessment, or every reason why not |
//! | 5 | [`engine`] | catalog × assessment × date → findings |
//! | 6 | [`report`] | findings with their texts, ordered and counted |
//! | 7 | [`render`] | report → terminal, Markdown, page, JSON |
//! | 8 | [`cli`] | arguments → all of the above → exit status |
//!
//! What must stay true:
//!
//! * There is exactly one finding for every rule and every subject in its scope.
//! * A verdict is settled exactly where every way of filling in the missing facts gives it; an open
//!   one names exactly the facts that can still change it. A search given up at its bound says so.
//! * Silence is never compliance, and nothing answered means nothing met.
//! * The day is an input; the same inputs give the same bytes.
//!
//! # Example
//!
//! ```
//! use hegui::{engine, load, source::Sources};
//!
//! let catalog = load::builtin::catalog();
//! let mut sources = Sources::default();
//! let text = "hegui: 1\norganisation: {name: 示例}\nsystems: [{id: chat, name: 客服}]\n";
//! let source = sources.add("self.yaml", text);
//! let (assessment, problems) = load::assessment::load(&catalog, &sources, source);
//! assert!(problems.is_empty());
//! let judgement = engine::assess(
//!     &catalog,
//!     &assessment.unwrap_or_default(),
//!     jiff::civil::date(2026, 11, 23),
//!     &|_| engine::Seen::Missing,
//! );
//! assert!(judgement.findings.iter().all(|finding| finding.outcome != hegui::model::finding::Outcome::Met));
//! ```

pub mod cli;
pub mod diag;
pub mod engine;
pub mod load;
pub mod logic;
pub mod model;
pub mod render;
pub mod report;
pub mod source;
pub mod yaml;
