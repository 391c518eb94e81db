//! Pages in a real browser: they load without a complaint, show their text, and print.
//! `cargo test --test integration -- --ignored` where Chromium and pdftotext are installed.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::{examples, hegui};

fn chromium(profile: &Path, arguments: &[&str]) -> Output {
    Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--log-level=0"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .output()
        .expect("chromium runs")
}

/// What the page itself complains of: its console, where violations of its policy are reported too.
fn console(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs Chromium"]
fn every_page_loads_without_a_complaint_and_shows_its_text() {
    let folder = tempfile::tempdir().unwrap();
    for file in examples() {
        for lang in ["zh", "en"] {
            for command in ["report", "checklist"] {
                let page = hegui([command, &file, "--format", "html", "--lang", lang]).run();
                assert_eq!(page.status, 0, "{}", page.text());
                let path = folder.path().join("page.html");
                std::fs::write(&path, &page.stdout).unwrap();
                let url = format!("file://{}", path.display());
                let output = chromium(&folder.path().join("profile"), &["--dump-dom", &url]);
                assert_eq!(console(&output), Vec::<String>::new(), "{command} {file} {lang}");
                let dom = String::from_utf8_lossy(&output.stdout);
                assert!(dom.contains("CN-LABEL-10-ANY") && dom.contains("</html>"), "{command} {file} {lang}");
            }
        }
    }
}

/// The complaint that the test above listens for is really heard.
#[test]
#[ignore = "needs Chromium"]
fn a_page_that_breaks_its_policy_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
    std::fs::write(&path, format!("<!doctype html><title>a</title>{policy}<p style=\"color: red\">a</p>")).unwrap();
    let url = format!("file://{}", path.display());
    let output = chromium(&folder.path().join("profile"), &["--dump-dom", &url]);
    assert_eq!(console(&output).len(), 1, "{output:?}");
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_prints_with_its_text_searchable() {
    let folder = tempfile::tempdir().unwrap();
    let page = hegui(["report", "examples/chat-image-provider.yaml", "--format", "html", "--lang", "zh"]).run();
    let path = folder.path().join("page.html");
    std::fs::write(&path, &page.stdout).unwrap();
    let pdf = folder.path().join("page.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    let url = format!("file://{}", path.display());
    let output = chromium(&folder.path().join("profile"), &[&print, "--no-pdf-header-footer", &url]);
    assert!(pdf.is_file(), "{output:?}");
    let text = Command::new("pdftotext").arg(&pdf).arg("-").output().expect("pdftotext runs");
    let text = String::from_utf8_lossy(&text.stdout);
    let pages = text.matches('\u{c}').count();
    assert!(text.contains("缺口") && text.contains("CN-LABEL-09"), "{text}");
    assert!((2..200).contains(&pages), "{pages} pages");
}
