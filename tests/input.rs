//! Bad input: each a clear message with a place, status 2, and nothing on standard output.

use std::path::Path;

use crate::common::{hegui, root};

/// A file that is right, to put one mistake into.
const GOOD: &str = "hegui: 1
organisation:
  name: 示例公司
  facts: {organisation.established_in: [cn]}
as_of: 2026-11-23
systems:
  - id: chat
    name: 智能客服
    facts: {system.uses_generative_ai: true}
";

fn refused(text: impl Into<Vec<u8>>) -> String {
    let outcome = hegui(["check", "-", "--lang", "en"]).stdin(text).run();
    assert_eq!(outcome.status, 2, "{}", outcome.text());
    assert_eq!(outcome.stdout, "");
    outcome.stderr
}

#[test]
fn the_file_that_mistakes_are_put_into_is_right() {
    let outcome = hegui(["check", "-", "--quiet"]).stdin(GOOD).run();
    assert_eq!((outcome.status, outcome.stderr.as_str()), (1, ""), "{}", outcome.text());
}

#[test]
fn one_mistake_each() {
    let with = |from: &str, to: &str| {
        assert!(GOOD.contains(from));
        GOOD.replace(from, to)
    };
    let responses = |text: &str| format!("{GOOD}    responses:\n      {text}\n");
    let evidence = |text: &str| responses(&format!("CN-LABEL-09: {{status: met, evidence: [{text}]}}"));
    let waiver = |text: &str| format!("{GOOD}waivers:\n  - {text}\n");
    let texts: Vec<(&str, Vec<u8>)> = vec![
        ("an empty file", Vec::new()),
        ("white space only", b" \n\n".to_vec()),
        ("a comment only", b"# nothing\n".to_vec()),
        ("not UTF-8", b"hegui: 1\nname: \xff\xfe\n".to_vec()),
        ("tabs", with("  name: 示例公司", "\tname: 示例公司").into()),
        ("two documents", format!("{GOOD}---\nhegui: 1\n").into()),
        ("a duplicate key", with("as_of: 2026-11-23", "as_of: 2026-11-23\nas_of: 2026-11-24").into()),
        ("an unclosed list", with("[cn]", "[cn").into()),
        ("a list where a mapping belongs", b"- 1\n".to_vec()),
        ("an unknown key", with("organisation:\n", "organization:\n").into()),
        ("a missing key", with("  name: 示例公司\n", "").into()),
        ("systems not listed", b"hegui: 1\norganisation: {name: a}\n".to_vec()),
        ("Norway: yes for a truth value", with("_ai: true", "_ai: yes").into()),
        ("Norway: a quoted truth value", with("_ai: true", "_ai: \"true\"").into()),
        ("an octal version", with("hegui: 1", "hegui: 01").into()),
        ("another format version", with("hegui: 1", "hegui: 2").into()),
        ("a date that is none", with("2026-11-23", "2026-02-30").into()),
        ("a date with a time", with("2026-11-23", "2026-11-23T10:00").into()),
        ("a date of two digits", with("2026-11-23", "26-11-23").into()),
        ("a scalar for a set", with("[cn]", "cn").into()),
        ("an unknown option", with("[cn]", "[chn]").into()),
        ("an unknown fact", with("system.uses_generative_ai", "system.uses_generativ_ai").into()),
        ("a derived fact", with("system.uses_generative_ai", "system.cn.generation_provider").into()),
        ("a system's fact of the organisation", with("organisation.established_in: [cn]", "system.stage: operation").into()),
        ("an organisation's fact of a system", with("system.uses_generative_ai: true", "organisation.established_in: [cn]").into()),
        ("an id with a space", with("id: chat", "id: my chat").into()),
        ("an unknown rule", responses("CN-LABEL-99: {status: met}").into()),
        ("an unknown status", responses("CN-LABEL-09: {status: done}").into()),
        ("a rule of the other subject", responses("CN-LABEL-10-ANY: {status: met}").into()),
        ("not applicable without a reason", responses("CN-LABEL-09: {status: not-applicable}").into()),
        ("evidence above the folder", evidence("{file: ../secret.txt}").into()),
        ("evidence with an absolute path", evidence("{file: /etc/passwd}").into()),
        ("evidence on a Windows drive", evidence("{file: 'C:\\x'}").into()),
        ("evidence with an odd scheme", evidence("{url: 'javascript:alert(1)'}").into()),
        ("evidence nowhere", evidence("{note: trust me}").into()),
        ("evidence in two places", evidence("{file: a, url: 'https://a.example/'}").into()),
        ("evidence for nothing wanted", evidence("{file: a, for: moon-landing}").into()),
        ("a hash that is none", evidence("{file: a, sha256: abc}").into()),
        ("evidence that expires before it is made", evidence("{file: a, issued: 2026-02-01, expires: 2026-01-01}").into()),
        ("a waiver without an end", waiver("{id: W-1, rules: [CN-LABEL-09], reason: a, approved_by: b, from: 2026-01-01}").into()),
        ("a waiver that ends before it begins", waiver("{id: W-1, rules: [CN-LABEL-09], reason: a, approved_by: b, from: 2026-02-01, until: 2026-01-01}").into()),
        ("a waiver without a reason", waiver("{id: W-1, rules: [CN-LABEL-09], reason: ' ', approved_by: b, from: 2026-01-01, until: 2026-02-01}").into()),
        ("a waiver of an unknown rule and system", waiver("{id: W-1, rules: [CN-LABEL-O9], systems: [chatt], reason: a, approved_by: b, from: 2026-01-01, until: 2026-02-01}").into()),
    ];
    let mut all = String::new();
    for (name, text) in texts {
        all.push_str(&format!("== {name}\n{}\n", refused(text)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn all_mistakes_are_shown_at_once_in_chinese_too() {
    let text = "hegui: 1
organisation:
  name: 示例公司
  fact: {}
as_of: 明天
systems:
  - id: 客服
    name: 智能客服
    facts: {system.uses_generative_ai: 是, system.generates: [文本, imag], system.stge: operation}
    responses:
      CN-LABEL-9: {status: 已落实}
waivers: []
";
    let outcome = hegui(["check", "-", "--lang", "zh"]).stdin(text).run();
    assert_eq!(outcome.status, 2);
    insta::assert_snapshot!(outcome.text());
}

#[test]
fn byte_order_mark_and_windows_line_ends_are_read() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    let outcome = hegui(["check", "-", "--quiet"]).stdin(text).run();
    assert_eq!((outcome.status, outcome.stderr.as_str()), (1, ""), "{}", outcome.text());
    // And places are right in such a file too.
    let wrong = format!("\u{feff}{}", GOOD.replace("chat", "my chat").replace('\n', "\r\n"));
    assert!(refused(wrong).contains("-:7:9"));
}

#[test]
fn words_that_look_like_other_kinds_stay_words() {
    let text = GOOD.replace("示例公司", "no").replace("智能客服", "0123");
    let outcome = hegui(["report", "-", "--format", "json"]).stdin(text).run();
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    assert!(outcome.stdout.contains("\"organisation\": \"no\"") && outcome.stdout.contains("\"name\": \"0123\""));
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let one = format!("*a{}", n - 1);
        text.push_str(&format!("a{n}: &a{n} [{}]\n", [one.as_str(); 9].join(", ")));
    }
    assert!(refused(text).contains("yaml/limit"));
}

#[test]
fn deep_nesting_and_huge_scalars_are_refused() {
    let deep = format!("hegui: {}1{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(refused(deep).contains("yaml/"), "flow");
    let mut block = String::new();
    for n in 0..10_000 {
        block.push_str(&format!("{}a:\n", " ".repeat(n)));
        if block.len() > 4_000_000 {
            break;
        }
    }
    assert!(refused(block).contains("yaml/"), "block");
    let huge = format!("hegui: 1\nname: {}\n", "x".repeat(100 * 1024 * 1024));
    assert!(refused(huge).contains("file/too-large"));
}

#[test]
fn odd_keys_and_tags_are_refused() {
    for text in
        ["? [a, b]\n: 1\n", "hegui: !!python/object 1\n", "hegui: !include /etc/passwd\n", "<<: 1\n", "*a\n", "%"]
    {
        let message = refused(text);
        assert!(message.contains("error["), "{text:?}: {message}");
    }
}

#[test]
fn missing_files_folders_and_templates_are_named() {
    for arguments in [
        vec!["check", "no-such-file.yaml"],
        vec!["check", "src"],
        vec!["check", "examples/small-firm.yaml", "--rules", "no-such-rules.yaml"],
        vec!["report", "examples/small-firm.yaml", "--template", "no-such-template.md.j2"],
        vec!["check", "examples/small-firm.yaml", "--as-of", "tomorrow"],
        vec!["check", "examples/small-firm.yaml", "--fail-on", "V"],
        vec!["check", "examples/small-firm.yaml", "--show", "gaps"],
        vec!["explain", "CN-LABEL-O9"],
        vec!["report", "examples/small-firm.yaml", "--format", "html,md"],
        vec!["rules", "list", "--set", "cn-label"],
    ] {
        let outcome = hegui(arguments.iter().chain(&["--lang", "en"])).run();
        assert_eq!(outcome.status, 2, "{arguments:?}\n{}", outcome.text());
        assert_eq!(outcome.stdout, "");
        let named = arguments.last().unwrap();
        let said = outcome.stderr.contains(named) || outcome.stderr.contains("-o");
        assert!(said, "{arguments:?}\n{}", outcome.stderr);
    }
}

#[test]
fn a_template_error_names_file_line_and_text() {
    let folder = tempfile::tempdir().unwrap();
    for (name, source, expected) in [
        ("bad.md.j2", "one\ntwo {{ report.no_such_field }}\n", "bad.md.j2:2"),
        ("open.md.j2", "{% for row in report.rows %}\n", "open.md.j2:"),
        ("endless.txt", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", "fuel"),
        ("safe.html.j2", "{{ report.organisation|safe }}", "safe"),
        ("read.md.j2", "{% include '/etc/passwd' %}", "read.md.j2:1"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, source).unwrap();
        let template = path.to_string_lossy().into_owned();
        let outcome = hegui(["report", "examples/small-firm.yaml", "--lang", "en", "--template", &template]).run();
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{name}\n{}", outcome.text());
        assert!(outcome.stderr.contains(expected), "{name}\n{}", outcome.stderr);
    }
}

#[test]
fn an_unwritable_output_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "precious").unwrap();
    // A file where a folder is needed, and a folder where a file is.
    let out = file.to_string_lossy().into_owned();
    let outcome = hegui(["report", "examples/small-firm.yaml", "-o", &out, "--lang", "en"]).run();
    assert_eq!(outcome.status, 2, "{}", outcome.text());
    assert!(outcome.stderr.contains("cannot write"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
    let blocked = folder.path().join("out");
    std::fs::create_dir_all(blocked.join("report.md")).unwrap();
    let out = blocked.to_string_lossy().into_owned();
    let outcome = hegui(["report", "examples/small-firm.yaml", "-o", &out, "--format", "html,md,json"]).run();
    assert_eq!(outcome.status, 2);
    assert_eq!(listing(&blocked), ["report.md"], "all or nothing");
}

#[test]
fn what_is_overwritten_is_kept_beside() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    std::fs::write(folder.path().join("report.md"), "precious").unwrap();
    for _ in 0..2 {
        let outcome = hegui(["report", "examples/small-firm.yaml", "-o", &out, "--format", "md"]).run();
        assert_eq!(outcome.status, 0, "{}", outcome.text());
    }
    // The second run wrote the same bytes and so kept the older text.
    assert_eq!(listing(folder.path()), ["report.md", "report.md~"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("report.md~")).unwrap(), "precious");
}

#[test]
fn bad_input_writes_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_string_lossy().into_owned();
    let outcome = hegui(["report", "-", "-o", &out]).stdin("hegui: 2\n").run();
    assert_eq!(outcome.status, 2);
    assert!(!Path::new(&out).exists());
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_rules_folder_with_one_broken_file_names_it_and_judges_nobody() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("examples/own-rules/my-policy.yaml"), folder.path().join("my-policy.yaml")).unwrap();
    std::fs::write(folder.path().join("broken.yaml"), "id: broken\nrules: [\n").unwrap();
    let rules = folder.path().to_string_lossy().into_owned();
    let outcome = hegui(["check", "examples/small-firm.yaml", "--rules", &rules, "--lang", "en"]).run();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{}", outcome.text());
    assert!(outcome.stderr.contains("broken.yaml:"), "{}", outcome.stderr);
}

/// Every mistake that a rule file can have, in one file and one run.
#[test]
fn a_rule_file_full_of_mistakes() {
    let outcome = hegui([
        "rules",
        "lint",
        "tests/data/mistakes.yaml",
        "tests/data/references.yaml",
        "tests/data/cn-labelling.yaml",
        "--lang",
        "en",
    ])
    .run();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (1, ""), "{}", outcome.text());
    insta::assert_snapshot!(outcome.stderr);
    let outcome = hegui(["rules", "lint", "tests/data/mistakes.yaml", "--lang", "zh"]).run();
    insta::assert_snapshot!("a_rule_file_full_of_mistakes_zh", outcome.stderr);
}
