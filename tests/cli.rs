//! The real program, run end to end: exit statuses, languages, pipes, schemas.

use std::io::Read;
use std::process::{Command, Stdio};

use crate::common::{examples, hegui, read, root};

fn status(arguments: &[&str]) -> i32 {
    hegui(arguments).run().status
}

#[test]
fn the_exit_status_is_the_gate() {
    let gaps = "examples/chat-image-provider.yaml";
    let open = "examples/small-firm.yaml";
    assert_eq!(status(&["check", gaps]), 1);
    assert_eq!(status(&["check", "examples/app-store.yaml", "--fail-on", "I"]), 0);
    // Before the measures were in force there is nothing to fall short of.
    assert_eq!(status(&["check", open, "--as-of", "2022-01-01"]), 0);
    assert_eq!(status(&["check", open, "--as-of", "2022-01-01", "--fail-on-open"]), 0);
    assert_eq!(status(&["check", open, "--fail-on", "I", "--fail-on-open"]), 3);
    assert_eq!(status(&["check", gaps, "--fail-on-open"]), 1, "a gap weighs more than a question");
    assert_eq!(status(&["check", "no-such-file.yaml"]), 2);
    assert_eq!(status(&["chekc"]), 2);
    assert_eq!(status(&["--help"]), 0);
    assert_eq!(status(&["--version"]), 0);
}

#[test]
fn quiet_says_nothing_but_errors() {
    let outcome = hegui(["check", "examples/chat-image-provider.yaml", "--quiet"]).run();
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (1, "", ""));
    let outcome = hegui(["check", "no-such-file.yaml", "--quiet"]).run();
    assert!(outcome.stdout.is_empty() && outcome.stderr.contains("no-such-file.yaml"));
}

#[test]
fn the_language_follows_the_locale_unless_it_is_said() {
    let zh = |run: crate::common::Run| run.run().stdout.contains('：');
    assert!(zh(hegui(["check", "examples/small-firm.yaml"]).env("LANG", "zh_CN.UTF-8")));
    assert!(!zh(hegui(["rules", "list"]).env("LANG", "en_US.UTF-8")));
    assert!(zh(hegui(["check", "examples/small-firm.yaml", "--lang", "zh"]).env("LANG", "en_US.UTF-8")));
    assert!(zh(hegui(["--lang=zh", "check", "examples/small-firm.yaml"])));
    let help = hegui(["--help", "--lang", "zh"]).run().stdout;
    assert!(help.contains("检查清单"), "{help}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let colours =
        |outcome: crate::common::Outcome| outcome.stdout.contains('\u{1b}') || outcome.stderr.contains('\u{1b}');
    let file = "examples/chat-image-provider.yaml";
    assert!(!colours(hegui(["check", file]).run()), "a pipe is no terminal");
    assert!(colours(hegui(["check", file, "--color", "always"]).run()));
    assert!(!colours(hegui(["check", file, "--color", "never"]).run()));
    assert!(!colours(hegui(["check", "no-such-file.yaml"]).run()));
    assert!(colours(hegui(["check", "no-such-file.yaml", "--color", "always"]).run()));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hegui"))
        .args(["report", "examples/chat-image-provider.yaml"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("it says something");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_waiting_for_input_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hegui"))
        .args(["report", "-", "-o"])
        .arg(folder.path().join("out"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(kill.success());
    let ended = child.wait().expect("it ends");
    assert!(!ended.success());
    assert!(!folder.path().join("out").exists());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for file in examples() {
        for format in ["html", "md", "json"] {
            let report = || hegui(["report", &file, "--format", format]).run();
            let (first, second) = (report(), report());
            assert_eq!(first.status, 0, "{}", first.text());
            assert_eq!(first.stdout, second.stdout);
        }
    }
}

#[test]
fn no_report_tells_where_it_was_made() {
    let path = root().join("examples/small-firm.yaml");
    for format in ["html", "md", "json"] {
        let outcome = hegui(["report", &path.to_string_lossy(), "--format", format]).run();
        assert_eq!(outcome.status, 0);
        assert!(!outcome.stdout.contains(&*root().to_string_lossy()), "{format}");
        assert!(outcome.stdout.contains("small-firm.yaml"), "{format}");
    }
}

#[test]
fn every_id_can_be_explained_in_both_languages() {
    let outcome = hegui(["explain", "CN-LABEL-09", "examples/chat-image-provider.yaml", "--lang", "zh"]).run();
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    insta::assert_snapshot!(outcome.stdout);
    for id in
        ["CN-LABEL-04-TEXT", "system.generates", "system.cn.generation_provider", "cn-labelling-measures", "LB-1", "II"]
    {
        for lang in ["zh", "en"] {
            let outcome = hegui(["explain", id, "--lang", lang]).run();
            assert_eq!(outcome.status, 0, "{}", outcome.text());
            assert!(outcome.stdout.contains(id));
        }
    }
}

#[test]
fn schemas_are_valid_and_the_examples_keep_them() {
    let schema = |kind| -> serde_json::Value {
        let outcome = hegui(["schema", kind, "--lang", "en"]).run();
        assert_eq!(outcome.status, 0);
        serde_json::from_str(&outcome.stdout).expect("JSON")
    };
    let assessment = jsonschema::validator_for(&schema("assessment")).expect("a schema");
    let ruleset = jsonschema::validator_for(&schema("ruleset")).expect("a schema");
    let check = |validator: &jsonschema::Validator, path: &str| {
        let value: serde_json::Value =
            serde_yaml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| format!("{path}: {error}")).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    };
    for file in examples() {
        check(&assessment, &file);
    }
    check(&ruleset, "rules/cn-labelling.yaml");
    check(&ruleset, "examples/own-rules/my-policy.yaml");
    // And it can refuse: an unknown option, an unknown status.
    let wrong: serde_json::Value = serde_json::json!({
        "hegui": 1, "organisation": {"name": "a"},
        "systems": [{"id": "a", "name": "a", "facts": {"system.generates": ["txt"]}}],
    });
    assert!(!assessment.is_valid(&wrong));
}

#[test]
fn a_users_rules_are_listed_tested_and_judged() {
    let rules = "examples/own-rules/my-policy.yaml";
    assert_eq!(status(&["rules", "lint", rules]), 0);
    assert_eq!(status(&["rules", "test", rules]), 0);
    let list = hegui(["rules", "list", "--rules", rules, "--set", "my-policy"]).run();
    assert_eq!(list.status, 0, "{}", list.text());
    let file = read("examples/small-firm.yaml").replace("sets: [cn-labelling]\n", "");
    let report = hegui(["report", "-", "--rules", rules, "--format", "json"]).stdin(file).run();
    assert!(report.stdout.contains("\"set\": \"my-policy\""), "{}", report.text());
}

#[test]
fn the_shipped_rules_lint_as_a_whole_catalog() {
    let outcome = hegui(["rules", "lint", "rules"]).run();
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    let outcome = hegui(["rules", "test", "rules"]).run();
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    assert_eq!(status(&["rules", "coverage"]), 0);
    assert_eq!(status(&["rules", "show", "cn-labelling"]), 0);
    assert_eq!(hegui(["rules", "show", "cn-labelling", "--yaml"]).run().stdout, read("rules/cn-labelling.yaml"));
}

#[test]
fn the_calendar_and_the_forecast_look_ahead() {
    let calendar = hegui(["rules", "calendar", "--from", "2025-09-01", "--to", "2025-09-01", "--lang", "zh"]).run();
    assert_eq!(calendar.status, 0, "{}", calendar.text());
    assert!(calendar.stdout.contains("施行：人工智能生成合成内容标识办法"), "{}", calendar.stdout);
    let file = "examples/small-firm.yaml";
    let forecast = hegui(["forecast", file, "--as-of", "2025-08-31", "--until", "2025-09-01", "--lang", "en"]).run();
    assert_eq!(forecast.status, 0, "{}", forecast.text());
    assert!(forecast.stdout.contains("rule begins") && forecast.stdout.contains("CN-LABEL-10-ANY"));
    assert_eq!(status(&["forecast", file, "--until", "soon"]), 2);
    assert_eq!(status(&["forecast", file, "--until", "2020-01-01"]), 2);
    assert_eq!(status(&["rules", "calendar", "--from", "2026"]), 2);
}

/// What is left out is said wherever the numbers are, and answers to it are not passed over in silence.
#[test]
fn an_assessment_of_some_sets_says_which_it_leaves_out() {
    let own = "examples/own-rules/my-policy.yaml";
    let file = "examples/small-firm.yaml";
    for (command, text) in [("check", "my-policy"), ("report", "不等于不适用"), ("checklist", "不等于不适用")]
    {
        let outcome = hegui([command, file, "--rules", own, "--lang", "zh"]).run();
        assert!(outcome.stdout.contains(text), "{command}\n{}", outcome.text());
    }
    let text = "hegui: 1\norganisation: {name: a}\nsets: [my-policy]\nsystems: []\nresponses: {CN-LABEL-DS-18: {status: met}}\n";
    let outcome = hegui(["report", "-", "--rules", own, "--format", "json", "--lang", "en"]).stdin(text).run();
    assert!(outcome.stderr.contains("response/not-assessed"), "{}", outcome.text());
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["set"] == "my-policy"));
    assert!(report["catalog"]["left_out"].as_array().unwrap().iter().any(|set| set["id"] == "cn-labelling"));
    let outcome = hegui(["check", "-", "--lang", "en"]).stdin(text.replace("my-policy", "cn-labeling")).run();
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("did you mean") || outcome.stderr.contains("cn-labelling"), "{}", outcome.stderr);
}

#[test]
fn a_case_that_does_not_hold_fails_with_place_expected_and_found() {
    let text = read("examples/own-rules/my-policy.yaml").replacen("expect: applies", "expect: does-not-apply", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my-policy.yaml");
    std::fs::write(&path, text).unwrap();
    let outcome = hegui(["rules", "test", &path.to_string_lossy(), "--lang", "en"]).run();
    assert_eq!(outcome.status, 1, "{}", outcome.text());
    assert!(outcome.stderr.contains("expected: does not apply") && outcome.stderr.contains("found:    applies"));
}

#[test]
fn help_is_a_page_of_its_own_for_every_command() {
    let mut all = String::new();
    for lang in ["zh", "en"] {
        for command in [
            &["--help"][..],
            &["check", "--help"],
            &["checklist", "--help"],
            &["report", "--help"],
            &["explain", "--help"],
            &["forecast", "--help"],
            &["rules", "--help"],
            &["rules", "lint", "--help"],
            &["rules", "test", "--help"],
            &["schema", "--help"],
        ] {
            let outcome = hegui(command.iter().chain(&["--lang", lang])).run();
            assert_eq!(outcome.status, 0);
            all.push_str(&format!("$ hegui {} --lang {lang}\n{}\n", command.join(" "), outcome.stdout));
        }
    }
    insta::assert_snapshot!(all);
}
