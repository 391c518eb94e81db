//! Reports: golden files of every example in every format and both languages, and text that wants
//! to be more than text.

use crate::common::{examples, hegui};

#[test]
fn golden_reports() {
    for file in examples() {
        let name = file.trim_start_matches("examples/").trim_end_matches(".yaml").to_owned();
        for lang in ["zh", "en"] {
            for format in ["html", "md", "json"] {
                if format == "json" && lang == "zh" {
                    continue; // It holds both languages.
                }
                let outcome = hegui(["report", &file, "--format", format, "--lang", lang]).run();
                assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
                insta::assert_snapshot!(format!("{name}.{lang}.{format}"), outcome.stdout);
            }
            let check = hegui(["check", &file, "--lang", lang]).run();
            insta::assert_snapshot!(format!("{name}.{lang}.check"), check.text());
            for format in ["md", "html"] {
                let list = hegui(["checklist", &file, "--lang", lang, "--format", format]).run();
                assert_eq!((list.status, list.stderr.as_str()), (0, ""));
                insta::assert_snapshot!(format!("{name}.{lang}.checklist.{format}"), list.stdout);
            }
        }
    }
}

/// Fault F1 of others, at the level of a whole report: nothing answered, no positive number.
#[test]
fn a_firm_that_answered_nothing_scores_nothing() {
    let text = "hegui: 1\norganisation: {name: 示例}\nsystems: [{id: a, name: 系统}]\nas_of: 2026-11-23\n";
    let outcome = hegui(["report", "-", "--format", "json"]).stdin(text).run();
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(report["summary"]["met"], 0);
    assert_eq!(report["summary"]["does_not_apply"], 0);
    assert_eq!(report["summary"]["band"]["met_if_worst"], 0);
    assert!(report["summary"]["open"].as_u64().unwrap() > 20);
    // What is asked are questions about the world, each with rules that hang on it.
    let questions = report["questions"].as_array().unwrap();
    assert!(questions.iter().all(|question| !question["rules"].as_array().unwrap().is_empty()));
}

/// Faults F2 to F5: leaving an answer out may widen what is possible and never narrows it.
#[test]
fn an_answer_left_out_never_loses_a_duty() {
    let text = crate::common::read("examples/chat-image-provider.yaml");
    let verdicts = |text: String| -> Vec<(String, String)> {
        let outcome = hegui(["report", "-", "--format", "json"]).stdin(text).run();
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let of = |finding: &serde_json::Value| {
            let key = format!("{} {}", finding["rule"].as_str().unwrap(), finding["subject"]["system"]);
            (key, finding["verdict"].as_str().unwrap().to_owned())
        };
        let mut all: Vec<_> = report["findings"].as_array().unwrap().iter().map(of).collect();
        all.sort();
        all
    };
    let whole = verdicts(text.clone());
    let mut tried = 0;
    for line in text.lines().filter(|line| line.trim_start().starts_with("system.") && line.contains(": ")) {
        let without = verdicts(text.replacen(&format!("{line}\n"), "", 1));
        for ((rule, before), (same, after)) in whole.iter().zip(&without) {
            assert_eq!(rule, same);
            assert!(after == before || after == "open", "without `{line}` {rule} is {after}, not {before}");
        }
        tried += 1;
    }
    assert!(tried > 5, "the example states its facts a line each");
}

/// Checklists go role by role; a role that they did not know would drop its rules without a word.
#[test]
fn checklists_know_every_role_and_show_every_rule_that_applies() {
    for template in ["templates/checklist.html.j2", "templates/checklist.md.j2"] {
        let text = crate::common::read(template);
        for owner in hegui::model::rule::Owner::ALL {
            assert!(text.contains(&format!("\"{}\"", owner.name())), "{template}: {}", owner.name());
        }
    }
    for file in examples() {
        let report = hegui(["report", &file, "--format", "json"]).run().stdout;
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        for format in ["md", "html"] {
            let list = hegui(["checklist", &file, "--format", format]).run().stdout;
            for finding in report["findings"].as_array().unwrap() {
                let rule = finding["rule"].as_str().unwrap();
                if finding["verdict"] != "does-not-apply" {
                    assert!(list.contains(rule), "{file} {format}: {rule} is not on the checklist");
                }
            }
        }
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "| a | b |",
    "`code` **bold** [link](javascript:alert(1))",
    "\\u202Eevil\\u202C",
    "=HYPERLINK(\\\"http://a.example\\\")",
    "\\u0000\\u0007\\u001b[31m",
    "𝕏🙂👩‍👩‍👧",
    "非常长的词非常长的词非常长的词非常长的词非常长的词非常长的词非常长的词非常长的词非常长的词",
];

#[test]
fn text_in_any_field_stays_text() {
    for hostile in HOSTILE {
        let quoted = hostile.replace('"', "\\\"").replace("\\\\\"", "\\\"");
        let text = format!(
            "hegui: 1
organisation: {{name: \"{quoted}\", facts: {{organisation.established_in: [cn]}}}}
as_of: 2026-11-23
systems: [{{id: a, name: \"{quoted}\"}}]
responses:
  CN-LABEL-10-ANY: {{status: not-applicable, reason: \"{quoted}\", note: \"{quoted}\", owner: \"{quoted}\", evidence: [{{file: a, note: \"{quoted}\"}}]}}
waivers:
  - {{id: W-1, rules: [CN-LABEL-DS-18], reason: \"{quoted}\", approved_by: \"{quoted}\", from: 2026-01-01, until: 2026-12-31}}
"
        );
        for format in ["html", "md"] {
            let outcome = hegui(["report", "-", "--format", format]).stdin(text.clone()).run();
            assert_eq!(outcome.status, 0, "{hostile}: {}", outcome.text());
            for tag in ["<script", "<img", "onerror=alert(1)>"] {
                assert!(!outcome.stdout.contains(tag), "{format} {hostile}: {tag}");
            }
            assert!(!outcome.stdout.contains("49{"), "{format}: a template in the input was run");
            if format == "md" {
                // Escaped brackets are text: `\[link\](…)`.
                assert!(!outcome.stdout.contains("[link]("), "{hostile}");
                assert!(!outcome.stdout.contains('\u{1b}'), "{hostile}");
            }
        }
        let check = hegui(["check", "-"]).stdin(text).run();
        assert!(!check.stdout.contains('\u{1b}') && !check.stdout.contains('\u{7}'), "{hostile}");
    }
}
