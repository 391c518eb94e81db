//! What the manual says is true: its commands are run and their output compared, its files and
//! folders exist. `UPDATE_MANUAL=1 cargo test manual` writes the output anew.

use std::path::Path;

use crate::common::{examples, hegui, read, root};

/// The output of every `$ hegui …` line in a `console` block, put below the line.
fn with_outputs(page: &str) -> String {
    let mut out = String::new();
    let mut in_console = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        match line.strip_prefix("$ hegui ") {
            Some(arguments) if in_console => {
                let outcome = hegui(arguments.split_whitespace()).run();
                assert_ne!(outcome.status, 2, "{line}\n{}", outcome.text());
                out.push_str(&format!("{line}\n{}{}", outcome.stderr, outcome.stdout));
            }
            // Everything else in such a block is output of the commands above it.
            _ if in_console && !line.starts_with("```") => {}
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[test]
fn the_readme_shows_what_the_program_says() {
    let page = read("README.md");
    let now = with_outputs(&page);
    if std::env::var_os("UPDATE_MANUAL").is_some() {
        std::fs::write(root().join("README.md"), &now).unwrap();
    } else {
        assert!(page == now, "README.md is stale; UPDATE_MANUAL=1 cargo test manual writes it anew");
    }
    assert!(page.matches("$ hegui ").count() >= 4);
}

#[test]
fn the_other_commands_of_the_readme_run() {
    let page = read("README.md");
    let folder = tempfile::tempdir().unwrap();
    let file = root().join("examples/short-video-platform.yaml");
    let mut tried = 0;
    for block in page.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for line in block.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let line = line.trim().trim_start_matches("cargo run --release -- ").trim_start_matches("hegui ");
            if line.starts_with("cargo") || line.is_empty() {
                continue;
            }
            let line = line.split(" > ").next().unwrap_or_default();
            let line = line.replace("self.yaml", &file.to_string_lossy());
            let line = line.replace("-o ", &format!("-o {}/", folder.path().display()));
            let outcome = hegui(line.split_whitespace()).run();
            assert_eq!(outcome.status, 0, "{line}\n{}", outcome.text());
            tried += 1;
        }
    }
    assert!(tried >= 6);
    let page = std::fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(page.starts_with("<!") && folder.path().join("清单.html").is_file());
}

#[test]
fn the_assessment_in_the_readme_can_be_read() {
    let page = read("README.md");
    let text = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a yaml block");
    let outcome = hegui(["check", "-", "--lang", "en"]).stdin(text).run();
    assert_eq!(outcome.status, 1, "{}", outcome.text());
}

#[test]
fn files_that_the_pages_name_exist() {
    for page in ["README.md", "CONTRIBUTING.md", "examples/README.md"] {
        let text = read(page);
        for word in
            text.split('`').skip(1).step_by(2).chain(text.split("](").skip(1).filter_map(|rest| rest.split(')').next()))
        {
            let known = ["src/", "tests/", "rules/", "templates/", "examples/", ".ci/"]
                .iter()
                .any(|start| word.starts_with(start));
            if known && !word.contains(['<', '*', ' ', '…']) {
                assert!(Path::new(&root()).join(word).exists(), "{page} names `{word}`");
            }
        }
    }
}

#[test]
fn every_example_is_in_their_readme_and_reads_without_a_warning() {
    let page = read("examples/README.md");
    for file in examples() {
        assert!(page.contains(file.trim_start_matches("examples/")), "{file}");
        let outcome = hegui(["check", &file]).run();
        assert!(outcome.status == 0 || outcome.status == 1, "{}", outcome.text());
        assert_eq!(outcome.stderr, "");
    }
}

#[test]
fn the_change_log_names_the_versions_that_ship() {
    let log = read("CHANGELOG.md");
    for set in hegui::load::builtin::catalog().sets.values() {
        assert!(log.contains(&format!("`{}` {}", set.id, set.version)), "{} {}", set.id, set.version);
    }
}
