//! What is offered for findings, and what becomes of the findings then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use zcc_base::{Severity, TextRange};
use zcc_eval::assess_parallel;

use super::{FileEdits, FindingAction, WayKind};
use crate::host::{Analysis, AnalysisHost};
use crate::syntax::TextEdit;
use crate::testing::{at_cursor_in, example, host};

const RULES: &str = r#"capability user_authentication "Users" { unique: bool }
capability session_lock "Locks"
catalog small "A small catalogue" {
  levels: SL
  family IAC "Identification"
}
requirement SR 1.1 "Identification" in small.IAC for zone z {
  base at SL 1: every c in z.components: c has user_authentication where unique
    otherwise "{c} cannot tell its users apart"
  RE 1 "Locked" at SL 1: every c in z.components: c has session_lock otherwise "{c} cannot be locked"
}
product plc {
  kind: embedded_device
  offers user_authentication { unique: true }, session_lock
}
"#;

fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.range.to_usize(), &edit.text);
    }
    out
}

/// The titles of what is offered at the cursor, and the file after the actions of a kind, one after the other.
fn check(text: &str, kind: WayKind, expected: &Expect) {
    let (analysis, at) = at_cursor_in(&[("rules.zc", RULES), ("site.zc", text)]);
    let actions = analysis.finding_actions(at.file, TextRange::empty(at.offset), &[]);
    let mut out = String::new();
    for action in &actions {
        out.push_str(&format!("{:?}: {}\n", action.kind, action.title));
    }
    for action in actions.iter().filter(|action| action.kind == kind) {
        let edits = match &action.subject {
            Some(subject) => analysis.mend_all(subject),
            None => action.edits.clone(),
        };
        for (file, edits) in edits {
            out.push_str(&format!("--- {}\n{}", action.title, applied(analysis.text(file), &edits)));
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn what_the_product_offers_is_enabled_in_a_new_block() {
    check(
        "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component c$0: plc\n}\n",
        WayKind::Switch,
        &expect![[r#"
            Switch: Write `enable user_authentication` in a.c (SR 1.1)
            MendAll: Enable all that mends `a`
            Switch: Write `enable session_lock` in a.c (SR 1.1 RE 1)
            Compensate: Add a countermeasure against SR 1.1 in `a`
            Waive: Accept SR 1.1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 for `a`
            Compensate: Add a countermeasure against SR 1.1 RE 1 in `a`
            Waive: Accept SR 1.1 RE 1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 RE 1 for `a`
            --- Write `enable user_authentication` in a.c (SR 1.1)
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c: plc {
                enable user_authentication
              }
            }
            --- Write `enable session_lock` in a.c (SR 1.1 RE 1)
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c: plc {
                enable session_lock
              }
            }
        "#]],
    );
}

#[test]
fn what_is_enabled_joins_the_list_that_is_there() {
    check(
        "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component $0c \"C\": plc {\n    // commissioned\n    enable \
         session_lock // at the door\n  }\n}\n",
        WayKind::Switch,
        &expect![[r#"
            Switch: Write `enable user_authentication` in a.c (SR 1.1)
            MendAll: Enable all that mends `a`
            Compensate: Add a countermeasure against SR 1.1 in `a`
            Waive: Accept SR 1.1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 for `a`
            --- Write `enable user_authentication` in a.c (SR 1.1)
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c "C": plc {
                // commissioned
                enable session_lock, user_authentication // at the door
              }
            }
        "#]],
    );
}

#[test]
fn what_is_disabled_is_taken_out() {
    check(
        "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component c$0: plc {\n    enable user_authentication\n    \
         disable session_lock\n  }\n}\n",
        WayKind::Switch,
        &expect![[r#"
            Switch: Change `disable session_lock` to `enable session_lock` in a.c (SR 1.1 RE 1)
            MendAll: Enable all that mends `a`
            Compensate: Add a countermeasure against SR 1.1 RE 1 in `a`
            Waive: Accept SR 1.1 RE 1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 RE 1 for `a`
            --- Change `disable session_lock` to `enable session_lock` in a.c (SR 1.1 RE 1)
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c: plc {
                enable user_authentication, session_lock
              }
            }
        "#]],
    );
}

#[test]
fn a_whole_zone_is_mended_at_once() {
    check(
        "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component c$0: plc\n  component d: plc { enable session_lock \
         }\n  component e: plc {\n    disable session_lock\n  }\n}\n",
        WayKind::MendAll,
        &expect![[r#"
            Switch: Write `enable user_authentication` in a.c (SR 1.1)
            Switch: Enable all that SR 1.1 asks for in `a`
            MendAll: Enable all that mends `a`
            Switch: Write `enable session_lock` in a.c (SR 1.1 RE 1)
            Switch: Enable all that SR 1.1 RE 1 asks for in `a`
            Compensate: Add a countermeasure against SR 1.1 in `a`
            Waive: Accept SR 1.1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 for `a`
            Compensate: Add a countermeasure against SR 1.1 RE 1 in `a`
            Waive: Accept SR 1.1 RE 1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 RE 1 for `a`
            --- Enable all that mends `a`
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c: plc {
                enable user_authentication, session_lock
              }
              component d: plc { enable session_lock, user_authentication }
              component e: plc {
                enable user_authentication, session_lock
              }
            }
        "#]],
    );
}

#[test]
fn what_nobody_knows_is_stated() {
    check(
        "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component c$0 {\n    kind: host_device\n    provides \
         session_lock\n  }\n}\n",
        WayKind::State,
        &expect![[r#"
            State: State that `a.c` has `user_authentication`
            State: State that `a.c` lacks `user_authentication`
            Compensate: Add a countermeasure against SR 1.1 in `a`
            Waive: Accept SR 1.1 in `a` until 2028-01-01
            Explain: Explain SR 1.1 for `a`
            --- State that `a.c` has `user_authentication`
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c {
                kind: host_device
                provides session_lock
                provides user_authentication { unique: true }
              }
            }
            --- State that `a.c` lacks `user_authentication`
            site s { assess: [small] }

            zone a {
              target: SL 1

              component c {
                kind: host_device
                provides session_lock
                lacks user_authentication
              }
            }
        "#]],
    );
}

#[test]
fn a_waiver_is_written_beside_the_others() {
    let waivers = "waiver sr_1_1_a \"Known\" {\n  accepts: SR 1.1\n  for: a.d\n  until: 2028-01-01\n  because: \"It is \
                   locked away.\"\n  requested_by: \"A\"\n  approved_by: \"B\"\n}\n";
    let site = "site s { assess: [small] }\n\nzone a {\n  target: SL 1\n\n  component c$0 {\n    kind: host_device\n    lacks \
                user_authentication\n    provides session_lock\n  }\n}\n";
    let (analysis, at) = at_cursor_in(&[("rules.zc", RULES), ("site.zc", site), ("waivers.zc", waivers)]);
    let actions = analysis.finding_actions(at.file, TextRange::empty(at.offset), &[]);
    let mut out = String::new();
    for action in actions.iter().filter(|action| matches!(action.kind, WayKind::Waive | WayKind::Compensate)) {
        for (file, edits) in &action.edits {
            let path = analysis.files().path(*file).map(|path| path.display().to_string()).unwrap_or_default();
            let texts: String = edits.iter().map(|edit| edit.text.as_str()).collect();
            out.push_str(&format!("--- {path}: {}\n{texts}", action.title));
        }
    }
    expect![[r#"
        --- /site/waivers.zc: Add a countermeasure against SR 1.1 in `a`

        countermeasure sr_1_1_a_2 "TO DO: what makes up for it: Identification" {
          compensates: SR 1.1 in small
          for: a.c
          evidence: "TO DO: what proves it"
        }
        --- /site/waivers.zc: Accept SR 1.1 in `a` until 2028-01-01

        waiver sr_1_1_a_2 "TO DO: what is accepted: Identification" {
          accepts: SR 1.1 in small
          for: a.c
          until: 2028-01-01
          because: "TO DO: why it can be lived with until then"
          requested_by: "TO DO: who asks"
          approved_by: "TO DO: who decides"
        }
    "#]]
    .assert_eq(&out);
}

/// How many witnesses each finding has, and how many problems there are.
fn state(analysis: &Analysis) -> (BTreeMap<u64, usize>, Vec<String>) {
    let findings =
        assess_parallel(&analysis.db).findings().map(|finding| (finding.fingerprint, finding.witnesses.len()));
    let problems = analysis.package_files().iter().flat_map(|file| analysis.problems(*file));
    let errors = problems.filter(|told| told.severity == Severity::Error).map(|told| told.message);
    (findings.collect(), errors.collect())
}

fn with(host: &mut AnalysisHost, edits: &[FileEdits], then: impl FnOnce(&Analysis)) {
    let analysis = host.analysis();
    let texts: Vec<(PathBuf, String, String)> = edits
        .iter()
        .map(|(file, edits)| {
            let before = analysis.text(*file).to_string();
            let path = analysis.files().path(*file).expect("it has a path").to_path_buf();
            let after = applied(&before, edits);
            assert_eq!(zcc_fmt::format(&after), after, "it is not formatted");
            (path, before, after)
        })
        .collect();
    drop(analysis);
    for (path, _, after) in &texts {
        assert!(host.set_text(path, after), "nothing changed");
    }
    host.settle();
    then(&host.analysis());
    for (path, before, _) in &texts {
        host.set_text(path, before);
    }
    host.settle();
}

/// Every action on every so-manieth finding compiles, does what it says and brings nothing new.
fn try_all(name: &str, every: usize) {
    let mut host = example(name);
    let analysis = host.analysis();
    let (before, errors) = state(&analysis);
    assert_eq!(errors, Vec::<String>::new());
    let nowhere = analysis.package_files()[0];
    let actions: Vec<FindingAction> = before
        .keys()
        .step_by(every)
        .flat_map(|fingerprint| analysis.finding_actions(nowhere, TextRange::empty(0), &[*fingerprint]))
        .collect();
    let subjects: Vec<(String, Vec<FileEdits>)> = actions
        .iter()
        .filter_map(|action| Some((action.subject.clone()?, analysis.mend_all(action.subject.as_ref()?))))
        .collect();
    drop(analysis);
    assert!(actions.iter().any(|action| action.kind == WayKind::Waive));
    for action in actions.iter().filter(|action| !action.edits.is_empty()) {
        let fingerprint = u64::from_str_radix(&action.fingerprint, 16).expect("digits");
        with(&mut host, &action.edits, |analysis| {
            let (after, errors) = state(analysis);
            assert_eq!(errors, Vec::<String>::new(), "{}", action.title);
            let left = after.get(&fingerprint).copied().unwrap_or(0);
            match action.kind {
                WayKind::Waive | WayKind::Compensate => assert_eq!(left, 0, "{}", action.title),
                WayKind::Switch => assert!(left < before[&fingerprint], "{}: {left}", action.title),
                _ => return,
            }
            let new: Vec<&u64> = after.keys().filter(|found| !before.contains_key(found)).collect();
            assert_eq!(new, Vec::<&u64>::new(), "{}", action.title);
        });
    }
    for (subject, edits) in subjects {
        with(&mut host, &edits, |analysis| {
            let (after, errors) = state(analysis);
            assert_eq!(errors, Vec::<String>::new(), "{subject}");
            assert!(after.values().sum::<usize>() < before.values().sum::<usize>(), "{subject}");
        });
    }
}

#[test]
fn every_action_on_riverside_does_what_it_says() {
    try_all("riverside", 4);
}

#[test]
fn every_action_on_the_water_treatment_does_what_it_says() {
    try_all("water-treatment", 3);
}

#[test]
fn nothing_is_offered_where_nothing_is_found_or_nothing_can_be_read() {
    let analysis =
        host(&[("rules.zc", RULES), ("site.zc", "site s { assess: [small]\nzone a { target SL component c: plc {")])
            .analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).expect("it is there");
    let len = analysis.text(file).len() as u32;
    for offset in 0..len {
        for action in analysis.finding_actions(file, TextRange::empty(offset), &[]) {
            for (file, edits) in &action.edits {
                applied(analysis.text(*file), edits);
            }
        }
    }
    assert_eq!(analysis.finding_actions(file, TextRange::empty(3), &[7]), []);
}

#[test]
fn every_position_of_an_example_is_answered() {
    let mut host = example("riverside");
    let paths: Vec<PathBuf> = host.files().iter().map(|(path, _)| path.to_path_buf()).collect();
    for path in paths.into_iter().filter(|path| path.starts_with("/riverside")) {
        let whole = host.analysis().text(host.files().at(&path).expect("it is there")).to_string();
        let cut = whole.len() * 2 / 3;
        let cut = (cut..whole.len()).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len());
        for text in [&whole[..cut], &whole] {
            host.set_text(&path, text);
            host.settle();
            let analysis = host.analysis();
            let file = analysis.files().at(&path).expect("it is there");
            for offset in (0..=text.len() as u32).step_by(3) {
                analysis.finding_actions(file, TextRange::empty(offset), &[]);
            }
            let all = TextRange::new(0, text.len() as u32);
            let wanted = crate::HintsWanted { levels: true, capable: true, types: true };
            for hint in analysis.hints(file, all, wanted) {
                assert!(text.is_char_boundary(hint.offset as usize), "{}: {}", path.display(), hint.offset);
            }
            analysis.findings_lenses(file);
            analysis.tests(file);
        }
    }
}
