//! All integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "a test says what is wrong by failing, and nobody else uses what it declares"
)]

mod common;

mod browser;
mod cli;
mod input;
mod judging;
mod layering;
mod logic;
mod manual;
mod reports;
mod rules;
mod time;
