//! What the binary does with what a shell can throw at it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn zcc(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcc"));
    command.args(arguments).current_dir(folder).env_remove("RUST_BACKTRACE").env("NO_COLOR", "1");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = zcc(folder, arguments).output().expect("zcc runs");
    told(&output)
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("zcc writes UTF-8");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("RUST_BACKTRACE") && !err.contains("panicked"), "{err}");
    (output.status.code(), out, err)
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

#[test]
fn a_new_site_checks_teaches_and_is_in_style() {
    let home = folder(&[]);
    let (exit, out, _) = run(home.path(), &["new", "My Plant"]);
    assert_eq!(exit, Some(0), "{out}");
    let site = home.path().join("My Plant");
    assert!(fs::read_to_string(site.join("zcc.toml")).expect("there").contains("name = \"my_plant\""));
    let (exit, out, err) = run(&site, &["check", "--as-of", "2026-06-01"]);
    assert_eq!((exit, err.as_str()), (Some(1), ""), "{out}");
    for part in
        ["not enabled", "not capable", "unproven", "write `enable audit_log` in control.controller", "judged 1 zone"]
    {
        assert!(out.contains(part), "{part} is not in\n{out}");
    }
    assert_eq!(run(&site, &["test"]).0, Some(0));
    assert_eq!(run(&site, &["fmt", "--check"]).0, Some(0));
    assert_eq!(run(home.path(), &["new", "My Plant"]).0, Some(3), "it must not be written over");
}

#[test]
fn an_empty_folder_is_no_pass() {
    let home = folder(&[("README.md", "nothing here")]);
    let (exit, out, err) = run(home.path(), &["check"]);
    assert_eq!((exit, out.as_str()), (Some(3), ""));
    assert!(err.contains("Z0011"), "{err}");
    let (exit, out, err) = run(home.path(), &["check", "--format", "json"]);
    assert_eq!((exit, err.as_str()), (Some(3), ""));
    assert!(out.contains(r#""status":"empty","diagnostics":[{"code":"Z0011","severity":"error""#), "{out}");
    let home = folder(&[("a.zc", "// nothing\n")]);
    assert_eq!(run(home.path(), &["check"]).0, Some(3));
    let (_, out, _) = run(home.path(), &["check", "--format", "json"]);
    assert!(out.contains("Z0011"), "{out}");
}

#[test]
fn tests_that_cannot_be_run_say_why_in_json_too() {
    let home = folder(&[("a.zc", "zone a { component c: nowhere }\n"), ("plant/zcc.toml", "[package\n")]);
    let (exit, out, err) = run(home.path(), &["test", "--format", "json", "a.zc"]);
    assert_eq!((exit, err.as_str()), (Some(2), ""));
    assert!(out.contains(r#"{"code":"Z0521""#) && out.contains(r#""tests":[]"#), "{out}");
    let (exit, out, err) = run(home.path(), &["test", "--format", "json", "--in", "plant"]);
    assert_eq!((exit, err.as_str()), (Some(2), ""));
    assert!(out.contains(r#""code":"Z0701""#), "{out}");
}

#[test]
fn what_falls_short_of_a_maturity_level_is_shown_and_is_no_finding() {
    let text = "catalog c \"Programs\" { levels: ML  family F \"F\" }\n\
                requirement R 1 \"x\" in c.F for zone z { base at ML 2: z.title is stated otherwise \"{z} has no title\" }\n\
                site s { assess: [c] }\nzone z { component a { kind: host_device } }\n";
    let home = folder(&[("a.zc", text)]);
    let (exit, out, _) = run(home.path(), &["check"]);
    assert_eq!(exit, Some(0), "{out}");
    assert!(out.contains("z               - 1 1") && out.contains("no target can be stated"), "{out}");
}

#[test]
fn what_a_shell_would_take_apart_is_quoted() {
    let home = folder(&[]);
    run(home.path(), &["new", "My Plant"]);
    let (_, out, _) = run(home.path(), &["check", "My Plant"]);
    let command = out.split('`').find(|part| part.starts_with("zcc explain ")).expect("each finding names one");
    assert!(command.ends_with(" 'My Plant'"), "{command}");
}

#[test]
fn what_a_certificate_attests_is_explained_with_its_conditions() {
    let text = r#"
product panel: embedded_device {}
profile seen { provides session_lock }
certificate lab {
  for: panel
  scheme: "Seen"
  number: "L-7"
  profile: seen
  conditions: "Behind a boundary device"
  valid_until: 2030-01-01
}
site plant { assess: [part_3_3] }
zone control {
  target: SL 1
  component a: panel { interfaces: [human_local] }
}
"#;
    let home = folder(&[("a.zc", text)]);
    let at = ["--as-of", "2026-01-01"];
    let (_, out, _) = run(home.path(), &[&["explain", "SR 2.5", "--for", "control"][..], &at].concat());
    let attests =
        "certificate lab (Seen, number L-7) attests it until 2030-01-01, on the condition: Behind a boundary device";
    let words: String = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(attests), "{out}");
    let (_, out, _) = run(home.path(), &[&["check"][..], &at].concat());
    let words: String = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let counts =
        "conditions of use certificate lab (Seen, number L-7), valid until 2030-01-01, counts for control.a only under";
    assert!(words.contains(counts), "{out}");
    let (_, out, _) = run(home.path(), &[&["check", "--format", "json"][..], &at].concat());
    let condition = concat!(
        r#""conditions":[{"kind":"certificate","name":"lab","scheme":"Seen","number":"L-7","#,
        r#""valid_until":"2030-01-01","conditions":["Behind a"#
    );
    assert!(out.contains(condition), "{out}");
}

#[test]
fn a_certificate_that_does_not_count_is_the_reason() {
    let text = r#"
product panel: host_device { interfaces: [human_local] }
profile seen { include locks }
profile locks { provides session_lock }
certificate lab {
  for: panel
  scheme: "Seen"
  number: "L-7"
  profile: seen
  versions: ">= 2"
  valid_until: 2026-12-31
}
site plant { assess: [part_3_3] }
zone control { target: SL 1  component new: panel { firmware: "2.0" }  component old: panel { firmware: "1.1" } }
"#;
    let home = folder(&[("a.zc", text)]);
    let words = |arguments: &[&str]| {
        let (_, out, _) = run(home.path(), arguments);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let explain = ["explain", "SR 2.5", "--for", "control", "--in", "a.zc", "--as-of"];
    let out = words(&[&explain[..], &["2026-12-31"]].concat());
    let other = "certificate lab (Seen, number L-7) attests it, but is for versions >= 2, not for 1.1";
    assert!(
        out.contains(&format!("nothing that counts is stated about session_lock of control.old └ ✗ {other}")),
        "{out}"
    );
    let out = words(&[&explain[..], &["2027-01-01"]].concat());
    let ended = "certificate lab (Seen, number L-7) attests it, but ended on 2026-12-31";
    assert!(out.contains("nothing that counts is stated about session_lock of control.new"), "{out}");
    assert!(out.contains(ended), "{out}");
    let out = words(&["check", "a.zc", "--as-of", "2027-01-01"]);
    assert!(out.contains("warning[Z0420]: certificate lab (Seen, number L-7) ended on 2026-12-31"), "{out}");
    assert!(out.contains(&format!("`session_lock` of control.new: {ended}")), "{out}");
    let out = words(&["check", "a.zc", "--as-of", "2026-12-31"]);
    assert!(!out.contains("Z0420") && out.contains(&format!("`session_lock` of control.old: {other}")), "{out}");
}

#[test]
fn what_does_not_compile_ends_with_two() {
    let home = folder(&[("a.zc", "zone a {\n  component c: nowhere.at_all\n}\nzone b {{{\n")]);
    let (exit, out, _) = run(home.path(), &["check"]);
    assert_eq!(exit, Some(2), "{out}");
    assert!(out.contains("a.zc:2") && out.contains("nothing was judged"), "{out}");
}

#[test]
fn usage_ends_with_three_and_help_with_zero() {
    let home = folder(&[]);
    let (exit, _, err) = run(home.path(), &["chekc"]);
    assert_eq!(exit, Some(3));
    assert!(err.contains("check"), "{err}");
    assert_eq!(run(home.path(), &["check", "--as-of", "2027-02-30"]).0, Some(3));
    assert_eq!(run(home.path(), &["check", "--help"]).0, Some(0));
    assert_eq!(run(home.path(), &["--version"]).0, Some(0));
    assert_eq!(run(home.path(), &["completions", "fish"]).0, Some(0));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_an_error_with_a_code() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let home = folder(&[("plant/a.zc", "zone a {}\n")]);
    let code = |expected: &str| {
        let (exit, _, err) = run(home.path(), &["check", "plant"]);
        assert_eq!(exit, Some(2), "{err}");
        assert!(err.contains(expected), "{expected} is not in {err}");
    };
    let plant = home.path().join("plant");
    symlink("../plant", plant.join("again")).expect("linked");
    code("Z0008");
    fs::remove_file(plant.join("again")).expect("removed");

    symlink("b.zc", plant.join("b.zc")).expect("linked");
    code("Z0008");
    fs::remove_file(plant.join("b.zc")).expect("removed");

    symlink("nowhere", plant.join("c.zc")).expect("linked");
    code("Z0006");
    fs::remove_file(plant.join("c.zc")).expect("removed");

    fs::write(plant.join("d.zc"), b"zone d {} // caf\xe9").expect("written");
    code("Z0002");
    fs::remove_file(plant.join("d.zc")).expect("removed");

    let strange = plant.join(OsStr::from_bytes(b"e\xff.zc"));
    if fs::write(&strange, "zone e {}").is_ok() {
        code("Z0005");
        fs::remove_file(strange).expect("removed");
    }

    let made = Command::new("mkfifo").arg(plant.join("f.zc")).status();
    if made.is_ok_and(|status| status.success()) {
        code("Z0007");
        fs::remove_file(plant.join("f.zc")).expect("removed");
    }

    fs::write(plant.join("zcc.toml"), "[package]\nname = \"plant\"\n[dependencies]\nx = { path = \"../x\" }\n")
        .expect("written");
    code("Z0703");
    let (exit, _, err) = run(home.path(), &["check", "nowhere"]);
    assert_eq!(exit, Some(2));
    assert!(err.contains("Z0006"), "{err}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = zcc(&examples(), &["check", "riverside", "-v"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("zcc runs");
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("read");
    assert_eq!(err, "");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn json_is_one_document_of_its_schema_and_the_same_with_any_number_of_threads() {
    let one = run(&examples(), &["check", "--format", "json", "--as-of", "2026-06-01", "--jobs", "1", "riverside"]);
    let many = run(&examples(), &["check", "--format", "json", "--as-of", "2026-06-01", "--jobs", "7", "riverside"]);
    assert_eq!(one, many);
    let document: serde_json::Value = serde_json::from_str(&one.1).expect("JSON");
    assert_eq!(document["schema"], "zcc/check/1");
    assert_eq!(document["exit"], 1);
    let package = &document["packages"][0];
    assert_eq!((&package["status"], &package["name"]), (&"judged".into(), &"riverside".into()));
    let findings = package["findings"].as_array().expect("a list");
    assert!(!findings.is_empty());
    for finding in findings {
        assert_eq!(finding["fingerprint"].as_str().map(str::len), Some(16));
        assert!(finding["place"]["line"].as_u64() > Some(0));
        assert!(!finding["witnesses"].as_array().expect("a list").is_empty());
    }
    let verdicts: u64 = package["judged"]["verdicts"]
        .as_object()
        .expect("an object")
        .values()
        .filter_map(serde_json::Value::as_u64)
        .sum();
    assert_eq!(Some(verdicts), package["judged"]["judgements"].as_u64());
}

#[test]
fn json_tells_of_what_cannot_be_read_or_compiled() {
    let home = folder(&[("a.zc", "zone a { component c: nowhere }\n")]);
    let (exit, out, err) = run(home.path(), &["check", "--format", "json"]);
    assert_eq!((exit, err.as_str()), (Some(2), ""));
    let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(document["packages"][0]["status"], "broken");
    assert!(document["packages"][0]["diagnostics"][0]["primary"]["place"]["line"] == 1, "{out}");
    let (exit, out, _) = run(home.path(), &["check", "--format", "json", "nowhere"]);
    assert_eq!(exit, Some(2));
    let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(document["packages"][0]["diagnostics"][0]["code"], "Z0006");
}

#[test]
fn fingerprints_stay_when_text_moves() {
    let prints = |text: &str| -> Vec<String> {
        let home = folder(&[("a.zc", text)]);
        let (_, out, _) = run(home.path(), &["check", "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let findings = document["packages"][0]["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|finding| finding["fingerprint"].to_string()).collect()
    };
    let text = "site s { assess: [part_3_3] }\nzone a { target: SL 1 component c { kind: host_device interfaces: [human_local] } }\n";
    let before = prints(text);
    assert!(!before.is_empty());
    assert_eq!(before, prints(&format!("// moved\n\n\n{text}")));
}

#[test]
fn formatting_from_standard_input_goes_to_standard_output() {
    use std::io::Write;
    let home = folder(&[]);
    let mut child =
        zcc(home.path(), &["fmt", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("zcc runs");
    child.stdin.take().expect("piped").write_all(b"zone   a{}").expect("taken");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(told(&output).1, "zone a {}\n");
}

#[test]
fn formatting_tells_what_it_would_do_and_does_it() {
    let home = folder(&[("a.zc", "zone   a{}\n"), ("b.zc", "zone b {}\n")]);
    let (exit, out, _) = run(home.path(), &["fmt", "--check"]);
    assert_eq!(exit, Some(1), "{out}");
    let (exit, out, _) = run(home.path(), &["fmt", "--diff"]);
    assert_eq!(exit, Some(1));
    assert!(out.contains("-zone   a{}\n+zone a {}\n"), "{out}");
    assert_eq!(run(home.path(), &["fmt"]).0, Some(0));
    assert_eq!(fs::read_to_string(home.path().join("a.zc")).expect("there"), "zone a {}\n");
    let left: Vec<_> = fs::read_dir(home.path()).expect("there").collect();
    assert_eq!(left.len(), 2, "no temporary file stays");
}

#[test]
fn a_failing_test_shows_what_was_expected_and_what_was_found() {
    let test = "test \"wrong\" {\n  zone z { target: SL 1 component c { kind: host_device interfaces: [human_local] } }\n  \
                expect SR 1.1 met for z\n}\n";
    let home = folder(&[("a_test.zc", test), ("a.zc", "zone x {}\n")]);
    let (exit, out, err) = run(home.path(), &["test", "a_test.zc"]);
    assert!(exit == Some(1) || exit == Some(2), "{out}{err}");
    let home = folder(&[("a_test.zc", test)]);
    let (exit, out, err) = run(home.path(), &["test"]);
    assert_eq!(exit, Some(1), "{out}{err}");
    assert!(out.contains("expected: expect SR 1.1 met for z"), "{out}");
    assert!(out.contains("found: expect SR 1.1 unproven for z because"), "{out}");
    assert!(out.contains("0 passed, 1 failed"), "{out}");
    assert_eq!(run(home.path(), &["test", "no such title"]).0, Some(3));
}

#[test]
fn codes_clauses_and_findings_are_explained() {
    let home = examples();
    let (exit, out, _) = run(&home, &["explain", "Z0002"]);
    assert_eq!(exit, Some(0));
    assert!(out.contains("UTF-8"), "{out}");
    let (exit, out, _) = run(&home, &["explain", "sr", "1.1", "RE", "2", "riverside"]);
    assert_eq!(exit, Some(0));
    assert!(out.contains("Asks:") && out.contains("control"), "{out}");
    let (_, out, _) = run(&home, &["check", "riverside", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let print = document["packages"][0]["findings"][0]["fingerprint"].as_str().expect("a text").to_owned();
    let (exit, out, err) = run(&home, &["explain", &print[..8], "--in", "riverside"]);
    assert_eq!(exit, Some(0), "{err}");
    assert!(out.contains(&print[..8]), "{out}");
    let (exit, _, err) = run(&home, &["explain", "SR 1.99"]);
    assert_eq!(exit, Some(3), "{err}");
    let (exit, _, err) = run(&home, &["explain", "Z9999"]);
    assert_eq!(exit, Some(3), "{err}");
}

#[test]
fn what_is_switched_off_or_otherwise_is_to_be_switched_on() {
    let (_, out, _) = run(&examples(), &["check", "water-treatment", "--as-of", "2026-11-01"]);
    let words: String = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "take `disable malware_inspection` out of c3.firewall",
        "change `disable information_confidentiality` to `enable information_confidentiality` in remote_access.jump_host",
        "`malware_protection` in engineering.ews_01 works only with a component that has `malware_management` and that it can \
         send to: dmz.patch_server has it, but nothing carries traffic from engineering to dmz",
    ] {
        assert!(words.contains(part), "{part} is not in\n{out}");
    }
    let text = "site s { assess: [part_3_3] }\nproduct q: host_device { interfaces: [human_local] \
        offers user_authentication { unique: false }, user_authentication { unique: true } }\n\
        zone z { target: SL 2 component a: q { enable user_authentication { unique: false } } }\n";
    let home = folder(&[("a.zc", text)]);
    let (_, out, _) = run(home.path(), &["check"]);
    let words: String = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let change =
        "change `enable user_authentication { unique: false }` to `enable user_authentication { unique: true }` in z.a";
    assert!(words.contains(change), "{out}");
    let (_, out, _) = run(home.path(), &["check", "--format", "json"]);
    let old = r#""instead_of":{"text":"enable user_authentication { unique: false }","place":{"path":"a.zc","line":3,"#;
    assert!(out.contains(r#""enable":[{"at":"z.a","line":"enable user_authentication { unique: true }","#), "{out}");
    assert!(out.contains(old), "{out}");
}

#[test]
fn a_clause_is_found_by_its_id_and_catalogue() {
    let house = "catalog house \"House rules\" { levels: none family F \"F\" }\n\
        requirement SR 1.1 \"Doors\" in house.F for zone z { base: z has audit_log otherwise \"{z}\" }\n\
        site s { assess: [house, part_3_3] }\nzone z { target: SL 1 component c { kind: host_device } }\n";
    let home = folder(&[("zcc.toml", "[package]\nname = \"plant\"\n"), ("a.zc", house)]);
    let (_, both, _) = run(home.path(), &["explain", "SR 1.1"]);
    assert!(both.contains("House rules") && both.contains("IEC 62443-3-3"), "{both}");
    let (exit, out, err) = run(home.path(), &["explain", "SR 1.1 in house"]);
    assert_eq!((exit, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("House rules") && !out.contains("IEC 62443-3-3"), "{out}");
    let (exit, out, err) = run(home.path(), &["explain", "sr", "1.1", "re", "2", "in", "part_3_3", "--for", "z"]);
    assert_eq!((exit, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("SR 1.1 RE 2"), "{out}");
    let (exit, _, err) = run(home.path(), &["explain", "SR 1.1 in hose"]);
    assert_eq!(exit, Some(3));
    assert!(err.contains("there is no catalogue `hose`") && err.contains("did you mean `house`?"), "{err}");
    let (exit, _, err) = run(home.path(), &["explain", "SR 1.2 in house"]);
    assert_eq!(exit, Some(3));
    assert!(err.contains("`house` has no such clause") && err.contains("did you mean `SR 1.1`?"), "{err}");
    let (exit, out, _) = run(Path::new("/"), &["explain", "SR 1.1 in part_3_3"]);
    assert_eq!(exit, Some(0), "{out}");
}

#[test]
fn what_is_printed_of_odd_names_can_be_pasted_back() {
    let text = "site s { assess: [part_3_3] }\nzone `a b` { target: SL 1 component `=K1-A2.10` { kind: host_device \
        interfaces: [human_local] offers user_authentication } }\n";
    let home = folder(&[("a.zc", text)]);
    let (_, out, _) = run(home.path(), &["check"]);
    assert!(out.contains("write `enable user_authentication` in `a b`.`=K1-A2.10`"), "{out}");
    let (exit, out, err) = run(home.path(), &["explain", "SR 1.1", "--for", "`a b`"]);
    assert_eq!((exit, err.as_str()), (Some(0), ""), "{out}");
    let (exit, _, err) = run(home.path(), &["explain", "SR 1.1", "--for", "`a b`.`=K1-A2.10`"]);
    assert_eq!(exit, Some(3));
    assert!(err.contains("it is not about `a b`.`=K1-A2.10`"), "{err}");
}

#[test]
fn a_model_of_which_nothing_is_judged_says_why() {
    let zone = "zone z { target: SL 1 component c { kind: host_device } }\n";
    let assess = "site s { assess: [part_3_3] }\n";
    let untrusted = "zone out { trust: untrusted }\n";
    let empty = "site s { assess: [house] }\ncatalog house \"H\" { levels: none family F \"F\" }\n";
    for (text, says) in [
        (zone.to_owned(), "no site that says what it is held against"),
        (format!("site s {{}}\n{zone}"), "a site that does not say what it is held against"),
        (assess.to_owned(), "says what it is held against, but has no zone"),
        (format!("{assess}{untrusted}"), "none but untrusted zones"),
        (format!("{empty}{zone}"), "catalogues that ask nothing of what is in it"),
    ] {
        let home = folder(&[("a.zc", &text)]);
        let (exit, out, err) = run(home.path(), &["check"]);
        assert_eq!(exit, Some(3), "{out}{err}");
        assert!(err.contains("error[Z0011]") && err.contains(says), "{text}{err}");
    }
}

#[test]
fn several_paths_are_judged_one_after_the_other() {
    let (exit, out, err) = run(&examples(), &["check", "-qq", "riverside", "water-treatment", "acme_controllers"]);
    assert_eq!((exit, err.as_str()), (Some(1), ""));
    assert_eq!((out.matches("judged 4 zones").count(), out.matches("is a library").count()), (1, 1), "{out}");
}
